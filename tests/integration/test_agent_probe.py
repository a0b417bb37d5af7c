"""`flotilla-agent probe`, as somebody runs it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from shared.capabilities import Capability

pytestmark = [pytest.mark.model, pytest.mark.slow]


def test_a_machine_that_is_not_enrolled_is_measured_and_nothing_is_left_behind(
    tmp_path: Path,
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "agent", "probe", "--json", "--threads", "1"],
        capture_output=True,
        check=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": "/usr/bin"},
    )
    found = Capability.model_validate(json.loads(done.stdout))
    assert found.kernels is not None
    assert {each.threads for each in found.kernels.rates} == {1}
    assert len({each.weights_bytes for each in found.kernels.rates}) == 2
    assert len(found.kernels.rates) == 2 * len({each.type for each in found.kernels.rates})
    assert list(tmp_path.iterdir()) == []
