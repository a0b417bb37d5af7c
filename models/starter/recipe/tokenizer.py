"""The byte-level BPE vocabulary, built so that llama.cpp splits text exactly as training does.

Two stages. The first learns merges inside words only: a name is then made of the same pieces
after a blank (`in the pantry`) and after a quote (`"pantry"`), and copying it into the answer
is copying tokens. The second joins the blank to frequent words that are never names, which
shortens the input by a third.
"""

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import places
from generate import make_example
from phrasebook import TRAINING
from tokenizers import AddedToken, Regex, Tokenizer
from tokenizers.decoders import ByteLevel as ByteLevelDecoder
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import ByteLevel, Sequence, Split
from tokenizers.trainers import BpeTrainer
from wrappers import SYSTEM_PROMPTS

SYSTEM, USER, ASSISTANT, END = SPECIALS = ("<|system|>", "<|user|>", "<|assistant|>", "<|end|>")

# llama.cpp's `qwen2` pre-tokenizer: single digits, at most one other character before letters.
QWEN2 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)
_INSIDE_WORDS = r"\p{L}+|\p{N}|[^\s\p{L}\p{N}]+|\s"
OTHER_NAME_WORDS = [
    "door gate entrance tank boiler well silo basin vessel locker cabinet water rain barrel",
    "oil milk fish pond cistern pressure buffer hot",
]
_BLANK = "Ġ"


def _splitting(pattern: str) -> Sequence:
    split = Split(Regex(pattern), behavior="isolated")
    return Sequence([split, ByteLevel(add_prefix_space=False, use_regex=False)])


def build(texts: list[str], *, inner_size: int, size: int) -> Tokenizer:
    """Learn a vocabulary of `size` entries, the special tokens last."""
    inner = Tokenizer(BPE())
    inner.pre_tokenizer = _splitting(_INSIDE_WORDS)
    trainer = BpeTrainer(
        vocab_size=inner_size, initial_alphabet=sorted(ByteLevel.alphabet()), show_progress=False
    )
    inner.train_from_iterator(texts, trainer)
    state = _state_of(inner)
    vocab, merges = dict(state["vocab"]), [tuple(pair) for pair in state["merges"]]
    for word in _joinable(texts, vocab):
        if len(vocab) == size - len(SPECIALS):
            break
        merges.append((_BLANK, word))
        vocab[_BLANK + word] = len(vocab)
    return assemble(vocab, merges)


def assemble(vocab: dict[str, int], merges: list[tuple[str, str]]) -> Tokenizer:
    """The tokenizer as it is used: llama.cpp's splitting, and the special tokens."""
    tokenizer = Tokenizer(BPE(vocab=vocab, merges=merges))
    tokenizer.pre_tokenizer = _splitting(QWEN2)
    tokenizer.decoder = ByteLevelDecoder()
    tokenizer.add_special_tokens([AddedToken(text, special=True) for text in SPECIALS])
    return tokenizer


def _state_of(tokenizer: Tokenizer) -> dict:
    return json.loads(tokenizer.to_str())["model"]


def _name_words() -> set[str]:
    """Words that only ever occur in names of places, not in what is said about them."""
    named = {
        word
        for table in (places.ROOMS, places.HELD_OUT_ROOMS, places.MODIFIERS, places.FIRST_WORDS,
                      places.LAST_WORDS, places.DOORS, places.HELD_OUT_DOORS)
        for name in table
        for word in name.split()
    }  # fmt: skip
    patterns = " ".join(pattern for train in TRAINING.values() for pattern in train)
    return named - set(re.findall(r"[a-z]+", patterns)) - {"zone"}


def without_names(text: str, names: set[str]) -> str:
    """The text without name words: they get no token of their own and are always spelt out."""
    return re.sub(r"[A-Za-z]+", lambda m: "" if m.group().lower() in names else m.group(), text)


def _joinable(texts: Iterable[str], vocab: dict[str, int]) -> list[str]:
    """Whole-word tokens by frequency after a blank, without any word that can be in a name."""
    kept_apart = {
        word
        for table in (places.ROOMS, places.MODIFIERS, places.FIRST_WORDS, places.LAST_WORDS,
                      places.NUMBERED, places.DOORS, OTHER_NAME_WORDS)
        for name in table
        for word in name.split()
    }  # fmt: skip
    counts = Counter(word for text in texts for word in re.findall(r"(?<= )[A-Za-z]+", text))
    return [
        word
        for word, count in counts.most_common()
        if word in vocab and word.lower() not in kept_apart and count > 20
        and len(word) > 2  # " at" must not take the head off " atrium"
    ]  # fmt: skip


def main() -> None:
    """Learn the vocabulary from training examples and write it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--examples", type=int, default=60_000)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    texts = list(SYSTEM_PROMPTS[0]) * 50
    names = _name_words()
    for _ in range(options.examples):
        example = make_example(rng, test=False)
        texts += [without_names(example.user, names), without_names(example.expected, names)]
    tokenizer = build(texts, inner_size=1100, size=1536)
    tokenizer.save(str(options.out))
    print(f"{tokenizer.get_vocab_size()} entries")


if __name__ == "__main__":
    main()
