"""How a bundle is to be served is chosen, signed, and put back with the bundle before."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from controlplane.rollouts import foresight, service
from shared.ids import DeviceId
from shared.sizing import Parameters
from tests.support.builders import a_candidate, a_policy
from tests.support.rollout_control import Control, Fleet

VARIANTS = (a_candidate("f16", memory_mb=83.1, percent=99.1, size_mb=50),)
LESS = Parameters(context=256, parallel=1)


@pytest.fixture
def control(tmp_path: Path) -> Iterator[Control]:
    control = Control(tmp_path)
    yield control
    control.close()


def signed(control: Control, device: str) -> Parameters | None:
    return control.director.signed[DeviceId(device), "main"].parameters


def test_a_bundle_that_is_served_as_it_says_needs_no_word_of_the_director(control: Control) -> None:
    fleet = Fleet(control, "ada")
    control.create(control.add_release("1.0.0", *VARIANTS), a_policy(soak_s=0))
    fleet.work()
    assert signed(control, "ada") is None


def test_what_the_work_asks_for_is_signed_for_each_device(control: Control) -> None:
    fleet = Fleet(control, "ada", "bob")
    overrides = [{"selector": "name=bob", "context": 256}]
    rollout = control.create(
        control.add_release("1.0.0", *VARIANTS),
        a_policy(soak_s=0, workload={"overrides": overrides}),
    )
    fleet.work()
    assert control.states(rollout) == {"ada": "committed", "bob": "committed"}
    assert (signed(control, "ada"), signed(control, "bob")) == (None, LESS)


def test_going_back_puts_back_how_the_bundle_before_was_served(control: Control) -> None:
    fleet = Fleet(control, "ada")
    control.create(
        control.add_release("1.0.0", *VARIANTS), a_policy(soak_s=0, workload={"context": 256})
    )
    fleet.work()
    newer = control.create(control.add_release("2.0.0", *VARIANTS), a_policy(soak_s=0))
    fleet.work()
    assert signed(control, "ada") is None
    with control.database.transaction() as session:
        service.rollback(session, newer, actor="eve", now=control.clock.now())
    fleet.work()
    assert control.detail(newer).summary.state == "rolled_back"
    assert signed(control, "ada") == LESS


def test_a_plan_says_how_long_it_would_take(control: Control) -> None:
    fleet = Fleet(control, "ada", "bob", "cleo", "dan", "eve", "fay")
    release = control.add_release("1.0.0", *VARIANTS)
    policy = a_policy(soak_s=0)

    def planned() -> str:
        with control.database.reading() as session:
            plan = service.preflight(
                session,
                release=release,
                slot="main",
                selector="",
                policy=policy,
                now=control.clock.now(),
            )
        assert plan.duration is not None
        return plan.duration.sentence

    assert "assumed, because too few deployments have been finished" in planned()
    control.create(release, policy)
    fleet.work()
    with control.database.reading() as session:
        assert foresight.pace(session).deployments == 6
    assert "judged by 6 deployments" in planned()
