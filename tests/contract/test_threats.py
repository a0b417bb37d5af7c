"""The threat table names tests that exist: an attack without one is not defended against."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "explanation" / "trust.md"
ROW = re.compile(r"^\| (?!attack |---)([^|]+)\|[^|]+\|([^|]+)\|$", re.MULTILINE)
TEST = re.compile(r"^(?:async )?def (test_\w+)", re.MULTILINE)


def _rows() -> list[tuple[str, list[str]]]:
    table = PAGE.read_text().partition("## Every attack")[2]
    return [(attack.strip(), re.findall(r"`(\w+)`", tests)) for attack, tests in ROW.findall(table)]


def _tests() -> set[str]:
    files = (ROOT / "tests").rglob("test_*.py")
    return {name for file in files for name in TEST.findall(file.read_text())}


def test_every_attack_of_the_table_has_tests():
    rows = _rows()

    assert len(rows) > 40
    assert [attack for attack, tests in rows if not tests] == []


def test_every_test_of_the_table_exists():
    known = _tests()

    assert sorted({each for _, tests in _rows() for each in tests} - known) == []
