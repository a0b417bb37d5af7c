"""The bodies of `/trust` and `/recalls`."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

from controlplane.devices.serving import Holder as FleetHolder
from controlplane.director import expiries
from controlplane.registry.publication import Publication
from controlplane.registry.recalls import Recall as RegistryRecall

_MAX_FILES = 2000
_MAX_ROOT = 200_000


class SignedRole(BaseModel):
    """One signed role, and how long it is good."""

    repository: expiries.Repository
    role: str
    version: int
    expires: datetime
    days_left: int
    level: expiries.Level
    keys: list[str]
    threshold: int
    signer: str
    """Who must sign it again."""
    todo: str
    """The command for it; empty when nobody has to do anything."""
    sentence: str

    @classmethod
    def of(cls, state: expiries.RoleState) -> Self:
        return cls(
            repository=state.repository,
            role=state.role,
            version=state.version,
            expires=state.expires,
            days_left=state.days_left,
            level=state.level,
            keys=list(state.keys),
            threshold=state.threshold,
            signer=state.signer,
            todo=state.todo,
            sentence=state.sentence,
        )


class Trust(BaseModel):
    """Every role of every repository."""

    level: expiries.Level
    """That of the worst role."""
    evaluation_keys: bool
    roles: list[SignedRole]


class SignedFiles(BaseModel):
    """What was signed where the keys are: new files of a repository, by their path in it."""

    model_config = ConfigDict(extra="forbid")

    files: dict[str, str] = Field(min_length=1, max_length=_MAX_FILES)

    def publication(self) -> Publication:
        return Publication({path: text.encode() for path, text in self.files.items()})


class Taken(BaseModel):
    """What was handed in is served now."""

    timestamp_version: int


class NextKey(BaseModel):
    """The public half of the key with which the director will sign next."""

    keyid: str
    key: dict[str, Any]


class NewRoot(BaseModel):
    """A root of the director that was signed offline."""

    model_config = ConfigDict(extra="forbid")

    root: str = Field(max_length=_MAX_ROOT)


class Holder(BaseModel):
    """A slot that still has a recalled bundle."""

    device: str
    name: str
    slot: str
    online: bool
    last_seen: datetime
    serving: bool
    recall: str
    """What the device knows of it: `stop`, `warn`, or empty."""

    @classmethod
    def of(cls, holder: FleetHolder) -> Self:
        return cls(
            device=holder.device,
            name=holder.name,
            slot=holder.slot,
            online=holder.online,
            last_seen=holder.last_seen,
            serving=holder.serving,
            recall=holder.recall,
        )


class Recall(BaseModel):
    """A recalled bundle, and who still has it."""

    digest: str
    line: str
    version: str
    variant: str
    action: str
    reason: str
    actor: str
    at: datetime
    holders: list[Holder]

    @classmethod
    def of(cls, recall: RegistryRecall, holders: Iterable[FleetHolder]) -> Self:
        return cls(
            digest=recall.digest,
            line=recall.line,
            version=recall.version,
            variant=recall.variant,
            action=recall.action,
            reason=recall.reason,
            actor=recall.actor,
            at=recall.at,
            holders=[Holder.of(each) for each in holders],
        )


class Recalls(BaseModel):
    """The newest first."""

    recalls: list[Recall]


class Recalled(BaseModel):
    """What a recall brought about."""

    timestamp_version: int
    recalls: list[Recall]
    """What it added to the list."""
    asked: int
    """Devices that were asked to look at once."""
    aborted: list[str]
    """Rollouts that had nothing left to hand out."""
