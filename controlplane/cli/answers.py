"""Waits until a device has answered what it was asked."""

import time
from collections.abc import Callable
from typing import Any, Final

_LOOK_S: Final = 0.3
_OPEN: Final = frozenset({"waiting", "sent"})
Body = dict[str, Any]


def answered(
    body: Body, look: Callable[[], Body], *, wait_s: float, of: Callable[[Body], Body] = lambda b: b
) -> Body:
    """Look again until what was asked is not open any more, or the time is over.

    `of` finds in a body that which has a state.
    """
    ends = time.monotonic() + wait_s
    while of(body)["state"] in _OPEN and time.monotonic() < ends:
        time.sleep(_LOOK_S)
        body = look()
    return body
