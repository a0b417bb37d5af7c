"""How long a model stays loaded: numbers of seconds, or Go's durations such as `1h30m`. Pure."""

import math
import re
from typing import Final

from agent.api.errors import ApiError

FOREVER: Final = math.inf
_UNITS_S: Final = {
    "ns": 1e-9,
    "us": 1e-6,
    "µs": 1e-6,
    "μs": 1e-6,
    "ms": 1e-3,
    "s": 1.0,
    "m": 60.0,
    "h": 3600.0,
}
_PART: Final = re.compile(r"(\d{1,15}(?:\.\d{0,15})?|\.\d{1,15})(ns|us|µs|μs|ms|s|m|h)", re.ASCII)
_WHOLE: Final = re.compile(rf"([-+]?)((?:{_PART.pattern})+)", re.ASCII)
_LONG_S: Final = 10 * 365 * 24 * 3600.0
"""More than this is for ever."""


def keep_alive_s(value: float | str | None) -> float | None:
    """Return the seconds; below 0 is for ever, and None where nothing was asked for.

    Raises:
        ApiError: it is no duration.
    """
    if value is None:
        return None
    seconds = _seconds(value) if isinstance(value, str) else float(value)
    if math.isnan(seconds):
        raise _wrong(str(value))
    return FOREVER if seconds < 0 or seconds > _LONG_S else seconds


def _seconds(text: str) -> float:
    if text in {"0", "+0", "-0"}:
        return 0.0
    whole = _WHOLE.fullmatch(text)
    if whole is None:
        raise _wrong(text)
    seconds = sum(float(number) * _UNITS_S[unit] for number, unit in _PART.findall(whole[2]))
    return -seconds if whole[1] == "-" else seconds


def _wrong(text: str) -> ApiError:
    return ApiError(
        f"keep_alive is no duration: {text[:40]!r}; write seconds, or a text such as '5m' or '-1s'",
        param="keep_alive",
        code="invalid_value",
    )
