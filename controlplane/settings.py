"""What the control plane was told: environment variables `FLOTILLA_*`, then the command line.

Everything lives in one data folder, and every path in it is named here.
"""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.ids import NAME_PATTERN


class Settings(BaseSettings):
    """Everything a control plane needs to run; frozen, read once by the composition root.

    A port of 0 is replaced by a free one before anything is built.
    """

    model_config = SettingsConfigDict(env_prefix="FLOTILLA_", frozen=True, extra="ignore")

    data: Path = Path("data/controlplane")
    database_url: str = ""
    """SQLAlchemy URL; empty means SQLite in the data folder."""
    fleet: str = Field(default="default", pattern=NAME_PATTERN)
    host: str = "127.0.0.1"
    """Where console and API listen. They are for operators: loopback by default."""
    port: int = Field(default=8420, ge=0, le=65_535)
    device_host: str = "127.0.0.1"
    """Where gateway and broker listen; `0.0.0.0` lets other machines enroll."""
    gateway_port: int = Field(default=8421, ge=0, le=65_535)
    mqtt_port: int = Field(default=8883, ge=0, le=65_535)
    public_host: str = "localhost"
    """The name under which devices reach gateway and broker; it is in the server certificate."""
    telemetry_days: int = Field(default=14, ge=1)
    log_json: bool = False

    @property
    def url(self) -> str:
        """Return the SQLAlchemy URL of the database."""
        return self.database_url or f"sqlite:///{self.data / 'flotilla.db'}"

    @property
    def api_url(self) -> str:
        return f"http://{_reachable(self.host)}:{self.port}"

    @property
    def gateway_url(self) -> str:
        return f"https://{self.public_host}:{self.gateway_port}"

    @property
    def admin_token_file(self) -> Path:
        return self.data / "admin.token"

    @property
    def session_secret_file(self) -> Path:
        return self.data / "session.secret"

    @property
    def client_file(self) -> Path:
        """Where the command line finds address and token of this control plane."""
        return self.data / "client.json"

    @property
    def ports_file(self) -> Path:
        """The ports last chosen, so that devices find a restarted control plane again."""
        return self.data / "ports.json"

    @property
    def ca_folder(self) -> Path:
        return self.data / "ca"

    @property
    def broker_folder(self) -> Path:
        return self.data / "broker"

    @property
    def blobs_folder(self) -> Path:
        return self.data / "blobs"

    @property
    def image_repository(self) -> Path:
        return self.data / "image-repo"

    @property
    def director_repository(self) -> Path:
        return self.data / "director-repo"

    @property
    def director_key(self) -> Path:
        return self.data / "director.key"

    @property
    def keys_folder(self) -> Path:
        """Evaluation keys; the ceremony and `flotilla publish` alone look here, no server does."""
        return self.data / "keys"

    @property
    def work_folder(self) -> Path:
        """Scratch of the registry's jobs."""
        return self.data / "work"


def _reachable(host: str) -> str:
    return "127.0.0.1" if host in {"", "0.0.0.0", "::"} else host  # noqa: S104 - compared, not bound
