"""Bodies of what concerns many devices at once, and of conversations with one."""

from datetime import datetime, timedelta
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from controlplane.devices import chats, views
from controlplane.devices.chats import MAX_CHARACTERS
from controlplane.devices.listing import Order
from controlplane.devices.model import CommandState
from controlplane.devices.query.reader import MAX_LENGTH
from shared.errors import Fault
from shared.wire.down import Verb
from shared.wire.enrol import Label

MOST_NAMED = 1_000


class NewView(BaseModel):
    """A search that is to be kept."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=views.MAX_NAME)
    query: str = Field(default="", max_length=MAX_LENGTH)
    presence: Literal["", "online", "offline", "never"] = ""
    order: Order = Order.NAME


class View(BaseModel):
    id: str
    name: str
    query: str
    presence: str
    order: str
    created_by: str

    @classmethod
    def of(cls, view: views.View) -> "View":
        return cls(
            id=view.id,
            name=view.name,
            query=view.query,
            presence=view.presence,
            order=view.order,
            created_by=view.created_by,
        )


class Views(BaseModel):
    views: list[View]


class Meant(BaseModel):
    """Which devices: those that are named, or all that a query means."""

    model_config = ConfigDict(extra="forbid")

    devices: list[str] | None = Field(default=None, max_length=MOST_NAMED)
    """Names or ids."""
    query: str | None = Field(default=None, max_length=MAX_LENGTH)
    """An empty one means every device."""

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.devices is None) == (self.query is None):
            raise ValueError("say either devices or query")
        return self


class SameChange(Meant):
    """Labels for all of them; null takes one away."""

    labels: dict[Label, Label | None] = Field(min_length=1, max_length=32)


class SameCommand(Meant):
    """What is asked of all of them."""

    verb: Verb
    expires_in_s: int = Field(default=3600, ge=10, le=7 * 86_400)

    @property
    def life(self) -> timedelta:
        return timedelta(seconds=self.expires_in_s)


class Changed(BaseModel):
    meant: int
    """Devices."""
    changed: int
    """Of them: others were so already, or are revoked."""


class Question(BaseModel):
    """Something that is asked of a device's model."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=MAX_CHARACTERS)
    conversation: str = Field(default="", max_length=40)
    """Empty begins one."""
    slot: Label = "main"


class Turn(BaseModel):
    """One question, and what has come of its answer so far."""

    id: str
    question: str
    asked_by: str
    asked_at: datetime
    state: CommandState
    answer: str
    facts: dict[str, Any]
    """What the device tells beside it: bundle, tokens, time."""
    fault: Fault | None

    @classmethod
    def of(cls, turn: chats.Turn) -> "Turn":
        return cls(
            id=turn.id,
            question=turn.question,
            asked_by=turn.asked_by,
            asked_at=turn.asked_at,
            state=turn.state,
            answer=turn.answer,
            facts=turn.facts,
            fault=turn.fault,
        )


class Conversation(BaseModel):
    id: str
    turns: list[Turn]
    """Oldest first."""
