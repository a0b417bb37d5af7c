"""The base of every wire message: frozen, strict in what we send, deaf to unknown fields."""

from pydantic import BaseModel, ConfigDict


class Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")
