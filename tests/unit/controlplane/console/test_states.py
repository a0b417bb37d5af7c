"""Every state has a tone and a word."""

from enum import StrEnum

import pytest

from controlplane.console.views import states
from controlplane.console.views.states import Look, Tone
from controlplane.registry.machine import ReleaseState, VariantState
from controlplane.rollouts.gates import Verdict
from controlplane.rollouts.machine import RolloutState, WaveState
from shared.deployment import FAILURES, SUCCEEDED, State

ALL = [
    each
    for kind in (State, RolloutState, WaveState, ReleaseState, VariantState, Verdict)
    for each in kind
]


@pytest.mark.parametrize("state", ALL, ids=lambda state: f"{type(state).__name__}.{state.name}")
def test_every_state_is_shown(state: StrEnum):
    look = states.of(state)

    assert look.tone in Tone
    assert look.word
    assert "_" not in look.word


@pytest.mark.parametrize("presence", ["online", "offline", "never"])
def test_every_presence_is_shown(presence: str):
    assert states.of(presence).word


def test_failures_look_bad_and_successes_good():
    assert {states.of(state).tone for state in FAILURES} == {Tone.BAD}
    assert {states.of(state).tone for state in SUCCEEDED} == {Tone.OK}


def test_states_that_are_spelt_alike_keep_their_own_look():
    assert states.of(ReleaseState.READY) == Look(Tone.WARN, "ready to publish")
    assert states.of(RolloutState.READY) == Look(Tone.WAIT, "ready")
    assert states.of(VariantState.READY) == Look(Tone.OK, "ready")
