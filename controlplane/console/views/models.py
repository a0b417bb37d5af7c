"""Releases as pages show them: quality against speed against size, and where they fit. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from controlplane.devices.machines import Kind, Machines
from controlplane.registry.model import Release, Variant
from controlplane.registry.variants import bits_per_weight, by_quality
from controlplane.rollouts.measured import Served
from controlplane.rollouts.preflight import candidates
from controlplane.rollouts.variants import Choice, choose
from controlplane.rollouts.workload import Workload
from shared import compat
from shared.compat import size
from shared.evals import EvalResult

CHART_WIDTH: Final = 640
CHART_HEIGHT: Final = 250
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 46, 44, 48
_LEAST_SPAN: Final = 0.02
"""Of quality: differences smaller than two percent are not drawn larger than they are."""
_SMALLEST_DOT, _LARGEST_DOT = 5.0, 16.0
_LINE, _WIDTH, _GAP = 15.0, 52.0, 9.0
"""Of a name: its height, about its width, and its distance from its dot."""


@dataclass(frozen=True)
class Cell:
    """One variant on one kind of machine."""

    tone: str
    """`chosen`, `fits` or `no`."""
    word: str
    sentence: str


RECALLED: Final = Cell("no", "recalled", "nobody shall run it any more")


@dataclass(frozen=True)
class HeatRow:
    """One kind of machine, and what each variant is to it."""

    kind: Kind
    cells: tuple[Cell, ...]
    sentence: str
    """What the planner says for this kind."""


@dataclass(frozen=True)
class Heat:
    """Variants over the fleet's kinds of machine."""

    variants: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    shown: int
    known: int


@dataclass(frozen=True)
class VariantCard:
    variant: Variant
    bits: float
    build_tokens_per_s: float | None
    """Where it was evaluated."""
    served: Served | None
    """What devices measured of it."""


@dataclass(frozen=True)
class Point:
    """A variant in the chart; its area is its size."""

    name: str
    x: float
    y: float
    radius: float
    label_y: float
    title: str


@dataclass(frozen=True)
class Tick:
    at: float
    label: str


@dataclass(frozen=True)
class Chart:
    """Quality against speed, with everything placed."""

    points: tuple[Point, ...]
    speeds: tuple[Tick, ...]
    qualities: tuple[Tick, ...]
    measured: bool
    """The speeds are those of devices; otherwise of the machine that evaluated."""


def cards(release: Release, served: Mapping[str, Served]) -> tuple[VariantCard, ...]:
    """Return the variants, best first."""
    return tuple(
        VariantCard(
            variant=each,
            bits=bits_per_weight(each.size_bytes, release.parameters),
            build_tokens_per_s=_speed(each.evaluation),
            served=served.get(each.name),
        )
        for each in by_quality(release.variants, release.parameters)
    )


def heat(release: Release, machines: Machines, recalled: Collection[str] = ()) -> Heat:
    """Ask for every kind of machine what it could run, and what it would get."""
    offered = candidates(release)
    ordered = [
        each
        for each in by_quality(release.variants, release.parameters)
        if each.requirements is not None
    ]
    rows = []
    for kind in machines.kinds:
        choice = choose(kind.capability, offered, Workload()) if offered else None
        taken = choice.candidate.name if isinstance(choice, Choice) else ""
        rows.append(
            HeatRow(
                kind=kind,
                cells=tuple(
                    RECALLED if each.digest in recalled else _cell(each, kind, taken)
                    for each in ordered
                ),
                sentence=choice.sentence if choice is not None else "",
            )
        )
    return Heat(
        variants=tuple(each.name for each in ordered),
        rows=tuple(rows),
        shown=machines.shown,
        known=machines.known,
    )


