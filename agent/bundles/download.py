"""Fetch the missing chunks of a blob from every source that gives them, a few requests at a time.

One request covers a stretch of missing chunks; each chunk is hashed before it is kept. A dropped
connection goes on at the very byte where it broke, a source that lies or stalls is left for
another, and no body is read beyond what the signed length allows. Lanes are threads: hashing,
receiving and writing all let go of the interpreter.
"""

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from agent.bundles.errors import SourceError, TransferError
from agent.bundles.part import Part
from agent.bundles.plan import (
    MAX_FAILURES,
    MAX_LIES,
    Mirror,
    Run,
    choose,
    next_run,
    stretch_bytes,
)
from agent.bundles.ports import Body, Source
from agent.bundles.rate import Bucket, Pace, Watch
from shared.digest import Digest, DigestError

LANES: Final = 4
"""Requests at a time, over all sources; each holds one chunk in memory."""

_PIECE_BYTES: Final = 256 * 1024
_PROGRESS_BYTES: Final = 64 * 1024
"""What an attempt must bring to count as progress."""


class Line:
    """What all lanes share: the clock that ends everything, and the limit on bytes per second."""

    def __init__(
        self,
        *,
        deadline_s: float,
        stop: threading.Event,
        pace: Pace | None = None,
        bytes_per_s: float | None = None,
    ) -> None:
        self._deadline = time.monotonic() + deadline_s
        self.stop = stop
        self.pace = pace or Pace()
        self._bucket = Bucket(bytes_per_s) if bytes_per_s else None
        self._lock = threading.Lock()

    @property
    def left_s(self) -> float:
        return self._deadline - time.monotonic()

    def spend(self, count: int) -> None:
        """Wait as long as the limit asks for after `count` bytes, or until the end."""
        if self._bucket is None:
            return
        with self._lock:
            delay_s = self._bucket.take(count, time.monotonic())
        if delay_s > 0:
            self.stop.wait(min(delay_s, max(0.0, self.left_s)))


class Download:
    """Fetches blobs, one after the other, from one list of sources."""

    def __init__(self, sources: Iterable[Source], line: Line, *, lanes: int = LANES) -> None:
        self._sources = {Mirror(source.name, near=source.near): source for source in sources}
        self._line = line
        self._lanes = lanes
        self.refused: dict[str, str] = {}
        """Sources that gave wrong bytes in this transfer, and what was wrong."""

    def fetch(self, digest: Digest, part: Part, on_chunk: Callable[[], None]) -> None:
        """Fill `part`; `on_chunk` is called from one thread at a time.

        Raises:
            TransferError: no source has it, or the time is up.
            DigestError: only wrong bytes are to be had.
            OSError: the disk does not take it.
        """
        if not part.missing:
            return
        for mirror in self._sources:
            mirror.failures = 0
        job = _Job(digest, part, on_chunk, self._sources, self._line, self.refused)
        count = min(self._lanes, len(part.missing))
        threads = [threading.Thread(target=job.work, name="lane") for _ in range(count - 1)]
        for thread in threads:
            thread.start()
        job.work()
        for thread in threads:
            thread.join()
        job.conclude()


@dataclass
class _Claim:
    """A stretch that one lane has taken, and the beginning of its first chunk, if that is held."""

    mirror: Mirror
    run: Run
    carried: bytes
    chunks: set[int] = field(default_factory=set)
    """Taken and not yet put."""


