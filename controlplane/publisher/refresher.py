"""Evaluation keys sign by themselves: what an offline key would have to be fetched for.

Only where `flotilla up` made the keys does a server sign what the image repository says; it keeps
a fleet that somebody tries out from standing still after two weeks.
"""

import logging
import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from controlplane.director.folder import MetadataFolder
from controlplane.director.lives import ROOT_LIFE, warned
from controlplane.publisher import rotation
from controlplane.publisher.image import ImageRepository
from controlplane.publisher.keys import ONLINE, KeyRing
from shared.clock import Clock
from shared.errors import FlotillaError

_EVERY: Final = timedelta(hours=1)

logger = logging.getLogger(__name__)


class Refresher:
    """Looks every hour whether something is past half its life."""

    def __init__(
        self, ring: KeyRing, clock: Clock, *, image: Path, others: tuple[Path, ...]
    ) -> None:
        """Sign with the keys of `ring`; of the `others`, the roots alone are extended."""
        self._ring = ring
        self._clock = clock
        self._image = image
        self._others = others

    def run(self, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                self.step()
            except FlotillaError:
                logger.exception("what nears its end could not be signed again")
            stop.wait(_EVERY.total_seconds())

    def step(self) -> None:
        """Sign what is due.

        Raises:
            FlotillaError: a key or a repository cannot be used.
        """
        now = self._clock.now()
        if not self._ring.has(ONLINE):
            return  # they were taken elsewhere, where somebody signs
        for repo in (self._image, *self._others):
            self._extend(repo, now)
        for file in ImageRepository(self._ring, self._image).refresh(now):
            logger.info("signed again", extra={"file": file.name})

    def _extend(self, repo: Path, now: datetime) -> None:
        folder = MetadataFolder(repo)
        if not folder.path.is_dir():
            return
        soon, _ = warned(ROOT_LIFE)
        with folder.locked():
            current = folder.root()
            if current.signed.expires - now > soon:
                return
            root = rotation.extend(self._ring, current, now)
            if root is not None:
                logger.info("signed again", extra={"file": folder.add_root(root).name})
