import asyncio

from agent.api.sse import DONE, EventStream, event


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
