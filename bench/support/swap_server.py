"""One slot with two bundles that change places on command, behind the agent's real API.

Lines come in on standard input and go out on standard output, one JSON object for each: `activate`
goes through all that a deployment does to a slot and commits, `roll_back` does the same and goes
back from the trial.

    python -m bench.support.swap_server MODEL BUDGET_BYTES
"""

import asyncio
import json
import sys
import time
from itertools import cycle
from pathlib import Path

from agent.api import server
from agent.deployments.probe import probe, probe_outgoing
from agent.serving.servable import Servable
from agent.serving.slots import Slots
from agent.telemetry.counters import Counters
from shared.digest import sha256_of
from shared.evals import GoldenSet, parse_items
from shared.ids import DeploymentId

SLOT = "main"
FORECAST_BYTES = 200_000_000
TRIAL_S = 0.5
DRAIN_S = 60.0


def bundles(model: Path) -> "cycle[Servable]":
    """Return two bundles in turn that differ in their names alone."""
    return cycle(
        Servable(
            bundle=sha256_of(version.encode()),
            deployment=DeploymentId(f"deployment-{version}"),
            line="device-control",
            version=version,
            variant="f16",
            weights=model,
            context=512,
            parallel=4,
            threads=1,
            memory_bytes=FORECAST_BYTES,
        )
        for version in ("1.0.0", "2.0.0")
    )


async def change(slots: Slots, servable: Servable, golden: GoldenSet, *, back: bool) -> None:
    """Do what `agent.deployments.steps` does, from `activating` to the end."""
    await probe_outgoing(slots, SLOT, golden)
    await slots.load(SLOT, servable, drain_s=DRAIN_S)
    await probe(slots, SLOT, golden)
    await slots.switch(SLOT)
    await asyncio.sleep(TRIAL_S)
    if back:
        await slots.revert(SLOT, drain_s=DRAIN_S)
    else:
        await slots.commit(SLOT)


async def main(model: Path, budget_bytes: int) -> None:
    slots = Slots(memory_budget_bytes=budget_bytes, counters=Counters())
    golden = GoldenSet(items=parse_items((model.parent / "golden.jsonl").read_bytes()))
    turns = bundles(model)
    now = next(turns)
    listening: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    serving = asyncio.create_task(
        server.serve(server.build(slots), "127.0.0.1", 0, on_listening=listening.set_result)
    )
    try:
        await slots.serve(SLOT, now)
        say(port=await listening)
        while line := (await asyncio.to_thread(sys.stdin.readline)).strip():
            candidate = next(turns)
            began_s = time.monotonic()
            await change(slots, candidate, golden, back=line == "roll_back")
            if line == "roll_back":
                next(turns)
            say(began_s=began_s, ended_s=time.monotonic())
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
        await slots.close()


def say(**facts: float) -> None:
    print(json.dumps(facts), flush=True)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
