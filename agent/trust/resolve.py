"""From two signed targets to an assignment, or to a refusal that says why.

Both repositories must agree on length and hash. Absence of an assignment is None, and None is
always a no-op: it never stops or removes anything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from agent.trust.errors import RefusedError, UntrustedError, WithheldError
from shared.bundle import MAX_MANIFEST_BYTES
from shared.digest import Digest, from_hex, hex_of
from shared.ids import DeploymentId
from shared.sizing import Parameters
from shared.trust import DirectorCustom, ImageCustom, RevokedEntry, RootVersions


@dataclass(frozen=True)
class Target:
    """A target as a repository signed it."""

    path: str
    length: int
    hashes: Mapping[str, str]
    custom: Mapping[str, Any]


@dataclass(frozen=True)
class Assignment:
    """What a slot shall run, agreed by both repositories."""

    slot: str
    deployment: DeploymentId
    bundle_path: str
    digest: Digest
    length: int
    custom: ImageCustom
    mirrors: tuple[str, ...]
    director_version: int
    """Of the director's timestamp; 0 for what came on a stick."""
    issued: datetime | None = None
    parameters: Parameters | None = None
    """How it is to be served; None leaves it to the bundle."""
    folder: str = ""
    """The stick that it came on, and that its bytes are read from; empty for the network."""


def directions(target: Target) -> DirectorCustom:
    """Read the director's `custom` block.

    Raises:
        RefusedError: it is not one.
    """
    try:
        return DirectorCustom.model_validate(target.custom)
    except ValidationError as error:
        raise RefusedError(f"the assignment {target.path!r} is malformed: {error}") from error


def as_target(believed: Assignment) -> Target:
    """Return an assignment of earlier days as the target that it was signed as."""
    custom = DirectorCustom(
        bundle=believed.bundle_path,
        deployment=believed.deployment,
        issued=believed.issued or datetime.fromtimestamp(0, UTC),
        parameters=believed.parameters,
    )
    return Target(
        believed.bundle_path,
        believed.length,
        {"sha256": hex_of(believed.digest)},
        custom.model_dump(mode="json"),
    )


def decide(
    slot: str,
    *,
    director: Target,
    image: Target | None,
    revoked: Sequence[RevokedEntry],
    director_version: int,
) -> Assignment:
    """Compare what the director assigns with what the image repository lists.

    Raises:
        RefusedError: not listed, not the same bytes, recalled, or malformed.
    """
    wanted = directions(director)
    if image is None:
        raise RefusedError(f"the image repository does not list {wanted.bundle!r} (any longer)")
    if image.length != director.length or dict(image.hashes) != dict(director.hashes):
        raise RefusedError(
            f"the repositories disagree about {wanted.bundle!r}: the director signed"
            f" {director.length} bytes {_sha256(director)[:12]}, the image repository"
            f" {image.length} bytes {_sha256(image)[:12]}"
        )
    if image.length > MAX_MANIFEST_BYTES:
        raise RefusedError(f"{wanted.bundle!r} has a manifest of {image.length} bytes")
    digest = from_hex(_sha256(image))
    for entry in revoked:
        if entry.sha256 == digest:
            raise RefusedError(f"{wanted.bundle!r} was recalled: {entry.reason}")
    try:
        custom = ImageCustom.model_validate(image.custom)
    except ValidationError as error:
        raise RefusedError(f"{wanted.bundle!r} is described wrongly: {error}") from error
    return Assignment(
        slot=slot,
        deployment=wanted.deployment,
        bundle_path=wanted.bundle,
        digest=digest,
        length=image.length,
        custom=custom,
        mirrors=wanted.mirrors,
        director_version=director_version,
        issued=wanted.issued,
        parameters=wanted.parameters,
    )


def check_root(repo: str, seen: Mapping[str, int], demanded: RootVersions) -> None:
    """Refuse a root that is older than the assignment demands.

    Raises:
        WithheldError: it is.
    """
    lowest = int(getattr(demanded, repo))
    if seen["root"] < lowest:
        raise WithheldError(
            f"the {repo} repository shows root {seen['root']}, the assignment demands {lowest} or"
            " newer: what was read is out of date, or somebody hides that a key was taken away"
        )


def check_versions(repo: str, seen: Mapping[str, int], known: Mapping[str, int]) -> None:
    """Refuse a repository older than one that was verified before.

    Under a newer root lower versions are right: that is how a repository recovers from a stolen
    key that had signed absurdly high ones.

    Raises:
        UntrustedError: a role went back.
    """
    if seen.get("root", 0) > known.get("root", 0):
        return
    for role, version in known.items():
        if seen.get(role, 0) < version:
            raise UntrustedError(
                f"the {repo} repository went back: {role} {version} was seen before,"
                f" now it is {seen.get(role, 0)}"
            )


def _sha256(target: Target) -> str:
    return hex_of(Digest(str(target.hashes.get("sha256", ""))))
