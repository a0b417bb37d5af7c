"""What an idle agent costs: memory, processor time, and bytes on the wire.

A real agent process, enrolled over TLS, holds its connection to a real mosquitto through a small
relay that counts every byte in both directions, TLS included, TCP and IP headers not. Memory is
the median of `smaps_rollup` samples after a warm-up; the proportional set size is smaller where
other Python processes run beside it (this one does), the private one is not. The hour and the
month are extrapolated from the idle minutes that were watched, connecting not included; that takes
a window of whole keep-alive periods, and says nothing of what a lost connection costs.
"""

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench.report import Row, publish
from tests.support.agent_broker import broker_running
from tests.support.agent_fleet import FleetAuthority
from tests.support.agent_gateway import EnrollingGateway, gateway_running

MIB = 2**20
HEADERS_BYTES = 40
"""Least that IPv4 and TCP add to every packet; reported apart."""
MONTH_S = 30 * 86_400
_FIELDS = ("Pss", "Rss", "Private_Clean", "Private_Dirty")
REPOSITORY = Path(__file__).parents[1]


@dataclass
class Relay:
    """Copies between an agent and its broker, and counts."""

    target: int
    port: int = 0
    bytes: int = 0
    reads: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, size: int) -> None:
        with self.lock:
            self.bytes += size
            self.reads += 1

    def copy(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                self.count(len(data))
                sink.sendall(data)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def relaying(target: int) -> Iterator[Relay]:
    relay = Relay(target)
    listener = socket.create_server(("127.0.0.1", 0))
    relay.port = listener.getsockname()[1]

    def accept() -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", relay.target))
            for pair in ((near, far), (far, near)):
                threading.Thread(target=relay.copy, args=pair, daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield relay
    finally:
        listener.close()


def memory(pid: int) -> dict[str, float]:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    fields = dict(line.split(":", 1) for line in lines if ":" in line[:20])
    sizes = {name: int(fields[name].split()[0]) * 1024 / MIB for name in _FIELDS}
    private = sizes["Private_Clean"] + sizes["Private_Dirty"]
    return {"Pss": sizes["Pss"], "Rss": sizes["Rss"], "Private": private}


def cpu_s(pid: int) -> float:
    values = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(values[11]) + int(values[12])) / os.sysconf("SC_CLK_TCK")


def measure(*, warm_up_s: float, watch_s: float, keepalive_s: int) -> list[Row]:
    authority = FleetAuthority()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (
            broker_running(folder / "broker", authority) as broker,
            relaying(broker.port) as relay,
            gateway_running(
                EnrollingGateway(authority, mqtt_port=relay.port), folder / "gateway"
            ) as gateway,
        ):
            data = str(folder / "device")
            agent = [sys.executable, "-m", "agent"]
            subprocess.run(
                [*agent, "enroll", "--gateway", gateway.url, "--token", gateway.token,
                 "--data", data],
                check=True, cwd=REPOSITORY, stdout=subprocess.DEVNULL,
            )  # fmt: skip
            began = time.monotonic()
            process = subprocess.Popen(
                [*agent, "run", "--data", data, "--keepalive", str(keepalive_s)],
                cwd=REPOSITORY, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            try:
                while relay.bytes == 0:
                    time.sleep(0.01)
                start_s = time.monotonic() - began
                time.sleep(warm_up_s)
                return _watch(process.pid, relay, watch_s, keepalive_s, start_s)
            finally:
                process.terminate()
                process.wait()


def _watch(pid: int, relay: Relay, watch_s: float, keepalive_s: int, start_s: float) -> list[Row]:
    bytes_before, reads_before, cpu_before = relay.bytes, relay.reads, cpu_s(pid)
    samples = []
    deadline = time.monotonic() + watch_s
    while time.monotonic() < deadline:
        time.sleep(min(5.0, max(0.1, deadline - time.monotonic())))
        samples.append(memory(pid))
    sent = relay.bytes - bytes_before
    packets = relay.reads - reads_before
    month = sent / watch_s * MONTH_S / 1e6
    with_headers = month + 2 * packets * HEADERS_BYTES / watch_s * MONTH_S / 1e6
    pss = statistics.median(sample["Pss"] for sample in samples)
    rss = statistics.median(sample["Rss"] for sample in samples)
    private = statistics.median(sample["Private"] for sample in samples)
    cpu = 100 * (cpu_s(pid) - cpu_before) / watch_s
    wire = f"keep-alive {keepalive_s} s"
    return [
        Row("idle agent, PSS, MiB", round(pss, 2), "<= 40 (stretch 32)", "lower"),
        Row("idle agent, private, MiB", round(private, 2), "", "lower"),
        Row("idle agent, RSS, MiB", round(rss, 2), "", "lower"),
        Row("idle agent, CPU, % of one core", round(cpu, 3), "", "lower"),
        Row("start to first byte to the broker, s", round(start_s, 2), "", "lower"),
        Row(f"idle traffic, bytes an hour ({wire})", round(sent / watch_s * 3600), "", "lower"),
        Row(f"idle traffic, MB a month ({wire})", round(month, 3), "<= 1", "lower"),
        Row(f"the same with IP and TCP headers ({wire})", round(with_headers, 3), "", "lower"),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--warm-up", type=float, default=20.0, metavar="SECONDS")
    parser.add_argument("--watch", type=float, default=0.0, metavar="SECONDS",
                        help="how long to watch; two keep-alive periods by default")  # fmt: skip
    parser.add_argument("--keepalive", type=int, default=150, metavar="SECONDS")
    options = parser.parse_args()
    watch_s = options.watch or max(60.0, 2.0 * options.keepalive)
    rows = measure(warm_up_s=options.warm_up, watch_s=watch_s, keepalive_s=options.keepalive)
    notes = {"watched_s": watch_s, "keepalive_s": options.keepalive, "extrapolated": True}
    publish("footprint", rows, notes)


if __name__ == "__main__":
    main()
