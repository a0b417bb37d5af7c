"""What one agent was told: the file that enrollment wrote, then environment, then command line.

`<data>/agent.json` exists exactly when the device is enrolled: it is the last thing enrollment
writes. Environment variables `FLOTILLA_AGENT_<FIELD>` override it for containers and units, and
flags of the command line override both.
"""

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shared.errors import Category, FlotillaError
from shared.ids import DeviceId

ENVIRONMENT_PREFIX = "FLOTILLA_AGENT_"
FILE_NAME = "agent.json"


class SettingsError(FlotillaError):
    """A settings file that is missing, or that holds something it must not."""

    code = "bad_settings"
    category = Category.CONFIG


class KeyGrant(BaseModel):
    """A key of the local API, known by its hash alone."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str = Field(min_length=1, max_length=100)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    slots: tuple[str, ...] | None = None
    """None opens every slot."""


class Settings(BaseModel):
    """Everything an agent needs to run; frozen, read once by the composition root."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    data: Path
    fleet: str
    device: DeviceId
    name: str
    labels: dict[str, str] = Field(default_factory=dict)
    gateway_url: str
    mqtt_host: str
    mqtt_port: int = Field(ge=1, le=65_535)
    memory_budget_bytes: int | None = Field(default=None, gt=0)
    """What one loaded bundle may take; None leaves it to the probe."""
    disk_budget_bytes: int | None = Field(default=None, gt=0)
    """What the bundle store may hold; None means nine tenths of what is free."""
    api_host: str = "127.0.0.1"
    api_port: int = Field(default=11_500, ge=0, le=65_535)
    """0 lets the system choose; the birth message says which."""
    api_key: str | None = Field(default=None, min_length=16)
    """Bearer that callers of the local API must show; needed to listen beyond loopback."""
    api_keys: tuple[KeyGrant, ...] = ()
    """Further keys, some for some slots only; `flotilla-agent key` makes them."""
    api_origins: tuple[str, ...] = ()
    """Web pages that may call the local API, as `https://host:port`; none by default."""
    api_hosts: tuple[str, ...] = ()
    """Names beside `localhost` by which it may be called on the loopback."""
    mirrors: tuple[str, ...] = Field(default=(), max_length=16)
    """Where bundles may be fetched beside the gateway: `https://`, `http://`, `oci://host/repo`."""
    registry_logins: dict[str, str] = Field(default_factory=dict)
    """`user:password` by a registry's host, for mirrors that ask for one."""
    download_bytes_per_s: int | None = Field(default=None, ge=1024)
    """What downloads may take of the line; None takes what there is."""
    share_blobs: bool = False
    """Give installed bundles to other devices of the fleet that ask with their certificate."""
    share_host: str = "0.0.0.0"  # noqa: S104 - neighbours are elsewhere, and must show who they are
    share_port: int = Field(default=11_501, ge=1, le=65_535)
    share_address: str = ""
    """What neighbours call this machine; empty takes the address that leads to the gateway."""
    share_bytes_per_s: int = Field(default=8 * 2**20, ge=1024)
    """What all neighbours together get."""
    remote_chat: bool = True
    """Let operators ask the model from the console, within the same queue and limits."""
    threads: int | None = Field(default=None, ge=1)
    measure_kernels: bool = True
    """Measure once how fast the engines are here; without it nobody can predict a speed."""
    kernels_file: Path | None = None
    """Where that is kept; None keeps it in the data folder."""
    metered: bool | None = None
    """Whether the line is paid for by the byte; None has the agent look for a mobile one."""
    keepalive_s: int = Field(default=150, ge=5, le=1200)
    """MQTT keep-alive. 150 s shows a lost device within 225 s and costs 0.8 MB a month in TLS
    records, 3.6 MB with IP and TCP headers; 600 s costs a quarter of that."""
    telemetry_interval_s: float = Field(default=60.0, gt=0)
    outbox_bytes: int = Field(default=8 * 2**20, gt=0)
    """Telemetry kept while nobody takes it; the oldest goes first."""

    @property
    def database_file(self) -> Path:
        return self.data / "agent.db"

    @property
    def identity_folder(self) -> Path:
        return self.data / "identity"

    @property
    def trust_folder(self) -> Path:
        return self.data / "trust"

    @property
    def bundles_folder(self) -> Path:
        return self.data / "bundles"

    @property
    def status_file(self) -> Path:
        """Where the running agent says how it is, for `flotilla-agent status`."""
        return self.data / "status.json"


def is_enrolled(data: Path) -> bool:
    return (data / FILE_NAME).is_file()


def load(
    data: Path, *, environment: Mapping[str, str], overrides: Mapping[str, object] | None = None
) -> Settings:
    """Read the settings of the agent that lives in `data`.

    Raises:
        SettingsError: the device is not enrolled, or a value is not acceptable.
    """
    file = data / FILE_NAME
    try:
        stored = json.loads(file.read_bytes())
    except FileNotFoundError:
        raise SettingsError(
            f"{data} holds no enrolled device; run `flotilla-agent enroll --data {data}` first"
        ) from None
    except (OSError, ValueError) as error:
        raise SettingsError(f"cannot read {file}: {error}") from error
    values = {**stored, **_from(environment), **(overrides or {}), "data": data.resolve()}
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise SettingsError(f"setting {where!r}: {first['msg']}") from error


def save(settings: Settings) -> None:
    """Write `<data>/agent.json` whole or not at all, so that power cuts leave no half of it.

    Raises:
        SettingsError: the folder cannot be written.
    """
    values = settings.model_dump(mode="json", exclude={"data"}, exclude_none=True)
    try:
        write_whole(settings.data / FILE_NAME, json.dumps(values, indent=2).encode() + b"\n")
    except OSError as error:
        raise SettingsError(f"cannot write {settings.data / FILE_NAME}: {error}") from error


def write_whole(file: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Put `content` at `file` durably: synced beside it, renamed over it, folder synced."""
    descriptor, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(descriptor, "wb") as handle:
            os.fchmod(handle.fileno(), mode)
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        Path(temporary).replace(file)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _from(environment: Mapping[str, str]) -> dict[str, object]:
    values: dict[str, object] = {}
    for field in Settings.model_fields:
        text = environment.get(f"{ENVIRONMENT_PREFIX}{field.upper()}")
        if text is None or field in {"data", "labels", "api_keys", "registry_logins"}:
            continue
        if field in _LISTS:
            values[field] = tuple(part.strip() for part in text.split(",") if part.strip())
        else:
            values[field] = parse_size(text) if field.endswith("_bytes") else text
    return values


_LISTS = frozenset({"api_origins", "api_hosts", "mirrors"})
_UNITS = {"": 1, "b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12}
_UNITS |= {"k": 2**10, "m": 2**20, "g": 2**30, "kib": 2**10, "mib": 2**20, "gib": 2**30}


def parse_size(text: str) -> int:
    """Return the bytes that `96MiB`, `2GB` or `1048576` mean.

    Raises:
        SettingsError: it is not a size.
    """
    cleaned = text.strip().lower().replace("_", "").replace(" ", "")
    digits = cleaned.rstrip("abcdefghijklmnopqrstuvwxyz")
    unit = cleaned[len(digits) :]
    try:
        return int(float(digits) * _UNITS[unit])
    except (KeyError, ValueError, OverflowError):
        raise SettingsError(f"{text!r} is not a size; write it like 96MiB or 2GB") from None
