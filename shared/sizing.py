"""What memory serving takes, for every context, number of requests and type of keys and values.

The registry allocates a variant dry for a few contexts and writes down what the library plans; both
sides then read the same table. Keys and values, and what each further request adds to the buffers,
grow with the number of requests in a straight line, which the registry checks before it signs.
Contexts between two of the table count as the next longer one. Pure.
"""

from enum import StrEnum
from typing import Final, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from shared.contexts import KV_TYPES

CONTEXTS: Final = (512, 1024, 2048, 4096, 8192, 16_384, 32_768)
"""The contexts a table is made for, as far as the model was made for them."""
MAX_CONTEXT: Final = 2**20
MAX_PARALLEL: Final = 64
PLAIN: Final = "f16"
"""Keys and values as every engine keeps them."""


class ParameterClass(StrEnum):
    """How large a model is, by its parameters."""

    NANO = "nano"
    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


_CLASSES: Final = (
    (100_000_000, ParameterClass.NANO),
    (1_450_000_000, ParameterClass.MICRO),
    (13_950_000_000, ParameterClass.SMALL),
    (30_500_000_000, ParameterClass.MEDIUM),
)
"""Below so many parameters; 1.4 B, 13.9 B and 30 B as they are rounded."""


class Parameters(BaseModel):
    """How a device is to serve a bundle: signed by the director, within what the bundle allows."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    context: int = Field(ge=1, le=MAX_CONTEXT)
    """Tokens that one request may use."""
    parallel: int = Field(ge=1, le=MAX_PARALLEL)
    """Requests at once."""
    kv_type: str = Field(default=PLAIN, pattern=f"^({'|'.join(KV_TYPES)})$")


class Point(NamedTuple):
    """What one context takes, in bytes."""

    context: int
    kv_bytes: int
    """Keys and values of one request."""
    compute_bytes: int
    """Buffers, for one request at a time."""
    more_bytes: int
    """What each further request adds to the buffers."""


class MemoryTable(BaseModel):
    """Memory beside weights and the idle engine, for one type of keys and values."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    kv_type: str = Field(default=PLAIN, max_length=10)
    points: tuple[Point, ...] = Field(min_length=1, max_length=16)
    """By growing context."""

    def point(self, context: int) -> Point | None:
        """Return what counts for a context; None for one that is longer than any of the table."""
        return next((each for each in self.points if each.context >= context), None)

    def needs(self, context: int, parallel: int) -> tuple[int, int] | None:
        """Return bytes of keys and values, and of buffers; None beyond the table."""
        point = self.point(context)
        if point is None:
            return None
        more = (parallel - 1) * point.more_bytes
        return parallel * point.kv_bytes, point.compute_bytes + more


def parameter_class(parameters: int) -> ParameterClass:
    """Return the class of a model with so many parameters."""
    return next((name for limit, name in _CLASSES if parameters < limit), ParameterClass.LARGE)


def contexts_for(trained: int, wanted: int) -> tuple[int, ...]:
    """Return the contexts to make a table for: a few, the wanted one, and the model's own limit."""
    limit = trained if trained > 0 else max(wanted, CONTEXTS[-1])
    chosen = {each for each in (*CONTEXTS, wanted) if each <= limit}
    if limit <= CONTEXTS[-1]:
        chosen.add(limit)
    return tuple(sorted(chosen))
