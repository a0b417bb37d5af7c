"""`/devices/ID/chats`: a few words with the model that a device serves."""

from fastapi import APIRouter

from controlplane.access.errors import ForbiddenError
from controlplane.api.deps import ActorDep, ClockDep, DatabaseDep, SettingsDep
from controlplane.api.schemas.fleet import Conversation, Question, Turn
from controlplane.db.errors import NotFoundError
from controlplane.devices import chats, queries
from controlplane.settings import Settings

router = APIRouter(prefix="/devices/{device}/chats", tags=["devices"])


@router.post("", status_code=202)
def ask_model(
    device: str,
    body: Question,
    actor: ActorDep,
    database: DatabaseDep,
    clock: ClockDep,
    settings: SettingsDep,
) -> Conversation:
    """Ask a device's model something; the answer comes when the device has it."""
    _allowed(settings)
    with database.transaction() as session:
        known = queries.device(session, device)
        conversation = chats.ask(
            session,
            known,
            body.text,
            conversation=body.conversation,
            slot=body.slot,
            actor=actor,
            now=clock.now(),
        )
        session.flush()
        turns = chats.turns(session, known.id, conversation, clock.now())
    return Conversation(id=conversation, turns=[Turn.of(each) for each in turns])


@router.get("/{conversation}")
def show_conversation(
    device: str,
    conversation: str,
    _actor: ActorDep,
    database: DatabaseDep,
    clock: ClockDep,
    settings: SettingsDep,
) -> Conversation:
    """Show what was asked of a device's model, and what it answered so far."""
    _allowed(settings)
    with database.reading() as session:
        known = queries.device(session, device)
        turns = chats.turns(session, known.id, conversation, clock.now())
    if not turns:
        raise NotFoundError("conversation", conversation)
    return Conversation(id=conversation, turns=[Turn.of(each) for each in turns])


def _allowed(settings: Settings) -> None:
    if not settings.chat:
        raise ForbiddenError(chats.OFF)
