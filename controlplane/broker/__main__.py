"""Write the files of a production broker: `python -m controlplane.broker deploy/mosquitto`."""

import sys
from pathlib import Path
from typing import Final

from controlplane.broker.configuration import access_list, production

FOLDER: Final = Path("/etc/mosquitto/flotilla")
STATE: Final = Path("/var/lib/mosquitto")
FLEET: Final = "default"


def files() -> dict[str, str]:
    """Return every file by its name; the lists of a real fleet name whom it refuses."""
    return {
        "mosquitto.conf": production(FOLDER, STATE),
        "acl": access_list(FLEET, ()),
    }


def main() -> None:
    """Write them into the folder that is named."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files().items():
        (folder / name).write_text(text)


if __name__ == "__main__":
    main()
