import asyncio

import pytest

from agent.engine.frames import Accepted, Delta, Done
from agent.engine.values import Likely, Timings, TokenLogprob, Usage
from agent.serving.errors import EngineCrashedError, SlowReaderError
from agent.serving.mailbox import Mailbox, Shelf, joined, weight

DONE = Done(1, "stop", Usage(1, 0, 1), Timings(1, 1, 1))


def a_piece(text, *, logprob=None):
    if logprob is None:
        return Delta(1, text)
    return Delta(1, text, (7,), (TokenLogprob(Likely(7, text, logprob)),))


async def read_all(mailbox):
    events = [await mailbox.get()]
    while isinstance(events[-1], Accepted | Delta):
        events.append(await mailbox.get())
    return events


async def test_events_come_in_order():
    mailbox = Mailbox()
    sent = [Accepted(1, 3), a_piece("a"), a_piece("b"), DONE]
    assert all(mailbox.put(event) for event in sent)
    assert await read_all(mailbox) == sent


async def test_a_reader_waits_for_the_next_event():
    mailbox = Mailbox()
    reading = asyncio.create_task(mailbox.get())
    await asyncio.sleep(0)
    assert not reading.done()
    mailbox.put(a_piece("a"))
    assert await reading == a_piece("a")


async def test_a_reader_that_gave_up_takes_nothing_along():
    mailbox = Mailbox()
    reading = asyncio.create_task(mailbox.get())
    await asyncio.sleep(0)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    mailbox.put(a_piece("a"))
    assert await mailbox.get() == a_piece("a")


async def test_a_reader_that_lags_gets_everything_in_fewer_pieces():
    mailbox = Mailbox()
    pieces = [a_piece(str(number), logprob=-1.0) for number in range(1000)]
    for piece in pieces:
        assert mailbox.put(piece)
    mailbox.put(DONE)
    *said, done = await read_all(mailbox)
    assert done is DONE
    assert len(said) < 50
    assert joined(said) == joined(pieces)


async def test_a_reader_that_lags_too_far_loses_the_request():
    ends = []
    mailbox = Mailbox(unread_bytes=100, on_end=ends.append)
    taken = [mailbox.put(a_piece("x" * 10)) for _ in range(60)]
    assert not all(taken)
    assert isinstance(await mailbox.get(), SlowReaderError)
    assert len(ends) == 1
    assert mailbox.put(DONE)
    assert len(ends) == 1


async def test_what_is_kept_for_a_reader_never_passes_the_bound():
    mailbox = Mailbox(unread_bytes=1000)
    while mailbox.put(a_piece("x" * 10)):
        kept = sum(weight(one) for one in (*mailbox._events, *mailbox._late))
        assert kept <= 1000 + 32 * 10


@pytest.mark.parametrize("last", [DONE, EngineCrashedError("ended")])
async def test_the_end_is_told_once_and_before_it_is_read(last):
    ends = []
    mailbox = Mailbox(on_end=ends.append)
    mailbox.put(last)
    mailbox.put(last)
    assert ends == [last]
    assert await mailbox.get() is last


def test_alternatives_weigh_more_than_text():
    assert weight(a_piece("a", logprob=-1.0)) > weight(a_piece("a"))


async def test_many_readers_that_lag_share_one_bound():
    shelf = Shelf(bound_bytes=1000)
    boxes = [Mailbox(shelf=shelf) for _ in range(5)]
    kept = [box for box in boxes if all(box.put(a_piece("x" * 10)) for _ in range(72))]
    assert len(kept) == 2
    assert shelf.bytes <= 1000


async def test_what_is_read_or_thrown_away_leaves_the_shelf():
    shelf = Shelf()
    read, thrown = Mailbox(shelf=shelf), Mailbox(shelf=shelf)
    for box in (read, thrown):
        for _ in range(100):
            box.put(a_piece("x"))
        box.put(DONE)
    await read_all(read)
    thrown.close()
    assert shelf.bytes == 0


async def test_nothing_is_kept_for_a_reader_that_has_gone():
    shelf = Shelf()
    mailbox = Mailbox(shelf=shelf)
    mailbox.close()
    for _ in range(100):
        assert mailbox.put(a_piece("x"))
    assert shelf.bytes == 0
