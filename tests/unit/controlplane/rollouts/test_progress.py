from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlplane.rollouts.model import DeploymentFacts
from controlplane.rollouts.progress import Effect, fold
from shared.deployment import TERMINAL, State
from shared.wire.up import DeploymentReport, Measurements, Progress
from tests.support.builders import NOON, a_deployment, a_fault, a_report

LATER = NOON + timedelta(seconds=5)


def offered(**changes: object) -> DeploymentFacts:
    return a_deployment(**{"state": State.OFFERED, "offered_at": NOON, **changes})


def test_a_newer_report_moves_the_deployment() -> None:
    folded = fold(offered(), a_report(state=State.DOWNLOADING, seq=2), LATER)
    assert folded.effect is Effect.MOVED
    assert (folded.facts.state, folded.facts.seq) == (State.DOWNLOADING, 2)
    assert folded.facts.changed_at == LATER


def test_progress_does_not_restart_the_clock_of_the_step() -> None:
    downloading = offered(state=State.DOWNLOADING, seq=2)
    report = a_report(
        state=State.DOWNLOADING, seq=3, progress=Progress(done_bytes=1, total_bytes=2)
    )
    folded = fold(downloading, report, LATER)
    assert folded.effect is Effect.PROGRESS
    assert folded.facts.changed_at == NOON
    assert folded.facts.progress is not None


def test_an_older_report_changes_nothing() -> None:
    facts = offered(state=State.STAGED, seq=5)
    assert fold(facts, a_report(state=State.DOWNLOADING, seq=3), LATER).facts is facts


def test_a_report_of_an_earlier_attempt_changes_nothing() -> None:
    facts = offered(attempt=2)
    assert fold(facts, a_report(state=State.FAILED, seq=9), LATER).facts is facts


@pytest.mark.parametrize("state", [State.QUEUED, State.OFFERED, State.REMOVED])
def test_a_device_cannot_report_what_only_the_server_decides(state: State) -> None:
    facts = offered()
    assert fold(facts, a_report(state=state), LATER).facts is facts


@pytest.mark.parametrize("state", sorted(TERMINAL))
def test_a_terminal_state_absorbs(state: State) -> None:
    facts = offered(state=state, seq=4)
    assert fold(facts, a_report(state=State.COMMITTED, seq=9), LATER).facts is facts


@pytest.mark.parametrize("guess", [State.TIMED_OUT, State.CANCELED, State.REMOVED])
def test_a_guess_of_the_server_gives_way_to_a_late_truth(guess: State) -> None:
    facts = offered(state=guess, seq=4, by_server=True)
    folded = fold(facts, a_report(state=State.COMMITTED, seq=9), LATER)
    assert folded.effect is Effect.LATE
    assert folded.facts.state is State.COMMITTED
    assert not folded.facts.by_server


def test_a_late_sign_of_life_is_not_a_late_truth() -> None:
    facts = offered(state=State.TIMED_OUT, seq=4, by_server=True)
    assert fold(facts, a_report(state=State.TRIAL, seq=9), LATER).facts is facts


def test_what_was_never_offered_cannot_have_happened() -> None:
    facts = a_deployment(state=State.REMOVED, by_server=True)
    assert fold(facts, a_report(state=State.COMMITTED), LATER).facts is facts


def test_numbers_add_up_over_reports() -> None:
    first = fold(
        offered(),
        a_report(state=State.PROBING, measurements=Measurements(load_ms=5, crashes=0)),
        LATER,
    )
    second = fold(
        first.facts,
        a_report(state=State.TRIAL, seq=2, measurements=Measurements(crashes=1)),
        LATER,
    )
    assert second.facts.measurements == Measurements(load_ms=5, crashes=1)


reports = st.builds(
    a_report,
    seq=st.integers(1, 8),
    attempt=st.integers(1, 2),
    state=st.sampled_from(list(State)),
    fault=st.none() | st.just(a_fault()),
)


def last_state(facts: DeploymentFacts, said: list[DeploymentReport]) -> DeploymentFacts:
    for report in said:
        facts = fold(facts, report, NOON).facts
    return facts


@given(st.lists(reports, max_size=12), st.data())
def test_saying_it_again_changes_nothing(said: list[DeploymentReport], data: st.DataObject) -> None:
    facts = last_state(offered(), said)
    again = data.draw(st.lists(st.sampled_from(said), max_size=10)) if said else []
    after = last_state(facts, again)
    # An earlier report may only be repeated, never go beyond what was known.
    assert (after.attempt, after.seq) == (facts.attempt, facts.seq)
    assert after == facts


WALK = (
    State.ACCEPTED,
    State.DOWNLOADING,
    State.VERIFYING,
    State.STAGED,
    State.ACTIVATING,
    State.PROBING,
    State.TRIAL,
    State.COMMITTED,
)


@given(st.permutations([*enumerate(WALK, start=1), *enumerate(WALK, start=1)]))
def test_any_order_of_arrival_ends_the_same(order: list[tuple[int, State]]) -> None:
    said = [a_report(seq=seq, state=state) for seq, state in order]
    assert last_state(offered(), said).state is State.COMMITTED
