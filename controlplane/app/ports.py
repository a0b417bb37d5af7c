"""A port of 0 means a free one, and the same one at the next start, so that devices find it."""

import json
import socket
from contextlib import ExitStack

from controlplane.settings import Settings

_FIELDS = ("port", "gateway_port", "mqtt_port")


def settle(settings: Settings) -> Settings:
    """Return the settings with real ports, and remember them in the data folder."""
    ports = {field: getattr(settings, field) for field in _FIELDS}
    if 0 not in ports.values():
        return settings
    before = _remembered(settings)
    with ExitStack() as held:  # all at once, so that no two are the same
        for field in _FIELDS:
            if ports[field] == 0:
                host = settings.host if field == "port" else settings.device_host
                ports[field] = _free(held, host, before.get(field, 0))
    settings.ports_file.write_text(json.dumps(ports))
    return settings.model_copy(update=ports)


def _remembered(settings: Settings) -> dict[str, int]:
    try:
        stored = json.loads(settings.ports_file.read_bytes())
        return {field: int(stored[field]) for field in _FIELDS}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _free(held: ExitStack, host: str, wanted: int) -> int:
    for port in (wanted, 0):
        candidate = held.enter_context(socket.socket())
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind((host, port))
        except OSError:
            continue
        return int(candidate.getsockname()[1])
    return 0
