"""Which variant is the better one: by its evaluation, then by bits per weight. Pure."""

from collections.abc import Iterable

from controlplane.registry.model import Variant

_BITS = 8


def by_quality(variants: Iterable[Variant], parameters: int) -> tuple[Variant, ...]:
    """Order variants, best first; one that was not evaluated comes after all that were."""
    return tuple(sorted(variants, key=lambda each: _rank(each, parameters), reverse=True))


def bits_per_weight(size_bytes: int, parameters: int) -> float:
    """Return what one weight takes in the file, 0 when nothing is known."""
    return size_bytes * _BITS / parameters if parameters else 0.0


def _rank(variant: Variant, parameters: int) -> tuple[float, float]:
    fraction = variant.evaluation.fraction if variant.evaluation else -1.0
    return fraction, bits_per_weight(variant.size_bytes, parameters)