def chart(shown: Sequence[VariantCard]) -> Chart | None:
    """Place every evaluated variant; None when there is nothing to compare."""
    measured = all(each.served for each in shown if each.variant.evaluation)
    dots = [
        (each, each.variant.evaluation.fraction, speed)
        for each in shown
        if each.variant.evaluation and (speed := _speed_of(each, measured=measured)) is not None
    ]
    if not dots:
        return None
    fastest = max(speed for _, _, speed in dots) * 1.1
    largest = max(each.variant.size_bytes for each, _, _ in dots) or 1
    high = min(1.0, max(share for _, share, _ in dots) + _LEAST_SPAN / 4)
    low = max(0.0, min(min(share for _, share, _ in dots) - _LEAST_SPAN / 2, high - _LEAST_SPAN))

    def x(speed: float) -> float:
        return round(_LEFT + speed / fastest * (CHART_WIDTH - _LEFT - _RIGHT), 1)

    def y(share: float) -> float:
        inner = CHART_HEIGHT - _TOP - _BOTTOM
        return round(_TOP + (high - share) / (high - low) * inner, 1)

    placed = sorted(
        (
            x(speed),
            y(share),
            max(_SMALLEST_DOT, _LARGEST_DOT * sqrt(each.variant.size_bytes / largest)),
            each.variant.name,
            f"{share:.1%} right, {speed:.3g} tokens/s, {size(each.variant.size_bytes)}",
        )
        for each, share, speed in dots
    )
    labels = _labels([dot[:3] for dot in placed])
    return Chart(
        points=tuple(
            Point(name, px, py, round(radius, 1), label, title)
            for (px, py, radius, name, title), label in zip(placed, labels, strict=True)
        ),
        speeds=tuple(Tick(x(fastest * part), f"{fastest * part:.3g}") for part in (0, 0.5, 1)),
        qualities=tuple(
            Tick(y(low + (high - low) * part), f"{low + (high - low) * part:.1%}")
            for part in (0, 0.5, 1)
        ),
        measured=measured,
    )


def before(release: Release, others: Iterable[Release]) -> Release | None:
    """Return the release of the same line that came before this one."""
    earlier = [
        each
        for each in others
        if each.line == release.line and each.created_at < release.created_at
    ]
    return max(earlier, key=lambda each: each.created_at, default=None)


def _cell(variant: Variant, kind: Kind, taken: str) -> Cell:
    assert variant.requirements is not None
    if variant.name == taken:
        return Cell("chosen", "chosen", "the planner's choice")
    missing = compat.misfits(variant.requirements, kind.capability)
    if missing:
        return Cell("no", "no", "; ".join(each.sentence for each in missing))
    return Cell(
        "fits", "fits", "it would run" if variant.published else "it would run; unpublished"
    )


def _speed_of(card: VariantCard, *, measured: bool) -> float | None:
    if measured:
        return card.served.tokens_per_s if card.served else None
    return card.build_tokens_per_s


def _speed(result: EvalResult | None) -> float | None:
    if result is None or not result.elapsed_ms:
        return None
    return 1000 * result.generated_tokens / result.elapsed_ms


def _labels(dots: Sequence[tuple[float, float, float]]) -> list[float]:
    """Write each name above its dot, or wherever else no other dot and no other name is."""
    found: list[float] = []
    for index, (x, y, radius) in enumerate(dots):
        above, below = y - radius - _GAP, y + radius + _GAP + _LINE / 2
        tries = [above, below, *(above - step * _LINE for step in (1, 2)), below + _LINE]
        others = [
            (abs(x - other[0]), other[1], other[2])
            for place, other in enumerate(dots)
            if place != index
        ]
        names = [(abs(x - dots[place][0]), at) for place, at in enumerate(found)]
        found.append(
            next(
                (
                    at
                    for at in tries
                    if not any(far < _WIDTH and abs(at - name) < _LINE for far, name in names)
                    and not any(
                        far < _WIDTH / 2 + size and abs(at - middle) < size + _LINE / 2
                        for far, middle, size in others
                    )
                ),
                above,
            )
        )
    return found
