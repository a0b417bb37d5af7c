"""What the control plane was told: environment variables `FLOTILLA_*`, then the command line.

Everything lives in one data folder, and every path in it is named here.
"""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.ids import NAME_PATTERN


class Settings(BaseSettings):
    """Everything a control plane needs to run; frozen, read once by the composition root.

    A port of 0 is replaced by a free one before anything is built.
    """

    model_config = SettingsConfigDict(env_prefix="FLOTILLA_", frozen=True, extra="ignore")

    data: Path = Path("data/controlplane")
    database_url: str = ""
    """SQLAlchemy URL, `postgresql://user@host/name`; empty means SQLite in the data folder."""
    fleet: str = Field(default="default", pattern=NAME_PATTERN)
    host: str = "127.0.0.1"
    """Where console and API listen. They are for operators: loopback by default."""
    port: int = Field(default=8420, ge=0, le=65_535)
    console_url: str = Field(default="", pattern=r"^(https?://[^/]+)?$")
    """What people type when a proxy stands before the console: `https://flotilla.example`."""
    proxies: str = ""
    """Addresses of proxies whose `X-Forwarded-For` and `-Proto` are believed, with commas."""
    device_host: str = "127.0.0.1"
    """Where gateway and broker listen; `0.0.0.0` lets other machines enroll."""
    gateway_port: int = Field(default=8421, ge=0, le=65_535)
    mqtt_port: int = Field(default=8883, ge=0, le=65_535)
    public_host: str = "localhost"
    """The name under which devices reach gateway and broker; it is in the server certificate."""
    chat: bool = True
    """Whether operators may ask a device's model from the console; a device may refuse itself."""
    telemetry_days: int = Field(default=14, ge=1)
    log_json: bool = False
    oidc_issuer: str = Field(default="", pattern=r"^(https://.+)?$")
    """The identity provider; empty means that there is none. docs/howto/oidc.md."""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    """Empty for a public client: PKCE protects the code in any case."""
    oidc_name: str = "your organisation"
    """What the button says: Sign in with..."""
    oidc_scopes: str = "openid profile email groups"
    oidc_name_claim: str = "preferred_username"
    oidc_role_claim: str = "groups"
    oidc_roles: dict[str, str] = Field(default_factory=dict)
    """What the claim may hold, and the role it gives: `{"ops": "operator"}`."""
    oidc_default_role: str = ""
    """The role of whoever has none of those; empty refuses them."""
    oidc_ca_file: Path | None = None
    """Whom to believe that the provider is who it says, beside the system's authorities."""

    @property
    def url(self) -> str:
        """Return the SQLAlchemy URL of the database."""
        plain = self.database_url or f"sqlite:///{self.data / 'flotilla.db'}"
        for scheme in ("postgresql://", "postgres://"):
            if plain.startswith(scheme):
                return f"postgresql+psycopg://{plain.removeprefix(scheme)}"
        return plain

    @property
    def api_url(self) -> str:
        return f"http://{_reachable(self.host)}:{self.port}"

    @property
    def browser_url(self) -> str:
        """Return where people reach the console."""
        return self.console_url or self.api_url

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
    def usb_repository(self) -> Path:
        return self.data / "usb-repo"

    @property
    def director_key(self) -> Path:
        return self.data / "director.key"

    @property
    def keys_folder(self) -> Path:
        """Evaluation keys; the ceremony and `flotilla publish` alone look here, no server does."""
        return self.data / "keys"

    @property
    def evaluation_marker(self) -> Path:
        """Says that the keys beside it were made by `flotilla up`, to try things out."""
        return self.keys_folder / "EVALUATION"

    @property
    def work_folder(self) -> Path:
        """Scratch of the registry's jobs."""
        return self.data / "work"


def _reachable(host: str) -> str:
    return "127.0.0.1" if host in {"", "0.0.0.0", "::"} else host  # noqa: S104 - compared, not bound
