"""What every part of a policy is made of: frozen, strict about unknown fields. Pure."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Percent = Annotated[float, Field(ge=0, le=100)]
Seconds = Annotated[float, Field(ge=0, le=90 * 86_400)]


class Part(BaseModel):
    """One section of a policy."""

    model_config = ConfigDict(frozen=True, extra="forbid")
