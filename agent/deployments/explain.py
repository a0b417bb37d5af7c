"""Walks the way of a bundle for somebody who asks why it is trusted, or why it is not.

Every step is the check that an install makes, made again; nothing is installed, removed or loaded.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter

from agent.bundles.folder import FolderSource
from agent.bundles.inspection import Inspection, Shelf
from agent.bundles.store import BundleStore
from agent.deployments.errors import MisfitError, NotInstalledError, TrialError
from agent.store.journal import Journal, SlotState
from agent.trust.errors import RefusedError, TrustError
from agent.trust.resolve import Assignment
from agent.trust.service import Trust
from agent.trust.trail import Finding, Step, Trail, Verdict
from shared.capabilities import Capability
from shared.compat import misfits
from shared.digest import Digest
from shared.errors import Category, FlotillaError
from shared.ids import DeviceId

_ASSIGNMENT = TypeAdapter(Assignment)


@dataclass(frozen=True)
class Explanation:
    """The steps of one bundle for one slot."""

    subject: str
    findings: tuple[Finding, ...]
    bundle: Digest | None = None
    note: str = ""

    @property
    def trusted(self) -> bool:
        return all(finding.verdict is not Verdict.FAILED for finding in self.findings)


class Explainer:
    """Answers for slots, bundles and sticks."""

    def __init__(
        self,
        *,
        device: DeviceId,
        labels: Mapping[str, str],
        trust: Trust,
        bundles: BundleStore,
        journal: Journal,
        capability: Callable[[], Capability],
    ) -> None:
        self._device = device
        self._labels = labels
        self._trust = trust
        self._bundles = bundles
        self._journal = journal
        self._capability = capability

    async def slot(self, slot: str) -> Explanation:
        """Explain what the director assigns to a slot, as far as it has come on this device."""
        note = ""
        trail = Trail()
        assignment: Assignment | None = None
        try:
            try:
                assignment = await self._trust.resolve(self._device, slot, trail=trail)
            except TrustError as error:
                if error.category is not Category.NETWORK:
                    raise
                note = f"{error}; what was verified last is explained instead"
                trail = Trail()
                assignment = await self._trust.resolve(self._device, slot, kept=True, trail=trail)
            if assignment is None:
                held = self._held(slot)
                if held is not None:
                    return replace(
                        await self.bundle(held),
                        note=f"the director assigns nothing to slot {slot}, so what it has is"
                        " explained",
                    )
                raise RefusedError(
                    f"nothing is assigned to slot {slot!r} of this device; what it runs stays"
                )
            self._here(assignment, trail)
        except FlotillaError as error:
            return _explained(f"slot {slot}", trail, assignment, error, note)
        return _explained(f"slot {slot}", trail, assignment, None, note)

    async def bundle(self, digest: Digest) -> Explanation:
        """Explain a bundle that is or was on this device.

        Raises:
            NotInstalledError: it never was.
        """
        known = self._journal.assignment_of(digest)
        if known is None:
            raise NotInstalledError(f"no deployment ever brought {digest} to this device")
        believed = _ASSIGNMENT.validate_json(known)
        note, trail = "", Trail()
        try:
            try:
                await self._trust.vouched(believed, kept=False, trail=trail)
            except TrustError as error:
                if error.category is not Category.NETWORK:
                    raise
                note, trail = f"{error}; what was verified last is explained instead", Trail()
                await self._trust.vouched(believed, kept=True, trail=trail)
            whence = f"the stick {believed.folder}" if believed.folder else "the director"
            trail.note(Step.DIRECTOR, f"not asked again: {whence} assigned it when it came")
            trail.note(
                Step.ASSIGNMENT,
                f"deployment {believed.deployment} of slot {believed.slot}, as recorded here",
            )
            self._here(believed, trail)
        except FlotillaError as error:
            return _explained(f"bundle {digest}", trail, believed, error, note)
        return _explained(f"bundle {digest}", trail, believed, None, note)

    async def stick(self, folder: Path) -> tuple[Explanation, ...]:
        """Explain what a stick has for the slots of this device; without any, why.

        Raises:
            TrustError: there is a stick, and nothing of it can be believed.
        """
        found = await self._trust.on_stick(folder, self._device, self._labels)
        return tuple([await self._on_stick(folder, slot) for slot in sorted(found)])

    async def _on_stick(self, folder: Path, slot: str) -> Explanation:
        trail = Trail()
        assignment: Assignment | None = None
        source = FolderSource(folder)
        try:
            assignment = await self._trust.resolve_from(
                folder, self._device, self._labels, slot, trail=trail
            )
            assert assignment is not None
            self._fits(assignment, trail)
            _read(source.whole, assignment, trail)
        except FlotillaError as error:
            return _explained(f"slot {slot} from {folder}", trail, assignment, error, "")
        return _explained(f"slot {slot} from {folder}", trail, assignment, None, "")

    def _held(self, slot: str) -> Digest | None:
        """Return the bundle that is under way in a slot, or that it is committed to."""
        current, committed = self._journal.current(slot), self._journal.slots().get(slot)
        if current is not None and current.bundle is not None:
            return current.bundle
        return None if committed is None else committed.active.bundle

    def _here(self, assignment: Assignment, trail: Trail) -> None:
        self._fits(assignment, trail)
        _read(self._bundles.shelf, assignment, trail)
        installed = self._bundles.installed(assignment.digest)
        if installed is None:
            raise NotInstalledError(
                f"the bundle has no folder on this device; its blobs wait for the deployment"
                f" {assignment.deployment} to go on"
            )
        trail.note(Step.TRIAL, self._tried(assignment))
        mode = installed.weights.stat().st_mode & 0o777
        trail.note(
            Step.START, f"installed in {installed.folder}, mode {mode:04o}; hashed at every start"
        )

    def _fits(self, assignment: Assignment, trail: Trail) -> None:
        capability = self._capability()
        found = misfits(assignment.custom.requirements, capability)
        if found:
            raise MisfitError("; ".join(misfit.sentence for misfit in found))
        needs = assignment.custom.requirements
        trail.note(
            Step.REQUIREMENTS,
            f"{needs.format} {needs.quantization} runs here; needs"
            f" {needs.memory.total_bytes:,} bytes of memory, may take"
            f" {capability.memory_budget_bytes:,}",
        )

    def _tried(self, assignment: Assignment) -> str:
        state = self._journal.slots().get(assignment.slot)
        role = _role(state, assignment.digest)
        if role is not None:
            return f"slot {assignment.slot} is committed to it ({role} bundle)"
        current = self._journal.current(assignment.slot)
        if current is not None and current.bundle == assignment.digest:
            raise TrialError(f"not over: deployment {current.deployment} is {current.state}")
        raise TrialError(f"slot {assignment.slot} has not committed to it, or no longer")


def _read(shelf: Shelf, assignment: Assignment, trail: Trail) -> None:
    inspection = Inspection(shelf, assignment)
    trail.note(Step.MANIFEST, inspection.manifest())
    trail.note(Step.CHUNKS, inspection.chunks())
    trail.note(Step.FILES, inspection.files())


def _role(state: SlotState | None, bundle: Digest) -> str | None:
    if state is None:
        return None
    if state.active.bundle == bundle:
        return "active"
    return "previous" if state.previous and state.previous.bundle == bundle else None


def _explained(
    subject: str,
    trail: Trail,
    assignment: Assignment | None,
    error: FlotillaError | None,
    note: str,
) -> Explanation:
    findings = trail.findings(None if error is None else str(error))
    bundle = None if assignment is None else assignment.digest
    return Explanation(subject, findings, bundle=bundle, note=note)
