"""`flotilla rollout` against the API on a real port."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from controlplane.cli import rollout as cli
from controlplane.cli.apply import command as apply_command
from controlplane.cli.client import RefusedError
from controlplane.cli.rollout_file import FileError
from controlplane.db.errors import InvalidError
from tests.support.builders import a_candidate
from tests.support.rollout_control import Control, Fleet
from tests.support.rollout_fleet import Fate
from tests.support.rollout_server import serving


@pytest.fixture
def control(tmp_path: Path) -> Iterator[Control]:
    control = Control(tmp_path)
    yield control
    control.close()


@pytest.fixture
def flotilla(control: Control, monkeypatch: pytest.MonkeyPatch):
    """Run `flotilla rollout ...` and return what it printed."""
    with serving(control) as url:
        monkeypatch.setenv("FLOTILLA_URL", url)
        monkeypatch.setenv("FLOTILLA_TOKEN", "t")

        def run(*arguments: str, exit_code: int = 0) -> str:
            result = CliRunner().invoke(cli.app, arguments, env={"COLUMNS": "200"})
            if result.exception is not None and not isinstance(result.exception, SystemExit):
                raise result.exception
            assert result.exit_code == exit_code, result.output
            return result.output

        yield run


def test_a_rollout_is_created_and_watched_to_its_end(control, flotilla):
    fleet = Fleet(control, ada=96, bob=75)
    control.add_release("1.0.0", a_candidate("f16"), a_candidate("q8_0", memory_mb=71, size_mb=27))
    created = json.loads(
        flotilla(
            *("create", "device-control", "1.0.0", "--canary", "1", "--soak", "1s"),
            *("--trial", "2s", "--on-failure", "roll-back", "--json"),
        )
    )
    assert created["policy"]["on_failure"] == "roll_back"
    assert created["policy"]["device"]["trial_s"] == 2
    fleet.work(rounds=25)

    shown = flotilla("watch", created["id"][:8])
    for words in ("completed", "canary", "ada", "q8_0", "go: 1 of 1 device succeeded", "bob"):
        assert words in shown
    assert "completed" in flotilla("list")
    assert flotilla("show", created["id"], "--json").startswith("{")


def test_a_dry_run_says_who_would_get_what(control, flotilla):
    control.add_device("ada")
    control.add_device("tiny", memory_mb=10)
    control.add_release("1.0.0", a_candidate("f16"), a_candidate("q8_0", memory_mb=71, size_mb=27))
    shown = flotilla("create", "device-control", "1.0.0", "--dry-run")
    assert "f16 for 1 device" in shown
    assert "no variant fits: the smallest, q8_0, needs 71.0 MB of memory, may use 10.0 MB" in shown
    assert "no rollouts yet" in flotilla("list")


def test_a_rollout_that_failed_ends_the_watch_with_status_1(control, flotilla):
    fleet = Fleet(control, "ada", "bob")
    fleet["ada"].fate = Fate.HARD
    control.add_release("1.0.0")
    created = json.loads(flotilla("create", "device-control", "1.0.0", "--canary", "1", "--json"))
    fleet.work()
    shown = flotilla("watch", created["id"], exit_code=1)
    assert "paused (gate)" in shown
    assert "stop: " in shown


def test_a_rollout_is_steered_by_its_verbs(control, flotilla):
    control.add_device("ada")
    control.add_release("1.0.0")
    created = json.loads(flotilla("create", "device-control", "1.0.0", "--no-start", "--json"))
    assert "running" in flotilla("start", created["id"])
    assert "paused (manual)" in flotilla("pause", created["id"])
    assert json.loads(flotilla("resume", created["id"], "--json"))["state"] == "running"
    assert "aborting" in flotilla("abort", created["id"])


def test_a_policy_file_is_read_and_options_win(control, flotilla, tmp_path):
    control.add_device("ada")
    control.add_release("1.0.0")
    file = tmp_path / "policy.json"
    file.write_text('{"max_in_flight": 3, "soak_s": 9}')
    created = json.loads(
        flotilla(
            "create", "device-control", "1.0.0", "--policy", str(file), "--soak", "1m", "--json"
        )
    )
    assert (created["policy"]["max_in_flight"], created["policy"]["soak_s"]) == (3, 60)
    file.write_text("[]")
    with pytest.raises(InvalidError, match="not a mapping of fields"):
        flotilla("create", "device-control", "1.0.0", "--policy", str(file))


@pytest.mark.parametrize(
    ("text", "expected"), [("5s", 5), ("1.5m", 90), ("2h", 7200), ("1d", 86_400), ("7", 7)]
)
def test_durations_read_as_people_write_them(text, expected):
    assert cli.seconds(text) == expected


@pytest.mark.parametrize("text", ["", "soon", "-3s", "5x", "nan", "infs"])
def test_what_is_no_duration_is_refused(text):
    with pytest.raises(InvalidError, match="is not a duration"):
        cli.seconds(text)


@pytest.fixture
def apply(control: Control, monkeypatch: pytest.MonkeyPatch):
    """Run `flotilla apply ...` and return what it printed."""
    app = typer.Typer()
    app.command()(apply_command)
    with serving(control) as url:
        monkeypatch.setenv("FLOTILLA_URL", url)
        monkeypatch.setenv("FLOTILLA_TOKEN", "t")

        def run(*arguments: str) -> str:
            result = CliRunner().invoke(app, arguments, env={"COLUMNS": "200"})
            if result.exception is not None:
                raise result.exception
            return result.output

        yield run


WANTED = """\
line: device-control
version: "1.0.0"
start: false
policy:
  soak_s: 10m
