"""Names that local callers gave to served models, with a system prompt and parameters of their own.

They are what `create` and `copy` make here: no weights, only words about a model that the fleet
serves. They live in memory, as long as the API does, and there are at most so many.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from agent.api.errors import ApiError
from agent.api.ollama.errors import NameNotFoundError
from agent.engine.values import Message

MAX_ALIASES: Final = 64
MAX_CHARACTERS: Final = 64 * 2**10
"""Of all texts of one alias."""
LATEST: Final = ":latest"
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,120}(:[A-Za-z0-9_][A-Za-z0-9._-]{0,79})?")


@dataclass(frozen=True)
class Alias:
    name: str
    """With its tag."""
    model: str
    """What answers: a name of what is served."""
    system: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    messages: tuple[Message, ...] = ()
    licence: str = ""
    made_s: float = 0.0
    """When, in seconds since 1970."""

    @property
    def characters(self) -> int:
        said = sum(len(one.content) + len(one.reasoning) for one in self.messages)
        return len(self.system) + len(self.licence) + len(str(self.parameters)) + said


class Aliases:
    """All of them, by name."""

    def __init__(self, *, most: int = MAX_ALIASES) -> None:
        self._most = most
        self._aliases: dict[str, Alias] = {}

    def __iter__(self) -> Iterator[Alias]:
        return iter(tuple(self._aliases.values()))

    def find(self, name: str) -> Alias | None:
        return self._aliases.get(tagged(name))

    def keep(self, alias: Alias) -> None:
        """Keep an alias under its name, in the place of one that had it.

        Raises:
            ApiError: the name is none, the alias is too large, or there are too many.
        """
        name = tagged(alias.name)
        if not _NAME.fullmatch(name):
            raise ApiError("invalid model name", param="model", code="invalid_value")
        if alias.characters > MAX_CHARACTERS:
            raise ApiError(
                f"the texts have {alias.characters} characters, at most {MAX_CHARACTERS} are kept",
                code="too_large",
            )
        if name not in self._aliases and len(self._aliases) >= self._most:
            raise ApiError(
                f"there are {self._most} names already, and no more are kept; delete one",
                code="too_many",
            )
        self._aliases[name] = replace(alias, name=name)

    def drop(self, name: str) -> None:
        """Forget an alias.

        Raises:
            NameNotFoundError: nothing is called that.
        """
        if self._aliases.pop(tagged(name), None) is None:
            raise NameNotFoundError(name)


def tagged(name: str) -> str:
    """Return a name with its tag, which is `latest` where none is said."""
    return name if ":" in name.rpartition("/")[2] else f"{name}{LATEST}"


def untagged(name: str) -> str:
    """Return a name without the tag that means nothing."""
    return name.removesuffix(LATEST)
