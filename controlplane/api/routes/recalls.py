"""`/recalls`: take bundles back, and see who still has them."""

from fastapi import APIRouter

from controlplane.api.deps import ActorDep, ClockDep, DatabaseDep, SettingsDep
from controlplane.api.schemas.trust import Recall, Recalled, Recalls, SignedFiles
from controlplane.devices import commands, serving
from controlplane.registry import acceptance, recalls
from controlplane.registry.repository import ImageFolder
from controlplane.rollouts import recalled
from shared.wire.down import Verb

router = APIRouter(prefix="/recalls", tags=["recalls"])


@router.get("")
def index(database: DatabaseDep, _actor: ActorDep) -> Recalls:
    """List what was recalled, the newest first, and who still has it."""
    with database.reading() as session:
        found = recalls.recalls(session)
        holders = serving.holders(session, [each.digest for each in found])
    return Recalls(recalls=[Recall.of(each, holders.get(each.digest, ())) for each in found])


@router.post("")
def recall(
    body: SignedFiles,
    settings: SettingsDep,
    database: DatabaseDep,
    clock: ClockDep,
    actor: ActorDep,
) -> Recalled:
    """Take a recall list that was signed offline, and ask the devices that have it to look."""
    folder, now = ImageFolder(settings.image_repository), clock.now()
    publication = body.publication()
    with folder.locked(), database.transaction() as session:
        version, entries = acceptance.judge_recall(folder, publication, now)
        added = recalls.record(session, entries, actor=actor, now=now)
        holders = serving.holders(session, [each.digest for each in added])
        concerned = {each.device for slots in holders.values() for each in slots}
        for device in sorted(concerned):
            commands.ask(session, device, Verb.LOOK, actor=actor, now=now)
        session.flush()
        releases = {(each.line, each.version) for each in added if each.line}
        stopped = recalled.abort(session, releases, actor=actor, now=now)
        session.flush()
        folder.store(publication.files)
    return Recalled(
        timestamp_version=version,
        recalls=[Recall.of(each, holders.get(each.digest, ())) for each in added],
        asked=len(concerned),
        aborted=list(stopped),
    )
