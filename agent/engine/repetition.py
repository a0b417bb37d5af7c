"""DRY: which tokens would go on with something that was said before, and for how long. Pure.

The last tokens are compared with everything before them; the token that followed an earlier
occurrence would prolong the repetition. Nothing is compared across a breaker, so that a name, a
line or a list may begin the same way again.
"""

from collections.abc import Collection, Mapping, Sequence
from math import log
from typing import Final

_LARGEST_LOG: Final = 88.7228391
"""Of the largest float32: greater exponents would overflow."""


def penalties(
    tokens: Sequence[int],
    *,
    breakers: Collection[int],
    multiplier: float,
    base: float,
    allowed: int,
) -> Mapping[int, float]:
    """Return what to take off the logits of tokens that would prolong a repetition."""
    if len(tokens) <= allowed or base < 1 or multiplier == 0:
        return {}
    newest = list(reversed(tokens))
    limit = next((at for at, token in enumerate(newest) if token in breakers), len(newest))
    if limit < allowed:
        return {}
    longest: dict[int, int] = {}
    for at, common in enumerate(_common(newest)):
        length = min(common, limit)
        if at and length >= allowed:
            # What came after the earlier occurrence is one nearer to the end.
            token = newest[at - 1]
            longest[token] = max(longest.get(token, 0), length)
    most = int(_LARGEST_LOG / log(base)) if base > 1.000001 else 0  # noqa: PLR2004
    return {
        token: multiplier * base ** (min(length - allowed, most) if most else length - allowed)
        for token, length in longest.items()
        if token not in breakers
    }


def _common(tokens: Sequence[int]) -> list[int]:
    """Return for every place how many tokens from there are those of the beginning."""
    size = len(tokens)
    found = [0] * size
    left = right = 0
    for at in range(1, size):
        length = min(right - at, found[at - left]) if at < right else 0
        while at + length < size and tokens[length] == tokens[at + length]:
            length += 1
        if at + length > right:
            left, right = at, at + length
        found[at] = length
    return found
