"""The tables `line`, `release`, `variant`, `release_blob` and `recall`."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, UniqueConstraint
from sqlmodel import Column, Field, SQLModel

from controlplane.db.types import UTCDateTime


class LineRow(SQLModel, table=True):
    __tablename__ = "line"

    name: str = Field(primary_key=True, max_length=63)
    created_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))


class ReleaseRow(SQLModel, table=True):
    __tablename__ = "release"
    __table_args__ = (UniqueConstraint("line", "version"),)

    id: str = Field(primary_key=True, max_length=36)
    line: str = Field(foreign_key="line.name", max_length=63, index=True)
    version: str = Field(max_length=63)
    state: str = Field(max_length=20, index=True)
    created_at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
    published_at: datetime | None = Field(
        default=None, sa_column=Column(UTCDateTime, nullable=True)
    )
    licence: str = Field(default="", max_length=100)
    context: int
    parallel: int
    eval_limit: int
    """Items of the evaluation set that are asked; 0 means all."""
    parameters: int = Field(sa_column=Column(BigInteger, nullable=False))
    architecture: str = Field(max_length=63)


class VariantRow(SQLModel, table=True):
    __tablename__ = "variant"
    __table_args__ = (UniqueConstraint("release_id", "name"),)

    id: str = Field(primary_key=True, max_length=36)
    release_id: str = Field(foreign_key="release.id", max_length=36, index=True)
    position: int
    """Its place in the order in which it was asked for, and is built."""
    name: str = Field(max_length=63)
    quantization: str = Field(max_length=40)
    state: str = Field(max_length=20, index=True)
    step: str = Field(default="", max_length=40)
    progress: int = Field(default=0)
    size_bytes: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    weights: str | None = Field(default=None, max_length=71)
    requirements: dict[str, Any] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True), nullable=True)
    )
    evaluation: dict[str, Any] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True), nullable=True)
    )
    golden: dict[str, Any] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True), nullable=True)
    )
    fault: dict[str, Any] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True), nullable=True)
    )
    digest: str | None = Field(default=None, max_length=71, index=True)
    target_path: str | None = Field(default=None, max_length=400)
    manifest_length: int | None = Field(default=None)


class ReleaseBlobRow(SQLModel, table=True):
    """A blob that a release needs; a blob without a row may be reclaimed."""

    __tablename__ = "release_blob"

    release_id: str = Field(foreign_key="release.id", primary_key=True, max_length=36)
    digest: str = Field(primary_key=True, max_length=71)
    use: str = Field(primary_key=True, max_length=20)
    """`source`, `evals`, `golden`, `card`, `weights`, `manifest` or `bundle`."""
    size_bytes: int = Field(sa_column=Column(BigInteger, nullable=False))


class RecallRow(SQLModel, table=True):
    """A bundle of the signed recall list, with who recalled it and when."""

    __tablename__ = "recall"

    digest: str = Field(primary_key=True, max_length=71)
    line: str = Field(default="", max_length=63)
    version: str = Field(default="", max_length=63)
    variant: str = Field(default="", max_length=63)
    action: str = Field(max_length=10)
    reason: str = Field(max_length=500)
    actor: str = Field(max_length=80)
    at: datetime = Field(sa_column=Column(UTCDateTime, nullable=False))
