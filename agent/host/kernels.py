"""What the engines can do on this machine: measured in a child, kept until something changes.

The file names a hash of the hardware and of the engines; another hash and it counts for nothing.
"""

import asyncio
import contextlib
import json
import os
import platform
import sys
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shared import canonical
from shared.capabilities import Accelerator, Capability, Kernels
from shared.errors import Category, FlotillaError

TIMEOUT_S: Final = 600.0
_TOLD_BYTES: Final = 2**20
_METHOD: Final = 2
"""Grows when the probe measures otherwise, so that what was kept is measured again."""
_ROOT: Final = Path(__file__).resolve().parents[2]
_KEPT: Final = ("PATH", "LANG", "LD_LIBRARY_PATH", "LLAMA_CPP_LIB_PATH", "TMPDIR")


class ProbeError(FlotillaError):
    """The machine could not be measured."""

    code = "probe"
    category = Category.RESOURCE
    retryable = True


class Probed(BaseModel):
    """What the child found."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    key: str = ""
    accelerators: tuple[Accelerator, ...] = Field(default=(), max_length=16)
    kernels: Kernels | None = None
    why: str = ""
    """Why there are no rates."""

    def added_to(self, capability: Capability) -> Capability:
        """Return a capability with what the engines say of themselves."""
        found = {"kernels": self.kernels, "accelerators": self.accelerators}
        return capability.model_copy(update=found)


def key_of(capability: Capability) -> str:
    """Return the hash of everything that rates depend on."""
    return canonical.digest(
        [
            _METHOD,
            platform.machine(),
            capability.cpu_model,
            list(capability.instructions),
            capability.cores,
            capability.threads or 0,
            capability.memory_total_bytes,
            [[engine.name, engine.version] for engine in capability.engines],
        ]
    )


class KernelFile:
    """Where the last measurement is kept; None keeps none."""

    def __init__(self, file: Path | None) -> None:
        self._file = file

    def read(self, key: str) -> Probed | None:
        """Return what was measured under `key`; None when it was not, or cannot be read."""
        if self._file is None:
            return None
        try:
            found = Probed.model_validate_json(self._file.read_bytes())
        except (OSError, ValidationError):
            return None
        return found if found.key == key else None

    def write(self, probed: Probed) -> None:
        """Keep a measurement; a full disk is no reason to stop an agent."""
        if self._file is None:
            return
        draft = self._file.with_suffix(f".{os.getpid()}.new")
        with contextlib.suppress(OSError):
            draft.write_text(probed.model_dump_json(), encoding="utf-8")
            draft.replace(self._file)


async def measure(capability: Capability) -> Probed:
    """Measure in a child: a few seconds of every core.

    Raises:
        ProbeError: the child failed, or said something else than it should.
    """
    request = {
        "threads": capability.threads or capability.cores,
        "memory_bytes": capability.memory_budget_bytes,
    }
    told = await _ask(json.dumps(request).encode())
    key = key_of(capability)
    try:
        answer = json.loads(told)
        if answer.get("kernels") is not None:
            answer["kernels"]["key"] = key
        return Probed.model_validate({**answer, "key": key})
    except (ValueError, AttributeError, TypeError) as error:
        raise ProbeError(f"the probe said something unexpected: {error}") from error


async def _ask(request: bytes) -> bytes:
    try:
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            "agent.engine.probe",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=environment(),
            cwd="/",
            process_group=0,
        )
    except OSError as error:
        raise ProbeError(f"the probe cannot be started: {error}") from error
    try:
        async with asyncio.timeout(TIMEOUT_S):
            told, _ = await child.communicate(request)
    except TimeoutError:
        raise ProbeError(f"the probe took longer than {TIMEOUT_S:g} s") from None
    finally:
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await child.wait()
    if child.returncode != 0:
        raise ProbeError(f"the probe exited with code {child.returncode}")
    return told[:_TOLD_BYTES]


def environment() -> dict[str, str]:
    """Return the environment in which the engine serves, so that its threads wait the same way."""
    inherited = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return {
        **inherited,
        "PYTHONPATH": str(_ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "GGML_NO_BACKTRACE": "1",
        "OMP_WAIT_POLICY": "passive",
        "GOMP_SPINCOUNT": "1000",
    }
