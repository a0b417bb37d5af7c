"""A publisher's repositories, a mirror that serves them, and a device that trusts them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

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
