"""Which devices a rollout, a wave or a budget means: the query language, by its old name. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from typing_extensions import override

from controlplane.devices.query import match
from controlplane.devices.query.errors import QueryError
from controlplane.devices.query.facts import Facts, of_labels
from controlplane.devices.query.reader import MAX_LENGTH, read
from controlplane.devices.query.tree import Every, Node

__all__ = ["MAX_LENGTH", "Facts", "Selector", "SelectorError", "parse"]

SelectorError = QueryError
EVERYBODY: Final = Every()


@dataclass(frozen=True)
class Selector:
    """An expression that was read."""

    query: Node = EVERYBODY

    def matches(self, labels: Mapping[str, str]) -> bool:
        """Judge by labels alone; a device says nothing else of itself then."""
        return self.meets(of_labels(labels))

    def meets(self, facts: Facts) -> bool:
        """Judge by everything that is known of a device."""
        return match.meets(self.query, facts)

    def explain(self, facts: Facts) -> str:
        """Say in words whether, and if not why not, a device matches."""
        return match.explain(self.query, facts)

    @override
    def __str__(self) -> str:
        return str(self.query)


def parse(text: str) -> Selector:
    """Read an expression.

    Raises:
        SelectorError: it cannot be read.
    """
    return Selector(read(text))
