"""Tokenised training data: conversations as one flat array with offsets and an answer mask.

Most conversations are a single exchange; a few have up to four, so that earlier turns in the
context do no harm.
"""

import random
from array import array
from dataclasses import dataclass

import numpy as np
from generate import Example, facts, make_example, normalise
from tokenizer import ASSISTANT, END, SYSTEM, USER
from tokenizers import Tokenizer

# Slot kinds that must never share a value between training and test, apart from the round
# values that have phrasings of their own (on, off, half, half an hour, noon ...).
_SHARED = {"percent": {"0", "50", "100"}, "speed": {"0", "100"},
           "delay_min": {str(m) for m in (15, 30, 60, 90, 120, 180, 240, 300, 360, 480, 600)},
           "time": {"00:00", "12:00"}}  # fmt: skip
_STRICT = {"percent", "speed", "speed percent", "speed rpm", "value C", "value F", "value percent",
           "value ppm", "value kW", "delta C", "delta F", "delay_min", "time", "valve", "pump",
           "device", "alarm"}  # fmt: skip
CHUNK = 20_000  # conversations tokenised at once, which bounds the memory


def prompt_text(example: Example, *, system: bool = True) -> str:
    """What the chat template makes of an exchange, up to the answer."""
    head = f"{SYSTEM}{example.system}{END}" if system and example.system else ""
    return f"{head}{USER}{example.user}{END}{ASSISTANT}"


@dataclass
class Corpus:
    """All conversations: ids, which of them are answers, and where each begins."""

    ids: np.ndarray
    is_answer: np.ndarray
    offsets: np.ndarray
    texts: set[str]
    facts: set[tuple[str, str]]

    @property
    def lengths(self) -> np.ndarray:
        """Tokens per conversation."""
        return np.diff(self.offsets)


def make_corpus(tokenizer: Tokenizer, *, conversations: int, seed: int) -> Corpus:
    """Generate and tokenise; the same seed gives the same corpus."""
    rng = random.Random(seed)
    texts: set[str] = set()
    known: set[tuple[str, str]] = set()
    ids, mask, lengths = array("h"), bytearray(), []
    for start in range(0, conversations, CHUNK):
        pieces: list[str] = []
        plan: list[int] = []  # exchanges per conversation
        for _ in range(min(CHUNK, conversations - start)):
            plan.append(rng.choice((2, 2, 3, 4)) if rng.random() < 0.07 else 1)
            for turn in range(plan[-1]):
                example = make_example(rng, test=False)
                texts.add(normalise(example.user))
                known |= facts(example.call)
                pieces += [prompt_text(example, system=turn == 0), example.expected + END]
        encoded = iter([e.ids for e in tokenizer.encode_batch(pieces)])
        for turns in plan:
            before = len(ids)
            for _ in range(turns):
                prompt, answer = next(encoded), next(encoded)
                ids.extend(prompt + answer)
                mask += b"\0" * len(prompt) + b"\1" * len(answer)
            lengths.append(len(ids) - before)
    offsets = np.concatenate(([0], np.cumsum(lengths)))
    return Corpus(np.array(ids), np.frombuffer(mask, bool), offsets, texts, known)


def check_split(corpus: Corpus, test: list[Example]) -> None:
    """No test text was said in training and no held-out value was asked for.

    Raises:
        ValueError: the split leaks.
    """
    for example in test:
        if normalise(example.user) in corpus.texts:
            raise ValueError(f"test text in training: {example.user}")
        for kind, value in facts(example.call):
            leaks = kind in _STRICT and (kind, value) in corpus.facts
            if leaks and value not in _SHARED.get(kind, set()):
                raise ValueError(f"held-out value in training: {kind}={value}")
