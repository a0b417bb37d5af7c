"""Judge what somebody with offline keys hands in: is it what it is called, and no more? Pure.

Three things are handed in beside releases. Keys change and expiries are put off: then the same
bundles are listed as before. A bundle is recalled: then a line lists less, the recall list names
more, and nothing else moves. A stick is made: then its own repository says something new. That a
device would accept it was seen before; here it is held against what was there.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pydantic import TypeAdapter, ValidationError
from tuf.api.metadata import DelegatedRole, Root, Signed, Snapshot, Targets, Timestamp

from controlplane.registry.errors import PublicationError
from controlplane.registry.repository import METADATA, TARGETS, TIMESTAMP
from shared.digest import from_hex, sha256_of
from shared.trust import REVOKED_PATH, RevokedEntry

_REVOKED: Final = TypeAdapter(tuple[RevokedEntry, ...])


@dataclass(frozen=True)
class Contents:
    """A whole repository, as one verified view shows it."""

    root: Root
    timestamp: Timestamp
    snapshot: Snapshot
    targets: Targets
    lines: Mapping[str, Targets]
    """Delegated roles by their name."""

    @property
    def roles(self) -> dict[str, Targets]:
        return {Targets.type: self.targets, **self.lines}


def check_resigned(before: Contents, after: Contents, sent: Collection[str], now: datetime) -> None:
    """Make sure that only keys and expiries changed.

    Raises:
        PublicationError: more did, or less came than it takes.
    """
    if before.lines.keys() != after.lines.keys():
        raise PublicationError("lines came or went; keys and expiries alone may change here")
    for role, targets in before.roles.items():
        if targets.to_dict()["targets"] != after.roles[role].to_dict()["targets"]:
            raise PublicationError(
                f"{role} lists other things than before; keys and expiries alone may change here"
            )
    if _paths(before) != _paths(after):
        raise PublicationError("a delegation is for other paths than before")
    _check_sent(before, after, sent, now)


def check_recall(
    before: Contents, after: Contents, sent: Mapping[str, bytes], now: datetime
) -> tuple[RevokedEntry, ...]:
    """Make sure that bundles were recalled and no more; return the recall list.

    Raises:
        PublicationError: something else changed.
    """
    if before.root.version != after.root.version:
        raise PublicationError("a recall changes no keys")
    if _delegations(before.targets) != _delegations(after.targets):
        raise PublicationError("a recall changes no delegations")
    if before.lines.keys() != after.lines.keys():
        raise PublicationError("a recall adds and removes no lines")
    for role, targets in after.lines.items():
        old = before.lines[role].to_dict()["targets"]
        if any(old.get(path) != each for path, each in targets.to_dict()["targets"].items()):
            raise PublicationError(f"{role} lists something new; a recall only takes away")
    old, new = (dict(each.targets.to_dict()["targets"]) for each in (before, after))
    old.pop(REVOKED_PATH, None)
    new.pop(REVOKED_PATH, None)
    if old != new:
        raise PublicationError("a recall changes the recall list, and nothing else beside it")
    list_file = _list_file(after.targets)
    _check_sent(before, after, sent, now, more={list_file})
    target = after.targets.targets[REVOKED_PATH]
    data = sent[list_file]
    if len(data) != target.length or sha256_of(data) != from_hex(target.hashes["sha256"]):
        raise PublicationError("the recall list that was sent is not the one that is signed")
    return revoked(data)


def check_fewer_are_never_recalled(
    before: Collection[RevokedEntry], after: Collection[RevokedEntry]
) -> None:
    """Make sure that what was recalled stays so.

    Raises:
        PublicationError: an entry is gone.
    """
    gone = {each.sha256 for each in before} - {each.sha256 for each in after}
    if gone:
        raise PublicationError(f"{min(gone)} was recalled before and must stay recalled")


def check_sticks(before: Contents, after: Contents, sent: Collection[str], now: datetime) -> None:
    """Make sure that the repository of sticks says something new under the keys it had.

    Raises:
        PublicationError: keys changed, or roles came.
    """
    if before.root.version != after.root.version:
        raise PublicationError("a stick changes no keys")
    if after.lines or after.targets.delegations is not None:
        raise PublicationError("the repository of sticks delegates to nobody")
    _check_sent(before, after, sent, now)


def revoked(data: bytes) -> tuple[RevokedEntry, ...]:
    """Read a recall list.

    Raises:
        PublicationError: it is none.
    """
    try:
        return _REVOKED.validate_json(data)
    except ValidationError as error:
        raise PublicationError("the recall list cannot be read") from error


def list_file(targets: Targets) -> str | None:
    """Return where in a repository the recall list is, None when it has none."""
    return _list_file(targets) if REVOKED_PATH in targets.targets else None


def _list_file(targets: Targets) -> str:
    target = targets.targets.get(REVOKED_PATH)
    if target is None:
        raise PublicationError("there is no recall list any more")
    return f"{TARGETS}{target.hashes['sha256']}.{REVOKED_PATH}"


def _check_sent(
    before: Contents,
    after: Contents,
    sent: Collection[str],
    now: datetime,
    *,
    more: Collection[str] = (),
) -> None:
    """Everything that changed was sent, is good for some time, and nothing else came with it."""
    changed = _changed(before, after)
    expected = {METADATA + name for name in changed} | set(more)
    strays = sorted(set(sent) - expected)
    if strays:
        raise PublicationError(f"{strays[0][:200]!r} is no part of this change")
    missing = sorted(expected - set(sent))
    if missing:
        raise PublicationError(f"{missing[0]!r} was not sent")
    for name, signed in changed.items():
        if signed is not None and signed.is_expired(now):
            raise PublicationError(f"{name} has ended already ({signed.expires:%Y-%m-%d})")


def _changed(before: Contents, after: Contents) -> dict[str, Signed | None]:
    """Return the metadata files that differ; of roots between, only that they were sent."""
    found: dict[str, Signed | None] = {
        f"{version}.root.json": None
        for version in range(before.root.version + 1, after.root.version)
    }
    if after.root.version != before.root.version:
        found[f"{after.root.version}.root.json"] = after.root
    for name, meta in after.snapshot.meta.items():
        held = before.snapshot.meta.get(name)
        if held is None or held.version != meta.version:
            found[f"{meta.version}.{name}"] = after.roles[name.removesuffix(".json")]
    if after.snapshot.version != before.snapshot.version:
        found[f"{after.snapshot.version}.snapshot.json"] = after.snapshot
    if after.timestamp.version != before.timestamp.version:
        found[TIMESTAMP] = after.timestamp
    return found


def _roles_of(targets: Targets) -> Mapping[str, DelegatedRole]:
    return (targets.delegations and targets.delegations.roles) or {}


def _delegations(targets: Targets) -> object:
    return targets.delegations.to_dict() if targets.delegations else None


def _paths(contents: Contents) -> dict[str, tuple[object, ...]]:
    return {
        name: (tuple(role.paths or ()), role.terminating, role.threshold)
        for name, role in _roles_of(contents.targets).items()
    }
