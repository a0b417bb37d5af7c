"""The main job as a newcomer runs it: `flotilla demo --once`."""

import json
import os
import subprocess

import pytest

from controlplane.cli.demo.stage import program

pytestmark = [pytest.mark.broker, pytest.mark.model, pytest.mark.slow]


def test_the_demo_enrolls_signs_rolls_out_and_answers(tmp_path):
    done = subprocess.run(
        [*program("flotilla"), "demo", "--once", "--json", "--folder", str(tmp_path / "demo")],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NO_COLOR": "1"},
        timeout=300,
    )

    assert done.returncode == 0, done.stderr[-3000:]
    summary = json.loads(done.stdout)
    assert summary["ok"]
    assert summary["rollout"] == "completed"
    assert summary["committed"] == {
        "lisbon-gateway": "f16",
        "porto-kiosk": "q8_0",
        "faro-panel": "q4_k_m",
    }
    assert json.loads(summary["answer"]) == {
        "name": "set_temperature",
        "arguments": {"zone": "greenhouse", "value": 21.5, "unit": "C"},
    }
