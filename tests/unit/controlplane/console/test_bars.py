"""Stacked bars."""

from controlplane.console.views import bars
from controlplane.console.views.states import Tone
from shared.deployment import State


def test_every_state_of_a_deployment_has_its_part():
    parts = bars.of_counts(dict.fromkeys(State, 1))

    assert sum(part.count for part in parts) == len(State)


def test_parts_lie_side_by_side_and_fill_the_bar():
    parts = bars.stack([(Tone.OK, "there", 3), (Tone.BAD, "gone", 0), (Tone.OFF, "new", 1)])

    assert [(part.x, part.width) for part in parts] == [(0, 75), (75, 25)]


def test_nothing_makes_an_empty_bar():
    assert bars.of_counts({}) == ()
