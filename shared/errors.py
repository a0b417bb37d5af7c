"""The one root of every failure, and the shape in which a failure crosses the wire.

A failure carries facts; its class words them. `code` is stable and machine readable, `category`
says which part of the world was at fault, `retryable` whether trying again may help.
"""

from enum import StrEnum
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field


class Category(StrEnum):
    """What part of the world was at fault."""

    NETWORK = "network"
    CONFIG = "config"
    FILESYSTEM = "filesystem"
    SECURITY = "security"
    STORAGE = "storage"
    RESOURCE = "resource"
    SYSTEM = "system"
    MODEL = "model"
    EVAL = "eval"


class FlotillaError(Exception):
    """Root of our failures. Subclasses set the class attributes and word the message."""

    code: ClassVar[str] = "internal"
    category: ClassVar[Category] = Category.SYSTEM
    retryable: ClassVar[bool] = False


class Fault(BaseModel):
    """A failure as it travels in a report and is shown in the console."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    phase: str = Field(max_length=40)
    """What was being done: `downloading`, `probing`..."""
    component: str = Field(max_length=40)
    """Who failed: `bundles`, `trust`, `engine`..."""
    category: Category
    code: str = Field(max_length=60)
    retryable: bool
    message: str = Field(max_length=2000)

    @classmethod
    def of(cls, error: BaseException, *, phase: str, component: str) -> "Fault":
        """Describe `error`; one that is not ours becomes `internal`, with its class named."""
        if isinstance(error, FlotillaError):
            return cls(
                phase=phase,
                component=component,
                category=error.category,
                code=error.code,
                retryable=error.retryable,
                message=str(error)[:2000],
            )
        return cls(
            phase=phase,
            component=component,
            category=Category.SYSTEM,
            code="internal",
            retryable=False,
            message=f"{type(error).__name__}: {error}"[:2000],
        )
