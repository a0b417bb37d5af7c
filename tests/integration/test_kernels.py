"""The kernels of this machine, measured with the libraries that serve."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest

from agent.engine.probe.kernels import TYPES
from agent.host.kernels import ProbeError, measure
from shared.work import TYPE_NAMES
from tests.support.builders import a_capability

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def answer() -> dict[str, object]:
    """What the child says of two types, with one thread."""
    request = {"threads": 1, "memory_bytes": 2**26, "types": ["f16", "q4_K"], "clock": "cpu"}
    done = subprocess.run(
        [sys.executable, "-m", "agent.engine.probe"],
        input=json.dumps(request).encode(),
        capture_output=True,
        check=True,
    )
    told: dict[str, object] = json.loads(done.stdout)
    return told


def test_every_rate_is_plausible(answer: dict[str, object]) -> None:
    kernels = answer["kernels"]
    assert isinstance(kernels, dict)
    rates = {each["type"]: each for each in kernels["rates"]}
    assert set(rates) == {"f16", "q4_K"}
    for each in rates.values():
        assert 10**7 < each["decode"] < 10**12
        assert 10**7 < each["batch"] < 10**14
        assert 10**7 < each["prefill"] < 10**14
    (cost,) = kernels["costs"]
    assert 0 < cost["attention_decode"] < 10**14
    assert 0 < kernels["step_ns"] < 10**9


def test_the_engines_are_asked_for_compute_devices(answer: dict[str, object]) -> None:
    assert isinstance(answer["accelerators"], list)
    assert answer["why"] == ""


def test_types_have_the_names_that_files_have() -> None:
    assert {kind: name for name, kind in TYPES.items()}.items() <= TYPE_NAMES.items()


def test_a_child_that_cannot_be_started_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(ProbeError, match="cannot be started"):
        asyncio.run(measure(a_capability(96)))


def test_a_child_that_fails_is_told_of(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(broken))
    with pytest.raises(ProbeError, match="exited with code 3"):
        asyncio.run(measure(a_capability(96)))


def test_a_child_that_says_nonsense_is_told_of(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho '[1'\n")
    broken.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(broken))
    with pytest.raises(ProbeError, match="something unexpected"):
        asyncio.run(measure(a_capability(96)))
