"""Durations as people write them."""

from controlplane.db.errors import InvalidError

_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}


def seconds(text: str) -> float:
    """Read a duration such as `5s`, `1.5m`, `2h` or `1d`; a bare number is seconds.

    Raises:
        InvalidError: it is no duration.
    """
    number, unit = (text[:-1], text[-1]) if text and text[-1] in _UNITS else (text, "s")
    try:
        value = float(number)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise InvalidError(f"{text!r} is not a duration; write 5s, 10m, 2h or 1d")
    return value * _UNITS[unit]
