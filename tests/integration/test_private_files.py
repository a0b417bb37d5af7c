"""After a real enrollment and run, nobody but the owner reads what is secret on either side."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.fleet import fleet_running

pytestmark = [pytest.mark.broker, pytest.mark.slow]


@pytest.fixture
def permissive_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def open_to_others(folder: Path) -> set[str]:
    """Return the files that others could read if the folders above let them through."""
    return {
        str(file)
        for file in folder.rglob("*")
        if file.is_file()
        and not file.is_symlink()
        and file.name != "up.log"  # the test's own
        and not (file.suffix == ".pem" and b"PRIVATE" not in file.read_bytes())  # certificates
        and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    }


@pytest.mark.usefixtures("permissive_umask")
def test_what_both_sides_keep_is_for_the_owner_alone_whatever_the_umask(tmp_path: Path):
    for name in ("controlplane", "one"):  # folders that somebody made before, open to all
        (tmp_path / name).mkdir(mode=0o755)

    with fleet_running(tmp_path, "one") as fleet:
        files = {file.name for file in tmp_path.rglob("*")}
        assert {"flotilla.db", "ca.key", "admin.token", "agent.db", "device.key"} <= files
        assert open_to_others(fleet.plane.folder) == set()
        assert open_to_others(fleet.data("one")) == set()
