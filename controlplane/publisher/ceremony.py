"""The key ceremony: every key, and the first metadata of the three repositories, once."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ed25519
from securesystemslib.signer import CryptoSigner, SSlibKey
from tuf.api.metadata import Metadata, Snapshot, Targets, Timestamp

from controlplane.director.folder import MetadataFolder
from controlplane.director.keys import store_key
from controlplane.director.lives import DIRECTOR, DIRECTOR_TARGETS, IMAGE
from controlplane.director.metadata import bins, top_targets
from controlplane.director.signing import sign
from controlplane.publisher import roots, usb
from controlplane.publisher.errors import CeremonyError
from controlplane.publisher.image import first_targets
from controlplane.publisher.keys import (
    NAMES,
    ONLINE,
    RELEASE,
    Ask,
    KeyFact,
    KeyRing,
    store_module_key,
)


@dataclass(frozen=True)
class Protection:
    """How the offline keys are kept: encrypted, in a hardware module, or neither."""

    passphrase: bytes | None = None
    modules: Mapping[str, tuple[str, SSlibKey]] = field(default_factory=dict)
    """Keys that are in a hardware module already: URI and public half, by name."""
    ask: Ask | None = None
    """Answers for the PIN of the module."""


def create(
    keys: Path,
    *,
    image_repo: Path,
    director_repo: Path,
    usb_repo: Path,
    director_key: Path,
    now: datetime,
    protection: Protection | None = None,
) -> None:
    """Make all keys and all repositories.

    Everything is prepared beside its place and moved there at the end, the keys last.

    Raises:
        CeremonyError: something is there already; a ceremony never overwrites.
    """
    protection = protection or Protection()
    places = (keys, image_repo, director_repo, usb_repo, director_key)
    for place in places:
        if place.is_file() or (place.is_dir() and any(place.iterdir())):
            raise CeremonyError(
                f"{place} exists already, and a key ceremony never overwrites; to begin anew,"
                f" move {', '.join(map(str, places))} away, all of them"
            )
    with _drafts({image_repo: 0o755, director_repo: 0o755, usb_repo: 0o755, keys: 0o700}) as drafts:
        ring = _make_keys(drafts[keys], protection)
        online = ed25519.Ed25519PrivateKey.generate()
        _begin_image(ring, drafts[image_repo], now)
        _begin_director(ring, drafts[director_repo], CryptoSigner(online), now)
        usb.begin(ring, drafts[usb_repo], now)
        director_key.parent.mkdir(parents=True, exist_ok=True)
        store_key(director_key, online)
        for place, draft in drafts.items():
            draft.replace(place)


def describe(keys: Path) -> tuple[KeyFact, ...]:
    """Return what keys are in the folder, for people to compare."""
    return KeyRing(keys).facts()


def _make_keys(folder: Path, protection: Protection) -> KeyRing:
    strays = sorted(set(protection.modules) - set(NAMES))
    if strays:
        raise CeremonyError(f"there is no key {strays[0]!r}; there are {', '.join(NAMES)}")
    passphrase = protection.passphrase

    def answer(what: str) -> str:
        if passphrase and what.startswith("passphrase"):
            return passphrase.decode()
        if protection.ask is None:
            raise CeremonyError(f"the ceremony needs the {what}, and nobody is here to give it")
        return protection.ask(what)

    ring = KeyRing(folder, ask=answer)
    ring.create(passphrase, except_=frozenset(protection.modules))
    for name, (uri, public) in protection.modules.items():
        store_module_key(folder, name, uri, public)
    return ring


def _begin_image(ring: KeyRing, repo: Path, now: datetime) -> None:
    release, online = ring.signer(RELEASE), ring.signer(ONLINE)
    root = roots.first(
        ring.roots(),
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
        lives=IMAGE,
        now=now,
    )


def _begin_director(ring: KeyRing, repo: Path, director: CryptoSigner, now: datetime) -> None:
    key = director.public_key
    root = roots.first(ring.roots(), dict.fromkeys(roots.ROLES, key), now)
    expires = (now + DIRECTOR_TARGETS).replace(microsecond=0)
    roles = {Targets.type: Metadata(top_targets(key, version=1, expires=expires))}
    for role in bins(key).get_roles():
        roles[role] = Metadata(Targets(1, expires=expires))
    for metadata in roles.values():
        sign(metadata, director)
    MetadataFolder(repo).begin(roles, root=root, signer=director, lives=DIRECTOR, now=now)
    (repo / "targets").mkdir()


@contextmanager
def _drafts(places: Mapping[Path, int]) -> Iterator[dict[Path, Path]]:
    """Make an empty folder beside each place, with its mode; none is left when something fails."""
    drafts = {place: place.with_name(f".{place.name}.ceremony") for place in places}
    for draft in drafts.values():
        if draft.exists():
            raise CeremonyError(
                f"{draft} is left of a ceremony that was cut short; remove it first"
            )
    try:
        for place, draft in drafts.items():
            draft.mkdir(parents=True, mode=places[place])
        yield drafts
    except BaseException:
        for draft in drafts.values():
            shutil.rmtree(draft, ignore_errors=True)
        raise
