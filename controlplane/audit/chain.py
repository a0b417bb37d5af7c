"""The chain: each entry's hash covers the entry and the hash of the one before. Pure.

Whoever changes, removes or inserts an entry must compute every later hash anew; a hash kept
elsewhere (a printed one, an exported file) then no longer fits.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from shared.canonical import encode

START: Final = "0" * 64
"""What the first entry has before it."""


@dataclass(frozen=True)
class Entry:
    """One link."""

    seq: int
    at: datetime
    kind: str
    subject: str
    actor: str
    text: str
    previous: str
    hash: str


@dataclass(frozen=True)
class Break:
    """Where the chain does not hold."""

    seq: int
    reason: str


def link(
    *, seq: int, at: datetime, kind: str, subject: str, actor: str, text: str, previous: str
) -> str:
    """Return the hash of an entry."""
    content = {
        "actor": actor,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "kind": kind,
        "previous": previous,
        "seq": seq,
        "subject": subject,
        "text": text,
    }
    return hashlib.sha256(encode(content)).hexdigest()


def breaks(entries: Iterable[Entry], *, seq: int = 0, hash_: str = START) -> Iterator[Break]:
    """Yield every place at which entries, in order, do not follow what is before them."""
    for entry in entries:
        if entry.seq != seq + 1:
            missing = f"{seq + 1}" if entry.seq == seq + 2 else f"{seq + 1} to {entry.seq - 1}"
            yield Break(entry.seq, f"what should stand before it is missing ({missing})")
        elif entry.previous != hash_:
            yield Break(entry.seq, "it does not follow the entry before it")
        if entry.hash != _hash_of(entry):
            yield Break(entry.seq, "it was changed")
        seq, hash_ = entry.seq, entry.hash


def _hash_of(entry: Entry) -> str:
    return link(
        seq=entry.seq,
        at=entry.at,
        kind=entry.kind,
        subject=entry.subject,
        actor=entry.actor,
        text=entry.text,
        previous=entry.previous,
    )
