"""The signed words of the two TUF repositories: target paths and their `custom` blocks.

The image repository (offline keys) says which bundles exist and what they need; the director
(online key) says which device's slot should run which bundle. An install needs both to agree on
length and hash. The path of a director target names the device, so an assignment for another
device is simply not found.
"""

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from shared.digest import DigestField
from shared.ids import DeploymentId, DeviceId
from shared.sizing import PLAIN, MemoryTable, Parameters
from shared.work import Work

MAX_TARGET_PATH = 400
REVOKED_PATH = "revoked.json"


class MemoryForecast(BaseModel):
    """Bytes one serving process will need, from a dry allocation when the variant was made."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    context: int = Field(ge=1)
    """Tokens of context per request that the forecast is for."""
    parallel: int = Field(ge=1)
    """Requests at once that the forecast is for."""
    weights_bytes: int = Field(ge=0)
    kv_bytes: int = Field(ge=0)
    compute_bytes: int = Field(ge=0)
    base_bytes: int = Field(ge=0)
    """The engine process itself, before a model is loaded."""

    kv_type: str = Field(default=PLAIN, max_length=10)

    @property
    def total_bytes(self) -> int:
        return self.weights_bytes + self.kv_bytes + self.compute_bytes + self.base_bytes

    @property
    def parameters(self) -> Parameters:
        """Return how the bundle is served when nobody says otherwise."""
        return Parameters(context=self.context, parallel=self.parallel, kv_type=self.kv_type)


class Requirements(BaseModel):
    """What a variant needs of a device; signed offline and enforced by the device itself."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    format: str = Field(max_length=20)
    quantization: str = Field(max_length=40)
    architectures: tuple[str, ...] = Field(default=(), max_length=16)
    """Machine architectures it is limited to; empty means any."""
    memory: MemoryForecast
    disk_bytes: int = Field(ge=0)
    """Everything the bundle puts on disk."""
    tables: tuple[MemoryTable, ...] = Field(default=(), max_length=4)
    """Memory for other contexts, numbers of requests and types of keys and values."""
    work: Work | None = None
    """What a token costs, for predicting speed; None where nobody looked."""

    def memory_for(self, wanted: Parameters) -> MemoryForecast | None:
        """Return what serving so will take; None where the bundle does not say.

        Without a table, what was forecast stands for whatever asks for no more.
        """
        known = self.memory
        if wanted == known.parameters:
            return known
        table = next((each for each in self.tables if each.kv_type == wanted.kv_type), None)
        needs = None if table is None else table.needs(wanted.context, wanted.parallel)
        same_type = wanted.kv_type == known.kv_type
        if needs is None and (
            not same_type or wanted.context > known.context or wanted.parallel > known.parallel
        ):
            return None
        kv_bytes, compute_bytes = needs or (known.kv_bytes, known.compute_bytes)
        return known.model_copy(
            update={**wanted.model_dump(), "kv_bytes": kv_bytes, "compute_bytes": compute_bytes}
        )


class ImageCustom(BaseModel):
    """`custom` of `bundles/<line>/<version>/<variant>/bundle.json` in the image repository."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    v: int = 1
    line: str = Field(max_length=63)
    version: str = Field(max_length=63)
    variant: str = Field(max_length=63)
    requirements: Requirements
    licence: str = Field(default="", max_length=100)
    oms_key: str = Field(default="", max_length=64)
    """sha256 of the PEM public key that made `model.sig`."""


class RootVersions(BaseModel):
    """The lowest version of each repository's root that counts; 0 demands none."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    image: int = Field(default=0, ge=0)
    director: int = Field(default=0, ge=0)
    usb: int = Field(default=0, ge=0)


class DirectorCustom(BaseModel):
    """`custom` of `devices/<device>/<slot>` in the director repository."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    v: int = 1
    bundle: str = Field(max_length=MAX_TARGET_PATH)
    """Target path of the bundle in the image repository."""
    deployment: DeploymentId
    issued: AwareDatetime
    parameters: Parameters | None = None
    """How the device is to serve it; None leaves it to the bundle."""
    mirrors: tuple[str, ...] = Field(default=(), max_length=16)
    """Base URLs that may have the blobs; hints, tried in order after those of the settings."""
    min_root: RootVersions = RootVersions()
    """So that whoever holds a mirror cannot hide a root that took a stolen key away."""


class RevokedEntry(BaseModel):
    """One recalled bundle in `revoked.json`."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    sha256: DigestField
    action: str = Field(pattern="^(stop|warn)$")
    reason: str = Field(max_length=500)


def bundle_path(line: str, version: str, variant: str) -> str:
    return f"bundles/{line}/{version}/{variant}/bundle.json"


def line_role(line: str) -> str:
    """Return the delegated role of the image repository that lists a line's bundles."""
    return f"line-{line}"


def assignment_path(device: DeviceId, slot: str) -> str:
    return f"devices/{device}/{slot}"
