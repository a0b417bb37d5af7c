"""The job queue in a real database, with steps that do what a test tells them."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from controlplane.audit import queries as audit
from controlplane.db.session import Database
from controlplane.registry import intake, queries, service
from controlplane.registry.builder import Builder
from controlplane.registry.errors import JobCrashedError, JobStoppedError, ReleaseExistsError
from controlplane.registry.machine import ReleaseState, VariantState
from controlplane.registry.model import Release
from controlplane.registry.storage import Storage
from controlplane.registry.workbench.protocol import QuantizeTask, Task
from controlplane.registry.worker import JobWorker
from controlplane.settings import Settings
from tests.support.gguf_tiny import write_tiny
from tests.support.registry_builders import (
    NOON,
    FixedClock,
    a_draft,
    a_result,
    put,
    put_file,
    some_items,
)
from tests.support.registry_server import a_database
from tests.support.registry_steps import FakeSteps


class World:
    """A registry without HTTP and without an engine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database: Database = a_database(folder)
        self.storage = Storage(folder / "blobs")
        self.steps = FakeSteps()
        self.clock = FixedClock()

    def bring(self, **changes: object) -> str:
        source = put_file(self.storage, write_tiny(self.folder / "tiny.gguf"))
        evals = put(self.storage, some_items())
        draft = a_draft(source, **{"evals": evals, "golden": evals, **changes})
        inspected = intake.inspect(draft, self.storage)
        with self.database.transaction() as session:
            return service.create(session, inspected, actor="me", now=NOON)

    def worker(self) -> JobWorker:
        builder = Builder(self.storage, self.folder / "work", self.steps)
        settings = Settings(data=self.folder)
        return JobWorker(self.database, self.storage, self.clock, settings, builder=builder)

    def step(self) -> bool:
        return self.worker().step(threading.Event())

    def release(self, release_id: str) -> Release:
        with self.database.reading() as session:
            return queries.release(session, release_id)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.database.close()


def test_variants_are_built_in_the_order_they_were_asked_for(world: World):
    made = world.bring()
    assert world.release(made).state is ReleaseState.DRAFT

    assert world.step()
    assert world.release(made).state is ReleaseState.BUILDING
    assert world.step()
    assert not world.step()

    release = world.release(made)
    f16, q8_0 = release.variants
    assert release.state is ReleaseState.READY
    assert (f16.name, f16.state, f16.progress) == ("f16", VariantState.READY, 100)
    assert f16.weights == release.source
    assert q8_0.weights not in {None, release.source}
    assert world.steps.done.count("quantizing") == 1
    assert f16.requirements is not None
    assert f16.requirements.memory.total_bytes == 10 + 2 + 3 + 21
    assert f16.evaluation == a_result()
    assert f16.golden == a_result(2, 3)


def test_a_crashing_step_fails_its_variant_alone(world: World):
    def crash(task: Task) -> None:
        if isinstance(task, QuantizeTask):
            raise JobCrashedError(step=task.step, how="was ended by SIGSEGV", last_lines="bad row")

    world.steps = FakeSteps(crash)
    made = world.bring()

    while world.step():
        pass

    release = world.release(made)
    f16, q8_0 = release.variants
    assert (f16.state, q8_0.state) == (VariantState.READY, VariantState.FAILED)
    assert release.state is ReleaseState.READY
    assert q8_0.fault is not None
    assert q8_0.fault.code == "job_crashed"
    assert "SIGSEGV; its last lines: bad row" in q8_0.fault.message
    assert not list((world.folder / "work").iterdir())


def test_a_release_whose_variants_all_fail_has_failed(world: World):
    def refuse(_task: Task) -> None:
        raise RuntimeError("nothing works")

    world.steps = FakeSteps(refuse)
    made = world.bring(quantizations=("f16",))

    assert world.step()

    release = world.release(made)
    assert release.state is ReleaseState.FAILED
    assert release.variants[0].fault is not None
    assert "nothing works" in release.variants[0].fault.message


def test_a_stopping_control_plane_gives_its_job_back(world: World):
    def stop(_task: Task) -> None:
        raise JobStoppedError("stopping")

    world.steps = FakeSteps(stop)
    made = world.bring(quantizations=("f16",))
    world.step()
    assert world.release(made).variants[0].state is VariantState.QUEUED

    world.steps = FakeSteps()
    world.step()
    assert world.release(made).variants[0].state is VariantState.READY


def test_what_ran_when_the_power_went_is_built_after_the_restart(world: World):
    made = world.bring(quantizations=("f16",))
    with world.database.transaction() as session:
        service.claim(session, now=NOON)
    assert not world.step()

    stop = threading.Event()
    world.steps = FakeSteps(lambda task: stop.set() if task.step == "measuring" else None)
    world.worker().run(stop)

    assert world.release(made).variants[0].state is VariantState.READY


def test_the_progress_can_be_seen_while_a_variant_is_built(world: World):
    seen: list[tuple[str, int]] = []
    made = world.bring(quantizations=("q8_0",))

    def look(_task: Task) -> None:
        variant = world.release(made).variants[0]
        assert variant.state is VariantState.RUNNING
        seen.append((variant.step, variant.progress))

    world.steps = FakeSteps(look)
    world.step()

    assert seen == [("quantizing", 0), ("evaluating", 30), ("measuring", 95)]


def test_a_version_is_imported_once(world: World):
    world.bring()

    with pytest.raises(ReleaseExistsError, match="needs a new version"):
        world.bring()

    with world.database.reading() as session:
        assert len(queries.releases(session)) == 1
        (line,) = queries.lines(session)
        assert (line.name, line.releases, line.latest, line.published) == (
            "device-control",
            1,
            "1.0.0",
            None,
        )


def test_what_happens_to_a_release_is_written_down(world: World):
    made = world.bring(quantizations=("f16",))
    world.step()

    with world.database.reading() as session:
        texts = [event.text for event in audit.recent(session, subject=made)]

    assert texts == [
        "device-control 1.0.0 is ready",
        "device-control 1.0.0 f16: ready, 220.9 kB, 80.0% right",
        "device-control 1.0.0 f16: build began",
        "device-control 1.0.0 imported: f16",
    ]
