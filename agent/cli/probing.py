"""`flotilla-agent probe`: measure what this machine can do, and show it."""

import argparse
import asyncio
import os
from pathlib import Path

from agent.host.bandwidth import measure_apart
from agent.host.kernels import KernelFile, measure
from agent.host.measuring import Measuring
from agent.host.probe import Wishes, probe
from agent.host.proc import Machine, held_bytes
from agent.settings import is_enrolled, load
from shared.capabilities import Capability
from shared.compat import size

_MEGA = 10**6
_GIGA = 10**9


def add(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]",
    common: argparse.ArgumentParser,
    *,
    data: Path,
) -> None:
    """Add the verb."""
    verb = verbs.add_parser(
        "probe", parents=[common], help="measure what this machine can do, and keep it"
    )
    verb.add_argument("--data", type=Path, default=data, help="folder of this device (%(default)s)")
    verb.add_argument("--threads", type=int, help="threads of the engine (all cores)")
    verb.set_defaults(verb=run)


def run(options: argparse.Namespace) -> int:
    """Measure; a folder that is enrolled keeps it for the agent, which then need not measure.

    Raises:
        ProbeError: the machine could not be measured.
        SettingsError: the folder holds settings that cannot be read.
    """
    capability = asyncio.run(_measured(options))
    if options.as_json:
        print(capability.model_dump_json())
    else:
        print("\n".join(describe(capability)))
    return 0


async def _measured(options: argparse.Namespace) -> Capability:
    folder = options.data if options.data.is_dir() else Path.cwd()
    wishes = Wishes(threads=options.threads)
    file: Path | None = None
    enrolled = is_enrolled(options.data)
    if enrolled:
        settings = load(options.data, environment=os.environ)
        file = settings.kernels_file or folder / "kernels.json"
        wishes = Wishes(
            memory_budget_bytes=settings.memory_budget_bytes,
            disk_budget_bytes=settings.disk_budget_bytes,
            threads=options.threads or settings.threads,
            metered=settings.metered,
        )
    measuring = Measuring(
        look=lambda: probe(
            Machine(),
            data=folder,
            wishes=wishes,
            held_bytes=held_bytes(folder / "bundles") if enrolled else 0,
            bandwidth=lambda _hardware: measure_apart(),
        ),
        file=KernelFile(file),
        measure=measure,
        on_change=lambda: None,
    )
    return await measuring.again()


def describe(capability: Capability) -> list[str]:
    """Return a capability as lines for people."""
    lines = [
        f"processor   {capability.cpu_model}, {capability.cores} cores, {capability.architecture}",
        (
            f"memory      {size(capability.memory_total_bytes)},"
            f" a bundle may take {size(capability.memory_budget_bytes)}"
        ),
        f"disk        bundles may take {size(capability.disk_budget_bytes)}",
        f"engines     {', '.join(f'{e.name} {e.version}' for e in capability.engines) or 'none'}",
    ]
    lines += [f"accelerator {each.kind}: {each.name}" for each in capability.accelerators]
    kernels = capability.kernels
    if kernels is None:
        return [*lines, "kernels     could not be measured"]
    lines.append(
        f"kernels     {'type':<8}{'threads':>8}{'weights MB':>12}{'decode GB/s':>13}"
        f"{'8 rows GFLOP/s':>16}{'128 rows GFLOP/s':>18}"
    )
    lines += [
        f"            {each.type:<8}{each.threads:>8}"
        f"{each.weights_bytes / _MEGA:>12.0f}{each.decode / _GIGA:>13.1f}"
        f"{each.batch / _GIGA:>16.0f}{each.prefill / _GIGA:>18.0f}"
        for each in kernels.rates
    ]
    return lines
