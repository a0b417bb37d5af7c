"""The arguments of a call as an object, for the APIs that say them so."""

import json
from typing import Any


def arguments_of(text: str) -> dict[str, Any]:
    """Return an object whatever the model wrote, because clients count on one."""
    try:
        value = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {"arguments": text}
    return value if isinstance(value, dict) else {"arguments": value}
