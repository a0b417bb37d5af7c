"""Renews the device's certificate in time: asks for a new one, checks it, lets the link try it.

The certificate in use stays until a connection with the new one has worked. A device that was
offline for longer than its certificate lived is enrolled again, and keeps its id.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Protocol

from agent.trust.credentials import Life
from shared.clock import Clock
from shared.errors import FlotillaError
from shared.wire.enrol import CertificateGrant, RenewalRequest

RENEW_AT: Final = 2 / 3
"""Of a certificate's life: day 60 of 90."""
ASK_AGAIN: Final = timedelta(hours=6)
"""When no answer came, or a certificate did not work."""
LONGEST_SLEEP: Final = timedelta(hours=12)
"""Wall clocks are set, and machines sleep; so no wait is trusted for longer."""

log = logging.getLogger(__name__)


class Credentials(Protocol):
    """The work on keys and certificates, see `agent.trust.credentials`."""

    def life(self, folder: Path) -> Life: ...

    def request(self, folder: Path) -> str: ...

    def accept(self, folder: Path, certificate_pem: str) -> None: ...


def due(life: Life) -> datetime:
    """Return when a certificate should be renewed."""
    return life.begins + RENEW_AT * (life.ends - life.begins)


class Renewal:
    """Runs beside the link until cancelled."""

    def __init__(
        self,
        folder: Path,
        *,
        credentials: Credentials,
        clock: Clock,
        ask: Callable[[RenewalRequest], None],
        granted: Callable[[], None],
        lived: Callable[[Life], None] = lambda _life: None,
    ) -> None:
        """`ask` sends a request to the control plane; `granted` makes the link connect anew.

        `lived` hears the life of the certificate in use: its beginning has certainly passed.
        """
        self._folder = folder
        self._credentials = credentials
        self._clock = clock
        self._ask = ask
        self._granted = granted
        self._lived = lived
        self._wake = asyncio.Event()
        self._forced = False
        self._answer: CertificateGrant | None = None
        self._asked: datetime | None = None

    def hear(self, grant: CertificateGrant) -> None:
        """Take an answer of the control plane; it is checked before anything relies on it."""
        self._answer = grant
        self._wake.set()

    def renew_now(self) -> None:
        """Ask for a certificate whatever the age of the present one."""
        self._forced = True
        self._wake.set()

    async def run(self) -> None:
        while True:
            self._wake.clear()
            try:
                wait = await self._look()
            except FlotillaError as error:
                log.warning("the certificate cannot be renewed", extra={"why": str(error)})
                wait = ASK_AGAIN
            try:
                async with asyncio.timeout(wait.total_seconds()):
                    await self._wake.wait()
            except TimeoutError:
                pass

    async def _look(self) -> timedelta:
        """Do what is to be done now; return how long there is nothing more to do."""
        grant, self._answer = self._answer, None
        if grant is not None:
            await self._accept(grant)
        now = self._clock.now()
        forced, self._forced = self._forced, False
        life = await asyncio.to_thread(self._credentials.life, self._folder)
        self._lived(life)
        at = due(life)
        if not forced and now < at:
            return min(at - now, LONGEST_SLEEP)
        if forced or self._asked is None or now - self._asked >= ASK_AGAIN:
            csr = await asyncio.to_thread(self._credentials.request, self._folder)
            self._asked = now
            self._ask(RenewalRequest(csr_pem=csr))
            log.info("asked for a new certificate")
        return ASK_AGAIN

    async def _accept(self, grant: CertificateGrant) -> None:
        try:
            await asyncio.to_thread(self._credentials.accept, self._folder, grant.certificate_pem)
        except FlotillaError as error:
            log.warning("a certificate was not accepted", extra={"why": str(error)})
            return
        log.info("a new certificate came; the next connection tries it")
        self._granted()
