"""Keeps one Mosquitto running: writes its files, starts it, hears its log, starts it again."""

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from controlplane.broker import leash, program
from controlplane.broker.configuration import Listener, access_list, configuration
from controlplane.broker.errors import BrokerError
from shared.backoff import full_jitter_s
from shared.clock import Clock

_START_TIMEOUT_S: Final = 15.0
_STOP_TIMEOUT_S: Final = 10.0
_LOOK_S: Final = 0.05
_LONGEST_WAIT_S: Final = 15.0
_STEADY_S: Final = 60.0
_LAST_LINES: Final = 10
_HARMLESS: Final = "should not be run as root"
"""It is a child of ours, with our rights, whoever we are."""

logger = logging.getLogger(__name__)


class Mosquitto:
    """The broker of one control plane."""

    def __init__(
        self,
        *,
        folder: Path,
        listener: Listener,
        fleet: str,
        clock: Clock,
        jitter: Callable[[], float],
    ) -> None:
        self._folder = folder.resolve()
        self._listener = listener
        self._fleet = fleet
        self._clock = clock
        self._jitter = jitter
        self._program = program.find()
        self._denied: frozenset[str] = frozenset()
        self._revocations = b""
        self._process: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()
        self._last_lines: deque[str] = deque(maxlen=_LAST_LINES)
        self.started_at: datetime | None = None
        """When the present process began; None while there is none."""

    def run(self, stop: threading.Event) -> None:
        """Keep it running until `stop` is set, then stop it and wait for it."""
        self._write_files()
        attempt = 0
        while not stop.is_set():
            process = self._start()
            began = self._clock.now()
            while process.poll() is None and not stop.wait(_LOOK_S):
                pass
            if stop.is_set():
                self._end(process)
                return
            with self._lock:
                self.started_at = None
            lived_s = (self._clock.now() - began).total_seconds()
            attempt = 0 if lived_s > _STEADY_S else attempt + 1
            logger.error("the broker ended", extra={"status": process.returncode})
            stop.wait(
                0.2
                + full_jitter_s(attempt, jitter=self._jitter(), cap_s=_LONGEST_WAIT_S, base_s=0.2)
            )

    def refuse(self, devices: frozenset[str], revocations: bytes) -> None:
        """Shut these devices out from now on, and nobody else.

        `revocations` is the authority's list of revoked certificates as PEM: it keeps them from
        connecting; the access list silences those that are connected. Before the first start
        this says whom to refuse from the first moment.
        """
        with self._lock:
            self._denied, self._revocations = devices, revocations
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._write_lists()
            if self._process is not None and self._process.poll() is None:
                self._process.send_signal(signal.SIGHUP)
        logger.info("told the broker whom to refuse", extra={"devices": len(devices)})

    def wait_ready(self, stop: threading.Event, timeout_s: float = _START_TIMEOUT_S) -> None:
        """Return once it accepts connections.

        Raises:
            BrokerError: it does not within the time; its last log lines are in the message.
        """
        waited = 0.0
        while waited < timeout_s and not stop.is_set():
            if self.started_at is not None and self._accepts():
                return
            stop.wait(_LOOK_S)
            waited += _LOOK_S
        if not stop.is_set():
            said = "; ".join(self._last_lines) or "nothing"
            where = f"{self._listener.host}:{self._listener.port}"
            raise BrokerError(f"the broker does not listen on {where}; it said: {said}")

    def _start(self) -> subprocess.Popen[str]:
        command = [sys.executable, "-I", str(Path(leash.__file__)), str(os.getpid())]
        command += [str(self._program), "-c", str(self._folder / "mosquitto.conf")]
        process = subprocess.Popen(  # noqa: S603 - our own child, no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            env=program.environment_for(self._program),
            start_new_session=True,  # the terminal's Ctrl-C is for us; we stop it in our order
        )
        with self._lock:
            self._process = process
            self.started_at = self._clock.now()
        threading.Thread(target=self._forward, args=(process,), name="broker-log").start()
        return process

    def _end(self, process: subprocess.Popen[str]) -> None:
        process.terminate()  # it saves its state
        try:
            process.wait(_STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            logger.warning("the broker did not end when asked to")
            process.kill()
            process.wait()
        with self._lock:
            self.started_at = None

    def _forward(self, process: subprocess.Popen[str]) -> None:
        assert process.stderr is not None
        with process.stderr as lines:
            for line in lines:
                text = line.strip()
                self._last_lines.append(text)
                serious = text.startswith(("Error", "Warning")) and _HARMLESS not in text
                level = logging.WARNING if serious else logging.DEBUG
                logger.log(level, "the broker says", extra={"line": text})

    def _accepts(self) -> bool:
        host = "127.0.0.1" if self._listener.host == "0.0.0.0" else self._listener.host  # noqa: S104
        try:
            with socket.create_connection((host, self._listener.port), timeout=1):
                return True
        except OSError:
            return False

    def _write_files(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._folder.chmod(0o700)
        user = "root" if os.geteuid() == 0 else None
        text = configuration(self._listener, folder=self._folder, user=user)
        _write(self._folder / "mosquitto.conf", text)
        with self._lock:
            if not self._revocations:
                raise BrokerError("nobody has said yet whom the broker must refuse")
            self._write_lists()

    def _write_lists(self) -> None:
        _write(self._folder / "acl", access_list(self._fleet, self._denied))
        _write(self._folder / "ca.crl", self._revocations.decode())


def _write(file: Path, text: str) -> None:
    part = file.with_name(f".{file.name}.part")
    part.touch(mode=0o600)
    part.write_text(text)
    part.replace(file)
