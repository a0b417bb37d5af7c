"""A few words with the model, asked for over MQTT: one conversation at a time, answered in pieces.

Whoever may command the fleet may ask, unless the device's settings say no. A piece is sent a few
times a second at most, so that a fast model does not flood a slow line.
"""

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Final, Protocol

from pydantic import TypeAdapter, ValidationError

from agent.link.errors import CommandError
from agent.store.outbox import Outbox
from shared.errors import Fault
from shared.evals import ChatMessage
from shared.wire import topics
from shared.wire.down import Command
from shared.wire.up import Reply

PIECE_S: Final = 0.3
MAX_TURNS: Final = 16
MAX_CHARACTERS: Final = 12_000
MAX_TOKENS: Final = 512

logger = logging.getLogger(__name__)

_TURNS = TypeAdapter(tuple[ChatMessage, ...])


@dataclass(frozen=True)
class Asked:
    """What a command asks the model."""

    slot: str
    turns: tuple[ChatMessage, ...]
    max_tokens: int


@dataclass(frozen=True)
class Ended:
    """The answer is complete; what it took, and who gave it."""

    facts: dict[str, object]


class Talk(Protocol):
    """Asks the model that serves a slot."""

    def __call__(
        self, slot: str, turns: Sequence[ChatMessage], *, max_tokens: int
    ) -> AsyncGenerator[str | Ended, None]: ...


class Chat:
    """Takes one question at a time; a second one meanwhile is told to wait."""

    def __init__(
        self,
        *,
        outbox: Outbox,
        talk: Talk,
        on_reply: Callable[[], None],
        allowed: bool,
    ) -> None:
        self._outbox = outbox
        self._talk = talk
        self._on_reply = on_reply
        self._allowed = allowed
        self._waiting: asyncio.Queue[Command] = asyncio.Queue(1)
        self._busy = False

    def hear(self, command: Command) -> None:
        if not self._allowed:
            self._refuse(command, "this device does not take part in conversations: remote_chat")
        elif self._busy or self._waiting.full():
            self._refuse(command, "this device is in another conversation; ask again in a moment")
        else:
            self._waiting.put_nowait(command)

    async def run(self) -> None:
        while True:
            command = await self._waiting.get()
            self._busy = True
            try:
                await self._answer(command)
            finally:
                self._busy = False

    async def _answer(self, command: Command) -> None:
        pieces = _Pieces(command.id, self._tell)
        try:
            asked = asked_by(command)
            said = self._talk(asked.slot, asked.turns, max_tokens=asked.max_tokens)
            async with aclosing(said):
                async for part in said:
                    match part:
                        case Ended():
                            pieces.end(part.facts)
                        case str():
                            pieces.add(part, asyncio.get_running_loop().time())
        except Exception as error:  # noqa: BLE001 - whatever it is, the answer says so
            self._tell(_failed(command, error))

    def _refuse(self, command: Command, why: str) -> None:
        self._tell(_failed(command, CommandError(why)))

    def _tell(self, reply: Reply) -> None:
        self._outbox.put_event(f"{topics.UP_REPLY}/{reply.id}", reply)
        self._on_reply()


class _Pieces:
    """Gathers text, and lets it go a few times a second."""

    def __init__(self, command: str, tell: Callable[[Reply], None]) -> None:
        self._command = command
        self._tell = tell
        self._text = ""
        self._seq = 0
        self._told_at = float("-inf")

    def add(self, text: str, now: float) -> None:
        self._text += text
        if now - self._told_at >= PIECE_S:
            self._told_at = now
            self._send({"text": self._text}, more=True)

    def end(self, facts: dict[str, object]) -> None:
        self._send({**facts, "text": self._text})

    def _send(self, result: dict[str, object], *, more: bool | None = None) -> None:
        self._seq += 1
        self._text = ""
        self._tell(Reply(id=self._command, ok=True, seq=self._seq, more=more, result=result))


def asked_by(command: Command) -> Asked:
    """Read what a command asks.

    Raises:
        CommandError: it asks nothing that could be answered, or too much.
    """
    arguments = command.arguments
    try:
        turns = _TURNS.validate_python(json.loads(arguments.get("messages", "[]")))
        wanted = int(arguments.get("max_tokens", MAX_TOKENS))
    except (ValidationError, ValueError) as error:
        raise CommandError("the conversation cannot be read") from error
    if not turns or len(turns) > MAX_TURNS:
        raise CommandError(f"a conversation has 1 to {MAX_TURNS} turns, not {len(turns)}")
    if sum(len(turn.content) for turn in turns) > MAX_CHARACTERS:
        raise CommandError(f"a conversation has at most {MAX_CHARACTERS} characters")
    return Asked(arguments.get("slot", "main"), turns, min(max(wanted, 1), MAX_TOKENS))


def _failed(command: Command, error: Exception) -> Reply:
    fault = Fault.of(error, phase=command.verb, component="agent")
    return Reply(id=command.id, ok=False, fault=fault)
