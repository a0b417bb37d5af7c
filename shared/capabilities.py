"""What a device says it can do, measured by itself.

The capability travels whole when its hash changes; the birth message carries the hash alone. Sizes
are bytes, rates bytes per second, all of them whole numbers, because only those have one form to be
hashed. Nothing here changes by the minute: present load is telemetry.
"""

from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from shared import canonical
from shared.digest import Digest

BATCH_ROWS: Final = 8
PREFILL_ROWS: Final = 128
"""Rows for which kernels are measured, beside one: a few answers, and a part of a prompt."""


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


class Topology(BaseModel):
    """The processor's parts, as the system describes them."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    sockets: int = Field(ge=1, le=64)
    physical_cores: int = Field(ge=1, le=4096)
    threads_per_core: int = Field(default=1, ge=1, le=16)
    core_mhz: tuple[int, ...] = Field(default=(), max_length=8)
    """The highest frequencies that its kinds of cores have, the fastest kind first."""
    cache_bytes: tuple[int, ...] = Field(default=(), max_length=4)
    """Of the data caches, level 1 first; shared ones as they are, private ones of one core."""


class ThermalZone(BaseModel):
    """A place where the machine measures heat."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str = Field(max_length=60)
    slows_at_c: int | None = None
    """Where the machine begins to slow itself down."""
    stops_at_c: int | None = None


class KernelRate(BaseModel):
    """How fast the serving kernels work with one type of weights, with so many threads.

    Beside what is proportional to a matrix's size, each of its rows costs something by itself, so
    that narrow matrices are slower than wide ones. A type may be there more than once, measured
    with few weights, which a processor's cache may hold, and with many, which come from memory.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: str = Field(max_length=20)
    """As ggml calls it."""
    threads: int = Field(ge=1, le=4096)
    decode: int = Field(gt=0)
    """Bytes of weights a second for one row: what an answer is made of."""
    batch: int = Field(gt=0)
    """Floating-point operations a second for `BATCH_ROWS` rows."""
    prefill: int = Field(gt=0)
    """The same for `PREFILL_ROWS` rows: what a prompt is made of."""
    decode_row_ps: int = Field(default=0, ge=0)
    batch_row_ps: int = Field(default=0, ge=0)
    prefill_row_ps: int = Field(default=0, ge=0)
    """Picoseconds of each row of a matrix, for as many rows of activations."""
    weights_bytes: int = Field(default=0, ge=0)
    """How many weights were gone through each time."""


class KernelCost(BaseModel):
    """What a step costs with so many threads, whatever the weights are."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    threads: int = Field(ge=1, le=4096)
    operation_ns: int = Field(ge=0)
    """One step of the computation: its own small work, and all threads waiting for each other."""
    attention_decode: int = Field(gt=0)
    """Floating-point operations of attention a second, for one row."""
    attention_prefill: int = Field(gt=0)
    """The same for `PREFILL_ROWS` rows."""
    element_ps: int = Field(default=0, ge=0)
    """Of an operation, for each number that it works on."""
    head_ns: int = Field(default=0, ge=0)
    """Of attention, for each head and row, however few cells there are."""


class Kernels(BaseModel):
    """What the probe measured; good until hardware or engine change."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    key: str = Field(max_length=71)
    """Hash of the hardware and the engine that it holds for."""
    rates: tuple[KernelRate, ...] = Field(default=(), max_length=128)
    costs: tuple[KernelCost, ...] = Field(default=(), max_length=4)
    step_ns: int = Field(default=0, ge=0)
    """The engine's own work for a step."""
    row_ns: int = Field(default=0, ge=0)
    """The engine's own work for each further answer in it."""
    draw_ps: int = Field(default=0, ge=0)
    """Drawing a token, in picoseconds for each entry of the vocabulary."""


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
    topology: Topology | None = None
    threads: int | None = Field(default=None, ge=1, le=4096)
    """Threads that the settings give every engine; None leaves it to the engine."""
    memory_limit_bytes: int | None = Field(default=None, ge=0)
    """Of the control group that the agent lives in."""
    swap_total_bytes: int = Field(default=0, ge=0)
    kernels: Kernels | None = None
    """None until the probe has run."""
    thermal: tuple[ThermalZone, ...] = Field(default=(), max_length=16)
    battery: bool = False
    """Whether it can run on one."""
    metered: bool | None = None
    """Whether its line is paid for by the byte; None where nobody says."""
    share: str = Field(default="", max_length=200)
    """Where it gives its bundles to other devices of its site; empty when it does not."""

    def digest(self) -> Digest:
        """Return the hash that the birth message carries."""
        told = self.model_dump(mode="json")
        plain = {name: Capability.model_fields[name].get_default() for name in _LATER}
        for name, default in plain.items():
            if getattr(self, name) == default:
                del told[name]
        return canonical.digest(told)

    def runs(self, bundle_format: str) -> bool:
        """Tell whether some engine here loads `bundle_format`."""
        return any(bundle_format in engine.formats for engine in self.engines)


_LATER: Final = (
    "topology",
    "threads",
    "memory_limit_bytes",
    "swap_total_bytes",
    "kernels",
    "thermal",
    "battery",
    "metered",
    "share",
)
"""Fields that agents once did not have; one that says nothing of them has the hash it had then."""
