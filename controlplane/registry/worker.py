"""The thread that builds variants, one after another, oldest first."""

import logging
import threading
from typing import Final

from controlplane.db.session import Database
from controlplane.registry import service
from controlplane.registry.builder import Builder
from controlplane.registry.child import Workbench
from controlplane.registry.errors import JobStoppedError
from controlplane.registry.model import Release, Variant
from controlplane.registry.storage import Storage
from controlplane.settings import Settings
from shared.clock import Clock
from shared.errors import Fault

_IDLE_S: Final = 0.5

logger = logging.getLogger(__name__)


class JobWorker:
    """Takes queued variants from the database and records what became of them."""

    def __init__(
        self,
        database: Database,
        storage: Storage,
        clock: Clock,
        settings: Settings,
        *,
        builder: Builder | None = None,
    ) -> None:
        self._database = database
        self._storage = storage
        self._clock = clock
        self._builder = builder or Builder(storage, settings.work_folder, Workbench())

    def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set; what is being built then is queued again."""
        self._storage.sweep(self._clock.now())
        with self._database.transaction() as session:
            interrupted = service.requeue_interrupted(session)
        if interrupted:
            logger.info("queued interrupted builds again", extra={"variants": interrupted})
        while not stop.is_set():
            if not self.step(stop):
                stop.wait(_IDLE_S)

    def step(self, stop: threading.Event) -> bool:
        """Build one variant; tell whether there was one."""
        with self._database.transaction() as session:
            claimed = service.claim(session, now=self._clock.now())
        if claimed is None:
            return False
        self._build(*claimed, stop)
        return True

    def _build(self, release: Release, variant: Variant, stop: threading.Event) -> None:
        facts = {"line": release.line, "version": release.version, "variant": variant.name}
        logger.info("building a variant", extra=facts)

        def on_step(step: str, percent: int) -> None:
            with self._database.transaction() as session:
                service.report_progress(session, variant, step=step, percent=percent)

        try:
            built = self._builder.build(release, variant, stop=stop, on_step=on_step)
        except JobStoppedError:
            with self._database.transaction() as session:
                service.requeue(session, variant)
        except Exception as error:
            # Whatever it was, only this variant fails; the worker goes on with the next.
            logger.warning("a variant failed", extra=facts, exc_info=error)
            fault = Fault.of(error, phase="building", component="registry")
            with self._database.transaction() as session:
                service.fail(session, variant, fault, now=self._clock.now())
        else:
            with self._database.transaction() as session:
                service.succeed(session, variant, built, now=self._clock.now())
            logger.info("a variant is ready", extra=facts)
