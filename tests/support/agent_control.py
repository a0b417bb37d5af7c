"""What the control plane would hear from one agent process, and what it may say to it."""

import asyncio
import os
import ssl
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from agent.cli import main
from agent.link.paho import PahoConnection, PahoDialer
from agent.link.ports import Greeting, Outgoing
from shared.wire import topics
from shared.wire.base import Message
from shared.wire.codec import decode, encode
from tests.support.agent_broker import Broker
from tests.support.agent_gateway import EnrollingGateway

PATIENCE_S = 60
REPOSITORY = Path(__file__).parents[2]

M = TypeVar("M", bound=Message)


class ControlPlane:
    """What the control plane would hear, and what it may say."""

    def __init__(self, broker: Broker, gateway: EnrollingGateway, folder: Path) -> None:
        self.broker = broker
        self.gateway = gateway
        self.device = gateway.device
        self.data = folder / "device"
        self.log = folder / "agent.log"
        self.heard: asyncio.Queue[Message] = asyncio.Queue()
        self._connection: PahoConnection | None = None
        self._connections: list[PahoConnection] = []

    async def enroll(self) -> None:
        """Have the device enroll itself by the command that a person would use."""
        wanted = {
            "--gateway": self.gateway.url,
            "--token": self.gateway.token,
            "--name": "kiosk-1",
            "--data": str(self.data),
        }
        words = ["enroll", *(word for pair in wanted.items() for word in pair)]
        assert await asyncio.to_thread(main, words) == 0

    async def connect(self, folder: Path) -> PahoConnection:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cadata=self.broker.authority.pem)
        context.load_cert_chain(*self.broker.control_plane.write(folder, "control-plane"))
        dialer = PahoDialer(
            host="localhost",
            port=self.broker.port,
            client_id="control-plane",
            keepalive_s=60,
            tls=context,
        )
        will = Outgoing("flotilla/v1/will", b"")
        self._connection = await dialer.connect(
            Greeting(will, topics.every_up("default"), self._on_message)
        )
        self._connections.append(self._connection)
        return self._connection

    async def close(self) -> None:
        for connection in self._connections:
            await connection.close()

    async def say(self, leaf: str, message: Message, *, retain: bool = False) -> None:
        await self.say_raw(leaf, encode(message), retain=retain)

    async def say_raw(self, leaf: str, payload: bytes, *, retain: bool = False) -> None:
        """Say bytes that need not be a message."""
        assert self._connection is not None
        topic = topics.build("default", self.device, leaf)
        await self._connection.publish(Outgoing(topic, payload, retain=retain))

    async def hear(self, kind: type[M]) -> M:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                message = await self.heard.get()
                if isinstance(message, kind):
                    return message

    @asynccontextmanager
    async def agent(self, **environment: str) -> AsyncIterator[asyncio.subprocess.Process]:
        with self.log.open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "agent", "run", "--data", str(self.data), "--json-logs",
                cwd=REPOSITORY, stderr=log,
                env={**os.environ, "FLOTILLA_AGENT_API_PORT": "0", **environment},
            )  # fmt: skip
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()

    def _on_message(self, topic: str, payload: bytes) -> None:
        parsed = topics.parse(topic)
        if parsed is not None and payload:
            self.heard.put_nowait(decode(parsed.leaf, payload))
