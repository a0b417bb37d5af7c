"""Bodies of `/events`."""

from datetime import datetime

from pydantic import BaseModel

from controlplane.audit import queries


class Event(BaseModel):
    """One thing that happened."""

    id: int
    at: datetime
    kind: str
    subject: str
    actor: str
    text: str

    @classmethod
    def of(cls, event: queries.Event) -> "Event":
        return cls(
            id=event.id,
            at=event.at,
            kind=event.kind,
            subject=event.subject,
            actor=event.actor,
            text=event.text,
        )


class Events(BaseModel):
    events: list[Event]
