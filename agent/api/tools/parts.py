"""What an answer is made of, piece by piece, whatever API it goes out through."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agent.engine.values import TokenLogprob


@dataclass(frozen=True, slots=True)
class Text:
    """More of what the answer says."""

    text: str
    tokens: tuple[int, ...] = ()
    logprobs: tuple[TokenLogprob, ...] = ()


@dataclass(frozen=True, slots=True)
class Reasoning:
    """More of what the model thinks before it speaks."""

    text: str


@dataclass(frozen=True, slots=True)
class ToolBegin:
    """The answer begins to call a tool."""

    index: int
    """Which call of the answer, from 0."""
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class ToolArguments:
    """More of a call's arguments: all of a call's texts together are its JSON object."""

    index: int
    text: str


@dataclass(frozen=True, slots=True)
class Tool:
    """A function that the caller offers."""

    name: str
    description: str = ""
    parameters: Mapping[str, Any] | None = None
    """JSON schema of its arguments; None for a function without any."""
    strict: bool = False
    """Whether the caller insists on the schema; otherwise what cannot be enforced is let go."""
