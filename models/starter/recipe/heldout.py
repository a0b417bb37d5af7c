"""Writes the held-out test set, after proving that it is held out.

    python recipe/heldout.py --work build --out eval.jsonl

The proof runs over the very corpus that training saw: give it the same seed and size.
"""

import argparse
import json
from pathlib import Path

from corpus import check_split, make_corpus
from generate import Example, check_phrases, make_test_set
from tokenizers import Tokenizer


def as_item(number: int, example: Example) -> dict:
    """One line of the file."""
    messages = [{"role": "user", "content": example.user}]
    tags = list(example.tags)
    if example.system:
        messages.insert(0, {"role": "system", "content": example.system})
        tags.append("system")
    return {"id": f"t{number:04}", "messages": messages, "expected": example.expected, "tags": tags}


def main() -> None:
    """Make the test set, check it, write it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, default=Path("build"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=20_001)
    parser.add_argument("--train-seed", type=int, default=7)
    parser.add_argument("--conversations", type=int, default=600_000)
    parser.add_argument("--fresh", action="store_true", help="the second set of phrasings")
    options = parser.parse_args()
    check_phrases()
    tokenizer = Tokenizer.from_file(str(options.work / "tokenizer.json"))
    corpus = make_corpus(tokenizer, conversations=options.conversations, seed=options.train_seed)
    test = make_test_set(options.count, options.seed, corpus.texts, fresh=options.fresh)
    check_split(corpus, test)
    lines = [json.dumps(as_item(n, e), ensure_ascii=False) for n, e in enumerate(test, 1)]
    options.out.write_text("\n".join(lines) + "\n")
    print(f"{len(lines)} items, none of them among {len(corpus.texts)} training texts")


if __name__ == "__main__":
    main()
