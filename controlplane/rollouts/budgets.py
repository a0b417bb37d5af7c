"""Disruption budgets: how many devices of a site, a class or a rack may be disturbed at once. Pure.

A group is one value of a label. A device without the label belongs to no group and is held back by
no budget of it. Disturbed is who was told to activate and has not ended, in any rollout; who failed
and cannot be reached keeps its place, because nobody knows what it serves.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from controlplane.rollouts.policy import Budget

Group = tuple[str, str]
"""A label and its value."""


@dataclass(frozen=True)
class Groups:
    """What is known of the groups that a policy's budgets speak of."""

    sizes: Mapping[Group, int] = field(default_factory=dict)
    """Enrolled devices."""
    disturbed: Mapping[Group, int] = field(default_factory=dict)


def groups_of(labels: Mapping[str, str], budgets: Iterable[Budget]) -> tuple[Group, ...]:
    """Return the groups to which a device belongs."""
    return tuple((each.label, labels[each.label]) for each in budgets if each.label in labels)


class Ledger:
    """Counts along while devices are chosen."""

    def __init__(self, budgets: Sequence[Budget], groups: Groups) -> None:
        self._limits = {
            (budget.label, value): budget.limit(size)
            for budget in budgets
            for (label, value), size in groups.sizes.items()
            if label == budget.label
        }
        self._fallback = {budget.label: budget.limit(1) for budget in budgets}
        self._budgets = budgets
        self._used = Counter(groups.disturbed)

    def full(self, labels: Mapping[str, str]) -> str | None:
        """Return why a device must wait, None when every budget has room for it."""
        for group in groups_of(labels, self._budgets):
            used, limit = self._used[group], self.limit(group)
            if used >= limit:
                label, value = group
                return f"the budget of {label}={value} is used up ({used} of {limit} at once)"
        return None

    def take(self, labels: Mapping[str, str]) -> None:
        """Note that a device is disturbed from now on."""
        self._used.update(groups_of(labels, self._budgets))

    def limit(self, group: Group) -> int:
        return self._limits.get(group, self._fallback[group[0]])
