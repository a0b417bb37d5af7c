"""The `assignment` table: what each slot of each device shall run."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Column, Field, SQLModel

from controlplane.db.types import UTCDateTime
from shared.trust import MAX_TARGET_PATH


class AssignmentRow(SQLModel, table=True):
    __tablename__ = "assignment"

    device: str = Field(max_length=40, primary_key=True)
    slot: str = Field(max_length=63, primary_key=True)
    bundle_path: str = Field(max_length=MAX_TARGET_PATH)
    digest: str = Field(max_length=71, index=True)
    length: int
    deployment: str = Field(max_length=40)
    issued: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    parameters: dict[str, Any] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True), nullable=True)
    )
    """How it is to be served, where that is not as the bundle has it."""
