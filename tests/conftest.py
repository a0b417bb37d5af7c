"""What every test may rely on: logging as it was found, a control plane, and which database.

`pytest --postgresql` gives every test that asks for a fresh database one of PostgreSQL.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.support.controlplane import RunningControlPlane, control_plane_running
from tests.support.databases import VARIABLE
from tests.support.postgresql import a_server


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--postgresql", action="store_true", help="use a PostgreSQL server of this run's own"
    )


def pytest_configure(config: pytest.Config) -> None:
    os.environ["COLUMNS"] = "200"  # read once, when the command line's screen is first imported
    if config.getoption("--postgresql"):
        held = ExitStack()
        config.add_cleanup(held.close)
        os.environ[VARIABLE] = str(held.enter_context(a_server()).folder)


@pytest.fixture(scope="session")
def control_plane(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningControlPlane]:
    """A running control plane with its broker; shared, so tests use devices of their own."""
    with control_plane_running(tmp_path_factory.mktemp("controlplane")) as running:
        yield running


@pytest.fixture(scope="session", autouse=True)
def agents_that_do_not_measure() -> Iterator[None]:
    """Agents that tests start measure no kernels: that would take every core from the others."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FLOTILLA_AGENT_MEASURE_KERNELS", "false")
        yield


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    """Take back what a command line run in this process did to the root logger."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
