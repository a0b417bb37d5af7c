"""One slot: who serves, who is on trial, who can come back, and what was counted meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from agent.engine.values import AdapterScale
from agent.serving.admission import Admission, Bounds, Refusal, Ticket
from agent.serving.errors import BusyError
from agent.serving.lease import Lease
from agent.serving.lifecycle import MACHINE, SlotEvent, SlotState
from agent.serving.memory import Resident, Role, forecast
from agent.serving.rates import Rates
from agent.serving.servable import Servable, SlotFacts
from agent.serving.tally import Tally
from agent.telemetry.windows import Reservoir

if TYPE_CHECKING:
    from agent.engine.frames import Done, Vectors
    from agent.serving.worker import Worker


@dataclass
class Former:
    """The bundle that served before; its worker is gone when memory was short."""

    servable: Servable
    worker: "Worker | None"


@dataclass
class Since:
    """Counters since the present bundle took over."""

    crashes_before: int = 0
    requests: int = 0
    failed: int = 0
    first_token_ms: Reservoir = field(default_factory=Reservoir)
    tokens_per_s: Reservoir = field(default_factory=Reservoir)


LOADING_RETRY_S = 15
"""When to come back to a slot whose loading time is not known."""
BESIDE = Bounds(requests=64, prompt_tokens=262_144)
"""Of what takes no turn of the engine: cutting texts into tokens."""


@dataclass(eq=False)
class Slot:
    name: str
    state: SlotState = SlotState.EMPTY
    incumbent: "Worker | None" = None
    candidate: "Worker | None" = None
    former: Former | None = None
    admission: Admission = field(default_factory=lambda: Admission(parallel=1))
    tally: Tally = field(default_factory=Tally)
    since: Since = field(default_factory=Since)
    lease: Lease = field(default_factory=Lease)
    returns_in_s: int = LOADING_RETRY_S
    """How long callers are sent away while nothing serves: what the last load would take again."""
    scales: tuple[AdapterScale, ...] = ()
    """Of the adapters, for requests that name none."""
    beside: Admission = field(default_factory=lambda: Admission(parallel=1, bounds=BESIDE))
    on_lease: Callable[[], None] = lambda: None
    """Called when the lease has begun to run, or has stopped running."""

    def move(self, event: SlotEvent) -> None:
        self.state = MACHINE.next(self.state, event)
        self.settle()

    def install(self, worker: "Worker | None") -> None:
        """Make `worker` the one that serves, and count anew."""
        self.incumbent = worker
        self.since = Since(crashes_before=worker.crashes if worker else 0)
        self.scales = ()
        if worker is not None:
            self.returns_in_s = worker.retry_after_s
            served = worker.servable
            self.admission.parallel = served.parallel
            if not served.managed:
                # Who serves a file with adapters alone means them to be used.
                self.scales = tuple(AdapterScale(one.name) for one in served.adapters)
        self.settle()

    def enter(self, queue: Admission, prompt_tokens: int) -> Ticket:
        """Let a request into one of the queues; it must `leave`.

        Raises:
            BusyError: the queue is full.
        """
        rates = self.incumbent.rates if self.incumbent else Rates()
        entered = queue.enter(prompt_tokens, rates)
        if isinstance(entered, Refusal):
            self.tally.refused += 1
            raise BusyError(entered.reason, retry_after_s=entered.retry_after_s)
        self.settle()
        return entered

    def leave(self, queue: Admission, ticket: Ticket) -> None:
        if ticket.inside:
            queue.leave(ticket)
            self.settle()

    @property
    def ready(self) -> bool:
        """Whether the slot can be asked now; if it sleeps, that wakes it."""
        return bool(self.incumbent and (self.incumbent.up or self.incumbent.asleep))

    @property
    def idle(self) -> bool:
        """Whether nobody has asked for anything that has not ended."""
        running = self.incumbent.running if self.incumbent else 0
        return not (self.admission.requests or self.beside.requests or running)

    def settle(self) -> None:
        """Begin or stop counting the time that nobody asks."""
        self.on_lease()

    def workers(self) -> "dict[Role, Worker]":
        """Return every worker there is; those that sleep take no memory."""
        workers = {
            Role.INCUMBENT: self.incumbent,
            Role.CANDIDATE: self.candidate,
            Role.FORMER: self.former.worker if self.former else None,
        }
        return {role: worker for role, worker in workers.items() if worker is not None}

    @property
    def crashes(self) -> int:
        """How often a child of what is loaded now has died."""
        return sum(worker.crashes for worker in self.workers().values())

    def residents(self) -> list[Resident]:
        """Return what takes memory."""
        return [
            Resident(self.name, role, taken(one), spare=self.is_spare(role))
            for role, one in self.workers().items()
            if not one.asleep
        ]

    def is_spare(self, role: Role) -> bool:
        """Tell whether a worker may sleep when another slot wants its memory."""
        if role is not Role.INCUMBENT or self.state is not SlotState.SERVING:
            return role is Role.FORMER
        return self.lease.keep_s is not None and self.idle

    def facts(self) -> SlotFacts:
        candidate, incumbent = self.candidate, self.incumbent
        if candidate is not None:
            return SlotFacts(
                crashes=candidate.crashes,
                memory_bytes=candidate.memory_bytes(),
                load_ms=candidate.load_ms,
            )
        if incumbent is None:
            return SlotFacts()
        return SlotFacts(
            crashes=incumbent.crashes - self.since.crashes_before,
            requests=self.since.requests,
            failed_requests=self.since.failed,
            memory_bytes=incumbent.memory_bytes(),
            load_ms=incumbent.load_ms,
            first_token_ms=self.since.first_token_ms.median(),
            tokens_per_s=self.since.tokens_per_s.median(),
        )

    def answered(self, worker: "Worker", done: "Done") -> None:
        """Count an answer that ended well."""
        usage, timings = done.usage, done.timings
        at_once = min(self.admission.requests, worker.servable.parallel)
        worker.rates.observe(
            evaluated=usage.prompt - usage.cached,
            prompt_ms=timings.prompt_ms,
            generated=usage.generated,
            tokens_per_s=timings.tokens_per_s,
            beside=max(0, at_once - 1),
        )
        self.tally.answered(done)
        self.count(worker, failed=False)
        if worker is self.incumbent:
            self.since.first_token_ms.add(timings.first_token_ms)
            if timings.tokens_per_s > 0:
                self.since.tokens_per_s.add(timings.tokens_per_s)

    def embedded(self, worker: "Worker", vectors: "Vectors") -> None:
        """Count inputs that were embedded or ranked."""
        self.tally.prompt_tokens += vectors.prompt_tokens
        self.tally.vectors += len(vectors.vectors)
        self.count(worker, failed=False)

    def count(self, worker: "Worker", *, failed: bool) -> None:
        """Count a request that ended."""
        self.tally.requests += 1
        self.tally.failed += failed
        # A request that began before the switch says nothing about who serves now.
        if worker is self.incumbent:
            self.since.requests += 1
            self.since.failed += failed


def taken(worker: "Worker") -> int:
    """Return the memory to count for a loaded bundle: what it takes, or may yet take."""
    return max(worker.memory_bytes(), needs(worker.servable))


def needs(servable: Servable) -> int:
    return forecast(servable.memory_bytes, _weighed(servable.weights))


def _weighed(weights: Path) -> int:
    """Return the bytes of a model, which is one file or a folder of them; 0 where it is gone."""
    files = weights.rglob("*") if weights.is_dir() else (weights,)
    try:
        return sum(file.stat().st_size for file in files if file.is_file())
    except OSError:
        return 0
