"""What an engine has said to one request, and its reader has not taken yet.

Bounded, so that a reader that stands still costs neither memory nor the others' time: the pipe is
always read on. A reader that lags gets the pieces joined; one that lags too far loses the request.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from agent.engine.frames import Accepted, Delta, Done, Failed, Tensors, Tokens, Vectors
from agent.serving.errors import EngineCrashedError, SlowReaderError

UNREAD_BYTES: Final = 2**20
SHELF_BYTES: Final = 16 * 2**20
_APART: Final = 32
"""Pieces that are kept apart; those beyond are joined into one."""
_LOGPROB_BYTES: Final = 128

Event = (
    Accepted | Delta | Done | Failed | Vectors | Tensors | Tokens | EngineCrashedError
) | SlowReaderError
"""What a request may hear; the last one ends it."""


@dataclass
class Shelf:
    """What all readers of one engine have left unread, together."""

    bound_bytes: int = SHELF_BYTES
    bytes: int = 0


class Mailbox:
    """The events of one request, in order."""

    def __init__(
        self,
        *,
        unread_bytes: int = UNREAD_BYTES,
        shelf: Shelf | None = None,
        on_piece: Callable[[Delta], None] = lambda _piece: None,
        on_end: Callable[[Event], None] = lambda _event: None,
    ) -> None:
        self._events: deque[Event] = deque()
        self._late: list[Delta] = []
        self._late_bytes = 0
        self._bound = unread_bytes
        self._shelf = shelf or Shelf()
        self._on_piece = on_piece
        self._on_end = on_end
        self._waiter: asyncio.Future[None] | None = None
        self.ended = False

    def put(self, event: Event) -> bool:
        """Take an event; False when its reader lags too far, which ends the request."""
        if self.ended:
            return True
        if isinstance(event, Delta):
            self._on_piece(event)
            if self._late or len(self._events) >= _APART:
                return self._put_late(event)
        if self._late:
            self._join()
        self._events.append(event)
        if not isinstance(event, Accepted | Delta):
            self._end(event)
        self._wake()
        return True

    async def get(self) -> Event:
        """Return the next event; only one reader may wait."""
        while not self._events and not self._late:
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        if not self._events:
            self._join()
        return self._events.popleft()

    def close(self) -> None:
        """Throw away what nobody will read any more."""
        self.ended = True
        self._clear()
        self._events.clear()

    def _put_late(self, event: Delta) -> bool:
        size = weight(event)
        self._late.append(event)
        self._late_bytes += size
        self._shelf.bytes += size
        if self._late_bytes <= self._bound and self._shelf.bytes <= self._shelf.bound_bytes:
            self._wake()
            return True
        error = SlowReaderError(self._late_bytes)
        self._clear()
        self._events.clear()
        self._events.append(error)
        self._end(error)
        self._wake()
        return False

    def _join(self) -> None:
        self._events.append(joined(self._late))
        self._clear()

    def _clear(self) -> None:
        self._shelf.bytes -= self._late_bytes
        self._late, self._late_bytes = [], 0

    def _end(self, event: Event) -> None:
        self.ended = True
        self._on_end(event)

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


def joined(pieces: list[Delta]) -> Delta:
    """Return one piece that says what several said."""
    return Delta(
        pieces[0].id,
        "".join(one.text for one in pieces),
        tuple(token for one in pieces for token in one.tokens),
        tuple(logprob for one in pieces for logprob in one.logprobs),
    )


def weight(piece: Delta) -> int:
    """Return about how much memory a piece keeps once it is joined to others."""
    likely = sum(1 + len(one.top) for one in piece.logprobs)
    return len(piece.text) + likely * _LOGPROB_BYTES
