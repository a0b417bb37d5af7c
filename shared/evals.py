"""What a model is asked and what came back: evaluation items, golden prompts, results.

An item is answered greedily and judged by exact match of the whole answer, after JSON
normalisation where both sides are JSON; `fraction` is the share of items answered right.
"""

import json
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.errors import Category, FlotillaError


class EvalError(FlotillaError):
    """An evaluation set that cannot be read."""

    code = "bad_eval_set"
    category = Category.EVAL


class ChatMessage(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    role: Literal["system", "user", "assistant"]
    content: str = Field(max_length=100_000)


class EvalItem(BaseModel):
    """One question with its only right answer."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = Field(max_length=80)
    messages: tuple[ChatMessage, ...] = Field(min_length=1, max_length=64)
    expected: str = Field(max_length=20_000)
    tags: tuple[str, ...] = Field(default=(), max_length=32)


class GoldenSet(BaseModel):
    """The prompts a device asks a candidate before it serves, and the score it must reach."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    items: tuple[EvalItem, ...] = Field(max_length=200)
    pass_percent: int = Field(default=90, ge=0, le=100)
    """Items that must be right, in percent, rounded up to whole items."""
    max_tokens: int = Field(default=128, ge=1, le=4096)

    def needed(self) -> int:
        """Return how many items must be answered right."""
        return -(-len(self.items) * self.pass_percent // 100)


class EvalResult(BaseModel):
    """How one variant did on one set, on the machine that evaluated it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    items: int = Field(ge=1)
    correct: int = Field(ge=0)
    generated_tokens: int = Field(ge=0)
    elapsed_ms: int = Field(ge=0)

    @property
    def fraction(self) -> float:
        return self.correct / self.items


def is_right(answer: str, expected: str) -> bool:
    """Judge an answer: equal JSON values, or equal text but for surrounding white space."""
    if answer.strip() == expected.strip():
        return True
    try:
        return bool(json.loads(answer) == json.loads(expected))
    except (ValueError, RecursionError):
        return False


def parse_items(data: bytes) -> tuple[EvalItem, ...]:
    """Read a JSON-lines evaluation set.

    Raises:
        EvalError: a line is not an item; the message names the line.
    """
    items = []
    for number, line in enumerate(data.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            items.append(EvalItem.model_validate_json(line))
        except ValueError as error:
            raise EvalError(f"line {number} is not an evaluation item: {error}") from error
    if not items:
        raise EvalError("the evaluation set is empty")
    return tuple(items)
