"""Responses that can be asked for again and gone on from, until newer ones need their place. Pure.

Bounded by number and by bytes. What a response goes on from is counted with it, although both
share it, so that the bound holds whichever of them is forgotten first.
"""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Final

from agent.engine.values import Message

MOST: Final = 1000
MOST_BYTES: Final = 32 * 2**20
_OVERHEAD_BYTES: Final = 200


@dataclass(frozen=True)
class Remembered:
    """A response with what it answered."""

    slot: str
    response: dict[str, Any]
    items: tuple[dict[str, Any], ...]
    """Of its own input, those of earlier responses not included."""
    conversation: tuple[Message, ...]
    """All of it with this answer, but without instructions."""
    size_bytes: int


class Store:
    """Forgets what was used least recently."""

    def __init__(self, *, most: int = MOST, most_bytes: int = MOST_BYTES) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._kept: OrderedDict[str, Remembered] = OrderedDict()
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._kept)

    def keep(self, name: str, entry: Remembered) -> None:
        """Remember a response; one that is larger than all the room is not."""
        self.forget(name)
        if entry.size_bytes > self._most_bytes:
            return
        self._kept[name] = entry
        self._bytes += entry.size_bytes
        while len(self._kept) > self._most or self._bytes > self._most_bytes:
            self.forget(next(iter(self._kept)))

    def find(self, name: str) -> Remembered | None:
        entry = self._kept.get(name)
        if entry is not None:
            self._kept.move_to_end(name)
        return entry

    def forget(self, name: str) -> bool:
        entry = self._kept.pop(name, None)
        if entry is None:
            return False
        self._bytes -= entry.size_bytes
        return True


def weight(response: str, conversation: tuple[Message, ...]) -> int:
    """Return about how many bytes a response takes, given as JSON, with its conversation."""
    return len(response) + sum(
        _OVERHEAD_BYTES
        + len(one.content)
        + len(one.reasoning)
        + sum(len(call.arguments) + _OVERHEAD_BYTES for call in one.tool_calls)
        for one in conversation
    )
