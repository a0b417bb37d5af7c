"""Tries a renewed certificate on the first connection after it came, and falls back to the old one.

The new one is adopted when a connection with it worked. It is given up only when the old one works
where it did not: a network that is down proves nothing about a certificate.
"""

import logging
from collections.abc import Callable

from typing_extensions import override

from agent.link.errors import LinkError
from agent.link.ports import Connection, Dialer, Greeting

logger = logging.getLogger(__name__)


class RenewedDialer(Dialer):
    """A dialer for the identity in use, and at times one for its successor."""

    def __init__(
        self,
        *,
        active: Callable[[], Dialer],
        candidate: Callable[[], Dialer | None],
        adopt: Callable[[], None],
        discard: Callable[[], None],
    ) -> None:
        self._active = active
        self._candidate = candidate
        self._adopt = adopt
        self._discard = discard

    @override
    async def connect(self, greeting: Greeting) -> Connection:
        """Connect and subscribe, with the successor first if there is one.

        Raises:
            LinkError: neither worked.
        """
        candidate = self._candidate()
        if candidate is None:
            return await self._active().connect(greeting)
        try:
            connection = await candidate.connect(greeting)
        except LinkError as error:
            connection = await self._active().connect(greeting)
            logger.warning("the new certificate does not work", extra={"why": str(error)})
            self._discard()
            return connection
        self._adopt()
        logger.info("the new certificate is in use")
        return connection
