"""Finds where a JSON value ends, without understanding it. Pure."""

import json
from typing import Any, Final

WHITE: Final = frozenset(" \t\r\n")
_SCALAR_ENDS: Final = frozenset(",]}") | WHITE


BROKEN: Final = object()
"""What is no JSON."""


def loads(text: str) -> Any:
    """Return the value, or `BROKEN`."""
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return BROKEN


def _refuse(name: str) -> Any:
    raise ValueError(name)


def dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


class Scanner:
    """One value: it is fed characters until it is over.

    Only brackets and quotes are looked at: what a model writes between them is its own affair.
    """

    def __init__(self) -> None:
        self.over = False
        self._depth = 0
        self._in_string = False
        self._escaped = False
        self._scalar = False

    def feed(self, char: str) -> bool:
        """Take a character; False, without having taken it, where the value ended before it."""
        if self.over:
            return False
        if self._in_string:
            self._string(char)
        elif self._scalar:
            self.over = char in _SCALAR_ENDS
            return not self.over
        elif char == '"':
            self._in_string = True
        elif char in "{[":
            self._depth += 1
        elif char in "}]":
            self._depth -= 1
            self.over = self._depth <= 0
        elif self._depth == 0:
            self._scalar = True
        return True

    def _string(self, char: str) -> None:
        if self._escaped:
            self._escaped = False
        elif char == "\\":
            self._escaped = True
        elif char == '"':
            self._in_string = False
            self.over = self._depth == 0
