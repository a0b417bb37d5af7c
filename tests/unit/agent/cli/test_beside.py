"""A command beside an agent leaves nothing that the agent cannot use."""

from pathlib import Path

import pytest

from agent.cli.beside import OwnerError, check_owner
from agent.settings import Settings
from shared.ids import DeviceId

SETTINGS = Settings(
    data=Path("/var/lib/flotilla"),
    fleet="default",
    device=DeviceId("11111111-2222-4333-8444-555555555555"),
    name="kiosk",
    gateway_url="https://localhost:1",
    mqtt_host="localhost",
    mqtt_port=1,
)


def test_the_owner_may_work_in_the_folder():
    check_owner(SETTINGS, owner=1000, user=1000)


def test_root_is_told_as_whom_to_come():
    with pytest.raises(OwnerError, match="sudo -u '#1000'"):
        check_owner(SETTINGS, owner=1000, user=0)
