"""A release that is worse than what it replaces ends at its canary, and every device goes back."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.support.controlplane import until
from tests.support.fleet import LINE, Fleet, fleet_running
from tests.support.gguf_tiny import Shape

pytestmark = [pytest.mark.broker, pytest.mark.slow]

CANARIES = ("ada", "bob", "cleo", "dan", "eve")
NAMES = (*CANARIES, "fay")
WAVES = [{"name": "canary", "count": len(CANARIES)}, {"name": "rest"}]
SLOW = Shape(width=128, layers=32, feed_forward=512)
SEED = 500
PROMPTS = tuple(f"question {number}" for number in range(9))


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    with fleet_running(tmp_path_factory.mktemp("gates"), *NAMES) as running:
        running.ended(running.roll_out(running.publish(seed=SEED)))
        yield running


def stopped_at_its_canary(fleet: Fleet, version: str) -> dict:
    """Roll a version out and return the rollout, which must have been taken back."""
    before = fleet.served("fay")
    detail = fleet.ended(
        fleet.roll_out(version, waves=WAVES, on_failure="roll_back", min_sample=5), timeout_s=240
    )
    assert detail["state"] == "rolled_back", detail["sentence"]
    assert [wave["state"] for wave in detail["waves"]] == ["failed", "skipped"]
    forward = {
        each["device_name"]: each for each in detail["deployments"] if each["kind"] == "forward"
    }
    assert set(forward) == set(NAMES)
    reached = {name for name, each in forward.items() if each["state"] != "canceled"}
    assert len(reached) == len(CANARIES)
    for name in NAMES:
        assert fleet.served(name) == before
    return detail


def the_check(detail: dict, gate: str) -> dict:
    checks = detail["waves"][0]["judgement"]["checks"]
    (check,) = [each for each in checks if each["gate"] == gate and each["devices"]]
    return check


def answer_of(fleet: Fleet, name: str, text: str) -> str:
    """Return what a device's model says, as its golden prompts would have it."""
    reply = httpx2.post(
        f"{fleet.status(name)['api']}/v1/chat/completions",
        json={
            "model": LINE,
            "max_tokens": 128,
            "temperature": 0,
            "messages": [{"role": "user", "content": text}],
        },
        timeout=30,
    )
    return str(reply.json()["choices"][0]["message"]["content"])


def test_a_slower_release_is_stopped_and_taken_back(fleet):
    detail = stopped_at_its_canary(fleet, fleet.publish(shape=SLOW))

    check = the_check(detail, "tokens_per_s")
    assert check["finding"] == "fail"
    assert check["devices"] == len(CANARIES)
    assert check["low"] > check["limit"]
    assert check["p"] == pytest.approx(1 / 32)
    for each in detail["deployments"]:
        if each["kind"] == "forward" and each["state"] == "committed":
            assert each["measurements"]["before"]["tokens_per_s"] is not None


def test_a_release_that_forgot_an_answer_is_stopped_although_each_device_let_it_pass(fleet):
    answers = {text: answer_of(fleet, "fay", text) for text in PROMPTS}
    said = "".join([*answers, *answers.values()])
    odd = next(letter for letter in "QXZJKVWYq~^|#@" if letter not in said)
    answers[f"question {odd}"] = answer_of(fleet, "fay", f"question {odd}")
    golden = [
        {"id": str(number), "messages": [{"role": "user", "content": text}], "expected": answer}
        for number, (text, answer) in enumerate(answers.items())
    ]

    worse = fleet.publish(golden=golden, seed=SEED, odd_byte=ord(odd))
    detail = stopped_at_its_canary(fleet, worse)

    check = the_check(detail, "golden")
    assert (check["finding"], check["before"], check["after"]) == ("fail", 100.0, 90.0)


def engine_of(fleet: Fleet, name: str, *, after: int) -> int | None:
    """Return the youngest engine child of a device's agent, if it was started after another."""
    agent = fleet.status(name)["pid"]
    children = Path(f"/proc/{agent}/task/{agent}/children").read_text().split()
    engines = {_started(int(pid)): int(pid) for pid in children if _is_engine(int(pid))}
    started = max(engines, default=0)
    return engines[started] if started > after else None


def _is_engine(pid: int) -> bool:
    try:
        return b"agent.engine.child" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def _started(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])


def test_an_engine_that_crashes_again_and_again_on_trial_sends_its_device_back(fleet):
    before = fleet.served("ada")
    version = fleet.publish(seed=SEED)
    rollout = fleet.roll_out(
        version,
        waves=[{"name": "canary", "count": 1}, {"name": "rest"}],
        on_failure="roll_back",
        device={"trial_s": 60},
    )
    (first,) = until(
        lambda: [
            each
            for each in fleet.client.get(f"/rollouts/{rollout}")["deployments"]
            if each["state"] == "trial"
        ],
        what="a trial",
    )
    name = first["device_name"]
    youngest = 0
    for _ in range(2):
        victim = until(
            lambda youngest=youngest: engine_of(fleet, name, after=youngest), what="an engine"
        )
        youngest = _started(victim)
        os.kill(victim, signal.SIGKILL)

    detail = fleet.ended(rollout, timeout_s=120)

    assert detail["state"] == "rolled_back"
    (tried,) = [
        each
        for each in detail["deployments"]
        if each["device_name"] == name and each["kind"] == "forward"
    ]
    assert tried["state"] == "rolled_back"
    assert "crashed 2 times on trial" in tried["fault"]["message"]
    assert fleet.served(name) == before
