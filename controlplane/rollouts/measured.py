"""What devices measured of a release's variants, beside what was predicted."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, func, select

from controlplane.rollouts.tables import DeploymentRow
from shared.deployment import State


@dataclass(frozen=True)
class Served:
    """One variant where it came into service; averages over devices."""

    variant: str
    devices: int
    tokens_per_s: float
    first_token_ms: float | None
    memory_bytes: float | None
    predicted_memory_bytes: float | None

    @property
    def memory_error_percent(self) -> float | None:
        """Return how far the prediction was off; positive when too much was expected."""
        if not self.memory_bytes or self.predicted_memory_bytes is None:
            return None
        return 100 * (self.predicted_memory_bytes - self.memory_bytes) / self.memory_bytes


def served(session: Session, line: str, version: str) -> dict[str, Served]:
    """Return what was measured of each variant of a release, by the variant's name."""
    document: Any = col(DeploymentRow.measurements)
    rate = document["tokens_per_s"].as_float()
    columns: tuple[Any, ...] = (
        DeploymentRow.variant,
        func.count(),
        func.avg(rate),
        func.avg(document["first_token_ms"].as_float()),
        func.avg(document["memory_bytes"].as_float()),
        func.avg(DeploymentRow.predicted_memory_bytes),
    )
    query = (
        select(*columns)
        .where(
            DeploymentRow.line == line,
            DeploymentRow.version == version,
            DeploymentRow.state == State.COMMITTED.value,
            rate.is_not(None),
        )
        .group_by(DeploymentRow.variant)
    )
    return {
        variant: Served(
            variant=variant,
            devices=devices,
            tokens_per_s=float(tokens),
            first_token_ms=_number(first),
            memory_bytes=_number(memory),
            predicted_memory_bytes=_number(predicted),
        )
        for variant, devices, tokens, first, memory, predicted in session.exec(query)
        if tokens is not None
    }


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
