"""A whole fleet of real processes: `flotilla up`, agents, engine children, and a tiny model."""

import contextlib
import hashlib
import json
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from controlplane.cli.client import Client
from controlplane.cli.demo.stage import Stage, program
from controlplane.rollouts.machine import ENDED, RolloutState
from shared.deployment import TERMINAL
from tests.support.controlplane import ControlPlaneProcess, control_plane_process, until
from tests.support.gguf_tiny import write_tiny

LINE = "tiny"
ROLLOUT_S = 90.0


@dataclass
class Fleet:
    """Everything one test needs to act on: processes, the API, and files to damage."""

    folder: Path
    plane: ControlPlaneProcess
    stage: Stage
    versions: int = 0
    names: list[str] = field(default_factory=list)

    @property
    def client(self) -> Client:
        assert self.plane.client is not None
        return self.plane.client

    def data(self, name: str) -> Path:
        return self.folder / name

    def enroll(self, name: str, **labels: str) -> None:
        """Enroll a device and start its agent."""
        token = self.client.post(
            "/enrollment-tokens", {"labels": labels, "uses": 1, "expires_in_s": 600}
        )["token"]
        gateway = self.client.get("/status")["gateway_url"]
        command = [*program("flotilla-agent"), "enroll", "--data", str(self.data(name))]
        command += ["--gateway", gateway, "--token", token, "--name", name, "--api-port", "0"]
        self.stage.run(command)
        self.names.append(name)
        self.start(name)

    def start(self, name: str) -> None:
        command = [*program("flotilla-agent"), "run", "--data", str(self.data(name))]
        self.stage.start(name, command)

    def publish(
        self,
        *,
        golden: list[dict[str, Any]] | None = None,
        swapped_for: Path | None = None,
        **model: Any,
    ) -> str:
        """Import, build and sign a new version of the tiny model; return the version.

        With `swapped_for`, other weights than the measured ones are signed, as by a publisher
        whose control plane was broken into.
        """
        self.versions += 1
        version = f"1.0.{self.versions}"
        model = {"seed": self.versions, **model}
        weights = write_tiny(self.folder / f"{version}.gguf", **model)
        command = [*program("flotilla"), "models", "import", str(weights), "--line", LINE]
        command += ["--version", version, "--variant", "f16", "--context", "256", "--json"]
        if golden is not None:
            file = self.folder / f"{version}.jsonl"
            file.write_text("".join(json.dumps(item) + "\n" for item in golden))
            command += ["--golden", str(file)]
        self.stage.run(command)
        if swapped_for is not None:
            self._swap(version, swapped_for)
        self.stage.run([*program("flotilla"), "publish", LINE, version, "--json"])
        return version

    def _swap(self, version: str, weights: Path) -> None:
        digest = hashlib.sha256(weights.read_bytes()).hexdigest()
        shutil.copy(weights, self.plane.folder / "blobs" / "sha256" / digest)
        size = weights.stat().st_size
        mine = "release_id = (SELECT id FROM release WHERE version = ?)"
        weights = f"{mine} AND use = 'weights'"
        with contextlib.closing(sqlite3.connect(self.plane.folder / "flotilla.db")) as db, db:
            for change in (
                f"UPDATE variant SET weights = ?, size_bytes = ? WHERE {mine}",
                f"UPDATE release_blob SET digest = ?, size_bytes = ? WHERE {weights}",
            ):
                db.execute(change, (f"sha256:{digest}", size, version))

    def roll_out(self, version: str, **policy: Any) -> str:
        """Start a rollout of one wave and return its id."""
        body = {
            "line": LINE,
            "version": version,
            "policy": {"soak_s": 0, "min_sample": 1, "device": {"trial_s": 1}, **policy},
        }
        return str(self.client.post("/rollouts", {**body, "start": True})["id"])

    def ended(self, rollout: str, timeout_s: float = ROLLOUT_S) -> dict[str, Any]:
        """Wait until a rollout moves no more and return it."""
        resting = ENDED | {RolloutState.PAUSED}

        def found() -> dict[str, Any] | None:
            detail: dict[str, Any] = self.client.get(f"/rollouts/{rollout}")
            return detail if RolloutState(detail["state"]) in resting else None

        return until(found, timeout_s=timeout_s, what="the end of the rollout")

    def device(self, name: str) -> dict[str, Any]:
        return dict(self.client.get(f"/devices/{name}"))

    def online(self, name: str) -> dict[str, Any]:
        """Wait until a device is there and has said what it can do."""

        def found() -> dict[str, Any] | None:
            device = self.device(name)
            return device if device["presence"] == "online" and device["capability"] else None

        return until(found, what=f"{name} online")

    def status(self, name: str) -> dict[str, Any]:
        """Return what the agent says of itself, without the control plane."""
        file = self.data(name) / "status.json"
        return dict(json.loads(file.read_bytes())) if file.exists() else {}

    def served(self, name: str) -> str:
        """Return the version that a device's own API answers with, asked now."""

        def found() -> str | None:
            api = self.status(name).get("api")
            if not api:
                return None
            question = {
                "model": LINE,
                "max_tokens": 4,
                "messages": [{"role": "user", "content": "hello"}],
            }
            try:
                answer = httpx2.post(f"{api}/v1/chat/completions", json=question, timeout=20)
                model = httpx2.get(f"{api}/v1/models/{LINE}", timeout=20)
            except httpx2.TransportError:
                return None
            if not answer.is_success or not model.is_success:
                return None
            # Not what the agent says of itself in its status: what answered.
            same = answer.headers["X-Flotilla-Bundle"] == model.json()["bundle"]
            return str(model.json()["version"]) if same else None

        return until(found, what=f"an answer of {name}")

    def queued_telemetry(self, name: str) -> int:
        """Return how many batches of telemetry wait on a device."""
        file = f"file:{self.data(name) / 'agent.db'}?mode=ro"
        with contextlib.closing(sqlite3.connect(file, uri=True)) as db:
            query = "SELECT count(*) FROM outbox WHERE leaf = 'up/telemetry'"
            return int(db.execute(query).fetchone()[0])

    def reaches(self, name: str, deployment: str, state: str, timeout_s: float = 60.0) -> bool:
        """Watch a device's journal without a pause; tell whether it was seen in `state`."""
        deadline = time.monotonic() + timeout_s
        query = "SELECT state FROM deployment WHERE deployment = ?"
        file = f"file:{self.data(name) / 'agent.db'}?mode=ro"
        with contextlib.closing(sqlite3.connect(file, uri=True)) as db:
            while time.monotonic() < deadline:
                row = db.execute(query, (deployment,)).fetchone()
                if row is not None and row[0] == state:
                    return True
                if row is not None and row[0] in TERMINAL:
                    return False
        return False


@contextmanager
def fleet_running(folder: Path, *names: str) -> Iterator[Fleet]:
    """Run a control plane and enrolled agents until the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with control_plane_process(folder / "controlplane") as plane, Stage(folder) as stage:
        stage.environment = {
            "FLOTILLA_DATA": str(plane.folder),
            "FLOTILLA_AGENT_TELEMETRY_INTERVAL_S": "1",
        }
        fleet = Fleet(folder, plane, stage)
        for name in names:
            fleet.enroll(name)
        for name in names:
            fleet.online(name)
        yield fleet
