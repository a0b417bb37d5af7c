"""Answers commands: each in its turn, each with a reply that survives a lost connection."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from agent.link.chat import Chat
from agent.link.errors import CommandError
from agent.store.outbox import Outbox
from shared.capabilities import Capability
from shared.errors import Fault
from shared.wire import topics
from shared.wire.down import Command, Verb
from shared.wire.up import Reply

MAX_WAITING = 32

logger = logging.getLogger(__name__)


class Commands:
    """The few things that may be asked of a device; none of them installs anything."""

    def __init__(
        self,
        *,
        outbox: Outbox,
        tell_all: Callable[[], None],
        probe: Callable[[], Awaitable[Capability]],
        restart: Callable[[str], Awaitable[None]],
        renew: Callable[[], None],
        look: Callable[[], None],
        chat: Chat,
        on_reply: Callable[[], None],
    ) -> None:
        self._outbox = outbox
        self._tell_all = tell_all
        self._probe = probe
        self._restart = restart
        self._renew = renew
        self._look = look
        self._chat = chat
        self._on_reply = on_reply
        self._waiting: asyncio.Queue[Command] = asyncio.Queue(MAX_WAITING)

    def hear(self, command: Command) -> None:
        if command.verb is Verb.CHAT and _is_topic_part(command.id):
            self._chat.hear(command)  # beside the others: a long answer must not hold them up
            return
        try:
            self._waiting.put_nowait(command)
        except asyncio.QueueFull:
            logger.warning("too many commands, one was dropped", extra={"verb": command.verb})

    async def run(self) -> None:
        while True:
            command = await self._waiting.get()
            if not _is_topic_part(command.id):
                logger.warning("a command has an id that cannot be answered")
                continue
            reply = await self._answer(command)
            self._outbox.put_event(f"{topics.UP_REPLY}/{command.id}", reply)
            self._on_reply()

    async def _answer(self, command: Command) -> Reply:
        try:
            result = await self._obey(command)
        except Exception as error:  # noqa: BLE001 - whatever it is, the answer says so
            fault = Fault.of(error, phase=command.verb, component="agent")
            return Reply(id=command.id, ok=False, fault=fault)
        return Reply(id=command.id, ok=True, result=result)

    async def _obey(self, command: Command) -> dict[str, object]:
        match command.verb:
            case Verb.REPORT_ALL:
                self._tell_all()
                return {}
            case Verb.RENEW:
                self._renew()
                return {}
            case Verb.LOOK:
                self._look()
                return {}
            case Verb.CHAT:
                raise CommandError("a conversation was begun in the wrong place")
            case Verb.PROBE:
                capability = await self._probe()
                self._tell_all()
                return {"capability": capability.digest()}
            case Verb.RESTART_ENGINE:
                slot = command.arguments.get("slot", "main")
                await self._restart(slot)
                return {"slot": slot}


def _is_topic_part(text: str) -> bool:
    return bool(text) and text.isascii() and text.replace("-", "").isalnum()
