"""A rollout over a simulated fleet: is it fast, does anything get stuck, are the counters right?

    make bench NAME=rollout
    make bench NAME=rollout ARGS="--devices 500"

`flotilla up` runs as people start it, with its own Mosquitto; `bench.fleet` brings the devices, of
which 3 % fail and 10 % are offline: half of those never come, half lose their line in the middle.
At the end every device's end, by the fleet's own book, is held against the control plane's.
"""

import argparse
import os
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlmodel import col, select

from bench.fleet import Fate, Fleet, fates
from bench.report import Row, publish
from bench.support import fleet_seed
from controlplane.db.session import Database
from controlplane.rollouts import counts
from controlplane.rollouts.machine import ENDED, RolloutState
from controlplane.rollouts.tables import DeploymentEventRow, DeploymentRow
from controlplane.settings import Settings
from shared.deployment import State
from tests.support.controlplane import ControlPlaneProcess

WAVES = (
    {"name": "canary", "count": 10},
    {"name": "5 percent", "percent": 5},
    {"name": "20 percent", "percent": 20},
    {"name": "50 percent", "percent": 50},
    {"name": "rest"},
)
POLICY: Mapping[str, Any] = {
    "waves": WAVES,
    "soak_s": 2,
    "max_in_flight": 500,
    "failure_percent": 20,
    "success_percent": 70,
    "budgets": [{"label": "site", "percent": 50}],
    "offline": {"action": "exclude", "after_s": 20},
    "retries": {"base_s": 2, "cap_s": 5},
    "device": {"trial_s": 1},
}
SITES = 40
LONGEST_S = 900.0
MINUTE_S = 60


def main() -> None:
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="flotilla-rollout-") as scratch:
        folder = Path(scratch)
        plane = ControlPlaneProcess(folder / "up")
        client = plane.start()
        try:
            _measure(arguments, folder, plane, client)
        finally:
            plane.stop()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--devices", type=int, default=2000)
    parser.add_argument("--failing", type=float, default=0.03)
    parser.add_argument("--offline", type=float, default=0.10)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _measure(
    arguments: argparse.Namespace, folder: Path, plane: ControlPlaneProcess, client: Any
) -> None:
    settings = Settings(data=plane.folder)
    database = Database(settings.url)
    status = client.get("/status")
    port = int(status["mqtt_port"])
    names = {f"m{number:05}": {"site": f"s{number % SITES}"} for number in range(arguments.devices)}
    identities = fleet_seed.enroll(settings, database, folder, names)
    bundle = fleet_seed.publish(database, "1.0.0")
    fleet = Fleet(port=port, ca_file=settings.ca_folder / "ca.pem", seed=arguments.seed)
    drawn = fates(
        arguments.devices,
        failing=arguments.failing,
        offline=arguments.offline,
        seed=arguments.seed,
    )
    fleet.add(identities, drawn, bundle)
    expected = sum(fate is not Fate.AWAY for fate in drawn)
    fleet.connect()
    assert fleet.run(lambda: _online(client) >= expected, timeout_s=300), "not everybody came"
    print(f"{fleet.online} devices are there, {arguments.devices - expected} are not")

    cpu, sent, began = _cpu_s(plane.pid), fleet.sent, time.monotonic()
    body = {"line": fleet_seed.LINE, "version": "1.0.0", "policy": POLICY}
    rollout = client.post("/rollouts", body)["id"]
    watch = _Watch(client, rollout)
    ended = fleet.run(watch.ended, timeout_s=LONGEST_S)
    wall_s = time.monotonic() - began
    cpu_s = _cpu_s(plane.pid) - cpu
    fleet.run(lambda: False, timeout_s=12)  # what is still on its way arrives
    found = client.get(f"/rollouts/{rollout}")
    print(f"{found['state']}: {found['sentence']}")
    differing = _differences(found, fleet)
    offers, busiest = _offers(database, rollout)
    with database.reading() as session:
        wrong = len(counts.differences(session, rollout))
    database.close()
    stuck = sum(State(each["state"]) in _MOVING for each in found["deployments"])
    publish(
        "rollout",
        [
            Row("wall time of 5 waves, s", wall_s, "", "lower"),
            Row("dispatches a minute, mean", 60 * offers / wall_s, "", "higher"),
            Row("dispatches in the busiest minute", busiest, ">= 1000", "higher"),
            Row("messages of devices", fleet.sent - sent, "", "lower"),
            Row("CPU of the control plane, s", cpu_s, "", "lower"),
            Row("rollout ended", float(ended), "1", "higher"),
            Row("deployments stuck", stuck, "0", "lower"),
            Row("deployments that ended otherwise than the device says", differing, "0", "lower"),
            Row("counters that are wrong", wrong, "0", "lower"),
        ],
        notes={
            "devices": arguments.devices,
            "fates": {fate.value: number for fate, number in Counter(drawn).items()},
            "truth": {state.value: number for state, number in fleet.truth.counts().items()},
            "counts": found["counts"],
            "state": found["state"],
            "lines lost": fleet.truth.dropped,
            "reports said twice": fleet.truth.said_twice,
            "reports out of order": fleet.truth.late,
        },
    )


_MOVING = frozenset(State) - {
    State.COMMITTED,
    State.FAILED,
    State.ROLLED_BACK,
    State.REMOVED,
    State.TIMED_OUT,
}


class _Watch:
    """Looks at the rollout once a second while the fleet lives."""

    def __init__(self, client: Any, rollout: str) -> None:
        self._client = client
        self._rollout = rollout
        self._looked_at = 0.0
        self._said = ""

    def ended(self) -> bool:
        now = time.monotonic()
        if now - self._looked_at < 1:
            return False
        self._looked_at = now
        found = self._client.get(f"/rollouts/{self._rollout}?devices=0")
        if found["sentence"] != self._said:
            self._said = found["sentence"]
            print(f"  {self._said}")
        return RolloutState(found["state"]) in ENDED | {RolloutState.PAUSED}


def _differences(found: Mapping[str, Any], fleet: Fleet) -> int:
    """Count the devices of which the control plane believes something else than was so."""
    wrong = 0
    for each in found["deployments"]:
        truth = fleet.truth.ended.get((each["device"], each["id"]))
        if truth is None:  # it never took it up
            wrong += each["state"] != State.REMOVED
        else:
            wrong += each["state"] != truth
    return wrong


def _offers(database: Database, rollout: str) -> tuple[int, int]:
    """Return how many offers were made, and how many in the busiest minute."""
    with database.reading() as session:
        instants = session.exec(
            select(DeploymentEventRow.at)
            .join(DeploymentRow, col(DeploymentRow.id) == col(DeploymentEventRow.deployment_id))
            .where(
                DeploymentRow.rollout_id == rollout,
                DeploymentEventRow.state == State.OFFERED.value,
                col(DeploymentEventRow.seq).is_(None),
            )
            .order_by(col(DeploymentEventRow.at))
        ).all()
    busiest, first = 0, 0
    for last, at in enumerate(instants):
        while (at - instants[first]).total_seconds() > MINUTE_S:
            first += 1
        busiest = max(busiest, last - first + 1)
    return len(instants), busiest


def _online(client: Any) -> int:
    return int(client.get("/status")["devices"]["online"])


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
