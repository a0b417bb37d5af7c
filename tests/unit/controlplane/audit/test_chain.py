"""The chain of the audit log: nothing in it can change unseen."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlplane.audit.chain import START, Break, Entry, breaks, link

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)


def a_chain(length: int) -> list[Entry]:
    entries: list[Entry] = []
    previous = START
    for seq in range(1, length + 1):
        content = {
            "seq": seq,
            "at": NOON + timedelta(seconds=seq),
            "kind": "device",
            "subject": f"device {seq}",
            "actor": "ada",
            "text": "is online",
            "previous": previous,
        }
        entries.append(Entry(**content, hash=link(**content)))
        previous = entries[-1].hash
    return entries


def test_a_chain_as_it_was_written_holds():
    assert list(breaks(a_chain(5))) == []


def test_an_empty_chain_holds():
    assert list(breaks([])) == []


@pytest.mark.parametrize(
    "change",
    [
        {"text": "is offline"},
        {"actor": "eve"},
        {"subject": "another"},
        {"kind": "release"},
        {"at": NOON},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_entry_shows(change: dict[str, Any]):
    entries = a_chain(5)
    entries[2] = replace(entries[2], **change)

    assert list(breaks(entries)) == [Break(3, "it was changed")]


def test_a_changed_entry_with_a_new_hash_shows_at_the_next():
    entries = a_chain(5)
    changed = replace(entries[2], text="is offline")
    entries[2] = replace(
        changed, hash=link(**{k: v for k, v in vars(changed).items() if k != "hash"})
    )

    assert list(breaks(entries)) == [Break(4, "it does not follow the entry before it")]


def test_a_removed_entry_shows():
    entries = a_chain(5)
    del entries[1:3]

    assert list(breaks(entries)) == [Break(4, "what should stand before it is missing (2 to 3)")]


def test_an_exported_part_is_checked_from_its_own_beginning():
    part = a_chain(9)[4:]

    assert list(breaks(part, seq=4, hash_=part[0].previous)) == []


@given(st.permutations(range(6)))
def test_no_other_order_holds(order: list[int]):
    entries = a_chain(6)

    assert (list(breaks([entries[at] for at in order])) == []) == (order == sorted(order))


def test_the_hash_is_the_same_everywhere():
    """A golden value: an exported log must be checkable by any later version."""
    found = link(
        seq=1, at=NOON, kind="access", subject="ada", actor="ada", text="é", previous=START
    )

    assert found == "ea507cbedac8ce464ab2461498aa84ecd491db630991f4a2b2dfd54139b11bd4"
