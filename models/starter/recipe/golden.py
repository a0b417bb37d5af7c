"""Picks the golden items: test items that every variant down to 4 bits answers right.

    python recipe/golden.py --test eval.jsonl --work build --out golden.jsonl

It needs the report that `evaluate.py` left, and takes short, tidy items, one per tag, so that
a failing golden item means a broken model or runtime, not a hard question.
"""

import argparse
import json
from pathlib import Path

ROBUST = ("F16", "Q8_0", "Q6_K", "Q5_K_M", "Q4_K_M")
TAGS = ("lights", "climate", "fans", "blinds", "valves", "pumps", "locks", "alarms", "sensors",
        "watches", "reports", "out_of_scope")  # fmt: skip
EASY = {*TAGS, "polite", "timed"}


def pick(items: list[dict], report: dict) -> list[dict]:
    """One item per tag, the first that is short enough; one of them timed where possible."""
    variants = [name for name in ROBUST if name in report]
    right = [
        item
        for number, item in enumerate(items)
        if all(report[name]["answers"][number] == item["expected"] for name in variants)
        and set(item["tags"]) <= EASY
        and 12 <= len(item["messages"][0]["content"]) <= 90
    ]
    chosen = []
    for tag in TAGS:
        wanted = [item for item in right if tag in item["tags"]]
        if tag in ("lights", "climate", "pumps"):
            wanted.sort(key=lambda item: "timed" not in item["tags"])
        chosen.append(wanted[0])
    return chosen


def main() -> None:
    """Pick and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--test", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("build"))
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    items = [json.loads(line) for line in options.test.read_text().splitlines()]
    report = json.loads((options.work / "report.json").read_text())
    lines = [json.dumps(item, ensure_ascii=False) for item in pick(items, report)]
    options.out.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
