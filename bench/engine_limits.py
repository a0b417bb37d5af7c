"""What the scheduler itself costs, and what a slot does with more than it may hold."""

import asyncio
import random
import urllib.request
from collections import Counter
from pathlib import Path

from bench.report import Row
from bench.support.client import Reply, post
from bench.support.prompts import chat, words
from bench.support.rounds import CHAT, burst, check
from bench.support.servers import OURS, Server, Setting, running

SEQUENCES, ANSWER = 8, 256
_STEPS = "flotilla_engine_steps_total"
_BUSY = "flotilla_engine_busy_milliseconds_total"
_OVERHEAD = "flotilla_engine_overhead_milliseconds_total"
CROWD, PARALLEL, WAITING, SHORT, CROWDS = 200, 4, 16, 48, 4
MIB = 2**20
_OK, _REFUSALS = 200, {429, 503}


def scheduler_cost(model: Path) -> list[Row]:
    """Eight answers at once; the engine itself counts the time inside and outside the library.

    Outside is all that its loop does while there is work: planning, drawing tokens, telling them.
    """
    draw = random.Random(7)
    bodies = [chat(user=words(draw, 32), max_tokens=ANSWER) for _ in range(SEQUENCES)]
    with running(OURS, Setting(model, context=512, parallel=SEQUENCES)) as server:
        asyncio.run(burst(server, bodies[:1]))
        before = _metrics(server)
        asyncio.run(burst(server, bodies))
        after = _metrics(server)
    steps, busy_ms, overhead_ms = (
        after[name] - before[name] for name in (_STEPS, _BUSY, _OVERHEAD)
    )
    name = f"scheduler outside the library at {SEQUENCES} sequences"
    share = 100 * overhead_ms / max(1.0, busy_ms + overhead_ms)
    return [
        Row(f"{name}, % of step time", round(share, 3), "<= 2", "lower"),
        Row(f"{name}, ms a step", round(overhead_ms / max(1.0, steps), 3), "", "lower"),
        Row("inside the library, ms a step", round(busy_ms / max(1.0, steps), 3), "", "lower"),
    ]


def _metrics(server: Server) -> dict[str, float]:
    """Return the engine's own counters."""
    with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/metrics", timeout=10) as answer:
        lines = answer.read().decode().splitlines()
    values = [line.rsplit(" ", 1) for line in lines if not line.startswith("#")]
    return {name.partition("{")[0]: float(value) for name, value in values}


def crowd(model: Path) -> list[Row]:
    """200 clients at once, several times over, on a slot of 4 places where 16 may wait.

    Without the cache of prefixes, which would fill up to its bound and hide a leak.
    """
    setting = Setting(model, context=512, parallel=PARALLEL, queue=WAITING, cache="0")
    with running(OURS, setting) as server:
        accepted, refused, silent, sizes = asyncio.run(_crowds(server))
    allowed = PARALLEL + WAITING
    wrong = sum(count != allowed for count in accepted)
    return [
        Row(
            f"accepted of {CROWD} at once, {allowed} allowed (the worst of {CROWDS} crowds)",
            max(accepted, key=lambda count: abs(count - allowed)),
            f"= {allowed}",
            "lower",
        ),
        Row("crowds with another number accepted", wrong, "= 0", "lower"),
        Row("refused with 429 or 503, a crowd", min(refused), f"= {CROWD - allowed}", "higher"),
        Row("refused without a Retry-After", silent, "= 0", "lower"),
        Row("memory after the last crowd, MiB over that after the first",
            round((sizes[-1] - sizes[0]) / MIB, 2), "<= 2", "lower"),
    ]  # fmt: skip


async def _crowds(server: Server) -> tuple[list[int], list[int], int, list[int]]:
    accepted, refused, silent, sizes = [], [], 0, []
    for turn in range(CROWDS):
        draw = random.Random(turn)
        bodies = [chat(user=words(draw, 16), max_tokens=SHORT) for _ in range(CROWD)]
        replies = await asyncio.gather(*(post(server.port, CHAT, body) for body in bodies))
        answered = [reply for reply in replies if reply.status == _OK]
        for reply in answered:
            check(server, reply, SHORT)
        told = [reply for reply in replies if reply.status in _REFUSALS]
        accepted.append(len(answered))
        refused.append(len(told))
        silent += sum(not _says_when(reply) for reply in told)
        sizes.append(server.rss_bytes())
        counts = Counter(reply.status for reply in replies)
        print(f"  {turn} ours: {dict(counts)}, {sizes[-1] / MIB:.1f} MiB", flush=True)
    return accepted, refused, silent, sizes


def _says_when(reply: Reply) -> bool:
    after = reply.headers.get("retry-after", "")
    return after.isdecimal() and int(after) > 0
