"""Server time of the console's pages over 10,000 devices: `make bench NAME=console`.

One process serves the console and takes in 10,000 heartbeats a minute, as messages of devices
through the recorder that ingest uses; deployments of a rollout that is under way on all devices
move all the while. Ten viewers keep that rollout's page open and fetch its live part whenever the
feed says so, as browsers do; one visitor goes from page to page. Measured is what the server takes
from a request to the end of its answer.
"""

import argparse
import itertools
import json
import multiprocessing
import os
import statistics
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx2
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bench.console_fleet import LargeFleet, fill
from bench.report import Row, publish
from controlplane.db.session import Database
from controlplane.devices import ca
from controlplane.ingest.batch import Recorder
from controlplane.ingest.handlers import Handlers
from controlplane.ingest.messages import Incoming, Receipt
from controlplane.rollouts import service as rollouts
from shared.clock import SystemClock
from shared.deployment import State
from shared.ids import DeviceId, new_id
from shared.wire import topics
from shared.wire.codec import encode
from shared.wire.up import DeploymentReport, Progress, Report
from tests.support.console_server import TOKEN, an_app, serving

HEARTBEATS_A_MINUTE = 10_000
MOVES_A_SECOND = 5
BATCH_S = 0.05
VIEWERS = 10
LEAST_OF = 5
STAGGER_S = 0.5
"""Nobody opens a page in the very instant of another; the live parts, all ask for at once."""
TARGET_MS = 200.0
QUERY = "site in (site-1, site-2, site-3) and memory >= 100MiB and not state=offline"


