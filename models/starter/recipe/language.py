"""The small grammar in which phrasings are written, and the noise people add to them.

A pattern is plain text with three marks: `[a|b|]` picks one alternative (they nest), `<class>`
picks a word of that class from the lexicon, and `{slot}` is replaced by a slot's text. Slot text
is fenced by two control characters until the end, so that typing errors are only ever made in
ordinary words: nobody can be expected to guess the room from a misspelt room name.
"""

import random
import re
from functools import cache

from lexicon import LEXICON

FENCE_OPEN, FENCE_CLOSE = "\x01", "\x02"

_FENCED = re.compile(f"({FENCE_OPEN}[^{FENCE_CLOSE}]*{FENCE_CLOSE})")
_SLOT = re.compile(r"\{(\w+)\}")
_CLASS = re.compile(r"<(\w+)>")
_WORD = re.compile(r"[A-Za-z']+")
_SMALL = re.compile(r"\b(the|is|it|a|of|me|be|should|my) ")
_NEIGHBOURS = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj",
    "i": "uo", "j": "hk", "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o",
    "q": "w", "r": "et", "s": "ad", "t": "ry", "u": "yi", "v": "cb", "w": "qe", "x": "zc",
    "y": "tu", "z": "x",
}  # fmt: skip


@cache
def slots_of(pattern: str) -> frozenset[str]:
    """The names of all slots that a pattern may mention."""
    return frozenset(_SLOT.findall(pattern))


def expand(pattern: str, rng: random.Random) -> str:
    """Resolve every `<class>`, then every `[a|b]`, innermost first."""
    while _CLASS.search(pattern):
        pattern = _CLASS.sub(lambda found: rng.choice(LEXICON[found.group(1)]), pattern)
    while (close := pattern.find("]")) >= 0:
        opened = pattern.rindex("[", 0, close)
        choice = rng.choice(pattern[opened + 1 : close].split("|"))
        pattern = pattern[:opened] + choice + pattern[close + 1 :]
    return pattern


def expansions(pattern: str) -> list[str]:
    """All texts that `expand` can make of a pattern."""
    close = pattern.find("]")
    if close < 0:
        return [pattern]
    opened = pattern.rindex("[", 0, close)
    choices = pattern[opened + 1 : close].split("|")
    return [
        text
        for choice in choices
        for text in expansions(pattern[:opened] + choice + pattern[close + 1 :])
    ]


def fill(pattern: str, slots: dict[str, str]) -> str:
    """Put slot texts, fenced, into an expanded pattern."""
    return _SLOT.sub(lambda m: f"{FENCE_OPEN}{slots[m.group(1)]}{FENCE_CLOSE}", pattern)


def misspell(text: str, rng: random.Random, errors: int) -> str:
    """Make up to `errors` typing errors in the words outside the fences."""
    for _ in range(errors):
        parts = _FENCED.split(text)
        spans = [
            (index, match)
            for index, part in enumerate(parts)
            if not part.startswith(FENCE_OPEN)
            for match in _WORD.finditer(part)
            if len(match.group()) >= 4
        ]
        if not spans:
            return text
        index, match = rng.choice(spans)
        part = parts[index]
        parts[index] = part[: match.start()] + _mistype(match.group(), rng) + part[match.end() :]
        text = "".join(parts)
    return text


def omit_word(text: str, rng: random.Random) -> str:
    """Drop one small word outside the fences, as telegrams do."""
    spans = [m for m in _SMALL.finditer(text) if text.count(FENCE_OPEN, 0, m.start())
             == text.count(FENCE_CLOSE, 0, m.start())]  # fmt: skip
    if not spans:
        return text
    match = rng.choice(spans)
    return text[: match.start()] + text[match.end() :]


def _mistype(word: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(word) - 1)
    match rng.randrange(4):
        case 0:
            return word[:at] + word[at + 1 :]
        case 1:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case 2:
            return word[:at] + word[at] + word[at:]
        case _:
            return word[:at] + rng.choice(_NEIGHBOURS.get(word[at].lower(), "e")) + word[at + 1 :]


def tidy(text: str) -> str:
    """Drop the fences and the blanks that empty alternatives left behind."""
    text = text.replace(FENCE_OPEN, "").replace(FENCE_CLOSE, "")
    text = re.sub(r"\s+", " ", text).strip(" ,")
    return re.sub(r" ([,.!?])", r"\1", text)
