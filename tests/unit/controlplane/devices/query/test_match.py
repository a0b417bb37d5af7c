"""Which devices meet a query, and what is said to those that do not."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from controlplane.devices.model import Device
from controlplane.devices.query.facts import Facts, of_device
from controlplane.devices.query.fields import KNOWN
from controlplane.devices.query.match import explain, meets
from controlplane.devices.query.reader import read
from shared.capabilities import Accelerator
from shared.digest import sha256_of
from shared.ids import DeviceId
from shared.wire.up import SlotReport
from tests.support.builders import a_capability

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
BUNDLE = sha256_of(b"bundle")


def a_device(**changes: Any) -> Device:
    values: dict[str, Any] = {
        "id": DeviceId("0a0a"),
        "name": "kiosk-7",
        "enrolled_at": NOON,
        "labels": {"site": "berlin", "class": "kiosk"},
        "presence": "online",
        "last_seen": NOON - timedelta(minutes=3),
        "agent": "1.4.0",
        "capability": a_capability(
            3000,
            instructions=("avx2", "fma"),
            accelerators=(Accelerator(kind="ggml CUDA0", name="A card", memory_bytes=8 * 10**9),),
        ),
        "slots": {
            "main": SlotReport(
                bundle=BUNDLE, line="assistant", version="1.2.0", variant="q8_0", serving=True
            ),
            "small": SlotReport(
                bundle=BUNDLE, line="device-control", version="1.0.0", variant="f16"
            ),
        },
    }
    return Device(**{**values, **changes})


def facts(**changes: Any) -> Facts:
    return of_device(a_device(**changes), NOON)


@pytest.mark.parametrize(
    "query",
    [
        "site=berlin and memory >= 2GiB and not site=porto",
        "name ~ kiosk-",
        "name !~ test",
        "state=online",
        "state=serving and state=failed",
        "state in (offline, failed)",
        "seen < 5m",
        "agent = 1.4.0",
        "memory_total >= 1GB, disk <= 1GB",
        "cores = 4",
        "arch=x86_64",
        "cpu ~ 'a C'",
        "instruction=avx2 and not instruction=avx512f",
        "engine=llama and format=gguf",
        "has accelerator and accelerator ~ 'ggml CUDA'",
        "accelerator_memory >= 8GB",
        "battery=no",
        "slot=small",
        "line=assistant",
        "version ~ 1.",
        f"bundle={BUNDLE}",
        "slot.small.line=device-control",
        "has slot.main.version",
        "has class",
        "site != porto or has gpu",
    ],
)
def test_a_device_meets_what_is_true_of_it(query: str) -> None:
    assert meets(read(query), facts())


@pytest.mark.parametrize(
    "query",
    [
        "memory >= 4GB",
        "memory < 1GiB",
        "state=never",
        "seen > 1h",
        "slot.main.line=device-control",
        "slot.other.line=assistant",
        "has gpu",
        "line=other",
        "instruction=neon",
        "metered=yes",
        "metered=no",
        "battery=yes",
        "KIOSK-7=yes",
        "name=Kiosk-7",
    ],
)
def test_a_device_does_not_meet_what_is_not(query: str) -> None:
    assert not meets(read(query), facts())


def test_a_device_that_says_nothing_has_nothing() -> None:
    silent = facts(capability=None, slots={}, presence="never", last_seen=None, agent="")
    for query in ("memory >= 0", "cores < 1000", "engine=llama", "has slot", "seen < 9999d"):
        assert not meets(read(query), silent)
        assert meets(read(f"not {query}"), silent)
    assert meets(read("state=never"), silent)


def test_an_explanation_says_what_the_device_has() -> None:
    query = read("memory >= 4GiB and site=porto and has gpu and seen > 1d")
    assert explain(query, facts()) == (
        "memory >= 4GiB does not hold: memory is 3.0 GB;"
        " site=porto does not hold: site is berlin;"
        " has gpu does not hold: it has no label gpu;"
        " seen > 1d does not hold: seen is 180 s"
    )


def test_an_explanation_of_an_or_names_every_field() -> None:
    assert explain(read("site=porto or cores > 8"), facts()) == (
        "site=porto or cores > 8 does not hold: site is berlin and cores is 4"
    )


def test_the_reference_names_every_field() -> None:
    page = (Path(__file__).parents[5] / "docs/reference/query.md").read_text()
    assert [name for name in KNOWN if f"`{name}`" not in page] == []
