"""Where Mosquitto is on this machine."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from controlplane.broker.errors import BrokerMissingError

_TOOLS = Path(__file__).resolve().parents[2] / ".tools"
_PLACES = (_TOOLS / "usr/sbin", Path("/usr/sbin"), Path("/usr/local/sbin"))


def find(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the Mosquitto program: on PATH, unpacked by `make setup`, or where Debian puts it.

    Raises:
        BrokerMissingError: there is none.
    """
    path = os.pathsep.join([environment.get("PATH", ""), *map(str, _PLACES)])
    found = shutil.which("mosquitto", path=path)
    if found is None:
        raise BrokerMissingError(
            "the Mosquitto MQTT broker is not installed; `make setup` installs it"
            " (or: apt install mosquitto, brew install mosquitto)"
        )
    return Path(found)


def environment_for(program: Path, environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the environment for the child: an unpacked one finds its libraries beside it."""
    result = {key: environment[key] for key in ("PATH", "HOME", "LANG") if key in environment}
    if program.is_relative_to(_TOOLS):
        folders = sorted({str(file.parent) for file in (_TOOLS / "usr/lib").rglob("*.so*")})
        folders.append(environment.get("LD_LIBRARY_PATH", ""))
        result["LD_LIBRARY_PATH"] = os.pathsep.join(filter(None, folders))
    return result
