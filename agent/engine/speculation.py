"""Guesses from the request's own text: what followed the last few tokens when they came before.

Answers repeat their prompts: names, code, quotations, the keys of a table. A guess costs a row in
a batch that is evaluated anyway; the draw decides whether it was right, so an answer is the same
with guesses as without. Whether guessing pays is measured for every request. Pure.
"""

from collections.abc import Sequence
from typing import Final

GRAM: Final = 3
"""So many tokens must come again before what followed them is guessed."""
FIRST: Final = 4
MOST: Final = 8
_TRIAL: Final = 16
"""So many guesses are made before it is judged whether they pay."""
_LATEST: Final = 0.2
_PAUSE: Final = 64
_LONGEST_PAUSE: Final = 1024
_MARGIN: Final = 1.25
"""A guess must be right so much more often than would pay for its row."""


class Guesser:
    """The guesses of one request."""

    def __init__(self) -> None:
        self.drafted = 0
        self.taken = 0
        self._seen: dict[tuple[int, ...], int] = {}
        self._indexed = GRAM
        self._length = FIRST
        self._hits = 0.0
        self._judged = 0
        self._pause = _PAUSE
        self._resumes_at = 0

    def propose(self, tokens: Sequence[int], limit: int) -> list[int]:
        """Guess at most `limit` tokens that follow `tokens`."""
        count = len(tokens)
        if count < self._resumes_at or limit <= 0:
            return []
        self._index(tokens)
        at = self._seen.get(tuple(tokens[count - GRAM :]))
        if at is None:
            return []
        return list(tokens[at : min(at + min(self._length, limit), count)])

    def judge(self, *, drafted: int, taken: int, row_cost: float, at: int) -> None:
        """Learn how a guess of `drafted` tokens went; the request has `at` tokens now."""
        if not drafted:
            return
        self.drafted += drafted
        self.taken += taken
        self._judged += drafted
        self._hits += _LATEST * (taken / drafted - self._hits) if self._hits else taken / drafted
        self._length = min(MOST, self._length + 2) if taken == drafted else max(1, taken + 1)
        if self._judged >= _TRIAL and self._hits < row_cost * _MARGIN:
            self._resumes_at = at + self._pause
            self._pause = min(_LONGEST_PAUSE, self._pause * 2)
            self._judged, self._hits, self._length = 0, 0.0, FIRST

    def forget(self) -> None:
        """Begin anew, because tokens were taken out of the middle."""
        self._seen.clear()
        self._indexed = GRAM

    def _index(self, tokens: Sequence[int]) -> None:
        """Note what followed every run of tokens, except the last, which nothing follows yet."""
        for end in range(self._indexed, len(tokens)):
            self._seen[tuple(tokens[end - GRAM : end])] = end
        self._indexed = max(self._indexed, len(tokens))
