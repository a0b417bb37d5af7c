"""One session, from birth to death: what has been told, and so what is news. Pure.

Every connection is a new session with a new id, so that a will that arrives late is known to be
about a session that is over. Within it, `seq` counts the reports without a gap.
"""

from dataclasses import dataclass, field
from datetime import datetime

from shared.digest import Digest
from shared.ids import SessionId
from shared.wire.up import Birth, Death, Report, SlotReport


@dataclass(frozen=True)
class Standing:
    """All that a device says about itself besides deployments and telemetry."""

    slots: dict[str, SlotReport] = field(default_factory=dict)
    director_version: int = 0
    api: str = ""


class Session:
    """Remembers what this session has told."""

    def __init__(self, session: SessionId, *, agent: str, capability: Digest) -> None:
        self.id = session
        self._agent = agent
        self._capability = capability
        self._seq = 0
        self._told = Standing()

    @property
    def death(self) -> Death:
        return Death(session=self.id)

    def birth(
        self, standing: Standing, now: datetime, *, capability: Digest | None = None
    ) -> Birth:
        """Return the first word of the session: all of it, with a capability that is new since."""
        self._capability = capability or self._capability
        self._seq = 0
        self._told = standing
        return Birth(
            session=self.id,
            at=now,
            agent=self._agent,
            capability=self._capability,
            slots=standing.slots,
            director_version=standing.director_version,
            api=standing.api,
        )

    def news(self, standing: Standing, now: datetime) -> Report | None:
        """Return what changed since the last word, None when nothing did."""
        told = self._told
        if standing == told:
            return None
        self._seq += 1
        self._told = standing
        return Report(
            session=self.id,
            seq=self._seq,
            at=now,
            slots=standing.slots if standing.slots != told.slots else None,
            director_version=standing.director_version
            if standing.director_version != told.director_version
            else None,
            api=standing.api if standing.api != told.api else None,
        )


def session_id(count: int, *, salt: str) -> SessionId:
    """Name a session: a counter that survives restarts, and a salt should it not."""
    return SessionId(f"{count}-{salt}")
