"""A publisher, a mirror and a device that trusts them; and the command line of an operator."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from controlplane.cli import app
from tests.support.controlplane import RunningControlPlane
from tests.support.mirror import Mirror
from tests.support.repository import Publisher
from tests.support.trust_device import Device, enrolled


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    return Publisher(tmp_path / "cp")


@pytest.fixture
def mirror(publisher: Publisher) -> Iterator[Mirror]:
    with Mirror(publisher.folders()) as mirror:
        yield mirror


@pytest.fixture
def device(publisher: Publisher, mirror: Mirror, tmp_path: Path) -> Device:
    return enrolled(publisher, tmp_path / "device", mirror.url)


@pytest.fixture
def flotilla(
    control_plane: RunningControlPlane, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Result]:
    """Run `flotilla`, with what somebody types at its questions."""
    monkeypatch.setenv("FLOTILLA_URL", control_plane.url)
    monkeypatch.setenv("FLOTILLA_TOKEN", control_plane.token)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words: str, said: str | None = None) -> Result:
        return CliRunner().invoke(app, list(words), input=said)

    return run
