"""One fleet for the tests of a module: each test brings its own version."""

from collections.abc import Iterator

import pytest

from tests.support.fleet import Fleet, fleet_running


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    with fleet_running(tmp_path_factory.mktemp("fleet"), "ada") as running:
        running.ended(running.roll_out(running.publish()))
        yield running
