"""What executing a deployment needs of the rest of the agent."""

import asyncio
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from agent.serving.errors import RecalledError
from agent.serving.servable import Servable
from agent.trust.resolve import Assignment
from shared.bundle import Manifest
from shared.digest import Digest
from shared.evals import ChatMessage, GoldenSet
from shared.ids import DeploymentId, DeviceId
from shared.trust import ImageCustom
from shared.wire.up import Progress


class Trust(Protocol):
    """Says what a slot should run."""

    async def resolve(self, device: DeviceId, slot: str) -> Assignment | None: ...


class Installed(Protocol):
    """A verified bundle on disk."""

    @property
    def digest(self) -> Digest: ...

    @property
    def weights(self) -> Path: ...

    def golden(self) -> GoldenSet: ...

    def parameters(self) -> Mapping[str, object]: ...


class Bundles(Protocol):
    """Fetches and keeps bundles."""

    async def fetch(
        self,
        assignment: Assignment,
        on_progress: Callable[[Progress], None],
        *,
        deadline_s: float,
        peers: Sequence[str] = (),
        bytes_per_s: int | None = None,
    ) -> Manifest: ...

    async def verify(self, digest: Digest, custom: ImageCustom) -> Installed: ...

    def installed(self, digest: Digest) -> Installed | None: ...

    async def check(self, digest: Digest) -> Installed: ...

    def reclaim(self, keep: Collection[Digest]) -> int: ...


class Answer(Protocol):
    """What a candidate said, and how fast."""

    @property
    def text(self) -> str: ...

    @property
    def first_token_ms(self) -> float: ...

    @property
    def tokens_per_s(self) -> float: ...


class Facts(Protocol):
    """What is known of the process behind a slot."""

    @property
    def crashes(self) -> int: ...

    @property
    def requests(self) -> int: ...

    @property
    def failed_requests(self) -> int: ...

    @property
    def memory_bytes(self) -> int | None: ...

    @property
    def load_ms(self) -> int | None: ...

    @property
    def first_token_ms(self) -> float | None: ...

    @property
    def tokens_per_s(self) -> float | None: ...


class Served(Protocol):
    """What a slot holds."""

    @property
    def bundle(self) -> Digest: ...

    @property
    def deployment(self) -> DeploymentId | None: ...

    @property
    def line(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def variant(self) -> str: ...

    @property
    def context(self) -> int: ...

    @property
    def parallel(self) -> int: ...


class Slots(Protocol):
    """What is loaded and what serves."""

    async def load(
        self, slot: str, servable: Servable, *, keep: bool = False, drain_s: float | None = None
    ) -> None: ...

    async def serve(self, slot: str, servable: Servable) -> None: ...

    async def ask(
        self, slot: str, messages: Sequence[ChatMessage], *, max_tokens: int
    ) -> Answer: ...

    async def switch(self, slot: str) -> None: ...

    async def commit(self, slot: str) -> None: ...

    async def revert(self, slot: str, *, drain_s: float | None = None) -> None: ...

    def forbid(self, reasons: Mapping[Digest, str]) -> None: ...

    async def stop(self, slot: str, why: RecalledError | None = None) -> None: ...

    def facts(self, slot: str) -> Facts: ...

    def serving(self, slot: str) -> Served | None: ...

    def candidate(self, slot: str) -> Served | None: ...

    def ready(self, slot: str) -> bool: ...


class Timer(Protocol):
    """Time that passes; a fake one passes at once."""

    def monotonic(self) -> float: ...

    async def wait(self, wake: asyncio.Event, timeout_s: float | None) -> None:
        """Return when `wake` is set or the time has passed."""
        ...


class SystemTimer:
    """The machine's own."""

    def monotonic(self) -> float:
        return time.monotonic()

    async def wait(self, wake: asyncio.Event, timeout_s: float | None) -> None:
        try:
            async with asyncio.timeout(timeout_s):
                await wake.wait()
        except TimeoutError:
            pass
