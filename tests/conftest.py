"""What every test may rely on: logging as it was found, and a control plane for those that ask."""

import logging
from collections.abc import Iterator

import pytest

from tests.support.controlplane import RunningControlPlane, control_plane_running


@pytest.fixture(scope="session")
def control_plane(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningControlPlane]:
    """A running control plane with its broker; shared, so tests use devices of their own."""
    with control_plane_running(tmp_path_factory.mktemp("controlplane")) as running:
        yield running


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    """Take back what a command line run in this process did to the root logger."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
