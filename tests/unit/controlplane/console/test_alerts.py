"""What needs somebody's attention, the worst first."""

from datetime import timedelta

import pytest

from controlplane.console.views.alerts import Alert, Signs, alerts
from controlplane.console.views.states import Tone
from controlplane.director.expiries import Level, Repository, RoleState, Signer
from controlplane.registry.recalls import Recall
from controlplane.rollouts.machine import PauseReason, RolloutState
from controlplane.rollouts.pages import Cause, Failing
from shared.deployment import State
from shared.digest import sha256_of
from shared.ids import DeviceId, RolloutId
from tests.support.console_builders import NOON, a_release, a_summary

DISK = Cause(State.FAILED, "downloading", "disk_full", 3, None, "no room", ())


def the_alert(**signs: object) -> Alert:
    (found,) = alerts(Signs(now=NOON, **signs))
    return found


def a_role(level: Level, days: float) -> RoleState:
    left = timedelta(days=days)
    return RoleState(
        repository=Repository.IMAGE,
        role="timestamp",
        version=4,
        expires=NOON + left,
        keys=("k",),
        threshold=1,
        left=left,
        level=level,
        signer=Signer.ONLINE,
        todo="flotilla keys refresh",
    )


def test_a_quiet_fleet_needs_nobody():
    assert alerts(Signs(now=NOON)) == ()


def test_what_failed_and_still_stands_is_the_worst():
    rollout = a_summary("r", state=RolloutState.COMPLETED_WITH_FAILURES)

    found = the_alert(rollouts=[rollout], failing=[Failing(RolloutId("r"), (DISK,))])

    assert found.tone is Tone.BAD
    assert found.title == "device-control 1.0.0 failed on 3 devices"
    assert found.causes == (DISK,)


def test_a_paused_rollout_waits_for_a_decision_and_says_why_things_failed():
    rollout = a_summary("r", state=RolloutState.PAUSED, reason=PauseReason.GATE)

    found = the_alert(rollouts=[rollout], failing=[Failing(RolloutId("r"), (DISK,))])

    assert (found.title, found.action) == ("device-control 1.0.0 is paused by its gate", "Decide")
    assert found.causes == (DISK,)


def test_a_rollout_that_runs_needs_nobody():
    assert alerts(Signs(now=NOON, rollouts=[a_summary(state=RolloutState.RUNNING)])) == ()


def test_approval_names_who_asked():
    rollout = a_summary(state=RolloutState.AWAITING_APPROVAL, created_by="ada")

    assert "ada" in the_alert(rollouts=[rollout]).sentence


@pytest.mark.parametrize(
    ("level", "days", "tone", "words"),
    [
        (Level.SOON, 5.5, Tone.WARN, "ends in 5 days"),
        (Level.LATE, 0.5, Tone.BAD, "ends today"),
        (Level.LATE, -2, Tone.BAD, "has ended"),
    ],
)
def test_a_signature_that_ends_says_when_and_what_to_run(
    level: Level, days: float, tone: Tone, words: str
):
    found = the_alert(roles=[a_role(level, days)])

    assert (found.tone, found.command) == (tone, "flotilla keys refresh")
    assert words in found.title


def test_a_signature_in_time_is_no_alert():
    assert alerts(Signs(now=NOON, roles=[a_role(Level.OK, 300)])) == ()


@pytest.mark.parametrize(("held", "number"), [({}, 0), ({sha256_of(b"x"): 2}, 1)])
def test_a_recall_matters_while_somebody_holds_the_bundle(held: dict[str, int], number: int):
    recall = Recall(sha256_of(b"x"), "chat", "1.0", "q8_0", "stop", "leaks", "ada", NOON)

    found = alerts(Signs(now=NOON, recalls=[recall], recalled_in_service=held))

    assert len(found) == number


def test_certificates_are_named_up_to_a_few():
    some = [(DeviceId("a"), "kiosk-1", NOON), (DeviceId("b"), "kiosk-2", NOON)]

    found = the_alert(certificates=(5, some))

    assert "5 certificates" in found.title
    assert "kiosk-1, kiosk-2 and 3 more" in found.sentence


def test_the_worst_comes_first_and_what_only_waits_comes_last():
    found = alerts(
        Signs(now=NOON, unpublished=[a_release()], not_serving=1, roles=[a_role(Level.SOON, 3)])
    )

    assert [each.tone for each in found] == [Tone.BAD, Tone.WARN, Tone.WAIT]
