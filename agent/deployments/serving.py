"""From a bundle on disk to something that can be served, and back to it after a power cut."""

import logging

from agent.deployments.errors import NotInstalledError
from agent.deployments.ports import Bundles, Installed, Slots
from agent.serving.servable import Servable
from agent.store.journal import SlotBundle, SlotState
from agent.trust.resolve import Assignment
from shared.errors import FlotillaError
from shared.sizing import Parameters

logger = logging.getLogger(__name__)


def slot_bundle(assignment: Assignment) -> SlotBundle:
    """Describe what an assignment makes a slot serve."""
    custom = assignment.custom
    needs = custom.requirements
    wanted = parameters_of(assignment)
    memory = needs.memory_for(wanted) or needs.memory
    return SlotBundle(
        bundle=assignment.digest,
        deployment=assignment.deployment,
        line=custom.line,
        version=custom.version,
        variant=custom.variant,
        context=memory.context,
        parallel=memory.parallel,
        kv_type=memory.kv_type,
        memory_bytes=memory.total_bytes,
        issued=assignment.issued,
        stick=bool(assignment.folder),
    )


def parameters_of(assignment: Assignment) -> Parameters:
    """Return how a bundle is to be served: as the director says, or as the bundle has it."""
    return assignment.parameters or assignment.custom.requirements.memory.parameters


def servable(described: SlotBundle, installed: Installed, *, threads: int | None) -> Servable:
    return Servable(
        bundle=described.bundle,
        deployment=described.deployment,
        line=described.line,
        version=described.version,
        variant=described.variant,
        weights=installed.weights,
        context=described.context,
        parallel=described.parallel,
        threads=threads,
        kv_type=described.kv_type,
        memory_bytes=described.memory_bytes,
        parameters=installed.parameters(),
    )


class Incumbent:
    """Makes a slot serve what it is committed to, from disk alone."""

    def __init__(self, *, bundles: Bundles, slots: Slots, threads: int | None) -> None:
        self._bundles = bundles
        self._slots = slots
        self._threads = threads

    async def serve(self, slot: str, state: SlotState, *, check: bool) -> SlotBundle:
        """Serve the committed bundle, or the one before it when that one cannot be; say which.

        `check` reads every byte again first, as after a start, when the disk is not believed.

        Raises:
            FlotillaError: neither can be served; the error is that of the committed one.
        """
        try:
            return await self._serve(slot, state.active, check=check)
        except FlotillaError as error:
            if state.previous is None:
                raise
            logger.exception(
                "the committed bundle cannot be served, trying the one before it",
                extra={"slot": slot, "bundle": state.active.bundle},
            )
            try:
                return await self._serve(slot, state.previous, check=check)
            except FlotillaError:
                raise error from None

    async def _serve(self, slot: str, described: SlotBundle, *, check: bool) -> SlotBundle:
        installed = (
            await self._bundles.check(described.bundle)
            if check
            else self._bundles.installed(described.bundle)
        )
        if installed is None:
            raise NotInstalledError(f"bundle {described.bundle} is not on disk any more")
        serves = servable(described, installed, threads=self._threads)
        await self._slots.serve(slot, serves)
        return described
