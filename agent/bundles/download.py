"""Fetch the missing chunks of a blob from whichever mirror gives them.

One Range request covers a stretch of missing chunks; each chunk is hashed before it is kept. A
dropped connection goes on at the very byte where it broke, a mirror that lies or stalls is left
for another, and no body is read beyond what the signed length allows.
"""

import re
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import urllib3

from agent.bundles.errors import TransferError
from agent.bundles.part import Part
from agent.bundles.plan import MAX_FAILURES, Mirror, choose, first_run
from agent.host.http import Client, DeadlineError
from shared.digest import Digest, DigestError, hex_of

_PIECE_BYTES: Final = 256 * 1024
_PROGRESS_BYTES: Final = 64 * 1024
"""What an attempt must bring to count as progress."""
_OK: Final = 200
_PARTIAL: Final = 206
_NOT_THERE: Final = frozenset({403, 404, 410})
_RANGE: Final = re.compile(r"^bytes (\d+)-(\d+)/(\d+|\*)$")


@dataclass(frozen=True)
class Pace:
    """The least that a mirror must give: `least_bytes` in every `window_s`."""

    window_s: float = 30.0
    least_bytes: int = 15_000


class _MirrorError(Exception):
    """This mirror is of no use for now; the text says why."""


@dataclass
class _Carry:
    """The beginning of a chunk, kept over a dropped connection to the same mirror."""

    index: int
    mirror: Mirror
    data: bytearray


class Download:
    """Fetches blobs within one deadline from one list of mirrors."""

    def __init__(
        self, client: Client, mirrors: Sequence[Mirror], *, pace: Pace, stop: threading.Event
    ) -> None:
        self._client = client
        self._mirrors = mirrors
        self._pace = pace
        self._stop = stop
        self._carry: _Carry | None = None

    def fetch(self, digest: Digest, part: Part, on_chunk: Callable[[], None]) -> None:
        """Fill `part`.

        Raises:
            TransferError: no mirror has it, or the time is up.
            DigestError: only wrong bytes are to be had.
        """
        self._carry = None
        lied = False
        reasons: dict[str, str] = {}
        for mirror in self._mirrors:
            mirror.failures = 0
        while part.missing:
            chosen = choose(self._mirrors)
            if chosen is None:
                raise _exhausted(digest, reasons, lied=lied)
            received = chosen.received
            try:
                self._pull(chosen, digest, part, on_chunk)
            except DigestError as error:
                lied = True
                chosen.lies += 1
                reasons[chosen.base] = str(error)
            except (_MirrorError, OSError, urllib3.exceptions.HTTPError) as error:
                reasons[chosen.base] = str(error)
                self._check_time(digest, part)
                enough = chosen.received - received >= _PROGRESS_BYTES
                chosen.failures = 0 if enough else chosen.failures + 1

    def _pull(
        self, mirror: Mirror, digest: Digest, part: Part, on_chunk: Callable[[], None]
    ) -> None:
        """Make one request and keep every good chunk it brings."""
        run = first_run(part.table, part.missing)
        carry = self._taken(mirror, run.first)
        start = part.table.offsets[run.first] + len(carry)
        end = part.table.offsets[run.end - 1] + part.table.chunks[run.end - 1].length
        response = self._client.get(
            f"{mirror.base}/blobs/sha256/{hex_of(digest)}",
            {"Range": f"bytes={start}-{end - 1}"},
        )
        try:
            first, last = run.first, run.end
            if not _is_range(response, start, mirror):
                # The whole blob comes: take what is missing as it passes.
                first, last, carry = 0, max(part.missing) + 1, bytearray()
            reading = _Reading(response, mirror, self._pace, self._stop)
            for index in range(first, last):
                data = self._chunk(reading, index, part, carry)
                carry = bytearray()
                if index in part.missing:
                    if not part.put(index, data):
                        raise DigestError(f"{mirror.base} gave wrong bytes for chunk {index}")
                    on_chunk()
        finally:
            response.close()

    def _chunk(self, reading: "_Reading", index: int, part: Part, carry: bytearray) -> bytearray:
        try:
            reading.into(carry, part.table.chunks[index].length)
        except BaseException:
            self._carry = _Carry(index, reading.mirror, carry)
            raise
        return carry

    def _taken(self, mirror: Mirror, index: int) -> bytearray:
        carry, self._carry = self._carry, None
        if carry is not None and carry.mirror is mirror and carry.index == index:
            return carry.data
        return bytearray()

    def _check_time(self, digest: Digest, part: Part) -> None:
        if self._stop.is_set():
            raise TransferError("the transfer was stopped")
        try:
            self._client.left_s()
        except DeadlineError as error:
            raise TransferError(
                f"the time is up with {part.held_bytes} of {part.table.total_bytes} bytes of"
                f" {digest} held"
            ) from error


class _Reading:
    """A response's body, read exactly, with an eye on its pace."""

    def __init__(
        self,
        response: urllib3.response.BaseHTTPResponse,
        mirror: Mirror,
        pace: Pace,
        stop: threading.Event,
    ) -> None:
        self._response = response
        self.mirror = mirror
        self._pace = pace
        self._stop = stop
        self._window_began = time.monotonic()
        self._window_bytes = 0

    def into(self, data: bytearray, length: int) -> None:
        """Append to `data` until it has `length` bytes."""
        while len(data) < length:
            piece = self._response.read1(min(_PIECE_BYTES, length - len(data)))
            if not piece:
                raise _MirrorError(f"{self.mirror.base} ended the body early")
            data += piece
            self.mirror.received += len(piece)
            self._watch(len(piece))

    def _watch(self, count: int) -> None:
        if self._stop.is_set():
            raise _MirrorError("stopped")
        self._window_bytes += count
        now = time.monotonic()
        if now - self._window_began < self._pace.window_s:
            return
        if self._window_bytes < self._pace.least_bytes:
            raise _MirrorError(
                f"{self.mirror.base} gave {self._window_bytes} bytes in {self._pace.window_s:g} s"
            )
        self._window_began, self._window_bytes = now, 0


def _exhausted(digest: Digest, reasons: dict[str, str], *, lied: bool) -> Exception:
    told = "; ".join(reasons.values()) or "every mirror gave wrong bytes before"
    if lied or not reasons:
        return DigestError(f"no mirror has the right bytes of {digest}: {told}")
    return TransferError(f"no mirror gives {digest}: {told}")


def _is_range(response: urllib3.response.BaseHTTPResponse, start: int, mirror: Mirror) -> bool:
    """Tell a partial answer from a whole one; refuse any other."""
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise _MirrorError(f"{mirror.base} encodes its answers")
    if response.status == _OK:
        return False
    if response.status == _PARTIAL:
        match = _RANGE.match(response.headers.get("Content-Range", ""))
        if match is None or int(match[1]) != start:
            raise _MirrorError(f"{mirror.base} answers with another range")
        return True
    if response.status in _NOT_THERE:
        mirror.failures = MAX_FAILURES
    raise _MirrorError(f"{mirror.base} answers {response.status}")
