"""From token bytes to text that may be shown: UTF-8 hold-back and stop strings. Pure.

A token may end inside a code point, and a stop string may lie across several tokens; so text is
withheld while its end is an incomplete code point or could still become a stop string. What comes
out does not depend on how the bytes were cut: the stop string that is complete first wins, and of
two that end at the same place the longer one.
"""

import codecs
from collections.abc import Sequence


class TextStream:
    """The text of one answer."""

    def __init__(self, stops: Sequence[str] = ()) -> None:
        self.stopped = False
        """Whether a stop string was met; nothing comes out after it."""
        self.stopped_by = ""
        self._stops = tuple(stop for stop in stops if stop)
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._held = ""

    def push(self, piece: bytes) -> str:
        """Take a token's bytes; return the text that is now certain."""
        return self._take(self._decoder.decode(piece))

    def finish(self) -> str:
        """Return what was withheld; a broken code point at the end becomes U+FFFD."""
        text = self._take(self._decoder.decode(b"", final=True))
        if self.stopped:
            return text
        text, self._held = text + self._held, ""
        return text

    def _take(self, text: str) -> str:
        if self.stopped or not text:
            return ""
        if not self._stops:
            return text
        searched = max(0, len(self._held) - max(map(len, self._stops), default=0))
        self._held += text
        met = _met(self._held, self._stops, searched)
        if met is not None:
            self.stopped = True
            cut, self.stopped_by = met
            shown, self._held = self._held[:cut], ""
            return shown
        keep = partial_stop(self._held, self._stops)
        shown, self._held = self._held[: len(self._held) - keep], self._held[-keep:] * bool(keep)
        return shown


def first_stop(text: str, stops: Sequence[str], *, start: int = 0) -> int | None:
    """Return where the stop string begins that is complete first in `text`."""
    met = _met(text, stops, start)
    return None if met is None else met[0]


def partial_stop(text: str, stops: Sequence[str]) -> int:
    """Return how many characters at the end of `text` are the beginning of a stop string."""
    longest = min(len(text), max(map(len, stops), default=1) - 1)
    for size in range(longest, 0, -1):
        tail = text[-size:]
        if any(stop.startswith(tail) for stop in stops):
            return size
    return 0


def _met(text: str, stops: Sequence[str], start: int) -> tuple[int, str] | None:
    found = [(at + len(stop), at, stop) for stop in stops if (at := text.find(stop, start)) >= 0]
    return min(found)[1:] if found else None
