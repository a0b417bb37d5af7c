"""What the API says about the audit log."""

from typing import Self

from pydantic import AwareDatetime, BaseModel

from controlplane.audit.chain import Entry
from controlplane.audit.queries import Verification


class AuditEntry(BaseModel):
    """One link of the chain; `hash` covers everything else and the hash before it."""

    seq: int
    at: AwareDatetime
    kind: str
    subject: str
    actor: str
    text: str
    previous: str
    hash: str

    @classmethod
    def of(cls, entry: Entry) -> Self:
        return cls(**vars(entry))

    def entry(self) -> Entry:
        return Entry(**self.model_dump())


class AuditBreak(BaseModel):
    seq: int
    reason: str


class AuditHead(BaseModel):
    seq: int
    hash: str


class AuditVerification(BaseModel):
    """What a walk along the chain found; keep `head` elsewhere and compare next time."""

    holds: bool
    entries: int
    head: AuditHead
    breaks: list[AuditBreak]

    @classmethod
    def of(cls, found: Verification) -> Self:
        return cls(
            holds=not found.breaks,
            entries=found.entries,
            head=AuditHead(seq=found.head.seq, hash=found.head.hash),
            breaks=[AuditBreak(seq=each.seq, reason=each.reason) for each in found.breaks],
        )
