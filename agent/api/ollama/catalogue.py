"""Every name by which Ollama's clients can ask, and what they are told about what is behind it."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from agent.api.ollama.aliases import Alias, Aliases, tagged, untagged
from agent.api.tools.formats import format_of
from agent.engine.frames import Ready
from agent.serving.errors import ForbiddenSlotError, ModelNotFoundError, NotServingError
from agent.serving.servable import Servable
from agent.serving.slots import Slots
from shared.digest import hex_of


@dataclass(frozen=True)
class Known:
    """What a name means."""

    name: str
    """With its tag."""
    model: str
    """The name of what is served that it stands for."""
    slot: str
    served: Servable
    alias: Alias | None = None
    ready: Ready | None = None
    """None while nothing is loaded that could say."""

    @property
    def modified_s(self) -> float:
        if self.alias is not None:
            return self.alias.made_s
        try:
            return self.served.weights.stat().st_mtime
        except OSError:
            return 0.0

    @property
    def digest(self) -> str:
        return hex_of(self.served.bundle)

    @property
    def size_bytes(self) -> int:
        if self.ready is not None and self.ready.weights_bytes:
            return self.ready.weights_bytes
        weights = self.served.weights
        try:
            files = [weights] if weights.is_file() else weights.rglob("*")
            return sum(one.stat().st_size for one in files if one.is_file())
        except OSError:
            return 0

    @property
    def family(self) -> str:
        return self.ready.architecture if self.ready else ""

    def details(self) -> dict[str, Any]:
        return {
            "parent_model": self.alias.model if self.alias else "",
            "format": "onnx" if self.ready and "onnx" in self.ready.engine else "gguf",
            "family": self.family,
            "families": [self.family] if self.family else None,
            "parameter_size": _count(self.ready.parameters if self.ready else 0),
            "quantization_level": self.served.variant.upper(),
        }

    def capabilities(self) -> list[str]:
        match self.served.serves:
            case "embeddings":
                return ["embedding"]
            case "text":
                template = self.ready.template if self.ready else ""
                tools = ["tools"] if "tools" in template else []
                return [
                    "completion",
                    *tools,
                    *(["thinking"] if format_of(template).thinking else []),
                ]
            case _:
                return []


class Catalogue:
    """Looks names up."""

    def __init__(self, slots: Slots, aliases: Aliases) -> None:
        self._slots = slots
        self._aliases = aliases

    def find(self, name: str) -> Known:
        """Return what a name means.

        Raises:
            ModelNotFoundError: nothing.
            NotServingError: nothing is loaded at this moment.
        """
        alias = self._aliases.find(name)
        model, slot = self._slot(alias.model if alias else name, asked=name)
        served = self._slots.all_serving()[slot]
        return Known(tagged(name), model, slot, served, alias, self._facts(slot))

    def serves(self, name: str) -> bool:
        """Tell whether something is served to this caller under a name, aliases left aside."""
        try:
            self._slot(name, asked=name)
        except (ForbiddenSlotError, ModelNotFoundError, NotServingError):
            return False
        return True

    def all(self) -> Iterator[Known]:
        """Yield every model once, and every alias of something that is served."""
        for slot, served in sorted(self._slots.all_serving().items()):
            yield Known(tagged(served.name), served.name, slot, served, ready=self._facts(slot))
        for alias in self._aliases:
            if self.serves(alias.model):
                yield self.find(alias.name)

    def _slot(self, model: str, *, asked: str) -> tuple[str, str]:
        """Return the name that is served, and the slot that serves it."""
        for name in {model: None, untagged(model): None}:
            with suppress(ModelNotFoundError):
                return name, self._slots.resolve(name)
        raise ModelNotFoundError(asked, ())

    def _facts(self, slot: str) -> Ready | None:
        try:
            return self._slots.describe(slot)
        except NotServingError:
            return None


def moment(seconds: float) -> str:
    """Return a time as Go writes it."""
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")


def _count(parameters: int) -> str:
    """Return a number of parameters as people say it."""
    for size, letter in ((1e9, "B"), (1e6, "M"), (1e3, "K")):
        if parameters >= size:
            return f"{parameters / size:.1f}{letter}"
    return str(parameters) if parameters else ""
