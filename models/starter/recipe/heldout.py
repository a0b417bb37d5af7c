"""Writes the held-out test set, after proving that it is held out.

    python recipe/heldout.py --work build --out eval.jsonl

The phrasings are those of `phrases_judge`, whose author never saw the training data. Every
wording that training could say, slots left open, is struck out first, so that what remains is
what nobody taught; `--all` keeps them. No text of the set was said in training, and no held-out
value was asked for there: `said-*.json` in the work folder, one per stage of training, prove it.
"""

import argparse
import importlib.util
import json
from pathlib import Path

from corpus import Said, check_split
from generate import Example, make_test_set
from intents import INTENTS
from phrasebook import Phrases, untrained


def as_item(number: int, example: Example) -> dict:
    """One line of the file."""
    messages = [{"role": "user", "content": example.user}]
    tags = list(example.tags)
    if example.system:
        messages.insert(0, {"role": "system", "content": example.system})
        tags.append("system")
    return {"id": f"t{number:04}", "messages": messages, "expected": example.expected, "tags": tags}


def phrases_in(path: Path) -> Phrases:
    """The phrasings of a module like `phrases_judge`: PHRASES, patterns by name of intent.

    Raises:
        ValueError: it has names that there are not.
    """
    spec = importlib.util.spec_from_file_location("judge", path)
    judge = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(judge)
    if strange := set(judge.PHRASES) - set(INTENTS):
        raise ValueError(f"{path}: no such intents: {sorted(strange)}")
    return judge.PHRASES


def strict(phrases: Phrases) -> Phrases:
    """The phrasings that training cannot say, with a word on what that leaves."""
    kept = untrained(phrases)
    before, after = (sum(map(len, side.values())) for side in (phrases, kept))
    without = [name for name, patterns in kept.items() if not patterns]
    print(f"training cannot say {after} of {before} phrasings; none left of: {without}")
    return kept


def main() -> None:
    """Make the test set, check it, write it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, default=Path("build"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=20_002)
    parser.add_argument(
        "--phrases", type=Path, default=Path(__file__).with_name("phrases_judge.py")
    )
    parser.add_argument("--all", action="store_true", help="keep phrasings that training can say")
    options = parser.parse_args()
    stages = [Said.read(path) for path in sorted(options.work.glob("said-*.json"))]
    if not stages:
        parser.error(f"no said-*.json in {options.work}: training leaves one per stage")
    said = Said(*(set().union(*parts) for parts in zip(*stages, strict=True)))
    phrases = phrases_in(options.phrases)
    test = make_test_set(
        options.count, options.seed, said.texts, phrases if options.all else strict(phrases)
    )
    check_split(said, test)
    lines = [json.dumps(as_item(n, e), ensure_ascii=False) for n, e in enumerate(test, 1)]
    options.out.write_text("\n".join(lines) + "\n")
    print(f"{len(lines)} items, none of them among {len(said.texts)} training texts "
          f"of {len(stages)} stages")  # fmt: skip


if __name__ == "__main__":
    main()
