"""What must not serve any more, whatever a slot still holds: the last word before an answer.

Recalls are known by the digest of the bundle. A slot that was stopped for one remembers it, so that
its callers hear the reason and not that a model is being loaded.
"""

from collections.abc import Mapping

from agent.serving.errors import RecalledError
from agent.serving.servable import Servable
from shared.digest import Digest


class Recalls:
    """Recalled bundles, and the slots that were stopped for one."""

    def __init__(self) -> None:
        self._reasons: dict[Digest, str] = {}
        self._stopped: dict[str, RecalledError] = {}

    def replace(self, reasons: Mapping[Digest, str]) -> None:
        """Know these recalls from now on, and no others."""
        self._reasons = dict(reasons)

    def forbids(self, servable: Servable) -> bool:
        return servable.bundle in self._reasons

    def check(self, servable: Servable) -> None:
        """Let a bundle pass that may be loaded.

        Raises:
            RecalledError: it was recalled.
        """
        if self.forbids(servable):
            raise RecalledError(servable.name, servable.line, self._reasons[servable.bundle])

    def stopped(self, slot: str, why: RecalledError) -> None:
        self._stopped[slot] = why

    def serves(self, slot: str) -> None:
        """Forget why a slot was stopped: it serves again."""
        self._stopped.pop(slot, None)

    @property
    def any_stopped(self) -> bool:
        return bool(self._stopped)

    def explain(self, model: str) -> None:
        """Say why nothing answers to `model`, where a recall is the reason.

        Raises:
            RecalledError: it is the name of a slot that was stopped, or of what that served; no
                name means any.
        """
        for slot, why in sorted(self._stopped.items()):
            if model in {"", slot, why.model, why.line}:
                raise why
