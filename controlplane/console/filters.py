"""How values are written for people: sizes, shares, times, states. Pure."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from shared.compat import size
from shared.deployment import State

_MINUTE_S: Final = 60
_HOUR_S: Final = 3600
_DAY_S: Final = 86_400
_NOW_S: Final = 5
_KILO: Final = 1000
_SHORT: Final = 8


def fingerprint(data: bytes) -> str:
    """Return a short name for some content."""
    return hashlib.sha256(data).hexdigest()[:12]


def count(value: float) -> str:
    """Write a number with thin spaces between thousands."""
    return f"{value:,.0f}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def compact(value: float) -> str:
    """Write a large number shortly: 4.2 M."""
    for limit, unit in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= limit:
            return f"{value / limit:.3g} {unit}"
    return f"{value:.3g}"


def percent(share: float) -> str:
    """Write a share of one; what is not all is never rounded up to all."""
    value = 100 * share
    text = f"{value:.1f}".removesuffix(".0")
    return f"{'99.9' if text == '100' and share < 1 else text} %"


def plural(number: int, one: str, many: str = "") -> str:
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def ago(moment: datetime, now: datetime) -> str:
    """Say how far a moment is from now, past or future, in its largest unit."""
    seconds = (now - moment).total_seconds()
    distance = abs(seconds)
    if distance < _NOW_S:
        return "just now"
    words = span(distance)
    return f"{words} ago" if seconds > 0 else f"in {words}"


def span(seconds: float | timedelta) -> str:
    """Write a length of time in its largest unit."""
    value = seconds.total_seconds() if isinstance(seconds, timedelta) else seconds
    if value < _MINUTE_S:
        return f"{value:.0f} s"
    if value < _HOUR_S:
        return f"{value / _MINUTE_S:.0f} min"
    if value < 2 * _DAY_S:
        return f"{value / _HOUR_S:.0f} h"
    return f"{value / _DAY_S:.0f} days"


def exact(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def clock(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%H:%M:%S")


def iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def short(identifier: str) -> str:
    """Return as much of an id or digest as a person compares."""
    return identifier.removeprefix("sha256:")[:_SHORT]


def words(state: StrEnum | str) -> str:
    """Write a state as words."""
    return str(state).replace("_", " ")


def sentence(text: str) -> str:
    """Begin with a capital, unless the first word is a name such as q4_k_m, and end with a stop."""
    text = text.strip()
    if not text:
        return ""
    first = text[0].upper() if text.split(maxsplit=1)[0].strip(",:;").isalpha() else text[0]
    return f"{first}{text[1:]}{'' if text[-1] in '.!?' else '.'}"


def pairs(labels: Mapping[str, str]) -> str:
    """Write labels as a person types them."""
    return ", ".join(f"{key}={value}" for key, value in sorted(labels.items()))


def quads(digits: str) -> str:
    """Write a fingerprint in groups of four, as the device writes it."""
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def millis(value: float) -> str:
    return f"{value / _KILO:.1f} s" if value >= _KILO else f"{value:.0f} ms"


FILTERS: Final[dict[str, Callable[..., Any]]] = {
    "ago": ago,
    "bytes": size,
    "clock": clock,
    "compact": compact,
    "count": count,
    "exact": exact,
    "iso": iso,
    "millis": millis,
    "pairs": pairs,
    "percent": percent,
    "plural": plural,
    "quads": quads,
    "sentence": sentence,
    "short": short,
    "state": State,
    "span": span,
    "words": words,
}
