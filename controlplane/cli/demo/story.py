"""The main job, told step by step while it really happens."""

import json
import socket
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import openai
from rich.console import Console
from rich.live import Live
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table

from controlplane.api.schemas.rollouts import PreflightBody, RolloutDetailBody
from controlplane.cli.client import Address, Client, wait_file
from controlplane.cli.demo.cast import (
    CONTEXT,
    LINE,
    MACHINES,
    PARALLEL,
    QUESTION,
    VARIANTS,
    VERSION,
    memory_budgets,
)
from controlplane.cli.demo.stage import Stage, StageError, program
from controlplane.cli.rollout_view import render, render_preflight
from controlplane.rollouts.machine import ENDED, RolloutState
from shared import compat
from shared.errors import FlotillaError

T = TypeVar("T")

_PORT = 8420
_START_S = 60.0
_ROLLOUT_S = 120.0
_BUILD_S = 240.0
_POLL_S = 0.25
_EVAL_ITEMS = 300


@dataclass
class Summary:
    """What came out, for the one line that `--once` prints."""

    devices: int = 0
    committed: dict[str, str] = field(default_factory=dict)
    """Variant by device."""
    rollout: str = ""
    answer: str = ""
    console: str = ""
    problems: list[str] = field(default_factory=list)

    def line(self) -> str:
        verdict = "FAILED: " + "; ".join(self.problems) if self.problems else "ok"
        chosen = ", ".join(f"{name} {variant}" for name, variant in sorted(self.committed.items()))
        return (
            f"flotilla demo {verdict}: rollout {self.rollout},"
            f" {len(self.committed)} of {self.devices} devices committed ({chosen}),"
            f" answered {self.answer}"
        )

    def as_dict(self) -> dict[str, Any]:
        return {"ok": not self.problems, **asdict(self)}


