"""Conversations with a device's model, through the control plane: a few turns, kept like commands.

Each turn is a command of its own that carries the conversation so far; the device remembers
nothing.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from sqlmodel import Session, col, select

from controlplane.db.errors import ConflictError, InvalidError
from controlplane.devices import commands
from controlplane.devices.model import CommandState, Device
from controlplane.devices.tables import DeviceCommandRow
from shared.errors import Fault
from shared.ids import DeviceId
from shared.wire.down import Verb

LIFE: Final = timedelta(minutes=3)
MAX_TURNS: Final = 7
"""Questions of one conversation; with the answers between them the device takes no more."""
MAX_CHARACTERS: Final = 4_000
MAX_TOKENS: Final = 256
OFF: Final = "conversations with devices are switched off here (FLOTILLA_CHAT)"
_REMEMBERED: Final = 10_000


@dataclass(frozen=True)
class Turn:
    """One question, and what has come of its answer so far."""

    id: str
    question: str
    asked_by: str
    asked_at: datetime
    state: CommandState
    answer: str
    facts: dict[str, Any]
    fault: Fault | None

    @property
    def is_open(self) -> bool:
        return self.state in {"waiting", "sent"}


def turns(session: Session, device: DeviceId, conversation: str, now: datetime) -> tuple[Turn, ...]:
    """Return a conversation, oldest first."""
    query = (
        select(DeviceCommandRow)
        .where(
            DeviceCommandRow.device == device,
            DeviceCommandRow.verb == Verb.CHAT.value,
            _argument("conversation") == conversation,
        )
        .order_by(col(DeviceCommandRow.asked_at), col(DeviceCommandRow.id))
        .limit(MAX_TURNS)
    )
    return tuple(_turn(row, now) for row in session.exec(query))


def ask(
    session: Session,
    device: Device,
    text: str,
    *,
    conversation: str,
    slot: str,
    actor: str,
    now: datetime,
) -> str:
    """Ask one thing; return the conversation, which a first question begins.

    Raises:
        InvalidError: there is nothing to ask, or too much.
        ConflictError: the last question is not answered yet, or the conversation is over.
        DeviceNotFoundError: the device is revoked.
    """
    question = text.strip()
    if not question or len(question) > MAX_CHARACTERS:
        raise InvalidError(f"a question has 1 to {MAX_CHARACTERS} characters")
    before = turns(session, device.id, conversation, now) if conversation else ()
    if len(before) >= MAX_TURNS:
        raise ConflictError(f"a conversation has {MAX_TURNS} questions at most; begin a new one")
    if before and before[-1].is_open:
        raise ConflictError("the device has not answered the last question yet")
    name = conversation if before else str(uuid4())
    commands.ask(
        session,
        device.id,
        Verb.CHAT,
        arguments={
            "conversation": name,
            "slot": slot,
            "question": question,
            "messages": json.dumps(_messages(before, question)),
            "max_tokens": str(MAX_TOKENS),
        },
        life=LIFE,
        actor=actor,
        now=now,
    )
    return name


def _messages(before: Sequence[Turn], question: str) -> list[dict[str, str]]:
    """Return what the model is to read: the newest turns that fit, and the question."""
    found = [{"role": "user", "content": question}]
    left = _REMEMBERED - len(question)
    for turn in reversed(before):
        left -= len(turn.question) + len(turn.answer)
        if left < 0 or turn.state != "done":
            break
        found[:0] = [
            {"role": "user", "content": turn.question},
            {"role": "assistant", "content": turn.answer},
        ]
    return found


def _argument(name: str) -> Any:
    document: Any = col(DeviceCommandRow.arguments)
    return document[name].as_string()


def _turn(row: DeviceCommandRow, now: datetime) -> Turn:
    command = commands.command_of(row, now)
    result = dict(command.result or {})
    return Turn(
        id=command.id,
        question=command.arguments.get("question", ""),
        asked_by=command.asked_by,
        asked_at=command.asked_at,
        state=command.state,
        answer=str(result.pop("text", "")),
        facts=result,
        fault=command.fault,
    )
