"""What the control plane and the workbench say to each other."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from shared.evals import EvalResult
from shared.sizing import MemoryTable
from shared.work import Work


class _Word(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class QuantizeTask(_Word):
    """Write `source` in another quantization to `target`."""

    step: Literal["quantizing"] = "quantizing"
    source: Path
    target: Path
    ftype: int
    """llama.cpp's number of the quantization."""
    threads: int = Field(ge=1)


class EvaluateTask(_Word):
    """Ask a model every item of a set, and judge the answers."""

    step: Literal["evaluating"] = "evaluating"
    weights: Path
    evals: Path | None
    golden: Path | None
    limit: int = Field(ge=0)
    """Items of the evaluation set to ask, evenly chosen; 0 means all."""
    max_tokens: int = Field(ge=1)
    context: int = Field(ge=1)
    threads: int = Field(ge=1)
    width: int = Field(default=32, ge=1, le=256)
    """Items that are answered side by side."""


class ForecastTask(_Word):
    """Say what memory serving a model needs, without allocating it."""

    step: Literal["measuring"] = "measuring"
    weights: Path
    context: int = Field(ge=1)
    parallel: int = Field(ge=1)


Task = Annotated[QuantizeTask | EvaluateTask | ForecastTask, Field(discriminator="step")]


class Progress(_Word):
    kind: Literal["progress"] = "progress"
    percent: int = Field(ge=0, le=100)


class Quantized(_Word):
    kind: Literal["quantized"] = "quantized"


class Evaluated(_Word):
    kind: Literal["evaluated"] = "evaluated"
    evaluation: EvalResult | None
    golden: EvalResult | None


class Forecast(_Word):
    """Bytes by their purpose, and what a token costs."""

    kind: Literal["forecast"] = "forecast"
    weights_bytes: int = Field(ge=0)
    kv_bytes: int = Field(ge=0)
    compute_bytes: int = Field(ge=0)
    engine_bytes: int = Field(ge=0)
    """What the engine keeps of its own for this model: vocabulary, plans of the computation."""
    tables: tuple[MemoryTable, ...] = ()
    """The same for other ways to serve it."""
    work: Work | None = None


class Base(_Word):
    kind: Literal["base"] = "base"
    base_bytes: int = Field(ge=0)


class Trouble(_Word):
    """The step failed in a way that it could describe itself."""

    kind: Literal["trouble"] = "trouble"
    message: str


Outcome = Quantized | Evaluated | Forecast | Base
Message = Annotated[Progress | Outcome | Trouble, Field(discriminator="kind")]

TASK: TypeAdapter[Task] = TypeAdapter(Task)
MESSAGE: TypeAdapter[Message] = TypeAdapter(Message)
