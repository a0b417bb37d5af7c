"""`flotilla up`: the whole control plane in one process."""

import logging
import os
import signal
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from controlplane import app as application
from controlplane.access import accounts
from controlplane.app import ports
from controlplane.app.plane import Part
from controlplane.cli.screen import err
from controlplane.devices.anchors import FIRST_ROOT
from controlplane.director.keys import is_encrypted
from controlplane.publisher import ceremony
from controlplane.publisher.keys import NAMES, USB, KeyRing
from controlplane.publisher.refresher import Refresher
from controlplane.settings import Settings
from shared import logs
from shared.clock import SystemClock

_CHATTY = ("alembic", "uvicorn")
_EVALUATION = (
    "Made by `flotilla up` to try things out: whoever reads this folder can sign models.\n"
)


def command(
    *,
    data: Annotated[Path | None, typer.Option(help="Where everything is kept.")] = None,
    host: Annotated[str | None, typer.Option(help="Where console and API listen.")] = None,
    port: Annotated[int | None, typer.Option(help="0 means any free port.")] = None,
    device_host: Annotated[
        str | None, typer.Option(help="Where gateway and broker listen; 0.0.0.0 for everywhere.")
    ] = None,
    gateway_port: Annotated[int | None, typer.Option(help="0 means any free port.")] = None,
    mqtt_port: Annotated[int | None, typer.Option(help="0 means any free port.")] = None,
    public_host: Annotated[
        str | None, typer.Option(help="The name under which devices reach this machine.")
    ] = None,
    fleet: Annotated[str | None, typer.Option(help="The fleet's name.")] = None,
    database_url: Annotated[
        str | None, typer.Option(help="SQLAlchemy URL; SQLite in the data folder by default.")
    ] = None,
    log_json: Annotated[bool | None, typer.Option("--log-json", help="Log JSON lines.")] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log more.")] = False,
) -> None:
    """Start the control plane: console, API, gateway, broker and rollouts.

    Every option can also be set as FLOTILLA_<OPTION> in the environment.
    """
    os.umask(0o077)  # what a control plane keeps is for its owner alone
    given: dict[str, Any] = {
        "data": data,
        "host": host,
        "port": port,
        "device_host": device_host,
        "gateway_port": gateway_port,
        "mqtt_port": mqtt_port,
        "public_host": public_host,
        "fleet": fleet,
        "database_url": database_url,
        "log_json": log_json,
    }
    settings = Settings(**{name: value for name, value in given.items() if value is not None})
    logs.configure(as_json=settings.log_json, level="DEBUG" if verbose else "INFO")
    for name in () if verbose else _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    settings = prepared(settings)
    plane = application.create(settings, parts=_evaluation_parts(settings))
    stop = stopped_by_signals()
    plane.run(stop, on_ready=lambda: _greet(plane))


def prepared(settings: Settings) -> Settings:
    """Return settings with a data folder and real ports; hold the key ceremony the first time."""
    settings = settings.model_copy(update={"data": settings.data.resolve()})
    settings.data.mkdir(parents=True, exist_ok=True)
    settings.data.chmod(0o700)
    if not (settings.image_repository / "metadata" / FIRST_ROOT).exists():
        ceremony.create(
            settings.keys_folder,
            image_repo=settings.image_repository,
            director_repo=settings.director_repository,
            usb_repo=settings.usb_repository,
            director_key=settings.director_key,
            now=datetime.now(UTC),
        )
        settings.evaluation_marker.write_text(_EVALUATION)
        err.print(f"[dim]made evaluation keys in {settings.keys_folder}[/]")
    elif _made_before_markers(settings.keys_folder) and not settings.evaluation_marker.exists():
        settings.evaluation_marker.write_text(_EVALUATION)
        err.print(f"[dim]marked {settings.keys_folder} as evaluation keys[/]")
    return ports.settle(settings)


def _evaluation_parts(settings: Settings) -> dict[str, Part]:
    """Return what signs by itself while the keys are here to try things out."""
    if not settings.evaluation_marker.is_file():
        return {}
    refresher = Refresher(
        KeyRing(settings.keys_folder),
        SystemClock(),
        image=settings.image_repository,
        others=(settings.director_repository, settings.usb_repository),
    )
    return {"signing": refresher.run}


def _made_before_markers(keys: Path) -> bool:
    """Tell whether an older `flotilla up` made these keys, for nothing else made any then.

    Those have no public halves beside them and know nothing of sticks; nothing was encrypted.
    """
    files = {file.name for file in keys.glob("*.p*")}
    if files != {f"{name}.pem" for name in NAMES if name != USB}:
        return False
    return not any(is_encrypted(keys / name) for name in files)


def stopped_by_signals() -> threading.Event:
    """Return an event that SIGINT or SIGTERM sets; a second one ends the process as it stands."""
    stop = threading.Event()

    def handle(number: int, _frame: object) -> None:
        stop.set()
        signal.signal(number, signal.SIG_DFL)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, handle)
    return stop


def _greet(plane: application.ControlPlane) -> None:
    settings = plane.settings
    err.print("[bold green]Flotilla is up[/]")
    err.print(f"  Console  [bold]{plane.sign_in_url}[/]")
    err.print(f"  Devices  {settings.gateway_url}, MQTT on {settings.mqtt_port}")
    at = "" if _is_default(settings.data) else f"FLOTILLA_DATA={settings.data} "
    err.print(f"  Enroll   {at}flotilla enroll-token")
    if settings.keys_folder.is_dir():
        err.print(
            f"  [yellow]Evaluation keys[/]: whoever reads {settings.keys_folder} can sign models"
        )
    with plane.database.reading() as session:
        if accounts.is_empty(session):
            err.print(f"  Accounts {at}flotilla users add NAME --role admin")
    err.print("  [dim]Ctrl-C stops it[/]")


def _is_default(data: Path) -> bool:
    """Tell whether the other verbs find this folder by themselves."""
    return data == Settings().data.resolve()
