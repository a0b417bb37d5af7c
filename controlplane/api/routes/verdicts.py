"""What the gates of a rollout found, over REST."""

from fastapi import APIRouter

from controlplane.api.deps import ActorDep, DatabaseDep
from controlplane.api.schemas.verdicts import VerdictBody, VerdictList
from controlplane.rollouts import snapshots, verdicts

router = APIRouter(tags=["rollouts"])


@router.get("/rollouts/{rollout}/verdicts")
def list_verdicts(rollout: str, database: DatabaseDep, _actor: ActorDep) -> VerdictList:
    """List every finding of a rollout's gates with its numbers, the oldest first.

    The id may be shortened as long as it is unambiguous.
    """
    with database.reading() as session:
        found = verdicts.of_rollout(session, snapshots.row(session, rollout).id)
    return VerdictList(verdicts=[VerdictBody.of(each) for each in found])
