"""A director's repository that was restored from a backup, and a device that has seen more."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.trust.errors import TrustError
from shared.ids import DeploymentId
from tests.support.mirror import Mirror
from tests.support.repository import DEVICE, Publisher
from tests.support.trust_device import Device, enrolled
from tests.support.trust_models import a_gguf

SMALL = {"model.gguf": a_gguf({"embed": 4096})}


@pytest.fixture
def device(publisher: Publisher, tmp_path: Path) -> Iterator[Device]:
    with Mirror(publisher.folders()) as mirror:
        yield enrolled(publisher, tmp_path / "device", mirror.url)


async def test_a_device_listens_again_once_the_director_signs_above_what_it_has_seen(
    publisher: Publisher, device: Device, tmp_path: Path
):
    published = publisher.publish(SMALL)
    publisher.assign(published)
    shutil.copytree(publisher.director_folder, tmp_path / "backup")
    for number in range(2, 5):
        publisher.assign(published, deployment=DeploymentId(f"d-{number}"))
    assert await device.trust().resolve(DEVICE, "main") is not None
    seen = publisher.director.version

    shutil.rmtree(publisher.director_folder)
    shutil.copytree(tmp_path / "backup", publisher.director_folder)
    assert publisher.director.version < seen
    with pytest.raises(TrustError):
        await device.trust().resolve(DEVICE, "main")

    version = publisher.director.publish(publisher.assigned.values(), publisher.now, above=seen)
    assert version > seen
    found = await device.trust().resolve(DEVICE, "main")
    assert found is not None
    assert found.director_version == version


def test_signing_above_what_was_seen_happens_once(publisher: Publisher):
    publisher.assign(publisher.publish(SMALL))
    above = publisher.director.version + 40
    first = publisher.director.publish(publisher.assigned.values(), publisher.now, above=above)
    again = publisher.director.publish(publisher.assigned.values(), publisher.now, above=above)
    assert first == again == above + 1
