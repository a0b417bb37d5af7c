"""Takes what devices say: gathers a batch, commits it, acknowledges it, answers.

In that order: a crash between two steps makes the broker deliver again, and every handler is safe
to repeat.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable
from typing import Final

from sqlalchemy.exc import OperationalError

from controlplane.ingest.batch import Recorder
from controlplane.ingest.connection import Connection
from controlplane.ingest.downlink import Downlink
from controlplane.ingest.messages import Down, Incoming
from shared.backoff import full_jitter_s

BATCH_LIMIT: Final = 500
LINGER_S: Final = 0.05
_IDLE_S: Final = 0.25
_LONGEST_WAIT_S: Final = 5.0

logger = logging.getLogger(__name__)


class Ingest:
    """The control plane's ear and voice at the broker."""

    def __init__(
        self,
        connection: Connection,
        recorder: Recorder,
        downlink: Downlink,
        *,
        jitter: Callable[[], float],
    ) -> None:
        self._connection = connection
        self._recorder = recorder
        self._downlink = downlink
        self._jitter = jitter

    def run(self, stop: threading.Event) -> None:
        silent = threading.Event()
        voice = threading.Thread(target=self._downlink.run, args=(silent,), name="downlink")
        self._connection.open()
        voice.start()
        try:
            while not stop.is_set():
                batch = self._gather()
                if batch:
                    self._take(batch, stop)
        finally:
            silent.set()
            voice.join()
            self._connection.close()

    def _gather(self) -> list[Incoming]:
        inbox = self._connection.inbox
        try:
            batch = [inbox.get(timeout=_IDLE_S)]
        except queue.Empty:
            return []
        until = time.monotonic() + LINGER_S
        while len(batch) < BATCH_LIMIT and (left_s := until - time.monotonic()) > 0:
            try:
                batch.append(inbox.get(timeout=left_s))
            except queue.Empty:
                break
        return batch

    def _take(self, batch: list[Incoming], stop: threading.Event) -> None:
        answers = self._commit(batch, stop)
        if answers is None:
            return
        for incoming in batch:
            self._connection.acknowledge(incoming.receipt)
        for answer in answers:
            self._connection.publish(answer)

    def _commit(self, batch: list[Incoming], stop: threading.Event) -> list[Down] | None:
        """Record the batch, however long the database is away; None when we are to stop."""
        attempt = 0
        while not stop.is_set():
            try:
                return self._recorder.record(batch)
            except OperationalError:
                if attempt == 0:
                    logger.exception("the database does not take messages")
                delay_s = full_jitter_s(attempt, jitter=self._jitter(), cap_s=_LONGEST_WAIT_S)
                attempt += 1
                stop.wait(delay_s)
        return None
