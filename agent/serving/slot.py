"""One slot: who serves, who is on trial, who can come back, and what was counted meanwhile."""

from dataclasses import dataclass, field

from agent.engine.frames import Done
from agent.serving.admission import Admission
from agent.serving.lifecycle import MACHINE, SlotEvent, SlotState
from agent.serving.memory import Resident, Role, forecast
from agent.serving.servable import Servable, SlotFacts
from agent.serving.tally import Tally
from agent.serving.worker import Worker


@dataclass
class Former:
    """The bundle that served before; its worker is gone when memory was short."""

    servable: Servable
    worker: Worker | None


@dataclass
class Since:
    """Counters since the present bundle took over."""

    crashes_before: int = 0
    requests: int = 0
    failed: int = 0


@dataclass
class Slot:
    name: str
    state: SlotState = SlotState.EMPTY
    incumbent: Worker | None = None
    candidate: Worker | None = None
    former: Former | None = None
    admission: Admission = field(default_factory=lambda: Admission(parallel=1))
    tally: Tally = field(default_factory=Tally)
    since: Since = field(default_factory=Since)

    def move(self, event: SlotEvent) -> None:
        self.state = MACHINE.next(self.state, event)

    def install(self, worker: Worker | None) -> None:
        """Make `worker` the one that serves, and count anew."""
        self.incumbent = worker
        self.since = Since(crashes_before=worker.crashes if worker else 0)
        if worker is not None:
            self.admission.parallel = worker.servable.parallel

    def workers(self) -> dict[Role, Worker]:
        """Return every worker that is loaded."""
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
        return [Resident(self.name, role, taken(one)) for role, one in self.workers().items()]

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
        )

    def count(self, worker: Worker, done: Done | None) -> None:
        """Count a request that ended; `done` is None when it failed."""
        self.tally.requests += 1
        self.tally.failed += done is None
        if done is not None:
            self.tally.prompt_tokens += done.usage.prompt
            self.tally.cached_tokens += done.usage.cached
            self.tally.generated_tokens += done.usage.generated
            self.tally.first_token_s.observe(done.timings.first_token_ms / 1000)
        # A request that began before the switch says nothing about who serves now.
        if worker is self.incumbent:
            self.since.requests += 1
            self.since.failed += done is None


def taken(worker: Worker) -> int:
    """Return the memory to count for a loaded bundle: what it takes, or may yet take."""
    return max(worker.memory_bytes(), needs(worker.servable))


def needs(servable: Servable) -> int:
    try:
        weights_bytes = servable.weights.stat().st_size
    except OSError:
        weights_bytes = 0
    return forecast(servable.memory_bytes, weights_bytes)