"""


def test_applying_a_file_twice_makes_one_rollout(control, apply, tmp_path):
    Fleet(control, "ada")
    control.add_release("1.0.0")
    file = tmp_path / "rollout.yaml"
    file.write_text(WANTED)
    assert "f16 for 1 device" in apply("-f", str(file), "--dry-run")
    [done] = json.loads(apply("-f", str(file), "--json"))["rollouts"]
    assert (done["action"], done["rollout"]["state"]) == ("created", "ready")
    assert done["rollout"]["policy"]["soak_s"] == 600
    assert "unchanged: rollout" in apply("-f", str(file))
    file.write_text(WANTED.replace("10m", "20m"))
    with pytest.raises(FileError, match=r"rollout\.yaml:1: rollout .* another policy \(soak_s\)"):
        apply("-f", str(file))


def test_a_plan_says_who_would_get_what(control, flotilla):
    Fleet(control, ada=96, tiny=10)
    control.add_release("1.0.0")
    shown = flotilla("plan", "device-control", "1.0.0", "--canary", "1")
    for words in ("ada", "canary", "tiny", "no variant fits"):
        assert words in shown
    assert flotilla("list").startswith("no rollouts yet")


def test_a_device_is_explained_and_a_wave_is_rolled_back(control, flotilla):
    fleet = Fleet(control, "ada", "bob")
    control.add_release("1.0.0")
    options = ("--canary", "1", "--soak", "1h", "--json")
    created = json.loads(flotilla("create", "device-control", "1.0.0", *options))
    fleet.work()
    told = flotilla("explain", created["id"], "bob")
    assert "its wave 'rest' waits for wave 'canary', which soaks until" in told
    explained = json.loads(flotilla("explain", created["id"], "ada", "--json"))
    assert explained["deployment"]["state"] == "committed"
    shown = flotilla("rollback", created["id"], "--wave", "canary")
    assert "wave 'canary' rolled back by ada" in shown


def test_nobody_approves_what_they_created(control, flotilla):
    control.add_device("ada")
    control.add_release("1.0.0")
    created = json.loads(flotilla("create", "device-control", "1.0.0", "--approval", "--json"))
    assert created["state"] == "awaiting_approval"
    with pytest.raises(RefusedError, match="somebody else must approve it"):
        flotilla("approve", created["id"])
    assert "rejected by ada: no" in flotilla("reject", created["id"], "-m", "no")
