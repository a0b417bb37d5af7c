"""The key ceremony: every key, and the first metadata of both repositories, once."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ed25519
from securesystemslib.signer import CryptoSigner, Key
from tuf.api.metadata import (
    Metadata,
    Root,
    Snapshot,
    Targets,
    Timestamp,
)

from controlplane.director.folder import MetadataFolder
from controlplane.director.keys import store_key
from controlplane.director.metadata import TARGETS_LIFE, bins, top_targets
from controlplane.director.signer import LIVES as DIRECTOR_LIVES
from controlplane.publisher.errors import CeremonyError
from controlplane.publisher.image import LIVES as IMAGE_LIVES
from controlplane.publisher.image import first_targets
from controlplane.publisher.keys import ONLINE, RELEASE, ROOTS, KeyFact, KeyRing

ROOT_LIFE: Final = timedelta(days=365)
ROOT_THRESHOLD: Final = 2


def create(
    keys: Path, *, image_repo: Path, director_repo: Path, director_key: Path, now: datetime
) -> None:
    """Make all keys and both repositories.

    Everything is prepared beside its place and moved there at the end, the keys last.

    Raises:
        CeremonyError: something is there already; a ceremony never overwrites.
    """
    for place in (keys, image_repo, director_repo, director_key):
        if place.is_file() or (place.is_dir() and any(place.iterdir())):
            raise CeremonyError(
                f"{place} exists already, and a key ceremony never overwrites; to begin anew,"
                f" move {keys}, {image_repo}, {director_repo} and {director_key} away, all four"
            )
    ring = KeyRing(_draft(keys, 0o700))
    ring.create()
    online = ed25519.Ed25519PrivateKey.generate()
    director = CryptoSigner(online)
    image_draft, director_draft = _draft(image_repo, 0o755), _draft(director_repo, 0o755)
    _begin_image(ring, image_draft, now)
    _begin_director(ring, director_draft, director, now)
    director_key.parent.mkdir(parents=True, exist_ok=True)
    store_key(director_key, online)
    for draft, place in ((image_draft, image_repo), (director_draft, director_repo)):
        draft.replace(place)
    ring.folder.replace(keys)


def describe(keys: Path) -> tuple[KeyFact, ...]:
    """Return what keys are in the folder, for people to compare."""
    return KeyRing(keys).facts()


def _begin_image(ring: KeyRing, repo: Path, now: datetime) -> None:
    release, online = ring.signer(RELEASE), ring.signer(ONLINE)
    root = _root(
        ring,
        {
            Targets.type: release.public_key,
            Snapshot.type: online.public_key,
            Timestamp.type: online.public_key,
        },
        now,
    )
    MetadataFolder(repo).begin(
        {Targets.type: first_targets(repo, release, now)},
        root=root,
        signer=online,
        lives=IMAGE_LIVES,
        now=now,
    )


def _begin_director(ring: KeyRing, repo: Path, director: CryptoSigner, now: datetime) -> None:
    key = director.public_key
    root = _root(ring, dict.fromkeys((Targets.type, Snapshot.type, Timestamp.type), key), now)
    expires = (now + TARGETS_LIFE).replace(microsecond=0)
    roles = {Targets.type: Metadata(top_targets(key, version=1, expires=expires))}
    for role in bins(key).get_roles():
        roles[role] = Metadata(Targets(1, expires=expires))
    for metadata in roles.values():
        metadata.sign(director)
    MetadataFolder(repo).begin(roles, root=root, signer=director, lives=DIRECTOR_LIVES, now=now)
    (repo / "targets").mkdir()


def _root(ring: KeyRing, roles: dict[str, Key], now: datetime) -> Metadata[Root]:
    root = Root(expires=(now + ROOT_LIFE).replace(microsecond=0), consistent_snapshot=True)
    signers = [ring.signer(name) for name in ROOTS]
    for signer in signers:
        root.add_key(signer.public_key, Root.type)
    root.roles[Root.type].threshold = ROOT_THRESHOLD
    for role, key in roles.items():
        root.add_key(key, role)
    metadata = Metadata(root)
    for signer in signers:
        metadata.sign(signer, append=True)
    return metadata


def _draft(place: Path, mode: int) -> Path:
    """Make an empty folder beside `place` that a later rename puts there."""
    draft = place.with_name(f".{place.name}.ceremony")
    if draft.exists():
        raise CeremonyError(f"{draft} is left of a ceremony that was cut short; remove it first")
    draft.mkdir(parents=True, mode=mode)
    return draft
