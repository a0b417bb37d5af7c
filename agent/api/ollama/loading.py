"""Models into memory and out of it, as `keep_alive` and empty questions ask."""

import math
import time

from starlette.responses import JSONResponse, Response

from agent.api.answers import provenance
from agent.api.ollama import saying
from agent.api.ollama.catalogue import Catalogue, Known
from agent.api.ollama.schema import Answered, Loaded
from agent.api.ollama.telling import Telling
from agent.serving.slots import Slots


class Loading:
    """Has models loaded, and says how long they stay."""

    def __init__(self, slots: Slots, catalogue: Catalogue) -> None:
        self._slots = slots
        self._catalogue = catalogue

    async def ready(self, body: Loaded, telling: Telling | None = None) -> Known:
        """Return what a body asks, loaded.

        Raises:
            FlotillaError: nothing is called that, or it cannot be loaded.
        """
        # What is wrong with the words is said before anything is loaded.
        _ = body.keep_alive_s
        known = self._catalogue.find(body.asked)
        if self._slots.loaded(known.slot):
            return known
        began_ns = time.monotonic_ns()
        await self._slots.preload(known.slot)
        if telling is not None:
            telling.load_ns = time.monotonic_ns() - began_ns
        return self._catalogue.find(body.asked)

    def keep(self, slot: str, body: Loaded) -> None:
        """Do as a body's `keep_alive` says, from the end of the requests that run."""
        seconds = body.keep_alive_s
        if seconds is not None:
            self._slots.keep_alive(slot, None if math.isinf(seconds) else seconds)

    async def alone(self, body: Answered, telling: Telling) -> Response:
        """Answer a question without words: load the model, or give its memory back."""
        if body.keep_alive_s == 0:
            known = self._catalogue.find(body.asked)
            await self._slots.unload(known.slot)
            reason = saying.UNLOAD
        else:
            known = await self.ready(body, telling)
            self.keep(known.slot, body)
            reason = saying.LOAD
        said = telling.form.said("")
        answer = telling.object({**said, "done": True, "done_reason": reason})
        headers = provenance(known.served)
        return JSONResponse(answer, headers=headers)
