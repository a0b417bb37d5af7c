"""What gates find is kept, told over REST and on the command line, and written into the log."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from controlplane.cli import rollout as cli
from controlplane.rollouts import snapshots, verdicts
from controlplane.rollouts.checks import Check, Finding
from shared.wire.up import Measurements
from tests.support.builders import NOON, a_policy
from tests.support.rollout_control import Control, Fleet, bundle_in
from tests.support.rollout_server import an_app, serving

NAMES = ("ada", "bob", "cleo", "dan", "eve")


@pytest.fixture
def control(tmp_path: Path) -> Iterator[Control]:
    control = Control(tmp_path)
    yield control
    control.close()


def slow_rollout(control: Control) -> str:
    """Bring a fleet to 1.0.0, then roll a release out that halves the speed of every device."""
    fleet = Fleet(control, *NAMES, "fay")
    control.create(control.add_release("1.0.0"), a_policy(soak_s=0))
    fleet.work()
    for number, name in enumerate(NAMES):
        fleet[name].measured = Measurements(
            tokens_per_s=50 + number, before=Measurements(tokens_per_s=100)
        )
    waves = [{"name": "canary", "count": 5}, {"name": "rest"}]
    policy = a_policy(waves=waves, soak_s=0, on_failure="roll_back")
    rollout = control.create(control.add_release("2.0.0"), policy)
    fleet.work(rounds=25)
    assert all(fleet[name].runs == bundle_in("1.0.0") for name in (*NAMES, "fay"))
    return rollout


def test_a_slower_release_is_taken_back_and_the_proof_is_kept(control):
    rollout = slow_rollout(control)
    assert control.detail(rollout).summary.state == "rolled_back"
    with TestClient(an_app(control), base_url="http://testserver/api/v1") as http:
        found = http.get(f"/rollouts/{rollout}/verdicts").json()["verdicts"]
        shown = http.get(f"/rollouts/{rollout}").json()

    (speed,) = [each for each in found if each["gate"] == "tokens_per_s"]
    assert (speed["finding"], speed["wave"], speed["devices"]) == ("fail", 0, 5)
    assert (speed["before"], speed["after"], speed["limit"]) == (100, 52, 30)
    assert speed["p"] == pytest.approx(1 / 32)
    assert speed["low"] == pytest.approx(46)
    checks = shown["waves"][0]["judgement"]["checks"]
    assert [each["p"] for each in checks if each["gate"] == "tokens_per_s"] == [speed["p"]]
    assert any(
        "gate tokens_per_s of wave 'canary' failed: 48 % slower" in text
        and "(Wilcoxon signed-rank: n = 5, p = 0.0312, low = 46, high = 50)" in text
        for text in control.events()
    )


def test_what_gates_found_is_shown_in_a_terminal(control, monkeypatch):
    rollout = slow_rollout(control)
    with serving(control) as url:
        monkeypatch.setenv("FLOTILLA_URL", url)
        monkeypatch.setenv("FLOTILLA_TOKEN", "t")
        said = CliRunner().invoke(cli.app, ["gates", rollout], env={"COLUMNS": "200"}).output
        whole = CliRunner().invoke(cli.app, ["gates", rollout, "--json"]).output
        watched = CliRunner().invoke(cli.app, ["show", rollout], env={"COLUMNS": "200"}).output
    assert "48 % slower than before" in said
    assert "Wilcoxon signed-rank" in said
    assert {"failures", "tokens_per_s"} <= {each["gate"] for each in json.loads(whole)["verdicts"]}
    assert "tokens per s" in watched


def test_a_gate_that_changes_its_mind_leaves_a_row_for_each(control):
    control.add_device("ada")
    rollout = control.create(control.add_release("1.0.0"), a_policy(soak_s=0))
    found = [
        Check("golden", "a CPU", finding, devices, f"seen on {devices}")
        for devices, finding in enumerate(
            (Finding.WAIT, Finding.FAIL, Finding.FAIL, Finding.WAIT, Finding.PASS)
        )
    ]
    for check in found:
        with control.database.transaction() as session:
            wave = snapshots.waves(session, rollout)[0]
            verdicts.record(session, rollout, wave, (check,), control.clock.now())
        control.clock.advance(10)

    with control.database.reading() as session:
        kept = verdicts.of_rollout(session, rollout)
    assert [each.check for each in kept] == found[2:]
    times = [((each.found_at - NOON).seconds, (each.changed_at - NOON).seconds) for each in kept]
    assert times == [(10, 20), (30, 30), (40, 40)]
