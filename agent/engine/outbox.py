"""What one step said, sent at its end: the text of all answers in one frame, then who ended."""

from collections.abc import Callable

from agent.engine.frames import Delta, Deltas, FromChild


class Outbox:
    """Gathers frames for one step."""

    def __init__(self, emit: Callable[[FromChild], None]) -> None:
        self._emit = emit
        self._deltas: list[Delta] = []
        self._last: list[FromChild] = []

    def say(self, delta: Delta | None) -> None:
        if delta is not None:
            self._deltas.append(delta)

    def end(self, frame: FromChild) -> None:
        """Put the last frame of a request after all that was said."""
        self._last.append(frame)

    def flush(self) -> None:
        if self._deltas:
            self._emit(Deltas(tuple(self._deltas)))
            self._deltas.clear()
        for frame in self._last:
            self._emit(frame)
        self._last.clear()