class Story:
    """Tells it on `console` with the processes on `stage`."""

    def __init__(self, stage: Stage, console: Console, *, model: Path) -> None:
        self.stage = stage
        self.console = console
        self.gateway = ""
        self.model = model
        self.data = stage.folder / "controlplane"
        self.summary = Summary(devices=len(MACHINES))

    def tell(self) -> Summary:
        address = self._control_plane()
        client = Client.to(address)
        try:
            self._enroll(client)
            self._measure(client)
            self._build(client)
            self._publish()
            self._plan(client)
            self._roll_out(client)
            self._ask(client)
        finally:
            client.close()
        return self.summary

    def _control_plane(self) -> Address:
        self._step("Control plane", "SQLite, its own broker with TLS, local keys, its own CA")
        self.stage.environment = {
            "FLOTILLA_DATA": str(self.data),
            # Three devices on one machine would measure how much they disturb each other.
            "FLOTILLA_AGENT_MEASURE_KERNELS": "false",
        }
        ports = [] if _is_free(_PORT) else ["--port", "0"]
        self.stage.start(
            "controlplane",
            [*program("flotilla"), "up", *ports, "--gateway-port", "0", "--mqtt-port", "0"],
        )
        address = self._until(lambda: wait_file(self.data / "client.json"), _START_S)
        client = Client.to(address)
        try:
            status = self._until(lambda: _answers(client), _START_S)
        finally:
            client.close()
        self._fact(f"gateway {status['gateway_url']}")
        self._fact(f"MQTT over mutual TLS on port {status['mqtt_port']}")
        self.summary.console = f"{address.url}/sign-in?token={address.token}"
        self.gateway = status["gateway_url"]
        return address

    def _enroll(self, client: Client) -> None:
        self._step("Enroll", "a one-time token, a key made on the device, a certificate")
        budgets = memory_budgets(self._file("*-f16.gguf"))
        for machine in MACHINES:
            token = client.post(
                "/enrollment-tokens",
                {"labels": machine.labels, "uses": 1, "expires_in_s": 600},
            )["token"]
            folder = self.stage.folder / machine.name
            command = [*program("flotilla-agent"), "enroll", "--json"]
            command += ["--data", str(folder), "--gateway", self.gateway, "--token", token]
            command += ["--name", machine.name, "--memory-budget", str(budgets[machine.name])]
            enrolled = json.loads(self.stage.run([*command, "--api-port", "0"]))
            self._fact(f"[bold]{machine.name}[/] is device {enrolled['device']}")
            self.stage.start(
                machine.name, [*program("flotilla-agent"), "run", "--data", str(folder)]
            )

    def _measure(self, client: Client) -> None:
        self._step("Measure", "each device says what it can do")
        devices = self._until(lambda: _all_known(client), _START_S)
        table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2))
        for column in ("device", "labels", "cores", "memory it may use", "copies", "engine"):
            table.add_column(column)
        for device in devices:
            has = device["capability"]
            labels = " ".join(f"{key}={value}" for key, value in sorted(device["labels"].items()))
            engine = ", ".join(f"{each['name']} {each['version']}" for each in has["engines"])
            table.add_row(
                device["name"],
                labels,
                str(has["cores"]),
                compat.size(has["memory_budget_bytes"]),
                f"{compat.size(has['memory_bandwidth'])}/s",
                engine,
            )
        self.console.print(table)

    def _build(self, client: Client) -> None:
        self._step("Import", f"{LINE} {VERSION}: quantize, evaluate on held-out data, measure")
        command = [*program("flotilla"), "models", "import", str(self._file("*-f16.gguf"))]
        command += ["--line", LINE, "--version", VERSION, "--licence", "apache-2.0"]
        command += ["--eval", str(self._file("eval.jsonl")), "--eval-items", str(_EVAL_ITEMS)]
        command += ["--golden", str(self._file("golden.jsonl"))]
        command += ["--card", str(self._file("README.md")), "--no-wait", "--json"]
        command += ["--context", str(CONTEXT), "--parallel", str(PARALLEL)]
        for variant in VARIANTS:
            command += ["--variant", variant]
        release = json.loads(self.stage.run(command))
        self._show_variants(self._watch_build(client, release["id"]))

    def _watch_build(self, client: Client, release_id: str) -> dict[str, Any]:
        name, step = TextColumn("  {task.description:<8}"), TextColumn("{task.fields[step]}")
        with Progress(name, BarColumn(24), step, console=self.console, transient=True) as progress:
            tasks = {name: progress.add_task(name, total=100, step="") for name in VARIANTS}

            def built() -> dict[str, Any] | None:
                release: dict[str, Any] = client.get(f"/releases/{release_id}")
                for each in release["variants"]:
                    percent = 100 if each["state"] == "ready" else each["progress"]
                    doing = each["step"] or each["state"]
                    progress.update(tasks[each["name"]], completed=percent, step=doing)
                return release if release["state"] in {"ready", "failed"} else None

            release: dict[str, Any] = self._until(built, _BUILD_S)
        faults = [each["fault"]["message"] for each in release["variants"] if each["fault"]]
        if faults:
            raise StageError(f"the release is {release['state']}: {'; '.join(faults)}")
        return release

    def _show_variants(self, release: dict[str, Any]) -> None:
        table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2))
        for column in ("variant", "size", "memory it needs", "evaluation"):
            table.add_column(column)
        for each in release["variants"]:
            found = each["evaluation"]
            table.add_row(
                each["name"],
                compat.size(each["size_bytes"]),
                compat.size(each["memory_bytes"]),
                f"{found['correct']} of {found['items']} right ({found['fraction']:.1%})",
            )
        self.console.print(table)

    def _publish(self) -> None:
        self._step("Sign", "the keys stay with the publisher; the control plane only checks")
        command = [*program("flotilla"), "publish", LINE, VERSION, "--json"]
        printed = json.loads(self.stage.run(command))
        for each in printed["signed"]:
            self._fact(f"{each['digest'][:23]}…  {each['path']}")

    def _plan(self, client: Client) -> None:
        self._step("Plan", "the best variant that fits each device, and why")
        self.console.print(
            render_preflight(
                PreflightBody.model_validate(client.post("/rollouts/preflight", self._request()))
            )
        )

    def _request(self) -> dict[str, Any]:
        return {
            "line": LINE,
            "version": VERSION,
            "policy": {
                "waves": [{"name": "canary", "count": 1}, {"name": "rest"}],
                "soak_s": 3,
                "min_sample": 1,
                "on_failure": "roll_back",
                "device": {"trial_s": 3},
            },
        }

    def _roll_out(self, client: Client) -> None:
        self._step("Roll out", "one canary, then the rest; a gate after each wave")
        created = client.post("/rollouts", {**self._request(), "start": True})
        self.summary.rollout = created["state"]
        with Live(console=self.console, auto_refresh=False) as live:

            def ended() -> dict[str, Any] | None:
                detail: dict[str, Any] = client.get(f"/rollouts/{created['id']}")
                live.update(render(RolloutDetailBody.model_validate(detail)), refresh=True)
                resting = ENDED | {RolloutState.PAUSED}
                return detail if RolloutState(detail["state"]) in resting else None

            detail = self._until(ended, _ROLLOUT_S)
        self.summary.rollout = detail["state"]
        for each in detail["deployments"]:
            if each["state"] == "committed":
                self.summary.committed[each["device_name"]] = each["variant"]
        self._judge(detail)

    def _judge(self, detail: dict[str, Any]) -> None:
        problems = self.summary.problems
        if detail["state"] != RolloutState.COMPLETED:
            problems.append(f"the rollout ended {detail['state']}: {detail['sentence']}")
        if len(self.summary.committed) != len(MACHINES):
            problems.append("not every device committed")
        if len(set(self.summary.committed.values())) < len(VARIANTS):
            problems.append("the devices did not get different variants")

    def _ask(self, client: Client) -> None:
        self._step("Ask", "the device's own API, through the openai client")
        name = MACHINES[0].name
        device = self._until(lambda: _serving(client, name), _START_S)
        local = openai.OpenAI(base_url=f"{device['api']}/v1", api_key="unused", max_retries=0)
        with local:
            answer = local.chat.completions.create(
                model=LINE,
                messages=[{"role": "user", "content": QUESTION}],
                temperature=0,
            )
        text = answer.choices[0].message.content or ""
        self.console.print(f"  [dim]{device['api']}/v1, model {LINE}[/]")
        self.console.print(f"  you     {QUESTION}")
        self.console.print(f"  {name}  [bold green]{text}[/]", highlight=False, markup=True)
        self.summary.answer = text
        if not _is_call(text):
            self.summary.problems.append("the answer is not a function call")

    def _step(self, title: str, what: str) -> None:
        self.stage.check()
        self.console.print(f"\n[bold cyan]▸ {title}[/]  [dim]{what}[/]")

    def _fact(self, text: str) -> None:
        self.console.print(f"  [green]✓[/] {text}")

    def _file(self, pattern: str) -> Path:
        found = sorted(self.model.glob(pattern))
        if not found:
            raise StageError(f"{self.model} has no {pattern}; name a model folder with --model")
        return found[0]

    def _until(self, ready: Callable[[], T | None], timeout_s: float) -> T:
        """Ask until something comes back.

        Raises:
            StageError: a process ended, or it took too long.
        """
        deadline = time.monotonic() + timeout_s
        while True:
            found = ready()
            if found is not None:
                return found
            self.stage.check()
            if time.monotonic() > deadline:
                raise StageError(
                    f"nothing came within {timeout_s:.0f} s; see {self.stage.folder}/logs"
                )
            time.sleep(_POLL_S)


def _answers(client: Client) -> dict[str, Any] | None:
    try:
        status: dict[str, Any] = client.get("/status")
    except FlotillaError:  # it is starting
        return None
    return status if status["broker_connected"] else None


def _all_known(client: Client) -> list[dict[str, Any]] | None:
    devices: list[dict[str, Any]] = client.get("/devices")["devices"]
    known = [each for each in devices if each["presence"] == "online" and each["capability"]]
    return known if len(known) == len(MACHINES) else None


def _serving(client: Client, name: str) -> dict[str, Any] | None:
    device: dict[str, Any] = client.get(f"/devices/{name}")
    serves = any(slot["serving"] for slot in device["slots"].values())
    return device if serves and device["api"] else None


def _is_call(text: str) -> bool:
    try:
        call = json.loads(text)
    except ValueError:
        return False
    return isinstance(call, dict) and set(call) == {"name", "arguments"}


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
