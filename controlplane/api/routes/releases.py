"""Releases and lines: create, list, show, publish."""

from http import HTTPStatus

from fastapi import APIRouter

from controlplane.api.deps import ActorDep, ClockDep, DatabaseDep, SettingsDep, StorageDep
from controlplane.api.schemas.releases import (
    Created,
    Line,
    NewPublication,
    NewRelease,
    Published,
    Release,
)
from controlplane.registry import intake, publishing, queries, service
from controlplane.registry.repository import ImageFolder

router = APIRouter(tags=["releases"])


@router.get("/lines")
def lines(database: DatabaseDep, _actor: ActorDep) -> list[Line]:
    """List every line."""
    with database.reading() as session:
        return [Line.of(line) for line in queries.lines(session)]


@router.get("/releases")
def index(
    database: DatabaseDep, _actor: ActorDep, line: str | None = None, version: str | None = None
) -> list[Release]:
    """List releases, the newest first."""
    with database.reading() as session:
        found = queries.releases(session, line=line)
    return [Release.of(each) for each in found if version in {None, each.version}]


@router.post("/releases", status_code=HTTPStatus.CREATED)
def create(
    body: NewRelease,
    database: DatabaseDep,
    storage: StorageDep,
    clock: ClockDep,
    actor: ActorDep,
) -> Created:
    """Make a release of uploaded blobs; its variants are built in the background."""
    inspected = intake.inspect(body.draft(), storage)
    with database.transaction() as session:
        return Created(id=service.create(session, inspected, actor=actor, now=clock.now()))


@router.get("/releases/{release_id}")
def show(release_id: str, database: DatabaseDep, _actor: ActorDep) -> Release:
    """Show a release with its variants."""
    with database.reading() as session:
        return Release.of(queries.release(session, release_id))


@router.post("/releases/{release_id}/publication")
def publish(
    release_id: str,
    body: NewPublication,
    database: DatabaseDep,
    storage: StorageDep,
    settings: SettingsDep,
    clock: ClockDep,
    actor: ActorDep,
) -> Published:
    """Take what the publisher signed, when a device would accept it."""
    folder = ImageFolder(settings.image_repository)
    now = clock.now()
    with folder.locked(), database.transaction() as session:
        version = publishing.publish(
            session,
            release_id,
            body.publication(),
            folder=folder,
            storage=storage,
            actor=actor,
            now=now,
        )
    with database.reading() as session:
        release = Release.of(queries.release(session, release_id))
    return Published(release=release, timestamp_version=version)
