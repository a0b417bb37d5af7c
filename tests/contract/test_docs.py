"""The pages name files that exist, so that they cannot rot in silence."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *ROOT.glob("models/*/README.md")]
)
LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)[^)]*\)")


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_a_page_links_to_what_is_there(page: Path):
    broken = [link for link in LINK.findall(page.read_text()) if not (page.parent / link).exists()]

    assert broken == []


def test_the_structure_page_names_modules_that_exist():
    text = (ROOT / "docs" / "structure.md").read_text()
    modules = set(re.findall(r"`((?:[a-z_]+/)+[a-z_]+\.py)`", text))
    homes = [ROOT, ROOT / "agent", ROOT / "controlplane", ROOT / "controlplane" / "registry"]

    missing = [name for name in modules if not any((home / name).is_file() for home in homes)]

    assert modules
    assert missing == []
