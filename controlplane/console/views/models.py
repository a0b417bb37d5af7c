"""Releases as pages show them: quality against size, and which devices they fit. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from controlplane.devices.model import Device
from controlplane.registry.model import Release, Variant
from controlplane.registry.variants import bits_per_weight, by_quality
from controlplane.rollouts.policy import Workload
from controlplane.rollouts.preflight import candidates
from controlplane.rollouts.variants import Choice, choose
from shared import compat
from shared.compat import size

CHART_WIDTH: Final = 560
CHART_HEIGHT: Final = 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 64, 16, 34
_LEAST_SPAN: Final = 0.02
"""Of quality: differences smaller than two percent are not drawn larger than they are."""


@dataclass(frozen=True)
class Fit:
    """How a variant fits the fleet."""

    fits: int
    """Devices that could run it."""
    chosen: int | None
    """Devices for which the planner would take it; None while it is not published."""


@dataclass(frozen=True)
class VariantCard:
    variant: Variant
    bits: float
    fit: Fit


@dataclass(frozen=True)
class Left:
    """A device that no variant fits, and why."""

    device: Device
    sentence: str


@dataclass(frozen=True)
class ReleaseCard:
    release: Release
    variants: tuple[VariantCard, ...]
    """Best first."""
    known: int
    """Devices that have said what they can do."""
    left: tuple[Left, ...]


@dataclass(frozen=True)
class Point:
    """A variant in the chart."""

    name: str
    x: float
    y: float
    label_y: float
    title: str


@dataclass(frozen=True)
class Tick:
    at: float
    label: str


@dataclass(frozen=True)
class Chart:
    """Quality against size, with everything placed."""

    points: tuple[Point, ...]
    sizes: tuple[Tick, ...]
    qualities: tuple[Tick, ...]


def card(release: Release, devices: Sequence[Device]) -> ReleaseCard:
    known = [each for each in devices if each.capability is not None]
    offered = candidates(release)
    choices = [(each, choose(each.capability, offered, Workload())) for each in known]
    taken = [choice.candidate.name for _, choice in choices if isinstance(choice, Choice)]
    ordered = by_quality(release.variants, release.parameters)
    return ReleaseCard(
        release=release,
        variants=tuple(
            VariantCard(
                variant=each,
                bits=bits_per_weight(each.size_bytes, release.parameters),
                fit=Fit(
                    fits=_fits(each, known),
                    chosen=taken.count(each.name) if each.published else None,
                ),
            )
            for each in ordered
        ),
        known=len(known),
        left=tuple(
            Left(device, choice.sentence)
            for device, choice in choices
            if offered and not isinstance(choice, Choice)
        ),
    )


def chart(release: Release) -> Chart | None:
    """Place every evaluated variant; None when there is nothing to compare."""
    shown = [(each, each.evaluation.fraction) for each in release.variants if each.evaluation]
    if not shown:
        return None
    largest = max(each.size_bytes for each, _ in shown) * 1.08
    high = min(1.0, max(share for _, share in shown) + _LEAST_SPAN / 4)
    low = max(0.0, min(min(share for _, share in shown) - _LEAST_SPAN / 2, high - _LEAST_SPAN))

    def x(size_bytes: float) -> float:
        return round(_LEFT + size_bytes / largest * (CHART_WIDTH - _LEFT - _RIGHT), 1)

    def y(share: float) -> float:
        inner = CHART_HEIGHT - _TOP - _BOTTOM
        return round(_TOP + (high - share) / (high - low) * inner, 1)

    points = sorted(
        (x(each.size_bytes), y(share), each.name, f"{size(each.size_bytes)}, {share:.1%} right")
        for each, share in shown
    )
    labels = _apart([point[1] for point in points], [point[0] for point in points])
    return Chart(
        points=tuple(
            Point(name, px, py, label, title)
            for (px, py, name, title), label in zip(points, labels, strict=True)
        ),
        sizes=tuple(Tick(x(largest * part), size(int(largest * part))) for part in (0, 0.5, 1)),
        qualities=tuple(
            Tick(y(low + (high - low) * part), f"{low + (high - low) * part:.1%}")
            for part in (0, 0.5, 1)
        ),
    )


def _fits(variant: Variant, devices: Iterable[Device]) -> int:
    needs = variant.requirements
    if needs is None:
        return 0
    return sum(
        each.capability is not None and not compat.misfits(needs, each.capability)
        for each in devices
    )


def _apart(heights: Sequence[float], places: Sequence[float]) -> list[float]:
    """Move the label of a point that would lie on its neighbour's."""
    line, reach = 14.0, 90.0
    labels: list[float] = []
    for index, height in enumerate(heights):
        label = height
        for before in range(index):
            near = places[index] - places[before] < reach
            if near and abs(label - labels[before]) < line:
                label = labels[before] + line
        labels.append(label)
    return labels
