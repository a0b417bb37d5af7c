"""The only place that spells an MQTT topic.

`flotilla/v1/<fleet>/<device>/up/...` is written by the device alone, `.../down/...` read by it
alone; the broker's ACL holds both to that.
"""

from dataclasses import dataclass

from shared.ids import DeviceId, is_name, is_uuid

ROOT = "flotilla/v1"

UP_STATE = "up/state"
UP_REPORT = "up/report"
UP_CAPABILITY = "up/capability"
UP_DEPLOYMENT = "up/deployment"
UP_TELEMETRY = "up/telemetry"
UP_REPLY = "up/reply"
UP_RENEWAL = "up/renewal"

DOWN_DESIRED = "down/desired"
DOWN_ACK = "down/ack"
DOWN_COMMAND = "down/command"
DOWN_CERTIFICATE = "down/certificate"

_PARTS = 6


@dataclass(frozen=True)
class Topic:
    """A topic taken apart."""

    fleet: str
    device: DeviceId
    leaf: str
    """`up/state`, `down/ack`..."""
    rest: str = ""
    """What follows the leaf: the command's id in `up/reply/<id>`."""


def build(fleet: str, device: DeviceId, leaf: str, rest: str = "") -> str:
    tail = f"/{rest}" if rest else ""
    return f"{ROOT}/{fleet}/{device}/{leaf}{tail}"


def every_up(fleet: str) -> str:
    """Return the filter for everything that devices say."""
    return f"{ROOT}/{fleet}/+/up/#"


def every_down(fleet: str, device: DeviceId) -> str:
    """Return the filter for everything that is said to one device."""
    return f"{ROOT}/{fleet}/{device}/down/#"


def parse(topic: str) -> Topic | None:
    """Take a topic apart; None when it is not one of ours."""
    parts = topic.split("/")
    if len(parts) < _PARTS or "/".join(parts[:2]) != ROOT:
        return None
    fleet, device, direction, name = parts[2:6]
    if not is_name(fleet) or not is_uuid(device) or direction not in {"up", "down"}:
        return None
    return Topic(fleet, DeviceId(device), f"{direction}/{name}", "/".join(parts[6:]))
