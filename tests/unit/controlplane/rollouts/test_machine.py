import pytest

from controlplane.rollouts.machine import (
    ENDED,
    ROLLOUT,
    WAVE,
    RolloutEvent,
    RolloutState,
    WaveEvent,
    WaveState,
)
from shared.machine import InvalidTransitionError, Machine


@pytest.mark.parametrize("machine", [ROLLOUT, WAVE])
def test_every_state_can_be_reached(machine: Machine) -> None:
    states = {type(state)(state) for state, _ in machine.table}
    first = next(iter(type(next(iter(states)))))
    assert set(machine.table.values()) | {first} == set(type(first))


def test_a_rolled_back_rollout_never_moves_again() -> None:
    for state in (RolloutState.ROLLED_BACK, RolloutState.ROLLBACK_PARTIAL):
        assert not ROLLOUT.events(state)


def test_an_ended_rollout_can_only_be_rolled_back() -> None:
    for state in ENDED:
        assert ROLLOUT.events(state) <= {RolloutEvent.ROLL_BACK}


def test_a_passed_wave_opens_again_for_joiners_and_can_be_rolled_back() -> None:
    assert WAVE.events(WaveState.PASSED) == {WaveEvent.REOPEN, WaveEvent.FAIL}
    assert WAVE.events(WaveState.SKIPPED) == {WaveEvent.REOPEN}


def test_a_failed_wave_can_be_reopened_or_overruled() -> None:
    assert WAVE.events(WaveState.FAILED) == {WaveEvent.REOPEN, WaveEvent.PROMOTE}


def test_what_is_over_cannot_be_paused() -> None:
    with pytest.raises(InvalidTransitionError, match="'pause' is not possible in state"):
        ROLLOUT.next(RolloutState.COMPLETED, RolloutEvent.PAUSE)
