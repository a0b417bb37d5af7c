"""A whole control plane for tests that need one, started once; nothing else."""

from collections.abc import Iterator

import pytest

from tests.support.controlplane import RunningControlPlane, control_plane_running


@pytest.fixture(scope="session")
def control_plane(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningControlPlane]:
    """A running control plane with its broker; shared, so tests use devices of their own."""
    with control_plane_running(tmp_path_factory.mktemp("controlplane")) as running:
        yield running
