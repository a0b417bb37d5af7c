"""A few words with the model, asked for over MQTT."""

import asyncio
import json
from collections.abc import AsyncGenerator, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from agent.link.chat import MAX_CHARACTERS, MAX_TOKENS, MAX_TURNS, Chat, Ended, asked_by
from agent.link.errors import CommandError
from agent.store.db import Database
from agent.store.outbox import Outbox
from shared.evals import ChatMessage
from shared.wire.codec import decode
from shared.wire.down import Command, Verb
from shared.wire.up import Reply

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def a_command(identifier: str = "c1", **changes: str) -> Command:
    messages = json.dumps([{"role": "user", "content": "Who are you?"}])
    arguments = {"slot": "main", "messages": messages, **changes}
    return Command(id=identifier, expires=NOON, verb=Verb.CHAT, arguments=arguments)


class Model:
    """Answers when it is let."""

    def __init__(self, *pieces: str, fails: Exception | None = None) -> None:
        self.pieces = pieces
        self.fails = fails
        self.asked: list[tuple[str, tuple[str, ...], int]] = []
        self.may = asyncio.Event()
        self.may.set()
        self.begun = asyncio.Event()

    async def __call__(
        self, slot: str, turns: Sequence[ChatMessage], *, max_tokens: int
    ) -> AsyncGenerator[str | Ended, None]:
        self.asked.append((slot, tuple(turn.content for turn in turns), max_tokens))
        self.begun.set()
        await self.may.wait()
        for piece in self.pieces:
            yield piece
        if self.fails is not None:
            raise self.fails
        yield Ended({"generated_tokens": len(self.pieces)})


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    database = Database(tmp_path / "agent.db")
    yield Outbox(database, budget_bytes=10_000)
    database.close()


def replies(outbox: Outbox) -> list[Reply]:
    """Take everything out that waits to be told."""
    found = []
    while (item := outbox.next(0)) is not None:
        outbox.taken(item)
        reply = decode("up/reply", item.payload)
        assert isinstance(reply, Reply)
        found.append(reply)
    return found


async def all_told(outbox: Outbox, chat: Chat, *commands: Command) -> list[Reply]:
    """Have commands heard, and return what was said until the last word of each."""
    running = asyncio.create_task(chat.run())
    found: list[Reply] = []
    try:
        for command in commands:
            chat.hear(command)
        while sum(not reply.more for reply in found) < len(commands):
            await asyncio.sleep(0)
            found += replies(outbox)
    finally:
        running.cancel()
    return found


def a_chat(outbox: Outbox, model: Model, *, allowed: bool = True) -> Chat:
    return Chat(outbox=outbox, talk=model, on_reply=lambda: None, allowed=allowed)


async def test_an_answer_comes_in_numbered_pieces_and_ends_with_its_facts(outbox: Outbox):
    found = await all_told(outbox, a_chat(outbox, Model("I am ", "a ", "model.")), a_command())

    assert "".join(str(reply.result["text"]) for reply in found) == "I am a model."
    assert [reply.seq for reply in found] == list(range(1, len(found) + 1))
    assert [bool(reply.more) for reply in found] == [True] * (len(found) - 1) + [False]
    assert found[-1].result["generated_tokens"] == 3


async def test_a_fast_model_does_not_send_a_message_for_every_word(outbox: Outbox):
    model = Model(*["word "] * 200)

    assert len(await all_told(outbox, a_chat(outbox, model), a_command())) < 20


async def test_what_the_model_cannot_answer_is_said(outbox: Outbox):
    model = Model("half", fails=CommandError("the engine is gone"))

    last = (await all_told(outbox, a_chat(outbox, model), a_command()))[-1]

    assert last.fault is not None
    assert (last.ok, last.fault.message) == (False, "the engine is gone")


async def test_a_second_question_meanwhile_is_told_to_wait(outbox: Outbox):
    model = Model("yes")
    model.may.clear()
    chat = a_chat(outbox, model)
    running = asyncio.create_task(chat.run())
    chat.hear(a_command("c1"))
    await model.begun.wait()

    chat.hear(a_command("c2"))

    (refusal,) = replies(outbox)
    assert (refusal.id, refusal.ok) == ("c2", False)
    running.cancel()


async def test_a_device_that_does_not_take_part_says_so_and_asks_nobody(outbox: Outbox):
    model = Model("never")

    (reply,) = await all_told(outbox, a_chat(outbox, model, allowed=False), a_command())

    assert reply.fault is not None
    assert "remote_chat" in reply.fault.message
    assert model.asked == []


async def test_after_a_failure_the_next_question_is_answered(outbox: Outbox):
    model = Model("yes")
    chat = a_chat(outbox, model)

    first = await all_told(outbox, chat, a_command("c1", messages="[]"))
    second = await all_told(outbox, chat, a_command("c2"))

    assert (first[-1].ok, second[-1].ok) == (False, True)


def test_no_more_tokens_are_asked_for_than_may_be():
    assert asked_by(a_command(max_tokens="100000")).max_tokens == MAX_TOKENS
    assert asked_by(a_command(max_tokens="7")).max_tokens == 7


@pytest.mark.parametrize(
    "messages",
    [
        "[]",
        "no json",
        '[{"role": "king", "content": "x"}]',
        json.dumps([{"role": "user", "content": "x"}] * (MAX_TURNS + 1)),
        json.dumps([{"role": "user", "content": "x" * (MAX_CHARACTERS + 1)}]),
    ],
    ids=["none", "no json", "strange role", "too many turns", "too long"],
)
def test_a_conversation_that_cannot_be_is_refused(messages: str):
    with pytest.raises(CommandError):
        asked_by(a_command(messages=messages))
