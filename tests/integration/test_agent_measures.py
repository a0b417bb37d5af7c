"""A real agent measures its kernels while it works, says so, and never again."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from shared.wire.up import Birth, CapabilityReport
from tests.support.agent_broker import broker_running
from tests.support.agent_control import ControlPlane
from tests.support.agent_fleet import FleetAuthority
from tests.support.agent_gateway import EnrollingGateway, gateway_running

pytestmark = [pytest.mark.broker, pytest.mark.model, pytest.mark.slow]
TRIES = 12
ENVIRONMENT = {
    "FLOTILLA_AGENT_MEASURE_KERNELS": "true",
    "FLOTILLA_AGENT_THREADS": "1",
    "FLOTILLA_AGENT_MEMORY_BUDGET_BYTES": "96000000",
    "FLOTILLA_AGENT_DISK_BUDGET_BYTES": "96000000",
}


@pytest.fixture
async def plane(tmp_path: Path) -> AsyncIterator[ControlPlane]:
    authority = FleetAuthority()
    with (
        broker_running(tmp_path / "broker", authority) as broker,
        gateway_running(
            EnrollingGateway(authority, mqtt_port=broker.port), tmp_path / "gateway"
        ) as gateway,
    ):
        control = ControlPlane(broker, gateway, tmp_path)
        await control.enroll()
        await control.connect(tmp_path)
        yield control
        await control.close()


async def born_again(plane: ControlPlane) -> Birth:
    """Wait for the agent to say everything once more, however busy the machine is."""
    for _ in range(TRIES):
        try:
            return await plane.hear(Birth)
        except TimeoutError:
            continue
    raise AssertionError("the agent has measured nothing")


async def test_a_new_agent_measures_once_and_tells(plane: ControlPlane) -> None:
    async with plane.agent(**ENVIRONMENT):
        first = await plane.hear(Birth)
        again = await born_again(plane)
        report = await plane.hear(CapabilityReport)
    kernels = report.capability.kernels
    assert kernels is not None
    assert {each.threads for each in kernels.rates} == {1}
    assert again.session == first.session
    assert again.capability == report.capability.digest() != first.capability
    kept = json.loads((plane.data / "kernels.json").read_bytes())
    assert kept["key"] == kernels.key
    async with plane.agent(**ENVIRONMENT):
        later = await plane.hear(Birth)
    assert later.session != first.session
    assert later.capability == again.capability
