"""The rules of the house that no linter knows: size, first lines, names."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("shared", "agent", "controlplane")
MAX_LINES = 400
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base_utils"}

MODULES = sorted(
    path
    for package in PACKAGES
    for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.parts
)


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_fits_in_one_head(path: Path):
    lines = path.read_text().count("\n")

    assert lines <= MAX_LINES, f"{_name(path)} has {lines} lines; split it by idea"


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_opens_with_what_it_is(path: Path):
    tree = ast.parse(path.read_text())

    assert ast.get_docstring(tree), f"{_name(path)} has no docstring"


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_is_named_after_one_idea(path: Path):
    assert path.stem not in BANNED_NAMES


def test_the_packages_meet_the_same_words():
    """Both sides spell MQTT topics in one place only."""
    offenders = [
        _name(path)
        for path in MODULES
        if "flotilla/v1" in path.read_text() and path.name != "topics.py"
    ]

    assert [name for name in offenders if "broker" not in name] == []
