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
from controlplane.app import ports
from controlplane.cli.screen import err
from controlplane.devices.anchors import FIRST_ROOT
from controlplane.publisher import ceremony
from controlplane.settings import Settings
from shared import logs

_CHATTY = ("alembic", "uvicorn")


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
    plane = application.create(prepared(settings))
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
            director_key=settings.director_key,
            now=datetime.now(UTC),
        )
        err.print(f"[dim]made evaluation keys in {settings.keys_folder}[/]")
    return ports.settle(settings)


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
    err.print("  [dim]Ctrl-C stops it[/]")


def _is_default(data: Path) -> bool:
    """Tell whether the other verbs find this folder by themselves."""
    return data == Settings().data.resolve()
