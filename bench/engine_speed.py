"""How fast answers come: many clients, a shared beginning, a long prompt in the middle.

Every prompt is new to the server unless a row says otherwise, and is part of the time.
"""

import asyncio
import random
import statistics
from collections.abc import Sequence
from pathlib import Path

from bench.report import Row
from bench.support.client import Reply, post
from bench.support.prompts import chat, words
from bench.support.rounds import CHAT, Contest, Figures, burst, check, rate, took_s
from bench.support.servers import PYTHON, Server, Setting

CLIENTS = (1, 4, 8)
MANY = CLIENTS[-1]
PROMPT, ANSWER = 256, 128
"""As GuideLLM measures by default."""
QUESTION = 32
SYSTEM, SHORT = 512, 64
LONG, STREAMS, STREAM = 2000, 3, 256
UNDER_WAY = 8
"""Pieces after which a stream counts as running."""


def throughput(model: Path, contest: Contest) -> list[Row]:
    """Tokens a second at 1, 4 and 8 clients, and of one client's short questions."""

    async def measure(server: Server, turn: int) -> Figures:
        async def of(clients: int, prompt: int) -> float:
            draw = random.Random(1000 * prompt + 100 * clients + turn)
            bodies = [chat(user=words(draw, prompt), max_tokens=ANSWER) for _ in range(clients)]
            return rate(await burst(server, bodies))

        if server.name == PYTHON:
            return {_at(MANY): await of(MANY, PROMPT)}
        figures = {_at(clients): await of(clients, PROMPT) for clients in CLIENTS}
        return {**figures, _BRIEF: await of(1, QUESTION)}

    contest.hold(Setting(model, context=1024, parallel=MANY), measure, also=(PYTHON,))
    return [
        *(row for clients in CLIENTS for row in contest.rows(_at(clients), ">= 1.0")),
        *contest.rows(_BRIEF, ""),
        contest.row(_at(MANY), ">= 3", peer=PYTHON, note="; peer llama_cpp.server"),
    ]


def shared_prefix(model: Path, contest: Contest) -> list[Row]:
    """Eight clients with the same system prompt and questions of their own.

    Cold, nobody has seen the system prompt before, which is what counts; warm, it is that of the
    moment before, so that even a server that shares nothing has it in every place.
    """
    cold, warm = (
        f"tokens/s, {MANY} clients share {SYSTEM} tokens, {state}" for state in ("cold", "warm")
    )

    async def measure(server: Server, turn: int) -> Figures:
        draw = random.Random(50_000 + turn)
        system, figures = words(draw, SYSTEM), {}
        for name in (cold, warm):
            bodies = [
                chat(system=system, user=words(draw, QUESTION), max_tokens=SHORT)
                for _ in range(MANY)
            ]
            figures[name] = rate(await burst(server, bodies))
        return figures

    contest.hold(Setting(model, context=1024, parallel=MANY), measure)
    return [*contest.rows(cold, ">= 1.3"), *contest.rows(warm, "")]


def long_prompt(model: Path, contest: Contest) -> list[Row]:
    """Three streams run, a prompt of 2,000 tokens arrives: how long do they stand still?"""

    async def measure(server: Server, turn: int) -> Figures:
        draw = random.Random(90_000 + turn)
        bodies = [chat(user=words(draw, QUESTION), max_tokens=STREAM) for _ in range(STREAMS)]
        under_way = [asyncio.Event() for _ in bodies]
        streams = [
            asyncio.create_task(post(server.port, CHAT, body, under_way=event, after=UNDER_WAY))
            for body, event in zip(bodies, under_way, strict=True)
        ]
        await asyncio.gather(*(event.wait() for event in under_way))
        late = await post(server.port, CHAT, chat(user=words(draw, LONG), max_tokens=QUESTION))
        replies = await asyncio.gather(*streams)
        for reply in replies:
            check(server, reply, STREAM)
        check(server, late, QUESTION)
        return _stall(replies, late)

    contest.hold(Setting(model, context=2560, parallel=STREAMS + 1), measure)
    return [
        *contest.rows(_GAP, "<= 0.2", lower=True),
        *contest.rows(_WORK, ">= 0.9"),
        *contest.rows(_PACE, "", lower=True),
        *contest.rows(_FIRST, "", lower=True),
    ]


def _stall(streams: Sequence[Reply], late: Reply) -> Figures:
    during = [gap for one in streams for gap in one.gaps_s(late.sent_s, late.first_s)]
    before = [gap for one in streams for gap in one.gaps_s(one.first_s, late.sent_s)]
    everything = [*streams, late]
    tokens = LONG + STREAMS * QUESTION + sum(one.generated() for one in everything)
    return {
        _GAP: 1000 * max(during),
        _WORK: tokens / took_s(everything),
        _PACE: 1000 * statistics.median(before),
        _FIRST: 1000 * (late.first_s - late.sent_s),
    }


def _at(clients: int) -> str:
    return f"tokens/s at {clients} client{'s' if clients > 1 else ''}"


_BRIEF = f"tokens/s at 1 client, {QUESTION}-token prompts"
_GAP = f"longest gap in a stream while {LONG} tokens arrive, ms"
_WORK = "tokens/s of all that, prompts included"
_PACE = "ordinary gap in those streams before, ms"
_FIRST = f"first token of the answer to {LONG}, ms"