class _Job:
    """One blob on its way; every lane runs `work`."""

    def __init__(
        self,
        digest: Digest,
        part: Part,
        on_chunk: Callable[[], None],
        sources: Mapping[Mirror, Source],
        line: Line,
        refused: dict[str, str],
    ) -> None:
        self._digest = digest
        self._part = part
        self._on_chunk = on_chunk
        self._sources = sources
        self._mirrors: Sequence[Mirror] = tuple(sources)
        self._line = line
        self._refused = refused
        self._changed = threading.Condition()
        self._free = set(part.missing)
        self._carried: dict[tuple[Mirror, int], bytes] = {}
        self._reasons: dict[str, str] = {}
        self._lied = False
        self._fatal: BaseException | None = None

    def work(self) -> None:
        """Take stretches until there are none, or nobody to ask."""
        largest = max(chunk.length for chunk in self._part.table.chunks)
        buffer = memoryview(bytearray(largest))
        while (claim := self._claim()) is not None:
            began = time.monotonic()
            reading = _Reading(self._line)
            try:
                self._pull(claim, reading, buffer)
            except DigestError as error:
                self._note_lie(claim.mirror, error)
            except SourceError as error:
                self._note_failure(claim.mirror, error, reading.received)
            except BaseException as error:  # noqa: BLE001 - raised where the lanes come together
                with self._changed:
                    self._fatal = self._fatal or error
            finally:
                spent_s = time.monotonic() - began - reading.paused_s
                with self._changed:
                    claim.mirror.active -= 1
                    claim.mirror.measure(reading.received, spent_s)
                    self._free |= claim.chunks
                    self._changed.notify_all()

    def conclude(self) -> None:
        """Say how it ended."""
        if self._fatal is not None:
            raise self._fatal
        if self._part.missing:
            told = "; ".join(self._reasons.values()) or "every mirror gave wrong bytes before"
            if self._lied or not self._reasons:
                raise DigestError(f"no mirror has the right bytes of {self._digest}: {told}")
            raise TransferError(f"no mirror gives {self._digest}: {told}")

    def _claim(self) -> _Claim | None:
        """Take a stretch; wait while there is none but a lane that fails may give one back."""
        with self._changed:
            while self._fatal is None and self._part.missing:
                if self._is_over():
                    break
                mirror = choose(self._mirrors) if self._free else None
                if mirror is not None:
                    return self._taken(mirror)
                if not any(one.active for one in self._mirrors):
                    break
                self._changed.wait(max(0.0, self._line.left_s))
            return None

    def _taken(self, mirror: Mirror) -> _Claim:
        begun = [index for one, index in self._carried if one is mirror and index in self._free]
        run = next_run(
            self._part.table,
            self._free,
            limit_bytes=stretch_bytes(mirror.rate),
            first=min(begun, default=None),
        )
        mirror.active += 1
        carried = self._carried.pop((mirror, run.first), b"")
        claim = _Claim(mirror, run, carried, set(range(run.first, run.end)))
        self._free -= claim.chunks
        return claim

    def _pull(self, claim: _Claim, reading: "_Reading", buffer: memoryview) -> None:
        """Make one request and keep every good chunk it brings."""
        table, run = self._part.table, claim.run
        start = table.offsets[run.first] + len(claim.carried)
        end = table.offsets[run.end - 1] + table.chunks[run.end - 1].length
        body = self._sources[claim.mirror].open(self._digest, start, end)
        try:
            first, last, held = run.first, run.end, claim.carried
            if body.start != start:
                # The whole blob comes: take everything that nobody else has taken as it passes.
                first, last, held = 0, self._claim_rest(claim), b""
            for index in range(first, last):
                view = buffer[: table.chunks[index].length]
                view[: len(held)] = held
                self._read(claim, index, reading, body, view, len(held))
                held = b""
                if index in claim.chunks:
                    self._put(claim, index, view)
        finally:
            body.close()

    def _claim_rest(self, claim: _Claim) -> int:
        with self._changed:
            claim.chunks |= self._free
            self._free.clear()
            return max(claim.chunks) + 1

    def _read(
        self,
        claim: _Claim,
        index: int,
        reading: "_Reading",
        body: Body,
        view: memoryview,
        filled: int,
    ) -> None:
        reading.filled = filled
        try:
            reading.fill(body, view, claim.mirror.name)
        except SourceError:
            if index in claim.chunks:
                with self._changed:
                    # No more beginnings are kept than lanes could hold.
                    while len(self._carried) >= LANES:
                        self._carried.pop(next(iter(self._carried)))
                    self._carried[claim.mirror, index] = bytes(view[: reading.filled])
            raise

    def _put(self, claim: _Claim, index: int, view: memoryview) -> None:
        if not self._part.put(index, view):
            raise DigestError(f"{claim.mirror.name} gave wrong bytes for chunk {index}")
        with self._changed:
            claim.chunks.discard(index)
            self._on_chunk()

    def _note_lie(self, mirror: Mirror, error: DigestError) -> None:
        with self._changed:
            self._lied = True
            mirror.lies = min(MAX_LIES, mirror.lies + 1)
            self._reasons[mirror.name] = self._refused[mirror.name] = str(error)

    def _note_failure(self, mirror: Mirror, error: SourceError, received: int) -> None:
        with self._changed:
            self._reasons[mirror.name] = str(error)
            if error.lasting:
                mirror.failures = MAX_FAILURES
            else:
                mirror.failures = 0 if received >= _PROGRESS_BYTES else mirror.failures + 1

    def _is_over(self) -> bool:
        if self._line.stop.is_set():
            self._fatal = TransferError("the transfer was stopped")
        elif self._line.left_s <= 0:
            self._fatal = TransferError(
                f"the time is up with {self._part.held_bytes} of"
                f" {self._part.table.total_bytes} bytes of {self._digest} held"
            )
        return self._fatal is not None


class _Reading:
    """One body, read exactly, with an eye on its pace."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._watch = Watch(line.pace)
        self.received = 0
        self.paused_s = 0.0
        """Waited for our own limit, which is not the mirror's fault."""
        self.filled = 0
        """How much of the chunk in hand is there."""

    def fill(self, body: Body, view: memoryview, name: str) -> None:
        """Read until `view` is full.

        Raises:
            SourceError: the body ends early, is too slow, or the transfer is stopped.
        """
        while self.filled < len(view):
            began = time.monotonic()
            count = body.readinto(view[self.filled : self.filled + _PIECE_BYTES])
            arrived = time.monotonic()
            if not count:
                raise SourceError(f"{name} ended the body early")
            self.filled += count
            self.received += count
            if self._line.stop.is_set() or self._line.left_s <= 0:
                raise SourceError("the transfer ends")
            if self._watch.too_slow(count, arrived - began):
                pace = self._line.pace
                raise SourceError(
                    f"{name} gave less than {pace.least_bytes} bytes in {pace.window_s:g} s"
                )
            self._line.spend(count)
            self.paused_s += time.monotonic() - arrived
