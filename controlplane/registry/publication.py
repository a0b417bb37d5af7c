"""Judge what a publisher sends: would a device accept it, and is it this release and no more?

Pure but for reading blobs' sizes: the decision takes two verified views of the repository, before
and after, and the release.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pydantic import ValidationError
from tuf.api.metadata import Snapshot, TargetFile, Targets

from controlplane.registry.errors import PublicationError
from controlplane.registry.model import Release, Variant
from controlplane.registry.repository import METADATA, TARGETS, TIMESTAMP
from controlplane.registry.service import Published
from shared import bundle
from shared.bundle import BundleError, Manifest
from shared.digest import Digest, from_hex, sha256_of
from shared.trust import ImageCustom, bundle_path, line_role


@dataclass(frozen=True)
class Publication:
    """New files of the image repository, by their path in it."""

    files: Mapping[str, bytes]

    def metadata(self, name: str) -> bytes | None:
        return self.files.get(METADATA + name)


@dataclass(frozen=True)
class Listing:
    """The roles that matter here, as one verified view of the repository shows them."""

    snapshot: Snapshot
    targets: Targets
    line: Targets | None


SizeOf = Callable[[Digest], int | None]
"""Says how many bytes a stored blob has; None when it is not stored."""
Target = Callable[[str], bytes | None]
"""Reads a target's file by its hashed path: from the publication, else from the repository."""


def judge(
    release: Release,
    publication: Publication,
    *,
    before: Listing,
    after: Listing,
    read_target: Target,
    size_of: SizeOf,
) -> dict[str, Published]:
    """Return what the repository will list of `release`, by variant name.

    Raises:
        PublicationError: more changed than this release's line, or a bundle that is not whole.
    """
    _check_roles(release.line, before, after)
    _check_top(release.line, before.targets, after.targets)
    listed = _check_line(release, before.line, after.line)
    expected = _expected_metadata(before, after)
    found: dict[str, Published] = {}
    for path, (variant, target) in listed.items():
        hashed = _hashed(path, target.hashes["sha256"])
        expected.add(TARGETS + hashed)
        manifest = read_target(TARGETS + hashed)
        if manifest is None:
            raise PublicationError(f"the manifest of {path} was not sent")
        found[variant.name] = _check_bundle(release, variant, target, manifest, size_of)
    strays = sorted(set(publication.files) - expected)
    if strays:
        raise PublicationError(f"{strays[0][:200]!r} is no part of this release's publication")
    return found


def _check_roles(line: str, before: Listing, after: Listing) -> None:
    may_change = {"targets.json", f"{line_role(line)}.json"}
    old, new = before.snapshot.meta, after.snapshot.meta
    for name in sorted(old.keys() | new.keys()):
        if name in may_change and name in new:
            continue
        if name not in old or name not in new or old[name].to_dict() != new[name].to_dict():
            raise PublicationError(
                f"the role {name.removesuffix('.json')!r} changed;"
                f" publishing {line} may change its own role only"
            )


def _check_top(line: str, before: Targets, after: Targets) -> None:
    """The top-level role may gain the delegation of a new line, and nothing else."""
    if before.to_dict()["targets"] != after.to_dict()["targets"]:
        raise PublicationError("the top-level targets changed; a recall is no publication")
    old = before.delegations.roles if before.delegations else None
    new = after.delegations.roles if after.delegations else None
    role = line_role(line)
    kept = {name: each.to_dict() for name, each in (old or {}).items()}
    present = {name: each.to_dict() for name, each in (new or {}).items()}
    if role not in kept:
        added = present.pop(role, None)
        pattern = [bundle_path(line, "*", "*")]
        if added is not None and (added.get("paths") != pattern or not added["terminating"]):
            raise PublicationError(
                f"the delegation of {role!r} must be for {pattern[0]} alone, and terminating"
            )
    if kept != present:
        raise PublicationError(f"delegations other than that of {role!r} changed")


def _check_line(
    release: Release, before: Targets | None, after: Targets | None
) -> dict[str, tuple[Variant, TargetFile]]:
    """Return the targets of this release; what the line listed before must still be so."""
    old = before.targets if before else {}
    new = after.targets if after else {}
    ours = {
        bundle_path(release.line, release.version, each.name): each for each in release.publishable
    }
    for path in sorted(old.keys() | new.keys()):
        if path in old and (path not in new or new[path].to_dict() != old[path].to_dict()):
            raise PublicationError(f"{path} was listed before and may not change")
        if path not in old and path not in ours:
            raise PublicationError(f"{path} is no ready variant of this release")
    listed = {path: (each, new[path]) for path, each in ours.items() if path in new}
    if not listed:
        raise PublicationError("nothing of this release is listed")
    return listed


def _expected_metadata(before: Listing, after: Listing) -> set[str]:
    """Return the metadata files that this change consists of."""
    if before.snapshot.version == after.snapshot.version:
        return set()
    changed = {
        f"{meta.version}.{name}"
        for name, meta in after.snapshot.meta.items()
        if name not in before.snapshot.meta or before.snapshot.meta[name].version != meta.version
    }
    names = changed | {f"{after.snapshot.version}.snapshot.json", TIMESTAMP}
    return {METADATA + name for name in names}


def _check_bundle(
    release: Release, variant: Variant, target: TargetFile, data: bytes, size_of: SizeOf
) -> Published:
    if len(data) != target.length or sha256_of(data) != from_hex(target.hashes["sha256"]):
        raise PublicationError(f"the manifest sent for {target.path} is not the one that is signed")
    custom = _custom(release, variant, target)
    try:
        manifest = bundle.parse(data)
    except BundleError as error:
        raise PublicationError(f"{target.path}: {error}") from error
    if manifest.weights.digest != variant.weights:
        raise PublicationError(
            f"{target.path} has weights {manifest.weights.digest},"
            f" the variant was built and evaluated with {variant.weights}"
        )
    digest = sha256_of(data)
    return Published(
        path=target.path,
        digest=digest,
        length=len(data),
        requirements=custom.requirements,
        blobs={**_blobs(manifest, size_of), digest: _present(digest, len(data), size_of)},
    )


def _custom(release: Release, variant: Variant, target: TargetFile) -> ImageCustom:
    try:
        custom = ImageCustom.model_validate(target.custom)
    except ValidationError as error:
        raise PublicationError(f"{target.path}: its description cannot be read") from error
    said = (custom.line, custom.version, custom.variant, custom.requirements.quantization)
    meant = (release.line, release.version, variant.name, variant.quantization)
    if said != meant:
        raise PublicationError(f"{target.path} is described as {' '.join(said)[:200]}")
    return custom


def _blobs(manifest: Manifest, size_of: SizeOf) -> dict[Digest, int]:
    return {
        each.digest: _present(each.digest, each.size, size_of)
        for each in (*manifest.layers, manifest.config)
    }


def _present(digest: Digest, size: int, size_of: SizeOf) -> int:
    stored = size_of(digest)
    if stored is None:
        raise PublicationError(f"blob {digest} of the bundle was not uploaded")
    if stored != size:
        raise PublicationError(f"blob {digest} has {stored} bytes, the manifest says {size}")
    return size


def _hashed(path: str, sha256: str) -> str:
    """Return where a consistent repository keeps a target: the hash before its last part."""
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}{sha256}.{name}"
