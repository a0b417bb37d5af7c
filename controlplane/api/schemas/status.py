"""The body of `/status`."""

from pydantic import BaseModel


class DeviceCounts(BaseModel):
    devices: int
    online: int
    offline: int
    never: int


class Status(BaseModel):
    """The control plane at a glance."""

    version: str
    fleet: str
    url: str
    gateway_url: str
    mqtt_host: str
    mqtt_port: int
    devices: DeviceCounts
    director_version: int
    broker_connected: bool
    evaluation_keys: bool
    """Whether the signing keys lie beside the server, as an evaluation has them."""
