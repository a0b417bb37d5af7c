"""Assignments in a real database, and what signing makes of them."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from controlplane.db.session import Database
from controlplane.director import service
from shared.digest import sha256_of
from shared.ids import DeploymentId
from tests.support.databases import a_fresh_database
from tests.support.repository import DEVICE, NOON, OTHER

PATH = "bundles/lamp/1.0/f32/bundle.json"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = a_fresh_database(tmp_path)
    yield database
    database.close()


def assign(database: Database, *, device=DEVICE, slot="main", content=b"one", now=NOON) -> None:
    with database.transaction() as session:
        service.assign(
            session,
            device=device,
            slot=slot,
            bundle_path=PATH,
            digest=sha256_of(content),
            length=len(content),
            deployment=DeploymentId(f"d-{content.decode()}"),
            now=now,
        )


def test_a_slot_has_one_assignment_the_latest(database: Database):
    assign(database)
    assign(database, content=b"two", now=NOON + timedelta(hours=1))

    with database.reading() as session:
        (only,) = service.assignments(session)

    assert only.digest == sha256_of(b"two")
    assert only.issued == NOON + timedelta(hours=1)


def test_slots_and_devices_do_not_touch_each_other(database: Database):
    assign(database)
    assign(database, slot="embed")
    assign(database, device=OTHER, content=b"two")

    with database.transaction() as session:
        service.withdraw(session, device=DEVICE, slot="embed")
        service.withdraw(session, device=DEVICE, slot="never")

    with database.reading() as session:
        assert len(service.assignments(session)) == 2
        assert service.assignment(session, DEVICE, "embed") is None
        assert service.assignment(session, OTHER, "main").digest == sha256_of(b"two")
