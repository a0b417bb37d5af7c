"""A contest: every server has its turn in every round, so that what else happens hits all alike."""

import asyncio
import statistics
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bench.report import Row
from bench.support.client import Reply, post
from bench.support.prompts import Body
from bench.support.servers import (
    LLAMA,
    LLAMA_PLAIN,
    OURS,
    OURS_COPIES,
    Server,
    Setting,
    all_running,
)

CHAT = "/v1/chat/completions"
_OK = 200
Figures = Mapping[str, float]
Measure = Callable[[Server, int], Awaitable[Figures]]
"""What is done with a server in a round; the same work for all in the same round."""


_PAIRS = (
    (OURS, LLAMA, ""),
    (OURS, LLAMA_PLAIN, "; no copies of weights"),
    (OURS_COPIES, LLAMA, "; both with copies of weights"),
)


class AnswerError(Exception):
    """A server answered something else than what it was to be timed at."""


@dataclass
class Contest:
    """What was measured of every server, by measure."""

    rounds: int
    names: Sequence[str]
    """Who takes part: ours and llama-server, each with and without copies of the weights."""
    values: dict[tuple[str, str], list[float]] = field(default_factory=dict)

    def hold(self, setting: Setting, measure: Measure, *, also: Sequence[str] = ()) -> None:
        """Start all servers and measure each once a round, the order turned round each time.

        One round more goes first and does not count.
        """
        with all_running([*self.names, *also], setting) as servers:
            asyncio.run(self._alternate(list(servers.values()), measure))

    async def _alternate(self, servers: Sequence[Server], measure: Measure) -> None:
        for turn in range(self.rounds + 1):
            for server in servers if turn % 2 else reversed(servers):
                figures = await measure(server, turn)
                if turn:
                    self._note(server, turn, figures)

    def _note(self, server: Server, turn: int, figures: Figures) -> None:
        for name, value in figures.items():
            self.values.setdefault((server.name, name), []).append(value)
        shown = ", ".join(f"{name} {value:.4g}" for name, value in figures.items())
        print(f"  {turn} {server.name}: {shown}", flush=True)

    def median(self, server: str, name: str) -> float:
        return statistics.median(self.values[server, name])

    def row(
        self, name: str, target: str, *, lower: bool = False, ours: str = OURS, peer: str, note: str
    ) -> Row:
        """Return a row of a median of ours beside a peer's."""
        mine, theirs = self.median(ours, name), self.median(peer, name)
        return Row(f"{name}{note}", mine, target, "lower" if lower else "higher", theirs)

    def rows(self, name: str, target: str, *, lower: bool = False) -> list[Row]:
        """Return both servers as they come, then like beside like."""
        return [
            self.row(name, target, lower=lower, ours=ours, peer=peer, note=note)
            for ours, peer, note in _PAIRS
            if {ours, peer} <= set(self.names)
        ]

    def spread(self) -> dict[str, list[float]]:
        """Return the least, the median and the greatest of everything, for the record."""
        return {
            f"{server}: {name}": [
                round(value, 4) for value in (min(many), statistics.median(many), max(many))
            ]
            for (server, name), many in self.values.items()
        }


async def burst(server: Server, bodies: Sequence[Body], *, exact: bool = True) -> list[Reply]:
    """Send all at once and wait for all; `exact`, every answer has all the tokens it may have.

    Raises:
        AnswerError: an answer failed, or is not as long as it was to be.
    """
    replies = await asyncio.gather(*(post(server.port, CHAT, body) for body in bodies))
    for body, reply in zip(bodies, replies, strict=True):
        check(server, reply, body["max_tokens"] if exact else None)
    return replies


def check(server: Server, reply: Reply, tokens: int | None) -> None:
    """Make sure that an answer is what was asked for.

    Raises:
        AnswerError: it failed, or has not `tokens`.
    """
    if reply.status != _OK:
        raise AnswerError(f"{server.name} answered {reply.status}: {reply.body[:300]!r}")
    generated = reply.generated()
    if tokens is not None and generated != tokens:
        end = reply.body[-300:]
        raise AnswerError(f"{server.name} generated {generated} tokens, not {tokens}: {end!r}")


def took_s(replies: Sequence[Reply]) -> float:
    """Return how long answers took that were asked for together."""
    return max(reply.ended_s for reply in replies) - min(reply.sent_s for reply in replies)


def rate(replies: Sequence[Reply]) -> float:
    """Return the tokens a second of answers that were asked for together."""
    return sum(reply.generated() for reply in replies) / took_s(replies)
