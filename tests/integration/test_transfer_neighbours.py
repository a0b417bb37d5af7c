"""The control plane names neighbours in its hints: same site, same bundle, willing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from controlplane.devices.tables import DeviceCapabilityRow, DeviceRow
from controlplane.rollouts.neighbours import SITE, spread
from shared.wire.down import MAX_PEERS, DeploymentHint
from tests.support.builders import a_policy
from tests.support.rollout_control import Control, Fleet

CANARY = ({"name": "canary", "count": 1}, {"name": "rest"})


@pytest.fixture
def control(tmp_path: Path) -> Iterator[Control]:
    control = Control(tmp_path)
    yield control
    control.close()


def stands(control: Control, device: str, site: str, *, shares: bool = True) -> None:
    with control.database.transaction() as session:
        row = session.get_one(DeviceRow, device)
        row.labels = {**row.labels, SITE: site}
        capability = session.get_one(DeviceCapabilityRow, device)
        share = f"https://{device}:11501" if shares else ""
        capability.capability = {**capability.capability, "share": share}


def hinted(control: Control, *sites: str, shares: bool = True) -> dict[str, DeploymentHint]:
    """Roll out to the canary, then return what the second wave hears."""
    fleet = Fleet(control, *(f"device-{index}" for index in range(len(sites))))
    for device, site in zip(fleet.devices, sites, strict=True):
        stands(control, device, site, shares=shares)
    control.create(control.add_release("1.0.0"), a_policy(waves=CANARY, soak_s=5))
    fleet.work(rounds=9, seconds=0.1)
    control.tick(6)
    return {device: hint.deployments["main"] for device, hint in control.hints().items()}


def test_the_second_wave_hears_of_the_neighbour_that_has_it(control: Control):
    heard = hinted(control, "north", "north", "south")

    assert heard["device-1"].peers == ("https://device-0:11501",)
    assert heard["device-2"].peers == ()


def test_a_device_that_does_not_share_is_not_named(control: Control):
    heard = hinted(control, "north", "north", shares=False)

    assert heard["device-1"].peers == ()


def test_a_few_neighbours_are_named_and_others_to_another_device():
    peers = {f"p{index}": f"https://p{index}" for index in range(50)}

    chosen = [spread(f"d{index}", peers) for index in range(20)]

    assert all(len(set(each)) == MAX_PEERS for each in chosen)
    assert len({url for each in chosen for url in each}) > 30
    assert spread("d0", peers) == chosen[0]
