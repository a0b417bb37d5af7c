"""The device's capability through the agent's life: looked at when it starts, measured once.

Looking costs nothing. Measuring takes every core for a few seconds, so it is done in the background
when no measurement of this hardware and these engines is kept, and when somebody asks for it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from agent.host.kernels import KernelFile, Probed, ProbeError, key_of
from shared.capabilities import Capability

logger = logging.getLogger(__name__)

Measure = Callable[[Capability], Awaitable[Probed]]


class Measuring:
    """What the device can do, as far as it is known."""

    def __init__(
        self,
        *,
        look: Callable[[], Capability],
        file: KernelFile,
        measure: Measure,
        on_change: Callable[[], None],
        measures: bool = True,
    ) -> None:
        self._look = look
        self._file = file
        self._measure = measure
        self._on_change = on_change
        self._measures = measures
        self._lock = asyncio.Lock()
        self.capability = self._known(look())

    async def run(self) -> None:
        """Measure if that was never done for this hardware and these engines."""
        if not self._measures or self.capability.kernels is not None:
            return
        try:
            await self._measured(self.capability)
        except ProbeError as error:
            # Without rates the planner predicts no speed, and everything else works.
            logger.warning("the kernels could not be measured", extra={"why": str(error)})

    async def again(self) -> Capability:
        """Look and measure again, but for the memory budget, which what is loaded would lower.

        Raises:
            ProbeError: the measurement failed; what was known before still counts.
        """
        budget = self.capability.memory_budget_bytes
        fresh = self._look().model_copy(update={"memory_budget_bytes": budget})
        if self._measures:
            await self._measured(fresh)
        else:
            self._take(self._known(fresh))
        return self.capability

    async def _measured(self, capability: Capability) -> None:
        async with self._lock:
            probed = await self._measure(capability)
            if probed.why:
                logger.warning("the engines could not be asked", extra={"why": probed.why})
            await asyncio.to_thread(self._file.write, probed)
            self._take(probed.added_to(capability))

    def _known(self, capability: Capability) -> Capability:
        probed = self._file.read(key_of(capability))
        return capability if probed is None else probed.added_to(capability)

    def _take(self, capability: Capability) -> None:
        if capability != self.capability:
            self.capability = capability
            self._on_change()
