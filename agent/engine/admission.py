"""Which waiting request is admitted next. Pure.

The one whose prompt is most in memory already, but whoever is passed over counts for more each
time, and after a few times nobody passes him any more. Whose prefix is just being evaluated for
another request waits for it instead of evaluating it again. Cells are promised by guess: a prompt
and a little of its answer; who turns out to need more takes from who came last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

HEADROOM: Final = 64
"""Tokens of an answer that must have room when it begins."""
PATIENCE: Final = 8
"""So many may pass, then nobody."""
WORTH_WAITING: Final = 32
"""So many more tokens must a prefix hold soon that it is waited for."""
_AGE: Final = 256
"""For so many tokens in memory counts having been passed once."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A waiting request."""

    need: int
    """Cells that it needs now, out of those that are free or can be freed."""
    ready: int
    """Tokens of its prompt that it would find in memory."""
    soon: int
    """Tokens that it would find, once a request that runs has evaluated its prompt."""
    passed: int
    """How many came later and were admitted before it."""


def choose(candidates: Sequence[Candidate], *, freeable: int, running: int) -> int | None:
    """Return the index of who is admitted, oldest first; None for nobody now.

    With nobody running there is room for any one of them.
    """
    if not running:
        freeable = max(freeable, max((one.need for one in candidates), default=0))
    for index, one in enumerate(candidates):
        if one.passed >= PATIENCE and not _waits(one, running):
            return index if one.need <= freeable else None
    fitting = [
        index
        for index, one in enumerate(candidates)
        if one.need <= freeable and not _waits(one, running)
    ]
    if not fitting:
        return None
    return max(fitting, key=lambda index: (_score(candidates[index]), -index))


def need(length: int, *, taken: int, ready: int, max_tokens: int) -> int:
    """Return the cells that a request of `length` tokens needs when it is admitted.

    What is `ready` in a sequence that has ended is counted among the cells that can be freed, so
    `taken` of it must be left alone.
    """
    return length - ready + taken + min(max_tokens, HEADROOM)


def _waits(one: Candidate, running: int) -> bool:
    return running > 0 and one.soon - one.ready >= WORTH_WAITING


def _score(one: Candidate) -> int:
    return one.ready + _AGE * one.passed
