"""The places in the backend's memory, and which tokens each still holds. Pure.

A finished request leaves its tokens in its place; the next request takes the free place whose
tokens begin most like its own prompt and evaluates only the rest. At least one prompt token is
always evaluated again, because the first answer token is drawn from its row.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Place:
    number: int
    busy: bool = False
    tokens: list[int] = field(default_factory=list)
    """What the memory holds of the last request that was here."""
    used: int = 0
    """When it was last given back, as a count."""


class Places:
    """All places of one context."""

    def __init__(self, count: int) -> None:
        self._places = [Place(number) for number in range(count)]
        self._turn = 0

    def claim(self, prompt: Sequence[int]) -> tuple[int, int] | None:
        """Take a free place for `prompt`.

        Returns its number and how many tokens of the prompt it holds already (the caller cuts the
        memory to that length), or None when every place is busy.
        """
        free = [place for place in self._places if not place.busy]
        if not free:
            return None
        limit = len(prompt) - 1
        best = max(free, key=lambda place: (_shared(place.tokens, prompt, limit), -place.used))
        best.busy = True
        held = _shared(best.tokens, prompt, limit)
        best.tokens = []
        return best.number, held

    def release(self, number: int, tokens: Sequence[int]) -> None:
        """Give a place back; its memory holds `tokens`."""
        self._turn += 1
        place = self._places[number]
        place.busy, place.tokens, place.used = False, list(tokens), self._turn

    def evict(self) -> tuple[int, ...]:
        """Forget what free places hold; return those that held something."""
        emptied = [place for place in self._places if not place.busy and place.tokens]
        for place in emptied:
            place.tokens = []
        return tuple(place.number for place in emptied)


def _shared(held: Sequence[int], prompt: Sequence[int], limit: int) -> int:
    count = 0
    for one, other in zip(held, prompt, strict=False):
        if count >= limit or one != other:
            break
        count += 1
    return count
