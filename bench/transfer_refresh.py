"""What it costs a device to look at both repositories when the fleet is large.

The image repository lists 10,000 bundles in 100 lines, the director assigns to 10,000 devices. A
device looks for the first time, then again with nothing new, then again after one bundle was
published in its line and it was assigned it. Bytes are bodies as the server sent them; the
processor's time is that of this process, in which the server runs, too.
"""

import tempfile
import time
import uuid
from datetime import timedelta
from pathlib import Path

from bench.report import Row
from controlplane.director.metadata import Assignment
from shared.digest import sha256_of
from shared.ids import DeploymentId, DeviceId
from shared.trust import ImageCustom, bundle_path
from tests.support.mirror import Mirror
from tests.support.repository import DEVICE, Published, Publisher, a_requirements
from tests.support.trust_device import Device, enrolled
from tests.support.trust_models import a_gguf, a_variant

LINES = 100


async def measure(*, bundles: int, devices: int) -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        publisher = Publisher(Path(name) / "cp")
        published = publisher.publish(a_variant(), line="line-0", version="own")
        _fill(publisher, published, bundles, devices)
        rows = []
        with Mirror(publisher.folders()) as mirror:
            device = enrolled(publisher, Path(name) / "device", mirror.url)
            rows += await _look(
                f"first look at {bundles} bundles, {devices} devices", device, mirror
            )
            rows += await _look("look again, nothing new", device, mirror)
            publisher.pass_time(hours=1)
            device.clock.at += timedelta(hours=1)
            newer = publisher.publish(
                a_variant(a_gguf({"embed": 4096})), line="line-0", version="new"
            )
            publisher.assign(newer)
            rows += await _look("look after a new bundle and a new assignment", device, mirror)
        return rows


async def _look(title: str, device: Device, mirror: Mirror) -> list[Row]:
    mirror.forget()
    began = time.process_time()
    assignment = await device.trust().resolve(DEVICE, "main")
    spent_ms = 1000 * (time.process_time() - began)
    assert assignment is not None
    return [
        Row(f"{title}: bytes", sum(mirror.sent.values()), "", "lower"),
        Row(f"{title}: requests", len(mirror.requests), "", "lower"),
        Row(f"{title}: CPU, ms (with the server's share)", round(spent_ms, 1), "", "lower"),
    ]


def _fill(publisher: Publisher, published: Published, bundles: int, devices: int) -> None:
    manifest = published.assembled.manifest
    entries = []
    for index in range(bundles - 1):
        custom = ImageCustom(
            line=f"line-{index % LINES}",
            version=f"1.{index // LINES}",
            variant="f32",
            requirements=a_requirements(),
            licence="Apache-2.0",
            oms_key=published.custom.oms_key,
        )
        entries.append((custom, manifest))
    publisher.image.add(entries, publisher.now)
    for _ in range(devices - 1):
        device = DeviceId(str(uuid.uuid4()))
        publisher.assigned[device, "main"] = Assignment(
            device=device,
            slot="main",
            bundle_path=bundle_path("line-0", "own", "f32"),
            digest=sha256_of(manifest),
            length=len(manifest),
            deployment=DeploymentId(str(uuid.uuid4())),
            issued=publisher.now,
        )
    publisher.assign(published)
