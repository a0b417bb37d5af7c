"""What a hint may end, and what it may not."""

from datetime import timedelta

import pytest

from agent.deployments.orders import order
from shared.deployment import TERMINAL, TOUCHED, UNCHANGED, Event, State
from shared.ids import DeploymentId
from shared.policy import Go
from shared.wire.down import DeploymentHint
from tests.support.agent_fakes import NOON

MINE = DeploymentId("mine")


def a_hint(**facts: object) -> DeploymentHint:
    return DeploymentHint(id=MINE, attempt=1, go=Go.ACTIVATE).model_copy(update=facts)


def ordered(state: State, hint: DeploymentHint | None) -> Event | None:
    found = order(state, deployment=MINE, attempt=1, hint=hint, now=NOON)
    return None if found is None else found.event


@pytest.mark.parametrize("state", sorted(UNCHANGED | TOUCHED))
def test_its_own_hint_ends_nothing(state):
    assert ordered(state, a_hint()) is None


@pytest.mark.parametrize("state", sorted(UNCHANGED))
def test_before_activation_everything_can_be_left(state):
    assert ordered(state, a_hint(cancel=True)) is Event.CANCEL
    assert ordered(state, a_hint(id=DeploymentId("other"))) is Event.SUPERSEDE
    assert ordered(state, a_hint(attempt=2)) is Event.SUPERSEDE
    assert ordered(state, a_hint(deadline=NOON)) is Event.TIME_OUT
    assert ordered(state, a_hint(deadline=NOON + timedelta(seconds=1))) is None


@pytest.mark.parametrize("state", sorted(TOUCHED))
def test_once_a_candidate_is_loaded_leaving_means_going_back(state):
    assert ordered(state, a_hint(cancel=True)) is Event.CANCEL
    assert ordered(state, a_hint(id=DeploymentId("other"))) is Event.CANCEL
    assert ordered(state, a_hint(deadline=NOON)) is None


@pytest.mark.parametrize("state", sorted({State.ROLLING_BACK, *TERMINAL}))
def test_a_way_back_and_an_end_are_not_interrupted(state):
    assert ordered(state, a_hint(cancel=True)) is None
    assert ordered(state, a_hint(id=DeploymentId("other"))) is None


def test_an_older_attempt_is_no_order():
    found = order(State.TRIAL, deployment=MINE, attempt=2, hint=a_hint(), now=NOON)
    assert found is None
