"""What a device says it can do, measured by itself.

The capability travels whole when its hash changes; the birth message carries the hash alone. Sizes
are bytes, rates bytes per second. Nothing here changes by the minute: present load is telemetry.
"""

from pydantic import BaseModel, ConfigDict, Field

from shared import canonical
from shared.digest import Digest


class Engine(BaseModel):
    """An engine that can run bundles on this device."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str = Field(max_length=20)
    """`llama`, `onnx` or `mlx`."""
    version: str = Field(max_length=60)
    formats: tuple[str, ...] = Field(max_length=8)
    """Bundle formats it loads: `gguf`, `onnx`..."""


class Accelerator(BaseModel):
    """A compute device beside the CPU, as the engine lists it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: str = Field(max_length=40)
    name: str = Field(max_length=200)
    memory_bytes: int = Field(ge=0)


class Capability(BaseModel):
    """Hardware, limits and engines of one device."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    architecture: str = Field(max_length=40)
    """`x86_64`, `aarch64`... as `platform.machine()` spells it."""
    system: str = Field(max_length=120)
    """Operating system and release, for people."""
    cpu_model: str = Field(max_length=200)
    cores: int = Field(ge=1, le=4096)
    """Logical CPUs this process may use."""
    instructions: tuple[str, ...] = Field(default=(), max_length=64)
    """Instruction sets that matter to the kernels: `avx2`, `avx512_vnni`, `asimddp`..."""
    memory_total_bytes: int = Field(ge=0)
    memory_budget_bytes: int = Field(ge=0)
    """What one loaded bundle may take: the least of settings, cgroup limit and machine."""
    disk_total_bytes: int = Field(ge=0)
    disk_budget_bytes: int = Field(ge=0)
    """What the bundle store may hold."""
    memory_bandwidth: int = Field(default=0, ge=0)
    """Measured copy bandwidth of main memory, bytes/s; 0 when it was not measured."""
    engines: tuple[Engine, ...] = Field(default=(), max_length=8)
    accelerators: tuple[Accelerator, ...] = Field(default=(), max_length=16)
    share: str = Field(default="", max_length=200)
    """Where it gives its bundles to other devices of its site; empty when it does not."""

    def digest(self) -> Digest:
        """Return the hash that the birth message carries."""
        exclude = set() if self.share else {"share"}
        return canonical.digest(self.model_dump(mode="json", exclude=exclude))

    def runs(self, bundle_format: str) -> bool:
        """Tell whether some engine here loads `bundle_format`."""
        return any(bundle_format in engine.formats for engine in self.engines)
