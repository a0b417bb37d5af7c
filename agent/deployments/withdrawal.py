"""Takes recalled bundles out of service: first no more answers, then nothing left running.

The recall list lies in the database, so what was recalled stays so after a start and without
network. What serves instead is the executor's business.
"""

import logging
from collections.abc import Mapping

from agent.deployments.ports import Slots
from agent.deployments.recall import Ruling, rule
from agent.serving.errors import RecalledError
from agent.store.journal import Journal
from agent.store.recalls import RecallList
from shared.deployment import TERMINAL, UNCHANGED, State
from shared.digest import Digest

STOP = "stop"

logger = logging.getLogger(__name__)


class Withdrawal:
    """Holds slots to the recall list."""

    def __init__(self, *, recalls: RecallList, journal: Journal, slots: Slots) -> None:
        self._recalls = recalls
        self._journal = journal
        self._slots = slots
        self._stopped: set[str] = set()

    def reasons(self) -> Mapping[Digest, str]:
        """Return what must not run, and why."""
        known = self._recalls.all().values()
        return {entry.sha256: entry.reason for entry in known if entry.action == STOP}

    def forbid(self) -> None:
        """Let nothing that was recalled answer from now on, whatever is under way."""
        self._slots.forbid(self.reasons())

    async def obey(self, slot: str) -> bool:
        """Take out of the slot what was recalled; tell whether it must serve something else now.

        While a candidate is being tried nothing is taken out: the recalled bundle answers nobody
        then, and the end of the attempt decides what the slot is committed to.
        """
        self.forbid()
        reasons = self.reasons()
        committed, under_way = self._journal.slots().get(slot), self._journal.current(slot)
        if committed is None or (under_way is not None and _is_trying(under_way.state)):
            return False
        active, previous = committed.active, committed.previous
        before = None if previous is None else previous.bundle
        match rule(active.bundle, before, stopped=reasons.keys()):
            case Ruling.KEEP:
                was_stopped = slot in self._stopped
                self._stopped.discard(slot)
                return was_stopped and self._slots.serving(slot) is None
            case Ruling.FALL_BACK:
                self._say(slot, active.bundle, reasons[active.bundle], then="falls back")
                self._journal.fall_back(slot, active.bundle)
                await self._slots.stop(slot)
                return True
            case Ruling.STOP:
                if slot not in self._stopped:
                    self._say(slot, active.bundle, reasons[active.bundle], then="stops")
                    name = f"{active.line}:{active.version}"
                    why = RecalledError(name, active.line, reasons[active.bundle])
                    await self._slots.stop(slot, why)
                    self._stopped.add(slot)
                return False

    def has_stopped(self, slot: str) -> bool:
        """Tell whether the slot serves nothing because of a recall."""
        return slot in self._stopped

    def _say(self, slot: str, bundle: Digest, reason: str, *, then: str) -> None:
        logger.warning(
            "the bundle of the slot was recalled",
            extra={"slot": slot, "bundle": bundle, "why": reason, "then": then},
        )


def _is_trying(state: State) -> bool:
    return state not in UNCHANGED | TERMINAL
