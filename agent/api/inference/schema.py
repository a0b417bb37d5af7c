"""The bodies of the Open Inference Protocol, as far as JSON says them.

Parameters that we do not know are ignored, as the protocol wants: they are extensions of servers.
"""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

MAX_TENSORS = 64
Name = Annotated[str, Field(min_length=1, max_length=200)]
Dimension = Annotated[int, Field(strict=True, ge=0, le=2**40)]


class TensorParameters(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    binary_data_size: int | None = Field(default=None, strict=True, ge=0)
    binary_data: bool | None = None
    classification: int | None = None
    shared_memory_region: str | None = None


class InputTensor(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    name: Name
    datatype: str = Field(max_length=40)
    shape: tuple[Dimension, ...]
    parameters: TensorParameters = TensorParameters()
    data: list[Any] | None = None


class OutputTensor(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    name: Name
    parameters: TensorParameters = TensorParameters()


class InferParameters(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    binary_data_output: bool = False
    timeout: int | None = Field(default=None, ge=1, le=10**10)
    """Microseconds, as Triton counts them."""


class InferBody(BaseModel):
    """`POST …/infer`."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str | None = Field(default=None, max_length=200)
    parameters: InferParameters = InferParameters()
    inputs: tuple[InputTensor, ...] = Field(min_length=1, max_length=MAX_TENSORS)
    outputs: tuple[OutputTensor, ...] = Field(default=(), max_length=MAX_TENSORS)


class GenerateParameters(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    temperature: float | None = Field(default=None, ge=0, le=100)
    top_p: float | None = Field(default=None, ge=0, le=1)
    top_k: int | None = Field(default=None, ge=0, le=2**31 - 1)
    min_p: float | None = Field(default=None, ge=0, le=1)
    seed: int | None = Field(default=None, ge=0, lt=2**32)
    repetition_penalty: float | None = Field(default=None, gt=0, le=10)
    frequency_penalty: float | None = Field(default=None, ge=-2, le=2)
    presence_penalty: float | None = Field(default=None, ge=-2, le=2)
    max_tokens: int = Field(default=20, ge=1)
    stop: tuple[str, ...] | str = Field(default=(), max_length=64)
    details: bool = False

    def sampling(self) -> dict[str, float | int]:
        """Return what the caller chose, by the engine's names."""
        given = {
            "temperature": self.temperature,
            "top_p": self.top_p,
            "top_k": self.top_k,
            "min_p": self.min_p,
            "seed": self.seed,
            "repeat_penalty": self.repetition_penalty,
            "frequency_penalty": self.frequency_penalty,
            "presence_penalty": self.presence_penalty,
        }
        return {name: value for name, value in given.items() if value is not None}

    def stops(self) -> tuple[str, ...]:
        return (self.stop,) if isinstance(self.stop, str) else self.stop


class GenerateBody(BaseModel):
    """`POST …/generate` and `…/generate_stream`."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str | None = Field(default=None, max_length=200)
    text_input: str
    parameters: GenerateParameters = GenerateParameters()
