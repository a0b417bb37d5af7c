import asyncio

import pytest
from starlette.requests import Request

from agent.api import sse
from agent.api.errors import GoneError
from agent.api.sse import DONE, EventStream, event, interval, unless_gone


class Wire:
    """A client's end of one response."""

    def __init__(self):
        self.sent = []
        self.gone = asyncio.Event()

    async def receive(self):
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        self.sent.append(message)

    @property
    def text(self):
        return b"".join(message.get("body", b"") for message in self.sent)


class Source:
    """Events that wait for their turn, and whether they were closed."""

    def __init__(self):
        self.turn = asyncio.Event()
        self.waits = asyncio.Event()
        self.closed = False

    async def events(self):
        try:
            yield event({"n": 1})
            self.waits.set()
            await self.turn.wait()
            yield DONE
        finally:
            self.closed = True


async def test_a_stream_is_framed_and_ended():
    source, wire = Source(), Wire()
    source.turn.set()
    await EventStream(source.events(), headers={"X-A": "b"})({}, wire.receive, wire.send)
    assert wire.text == b'data: {"n":1}\n\ndata: [DONE]\n\n'
    assert wire.sent[-1]["more_body"] is False
    assert (b"x-a", b"b") in wire.sent[0]["headers"]
    assert source.closed


async def test_while_nothing_comes_the_client_is_pinged():
    source, wire = Source(), Wire()
    stream = EventStream(source.events(), headers={}, ping_s=0.001)

    async def send(message):
        await wire.send(message)
        if message.get("body") == b": ping\n\n":
            source.turn.set()

    await stream({}, wire.receive, send)
    assert b": ping\n\n" in wire.text
    assert wire.text.endswith(DONE)


async def test_when_the_client_goes_the_source_is_closed():
    source, wire = Source(), Wire()
    serving = asyncio.create_task(
        EventStream(source.events(), headers={})({}, wire.receive, wire.send)
    )
    await source.waits.wait()
    wire.gone.set()
    await serving
    assert source.closed


async def test_where_no_pings_are_wanted_none_are_sent():
    for ping in ({"ping": b""}, {"ping_s": 0}):
        source, wire = Source(), Wire()
        stream = EventStream(source.events(), headers={}, **ping)
        serving = asyncio.create_task(stream({}, wire.receive, wire.send))
        await source.waits.wait()
        source.turn.set()
        await serving
        assert b"ping" not in wire.text


async def test_lines_of_another_kind_are_named_by_their_own_type():
    source, wire = Source(), Wire()
    source.turn.set()
    stream = EventStream(source.events(), headers={}, media_type="application/x-ndjson")
    await stream({}, wire.receive, wire.send)
    assert (b"content-type", b"application/x-ndjson") in wire.sent[0]["headers"]


async def test_chunks_are_made_no_faster_than_they_are_read():
    made = 0
    free = asyncio.Event()

    async def events():
        nonlocal made
        for _ in range(100):
            made += 1
            yield b"x"

    wire = Wire()

    async def send(message):
        if message["type"] == "http.response.body":
            await free.wait()
        await wire.send(message)

    serving = asyncio.create_task(EventStream(events(), headers={})({}, wire.receive, send))
    for _ in range(50):
        await asyncio.sleep(0)
    assert made <= 2
    free.set()
    await serving
    assert wire.text == b"x" * 100


async def test_a_client_that_reads_nothing_and_goes_lets_its_source_go():
    source, wire = Source(), Wire()
    stuck = asyncio.Event()

    async def send(message):
        if message["type"] == "http.response.body":
            stuck.set()
            await asyncio.Event().wait()

    serving = asyncio.create_task(EventStream(source.events(), headers={})({}, wire.receive, send))
    await stuck.wait()
    wire.gone.set()
    await serving
    assert source.closed


async def test_a_defect_of_the_source_is_raised():
    async def events():
        yield b"x"
        raise ZeroDivisionError

    wire = Wire()
    with pytest.raises(ZeroDivisionError):
        await EventStream(events(), headers={})({}, wire.receive, wire.send)
    assert wire.sent[-1]["more_body"]


def test_an_event_may_have_a_name():
    assert event({"n": 1}, name="x") == b'event: x\ndata: {"n":1}\n\n'


def test_a_client_may_choose_how_often_it_is_pinged():
    assert interval(None) > 0
    assert interval(0) == 0
    assert interval(3) == 3


async def test_an_answer_is_waited_for_as_long_as_its_client_is_there():
    wire = Wire()
    request = Request({"type": "http"}, wire.receive)

    async def answer():
        return "yes"

    assert await unless_gone(request, answer()) == "yes"


async def test_an_answer_nobody_waits_for_is_cancelled():
    wire = Wire()
    cancelled = asyncio.Event()

    async def answer():
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    wire.gone.set()
    with pytest.raises(GoneError):
        await unless_gone(Request({"type": "http"}, wire.receive), answer())
    assert cancelled.is_set()


async def test_an_answer_that_is_whole_is_handed_over_even_as_its_client_goes():
    wire = Wire()
    wire.gone.set()

    async def answer():
        return "whole"

    assert await unless_gone(Request({"type": "http"}, wire.receive), answer()) == "whole"


async def test_a_client_that_reads_nothing_for_long_is_left(monkeypatch):
    monkeypatch.setattr(sse, "STALLED_S", 0.01)
    source, wire = Source(), Wire()

    async def send(message):
        if message["type"] == "http.response.body":
            await asyncio.Event().wait()

    with pytest.raises(TimeoutError):
        await EventStream(source.events(), headers={}, ping_s=0)({}, wire.receive, send)
    assert source.closed
