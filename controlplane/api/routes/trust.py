"""`/trust`: what the repositories say, and what is handed in for them by who has the keys.

Whatever comes in is looked at as a device would look at it; who hands it in is not believed.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from controlplane.api.deps import ActorDep, ClockDep, DatabaseDep, SettingsDep
from controlplane.api.schemas.trust import NewRoot, NextKey, SignedFiles, SignedRole, Taken, Trust
from controlplane.audit import service as audit
from controlplane.db.errors import InvalidError
from controlplane.director import expiries
from controlplane.director import service as director_service
from controlplane.director.expiries import Places, Repository
from controlplane.director.signer import DirectorRepository
from controlplane.registry import acceptance
from controlplane.registry.errors import ReleaseNotFoundError
from controlplane.registry.repository import ImageFolder
from controlplane.settings import Settings

router = APIRouter(prefix="/trust", tags=["trust"])


def _director(request: Request) -> DirectorRepository:
    director: DirectorRepository = request.app.state.director
    return director


DirectorDep = Annotated[DirectorRepository, Depends(_director)]


@router.get("")
def show(settings: SettingsDep, clock: ClockDep, _actor: ActorDep) -> Trust:
    """Show every role's version, when it ends, and who must act before."""
    where = _places(settings)
    states = expiries.roles(where, clock.now())
    return Trust(
        level=expiries.worst(states),
        evaluation_keys=where.evaluation,
        roles=[SignedRole.of(each) for each in states],
    )


@router.get("/{repository}/metadata/{name}", response_class=Response)
def metadata(
    repository: Repository, name: str, settings: SettingsDep, _actor: ActorDep
) -> Response:
    """Return a metadata file, for those who sign to build on."""
    data = _folder(settings, repository).read_metadata(name)
    return Response(data, media_type="application/json")


@router.get("/{repository}/targets", response_class=Response)
def target(
    repository: Repository,
    path: Annotated[str, Query(max_length=500)],
    settings: SettingsDep,
    _actor: ActorDep,
) -> Response:
    """Return the file of a target, named with its hash as in `targets/`."""
    data = _folder(settings, repository).named_target(path)
    if data is None:
        raise ReleaseNotFoundError("target", path)
    return Response(data, media_type="application/json")


@router.post("/usb/sticks")
def take_sticks(
    body: SignedFiles,
    settings: SettingsDep,
    database: DatabaseDep,
    clock: ClockDep,
    actor: ActorDep,
) -> Taken:
    """Take what a stick assigns, so that the next one goes on from it."""
    folder, now = _folder(settings, Repository.USB), clock.now()
    with folder.locked(), database.transaction() as session:
        version = acceptance.take_sticks(folder, body.publication(), now)
        audit.note(
            session,
            kind="trust",
            subject="usb",
            text=f"a stick was made (version {version})",
            now=now,
            actor=actor,
        )
    return Taken(timestamp_version=version)


@router.post("/director/next-key")
def next_key(director: DirectorDep, _actor: ActorDep) -> NextKey:
    """Return the public half of the director's next key; it is made when there is none yet."""
    key = director.next_key()
    return NextKey(keyid=key.keyid, key=key.to_dict())


@router.post("/director/root")
def install_root(
    body: NewRoot,
    director: DirectorDep,
    database: DatabaseDep,
    clock: ClockDep,
    actor: ActorDep,
) -> Taken:
    """Take a new root of the director, and sign everything with the key that it names."""
    now = clock.now()
    with database.transaction() as session:
        assignments = director_service.assignments(session)
        version = director.install_root(body.root.encode(), assignments, now)
        audit.note(
            session,
            kind="trust",
            subject="director/root",
            text=f"the director has a new root; its timestamp is version {version}",
            now=now,
            actor=actor,
        )
    return Taken(timestamp_version=version)


@router.post("/{repository}/resigned")
def take_resigned(
    repository: Repository,
    body: SignedFiles,
    settings: SettingsDep,
    database: DatabaseDep,
    clock: ClockDep,
    actor: ActorDep,
) -> Taken:
    """Take other keys or later expiries; what is listed must be what was listed before."""
    if repository is Repository.DIRECTOR:
        raise InvalidError("the director signs by itself; it takes a root at /trust/director/root")
    folder, now = _folder(settings, repository), clock.now()
    with folder.locked(), database.transaction() as session:
        version = acceptance.take_resigned(folder, body.publication(), now)
        names = ", ".join(sorted(path.removeprefix("metadata/") for path in body.files))
        audit.note(
            session,
            kind="trust",
            subject=repository.value,
            text=f"the {repository} repository was signed again: {names}",
            now=now,
            actor=actor,
        )
    return Taken(timestamp_version=version)


def _places(settings: Settings) -> Places:
    return Places(
        settings.image_repository,
        settings.director_repository,
        settings.usb_repository,
        evaluation=settings.evaluation_marker.is_file(),
    )


def _folder(settings: Settings, repository: Repository) -> ImageFolder:
    return ImageFolder(_places(settings).of(repository))
