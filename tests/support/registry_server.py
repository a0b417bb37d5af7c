"""The registry's routes on a real socket, with its worker, a ceremony's keys and nothing else."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from fastapi import APIRouter, FastAPI

from controlplane.access.web import api_actor
from controlplane.api import errors
from controlplane.api.routes import blobs, devices, recalls, releases, trust
from controlplane.db.session import Database
from controlplane.director.signer import DirectorRepository
from controlplane.publisher import ceremony
from controlplane.registry.builder import Builder, Steps
from controlplane.registry.child import Workbench
from controlplane.registry.storage import Storage
from controlplane.registry.worker import JobWorker
from controlplane.settings import Settings
from shared.clock import Clock, SystemClock
from tests.support.databases import a_fresh_database


@dataclass(frozen=True)
class RegistryServer:
    """A running registry."""

    settings: Settings
    database: Database
    storage: Storage
    url: str
    worker: JobWorker

    @property
    def environment(self) -> dict[str, str]:
        """What the command line needs to find it."""
        return {
            "FLOTILLA_URL": self.url,
            "FLOTILLA_TOKEN": "test",
            "FLOTILLA_DATA": str(self.settings.data),
        }

    def build(self) -> None:
        """Build everything that waits, here and now."""
        while self.worker.step(threading.Event()):
            pass


def a_database(folder: Path) -> Database:
    """Return an empty database with every table."""
    return a_fresh_database(folder, file="registry.db")


def an_application(
    settings: Settings, database: Database, storage: Storage, clock: Clock
) -> FastAPI:
    """Return the registry's routes, with everybody let in as `tester`."""
    application = FastAPI()
    errors.install(application)
    router = APIRouter(prefix="/api/v1")
    router.include_router(blobs.router)
    router.include_router(releases.router)
    router.include_router(devices.router)
    router.include_router(trust.router)
    router.include_router(recalls.router)
    application.include_router(router)
    application.dependency_overrides[api_actor] = lambda: "tester"
    state = application.state
    state.settings, state.database, state.storage, state.clock = settings, database, storage, clock
    state.director = DirectorRepository(
        settings.director_repository,
        settings.director_key,
        image=settings.image_repository,
        usb=settings.usb_repository,
    )
    return application


def hold_ceremony(settings: Settings, clock: Clock) -> None:
    """Make all keys and all repositories."""
    ceremony.create(
        settings.keys_folder,
        image_repo=settings.image_repository,
        director_repo=settings.director_repository,
        usb_repo=settings.usb_repository,
        director_key=settings.director_key,
        now=clock.now(),
    )


@contextmanager
def running(
    folder: Path, *, clock: Clock | None = None, steps: Steps | None = None
) -> Iterator[RegistryServer]:
    """Serve until the block ends.

    What is imported is built by real engines in a thread; with `steps` only when a test says so.
    """
    clock = clock or SystemClock()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        settings = Settings(data=folder, port=listener.getsockname()[1])
        hold_ceremony(settings, clock)
        database = a_database(folder)
        storage = Storage(settings.blobs_folder)
        server = uvicorn.Server(
            uvicorn.Config(
                an_application(settings, database, storage, clock),
                log_config=None,
                access_log=False,
                lifespan="off",
            )
        )
        stop = threading.Event()
        builder = Builder(storage, settings.work_folder, steps or Workbench())
        worker = JobWorker(database, storage, clock, settings, builder=builder)
        threads = [threading.Thread(target=server.run, args=([listener],))]
        if steps is None:
            threads.append(threading.Thread(target=worker.run, args=(stop,)))
        for thread in threads:
            thread.start()
        try:
            yield RegistryServer(settings, database, storage, settings.api_url, worker)
        finally:
            server.should_exit = True
            stop.set()
            for thread in threads:
                thread.join()
            database.close()
