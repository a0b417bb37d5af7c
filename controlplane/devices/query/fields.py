"""What a query may ask about. Every other word is a label; `label.NAME` always is one. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What the values of a field are."""

    TEXT = "text"
    SIZE = "a size like 2GiB"
    NUMBER = "a number"
    AGE = "a time like 30m, 12h or 7d"
    FLAG = "yes or no"


@dataclass(frozen=True)
class Field:
    """One thing that can be asked about."""

    name: str
    kind: Kind = Kind.TEXT
    label: str = ""
    """The label's name, where it is one."""
    slot: str = ""
    """The slot's name, where it is a fact of one slot."""
    words: frozenset[str] = frozenset()
    """The only values there are, where that is so."""


PRESENCE: Final = ("online", "offline", "never")
SERVING, FAILED = "serving", "failed"
"""States of a device with a slot that answers, and with one that should and does not."""
SLOT_FACTS: Final = ("line", "version", "variant", "bundle")
_YES, _NO = "yes", "no"

KNOWN: Final[Mapping[str, Field]] = {
    field.name: field
    for field in (
        Field("name"),
        Field("id"),
        Field("state", words=frozenset({*PRESENCE, SERVING, FAILED})),
        Field("seen", Kind.AGE),
        Field("agent"),
        Field("memory", Kind.SIZE),
        Field("memory_total", Kind.SIZE),
        Field("disk", Kind.SIZE),
        Field("cores", Kind.NUMBER),
        Field("arch"),
        Field("cpu"),
        Field("system"),
        Field("instruction"),
        Field("engine"),
        Field("format"),
        Field("accelerator"),
        Field("accelerator_memory", Kind.SIZE),
        Field("battery", Kind.FLAG, words=frozenset({_YES, _NO})),
        Field("metered", Kind.FLAG, words=frozenset({_YES, _NO})),
        Field("slot"),
        *(Field(name) for name in SLOT_FACTS),
    )
}

_SLOT = re.compile(rf"slot\.(?P<slot>.+)\.(?P<fact>{'|'.join(SLOT_FACTS)})")
_QUANTITY = re.compile(r"([0-9]+(?:\.[0-9]+)?)([A-Za-z]*)")
_SIZES: Final = {
    "": 1,
    "b": 1,
    "kb": 10**3,
    "mb": 10**6,
    "gb": 10**9,
    "tb": 10**12,
    "kib": 2**10,
    "mib": 2**20,
    "gib": 2**30,
    "tib": 2**40,
}
_AGES: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 7 * 86_400}
_UNITS: Final[Mapping[Kind, Mapping[str, int]]] = {
    Kind.SIZE: _SIZES,
    Kind.AGE: _AGES,
    Kind.NUMBER: {"": 1},
}


def field_of(word: str) -> Field:
    """Return what `word` asks about."""
    if word in KNOWN:
        return KNOWN[word]
    if word.startswith("label.") and word != "label.":
        return Field(word, label=word.removeprefix("label."))
    found = _SLOT.fullmatch(word)
    if found is not None:
        return Field(word, slot=found["slot"])
    return Field(word, label=word)


def fact_of(field: Field) -> str:
    """Return which fact of its slot a field asks about: `line`, `version`..."""
    return field.name.rpartition(".")[2]


def number_of(field: Field, text: str) -> float | None:
    """Read a value of a field that is counted; None for a text that is none."""
    found = _QUANTITY.fullmatch(text)
    units = _UNITS.get(field.kind, {})
    if found is None or found[2].lower() not in units:
        return None
    return float(found[1]) * units[found[2].lower()]


def is_counted(field: Field) -> bool:
    """Tell whether a field's values have an order."""
    return field.kind in _UNITS


def flag(value: bool) -> str:  # noqa: FBT001 - it is the value itself
    """Write a fact that holds or does not as a query does."""
    return _YES if value else _NO
