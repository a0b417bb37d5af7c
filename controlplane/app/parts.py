"""The long-lived parts, one thread each; one that fails is logged and started again."""

import logging
import threading
from collections.abc import Callable
from typing import Final

from shared.backoff import full_jitter_s

_LONGEST_WAIT_S: Final = 30.0

logger = logging.getLogger(__name__)


class Parts:
    """Threads that end together."""

    def __init__(self, *, jitter: Callable[[], float]) -> None:
        self._jitter = jitter
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self, name: str, run: Callable[[threading.Event], None]) -> None:
        thread = threading.Thread(target=self._keep, args=(name, run), name=name)
        self._threads.append(thread)
        thread.start()

    def stop(self) -> None:
        """Tell every part to end, and wait until all have."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _keep(self, name: str, run: Callable[[threading.Event], None]) -> None:
        attempt = 0
        while not self._stop.is_set():
            try:
                run(self._stop)
            except Exception:
                logger.exception("a part failed and is started again", extra={"part": name})
            delay_s = 1 + full_jitter_s(attempt, jitter=self._jitter(), cap_s=_LONGEST_WAIT_S)
            attempt += 1
            self._stop.wait(delay_s)
