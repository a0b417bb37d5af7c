"""The end of an answer, and its parts gathered into a whole."""

from dataclasses import dataclass, field

from agent.api.tools.parts import Reasoning, Text, ToolArguments, ToolBegin
from agent.engine.values import Timings, TokenLogprob, ToolCall, Usage
from agent.serving.servable import Servable

TOOL_CALLS = "tool_calls"


@dataclass(frozen=True, slots=True)
class Finish:
    """The end of an answer."""

    reason: str
    """`stop`, `length` or `tool_calls`."""
    usage: Usage
    timings: Timings
    stopped_by: str = ""
    """The stop string that ended it, if one did."""


Part = Text | Reasoning | ToolBegin | ToolArguments | Finish


@dataclass(frozen=True)
class Whole:
    """A whole answer."""

    text: str
    reasoning: str
    calls: tuple[ToolCall, ...]
    finish: Finish
    served: Servable
    tokens: tuple[int, ...] = ()
    logprobs: tuple[TokenLogprob, ...] = ()


@dataclass
class Gathered:
    """The parts of an answer so far."""

    texts: list[str] = field(default_factory=list)
    thoughts: list[str] = field(default_factory=list)
    begun: dict[int, ToolBegin] = field(default_factory=dict)
    arguments: dict[int, list[str]] = field(default_factory=dict)
    tokens: list[int] = field(default_factory=list)
    logprobs: list[TokenLogprob] = field(default_factory=list)
    finish: Finish | None = None

    def add(self, part: Part) -> None:
        match part:
            case Text():
                self.texts.append(part.text)
                self.tokens += part.tokens
                self.logprobs += part.logprobs
            case Reasoning():
                self.thoughts.append(part.text)
            case ToolBegin():
                self.begun[part.index] = part
                self.arguments[part.index] = []
            case ToolArguments():
                self.arguments[part.index].append(part.text)
            case Finish():
                self.finish = part

    def whole(self, served: Servable) -> Whole:
        assert self.finish is not None
        return Whole(
            text="".join(self.texts),
            reasoning="".join(self.thoughts),
            calls=tuple(
                ToolCall(one.id, one.name, "".join(self.arguments[index]))
                for index, one in sorted(self.begun.items())
            ),
            finish=self.finish,
            served=served,
            tokens=tuple(self.tokens),
            logprobs=tuple(self.logprobs),
        )
