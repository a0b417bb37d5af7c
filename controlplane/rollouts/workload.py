"""What the work asks of a variant and of the device that serves it. Pure.

What is not asked for is as the release has it. `context` and `parallel` are the least that will do,
`max_context` and `max_parallel` the most that is worth having; between them the planner takes as
much as the device has room and speed for, context first. `overrides` change single demands for the
devices that their selector means, later ones after earlier ones.
"""

from typing import Any, Self

from pydantic import (
    Field,
    SerializerFunctionWrapHandler,
    field_validator,
    model_serializer,
    model_validator,
)

from controlplane.rollouts import selectors
from controlplane.rollouts.parts import Part, Percent
from controlplane.rollouts.selectors import Facts
from shared.sizing import MAX_CONTEXT, MAX_PARALLEL


class Demands(Part):
    """One profile of work."""

    min_quality_percent: Percent | None = None
    """Least share of the evaluation answered right."""
    context: int | None = Field(default=None, ge=1, le=MAX_CONTEXT)
    """Least tokens of one request, prompt and answer together."""
    max_context: int | None = Field(default=None, ge=1, le=MAX_CONTEXT)
    parallel: int | None = Field(default=None, ge=1, le=MAX_PARALLEL)
    """Least requests at once."""
    max_parallel: int | None = Field(default=None, ge=1, le=MAX_PARALLEL)
    min_tokens_per_s: float | None = Field(default=None, gt=0, le=1_000_000)
    """Of every request, while as many as the device is given are answered."""
    max_first_token_ms: float | None = Field(default=None, gt=0, le=3_600_000)
    """Until the answer to a prompt of `prompt_tokens` begins, on an idle device."""
    prompt_tokens: int = Field(default=256, ge=1, le=MAX_CONTEXT)
    small_keys: bool = False
    """Keys and values may be kept in eight bits, on a device where nothing fits otherwise."""
    variants: tuple[str, ...] = Field(default=(), max_length=32)
    """The only variants that may be chosen; empty means any."""
    licences: tuple[str, ...] = Field(default=(), max_length=32)
    """The only licences that will do; empty means any."""

    @model_validator(mode="after")
    def _least_is_not_most(self) -> Self:
        for name in ("context", "parallel"):
            least, most = getattr(self, name), getattr(self, f"max_{name}")
            if least is not None and most is not None and most < least:
                raise ValueError(f"max_{name} is {most}, less than {name}, which is {least}")
        return self


class Override(Demands):
    """Other demands for some devices: only those that are named change."""

    selector: str = Field(min_length=1, max_length=selectors.MAX_LENGTH)

    @field_validator("selector")
    @classmethod
    def _parses(cls, text: str) -> str:
        try:
            selectors.parse(text)
        except selectors.SelectorError as error:
            raise ValueError(str(error)) from error
        return text

    @model_serializer(mode="wrap")
    def _named(self, whole: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Write down what was named, so that it is what is named when it is read again."""
        return {name: value for name, value in whole(self).items() if name in self.model_fields_set}


class Workload(Demands):
    """The profile of a rollout, and where it is another one."""

    overrides: tuple[Override, ...] = Field(default=(), max_length=64)

    def for_device(self, facts: Facts) -> Demands:
        """Return what the work asks of one device."""
        demands = Demands.model_construct(
            **{name: getattr(self, name) for name in Demands.model_fields}
        )
        for override in self.overrides:
            if selectors.parse(override.selector).meets(facts):
                named = override.model_fields_set - {"selector"}
                demands = demands.model_copy(
                    update={name: getattr(override, name) for name in named}
                )
        return demands