class Stopwatch:
    """Notes how long each answer took, by the name that the asker gave it."""

    def __init__(self, app: ASGIApp, file: Path) -> None:
        self._app = app
        self._file = file
        self._seen: dict[str, list[float]] = defaultdict(list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        name = dict(scope.get("headers", [])).get(b"x-measured", b"").decode()
        if not name:
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.body" and not message.get("more_body"):
                self._seen[name].append(1000 * (time.perf_counter() - began))
            await send(message)

        await self._app(scope, receive, watched)

    def write(self) -> None:
        self._file.write_text(json.dumps(self._seen))


def heartbeats(
    recorder: Recorder, fleet: LargeFleet, stop: threading.Event, taken: list[int]
) -> None:
    """Take in every device's word once a minute, and let some deployments move."""
    sequence: dict[str, int] = defaultdict(int)
    turns = itertools.cycle(fleet.devices)
    moves = itertools.cycle(fleet.moving)
    steps: dict[str, int] = defaultdict(lambda: 2)
    per_batch = HEARTBEATS_A_MINUTE * BATCH_S / 60
    due_reports, due_moves = 0.0, 0.0
    next_at = time.monotonic()
    while not stop.is_set():
        due_reports += per_batch
        due_moves += MOVES_A_SECOND * BATCH_S
        batch = []
        while due_reports >= 1:
            due_reports -= 1
            device = next(turns)
            sequence[device] += 1
            report = Report(
                session=fleet.session_of[device], seq=sequence[device], at=datetime.now(UTC)
            )
            batch.append(_incoming(device, topics.UP_REPORT, encode(report)))
        while due_moves >= 1:
            due_moves -= 1
            deployment, device, attempt = next(moves)
            steps[deployment] += 1
            said = DeploymentReport(
                deployment=deployment,
                slot="main",
                attempt=attempt,
                seq=steps[deployment],
                state=State.DOWNLOADING,
                at=datetime.now(UTC),
                progress=Progress(done_bytes=steps[deployment] * 1000, total_bytes=64_000_000),
            )
            batch.append(_incoming(device, topics.UP_DEPLOYMENT, encode(said)))
        recorder.record(batch)
        taken.append(len(batch))
        next_at += BATCH_S
        stop.wait(max(0.0, next_at - time.monotonic()))


def _incoming(device: str, leaf: str, payload: bytes) -> Incoming:
    return Incoming(
        topic=topics.build("default", DeviceId(device), leaf),
        payload=payload,
        receipt=Receipt(connection=0, mid=0, qos=1),
    )


def serve(folder: str, fleet: LargeFleet, pipe: Any) -> None:
    """Serve until the other end of the pipe says that it is enough."""
    place = Path(folder)
    clock = SystemClock()
    database = Database(f"sqlite:///{place / 'flotilla.db'}")
    authority = ca.ensure(place / "ca", "default", clock.now())
    handlers = Handlers(record_deployment=rollouts.record, new_id=new_id, authority=authority)
    recorder = Recorder(database, clock, handlers, fleet="default")
    app = an_app(database, clock, place)
    watch = Stopwatch(app, place / "times.json")
    stop = threading.Event()
    taken: list[int] = []
    beating = threading.Thread(target=heartbeats, args=(recorder, fleet, stop, taken))
    watch_app: Any = watch
    watch_app.state = app.state
    with serving(watch_app) as url:
        beating.start()
        pipe.send(url)
        pipe.recv()
        stop.set()
        beating.join()
        watch.write()
        pipe.send((sum(os.times()[:2]), sum(taken)))
    database.close()


def viewer(url: str, cookies: Any, path: str, until: float, late_s: float) -> None:
    """Keep a page open: fetch its live part when the feed names it, one at a time."""
    time.sleep(late_s)
    with httpx2.Client(base_url=url, cookies=cookies, timeout=60) as client:
        _get(client, path, "rollout page")
        wanted = threading.Event()
        over = threading.Event()

        def listen() -> None:
            # The connection is closed under it when the viewer leaves.
            with suppress(httpx2.HTTPError), client.stream("GET", "/live") as answer:
                for line in answer.iter_lines():
                    if line.startswith(f"event: rollout:{path.rsplit('/', 1)[1]}"):
                        wanted.set()
                    if over.is_set():
                        return

        listening = threading.Thread(target=listen, daemon=True)
        listening.start()
        while time.monotonic() < until:
            wanted.wait(3)  # the page also looks every three seconds
            wanted.clear()
            _get(client, path, "rollout live", block="live")
        over.set()


def visitor(url: str, cookies: Any, fleet: LargeFleet, until: float) -> None:
    """Go from page to page."""
    with httpx2.Client(base_url=url, cookies=cookies, timeout=60) as client:
        for path, name in _around(pages_of(fleet), lambda: time.monotonic() < until):
            _get(client, path, name)


def pages_of(fleet: LargeFleet) -> tuple[tuple[str, str], ...]:
    return (
        ("/", "overview"),
        (f"/devices?q={quote(QUERY)}", "devices with a query"),
        ("/devices?q=kiosk-0123", "devices by word"),
        ("/devices?at=150", "devices, page 150"),
        (f"/devices/{fleet.devices[0]}", "device"),
        ("/rollouts", "rollouts"),
        ("/models/device-control/1.4.0", "release"),
        ("/audit", "audit"),
    )


def processor_ms(folder: Path, fleet: LargeFleet) -> dict[str, float]:
    """Return what each page takes of the processor alone, the least of a few times."""
    database = Database(f"sqlite:///{folder / 'flotilla.db'}")
    found = {}
    with TestClient(an_app(database, SystemClock(), folder)) as client:
        client.get("/sign-in", params={"token": TOKEN})
        for path, name in (*pages_of(fleet), (f"/rollouts/{fleet.live}", "rollout page")):
            client.get(path)
            found[name] = min(_processor_ms(client, path) for _ in range(LEAST_OF))
    database.close()
    return found


def _processor_ms(client: TestClient, path: str) -> float:
    began = time.process_time()
    client.get(path)
    return 1000 * (time.process_time() - began)


def _around(
    pages: tuple[tuple[str, str], ...], go_on: Callable[[], bool]
) -> Iterator[tuple[str, str]]:
    for each in itertools.cycle(pages):
        if not go_on():
            return
        yield each


def _get(client: httpx2.Client, path: str, name: str, *, block: str = "") -> None:
    headers = {"X-Measured": name}
    if block:
        headers |= {"HX-Request": "true", "HX-Target": block}
    answer = client.get(path, headers=headers)
    assert answer.is_success, (path, answer.status_code, answer.text[:500])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--viewers", type=int, default=VIEWERS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database, fleet = fill(Path(folder), datetime.now(UTC))
        database.close()
        alone = processor_ms(Path(folder), fleet)
        spawn = multiprocessing.get_context("spawn")
        here, there = spawn.Pipe()
        server = spawn.Process(target=serve, args=(folder, fleet, there))
        server.start()
        url = here.recv()
        with httpx2.Client(base_url=url, timeout=60) as client:
            client.get("/sign-in", params={"token": TOKEN})
            for each, _ in (*pages_of(fleet), (f"/rollouts/{fleet.live}", "")):
                client.get(each)  # the first time, templates are compiled
            cookies = client.cookies
        until = time.monotonic() + asked.seconds
        path = f"/rollouts/{fleet.live}"
        people = [
            threading.Thread(target=viewer, args=(url, cookies, path, until, number * STAGGER_S))
            for number in range(asked.viewers)
        ]
        people.append(threading.Thread(target=visitor, args=(url, cookies, fleet, until)))
        for each in people:
            each.start()
        for each in people:
            each.join()
        here.send("enough")
        cpu_s, taken = here.recv()
        server.join()
        times: dict[str, list[float]] = json.loads((Path(folder) / "times.json").read_text())
    rows = [
        Row(f"{name}, processor ms alone", round(took, 1), "", "lower")
        for name, took in sorted(alone.items())
    ]
    for name, seen in sorted(times.items()):
        cuts = statistics.quantiles(seen, n=100) if len(seen) > 1 else seen * 99
        target = f"<= {TARGET_MS:.0f}"
        rows += [
            Row(f"{name}, p50 ms ({len(seen)})", round(cuts[49], 1), target, "lower"),
            Row(f"{name}, p99 ms", round(cuts[98], 1), target, "lower"),
        ]
    publish(
        "console",
        rows,
        {
            "devices": len(fleet.devices),
            "viewers": asked.viewers,
            "heartbeats_a_minute": HEARTBEATS_A_MINUTE,
            "messages_taken_a_minute": round(60 * taken / asked.seconds),
            "server_cpu_s": round(cpu_s, 1),
            "seconds": asked.seconds,
            "load": os.getloadavg()[0],
        },
    )


if __name__ == "__main__":
    main()
