"""What a swap costs the people who are asking: streams through activations and rollbacks.

    make bench NAME=swap ARGS="--times 20 --clients 4"

A steady load of streaming requests runs while a slot goes through 20 activations and 20 rollbacks,
each with all that a deployment does to it: the outgoing bundle measured, the candidate loaded and
asked its golden prompts, the switch, the trial. First with memory for two bundles, where no request
may fail; then with memory for one, where callers are sent away with the time to come back, and
still none may fail. Time to first token and the gaps between tokens are compared with those of the
same load while nothing changes.
"""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

from bench.report import Row, publish
from bench.support.client import Reply, post
from bench.support.swap_server import FORECAST_BYTES

MODEL = Path("models/starter/starter-f16.gguf")
AMPLE_BYTES, TIGHT_BYTES = 10 * FORECAST_BYTES, FORECAST_BYTES * 3 // 2
REST_ANSWERS = 5
"""Of each client between two swaps: the same load in peace."""
PAUSE_S = 0.1
"""Between two requests of one client."""
ASKED = ("turn on the kitchen light", "set the bedroom to 21 degrees", "what is the time", "stop")
OK, AWAY = 200, 503

Window = tuple[float, float]


@dataclass
class Seen:
    """What the clients saw."""

    answered: list[Reply] = field(default_factory=list)
    away: list[Reply] = field(default_factory=list)
    """Sent away with the time to come back."""
    failed: list[str] = field(default_factory=list)


@dataclass
class Slot:
    """The server's process, which does one thing at a time."""

    process: asyncio.subprocess.Process
    port: int = 0

    async def told(self) -> dict[str, float]:
        assert self.process.stdout is not None
        line = await self.process.stdout.readline()
        if not line:
            raise SystemExit("the server ended; what it said is above")
        return dict(json.loads(line))

    async def do(self, verb: str) -> Window:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{verb}\n".encode())
        done = await self.told()
        return done["began_s"], done["ended_s"]


@asynccontextmanager
async def a_slot(budget_bytes: int) -> AsyncIterator[Slot]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bench.support.swap_server",
        str(MODEL),
        str(budget_bytes),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    slot = Slot(process)
    try:
        slot.port = int((await slot.told())["port"])
        yield slot
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


async def ask(slot: Slot, seen: Seen, number: int) -> None:
    """Ask again and again until cancelled, as an application would."""
    while True:
        body = {
            "model": "device-control",
            "stream": True,
            "max_tokens": 48,
            "ignore_eos": True,
            "messages": [{"role": "user", "content": ASKED[number % len(ASKED)]}],
        }
        number += 1
        try:
            reply = await asyncio.shield(asyncio.create_task(post(slot.port, _PATH, body)))
        except OSError as error:
            seen.failed.append(f"no answer: {error!r}")
            continue
        if reply.status == AWAY and int(reply.headers.get("retry-after", 0)) > 0:
            seen.away.append(reply)
            await asyncio.sleep(PAUSE_S)
        elif why := _fault(reply):
            seen.failed.append(why)
        else:
            seen.answered.append(reply)
        await asyncio.sleep(PAUSE_S)


async def rest(seen: Seen, clients: int) -> None:
    """Wait until enough was asked and answered while nothing changed."""
    since_s = time.monotonic()
    while sum(each.sent_s > since_s for each in seen.answered) < REST_ANSWERS * clients:  # noqa: ASYNC110
        await asyncio.sleep(PAUSE_S)


async def under_load(budget_bytes: int, *, times: int, clients: int) -> tuple[Seen, list[Window]]:
    """Swap a slot to and fro under load; return what was seen, and when it was swapped."""
    seen, windows = Seen(), []
    async with a_slot(budget_bytes) as slot:
        asking = [asyncio.create_task(ask(slot, seen, number)) for number in range(clients)]
        for verb in ("activate", "roll_back") * times:
            await rest(seen, clients)
            windows.append(await slot.do(verb))
            print(f"\r{len(windows)} swaps, {len(seen.failed)} failed", end="", flush=True)
        await rest(seen, clients)
        for each in asking:
            each.cancel()
        await asyncio.gather(*asking, return_exceptions=True)
    print()
    return seen, windows


def costs(seen: Seen, windows: Sequence[Window]) -> list[Row]:
    """Compare what was asked during swaps with what was asked between them."""
    during = [each for each in seen.answered if any(_overlaps(each, one) for one in windows)]
    peace = [each for each in seen.answered if not any(_overlaps(each, one) for one in windows)]
    rows = []
    for name, read in (("first token", _first_ms), ("gap between tokens", _gaps_ms)):
        swapped, steady = _percentiles(read, during), _percentiles(read, peace)
        for percent, ours, peer in zip((50, 99), swapped, steady, strict=True):
            words = f"{name}, p{percent}, ms: during swaps, and in peace"
            rows.append(Row(words, ours, "ratio <= 2" if percent == _MEDIAN else "", "lower", peer))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=20, help="of each kind (%(default)s)")
    parser.add_argument("--clients", type=int, default=4)
    options = parser.parse_args()
    arguments = {"times": options.times, "clients": options.clients}

    seen, windows = asyncio.run(under_load(AMPLE_BYTES, **arguments))
    rows = [
        Row("requests answered, memory for two bundles", len(seen.answered), "", "higher"),
        Row("requests failed", len(seen.failed), "0", "lower"),
        Row("requests sent away", len(seen.away), "0", "lower"),
        *costs(seen, windows),
    ]
    tight, gaps = asyncio.run(under_load(TIGHT_BYTES, **arguments))
    away_s = sum(ended - began for began, ended in gaps) / len(gaps)
    rows += [
        Row("requests answered, memory for one bundle", len(tight.answered), "", "higher"),
        Row("requests failed, memory for one bundle", len(tight.failed), "0", "lower"),
        Row("requests sent away with Retry-After", len(tight.away), "", "lower"),
        Row("seconds that such a swap takes", away_s, "", "lower"),
    ]
    publish("swap", rows, {**arguments, "failures": (seen.failed + tight.failed)[:20]})


def _fault(reply: Reply) -> str:
    """Return what is wrong with an answer; nothing where it is whole."""
    if reply.status != OK:
        return f"status {reply.status}: {reply.body[:200]!r}"
    if b"data: [DONE]" not in reply.body:
        return f"the stream broke off: {reply.body[-200:]!r}"
    if b'"error"' in reply.body:
        return f"an error in the stream: {reply.body[-300:]!r}"
    return "" if reply.text() else "an empty answer"


def _overlaps(reply: Reply, window: Window) -> bool:
    return reply.ended_s > window[0] and reply.sent_s < window[1]


def _first_ms(reply: Reply) -> Iterable[float]:
    return [1000 * (reply.first_s - reply.sent_s)]


def _gaps_ms(reply: Reply) -> Iterable[float]:
    return [1000 * each for each in reply.gaps_s(reply.sent_s, reply.ended_s)]


def _percentiles(
    read: Callable[[Reply], Iterable[float]], replies: Iterable[Reply]
) -> tuple[float, float]:
    """Return the median and the 99th percentile."""
    found = [value for each in replies for value in read(each)]
    cuts = quantiles(found, n=100)
    return cuts[49], cuts[98]


_PATH = "/v1/chat/completions"
_MEDIAN = 50

if __name__ == "__main__":
    main()
