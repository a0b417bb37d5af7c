"""Changes to many devices, as the page that asks for them words them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from shared.wire.down import Verb


class Change(StrEnum):
    LABEL = "label"
    ASK = "ask"


BULK_VERBS: Final[Mapping[Verb, str]] = {
    Verb.REPORT_ALL: "Report everything",
    Verb.PROBE: "Measure again",
    Verb.LOOK: "Look for recalls",
    Verb.RENEW: "Renew certificate",
}
"""What may be asked of many devices at once; an engine is restarted on one at a time."""
VERBS: Final[Mapping[Verb, str]] = {**BULK_VERBS, Verb.RESTART_ENGINE: "Restart engine"}


@dataclass(frozen=True)
class Bulk:
    """One change to many devices."""

    change: Change
    everyone: bool
    """All whom the query means, not only those that were ticked."""
    labels: Mapping[str, str | None] = field(default_factory=dict)
    verb: Verb = Verb.REPORT_ALL
    q: str = ""
    presence: str = ""

    @property
    def label(self) -> str:
        """Return what the button says."""
        return "Set labels" if self.change is Change.LABEL else BULK_VERBS[self.verb]

    @property
    def sentence(self) -> str:
        """Say what would happen to each of them."""
        if self.change is Change.ASK:
            asked = BULK_VERBS[self.verb].lower()
            return f"Each is asked to {asked}. Who is away for an hour or more does not hear it."
        given = [f"{key}={value}" for key, value in self.labels.items() if value]
        taken = [key for key, value in self.labels.items() if not value]
        parts = []
        if given:
            parts.append(f"gets {', '.join(given)}")
        if taken:
            parts.append(f"loses {', '.join(taken)}")
        return f"Each {' and '.join(parts)}. Rollouts choose devices by their labels."
