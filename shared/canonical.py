"""The one JSON encoder whose output is signed or hashed.

Keys sorted, no spaces, UTF-8, no NaN: the same value always gives the same bytes. Floats are
refused, because their shortest form differs between languages.
"""

import json
from typing import Any

from shared.digest import Digest, sha256_of
from shared.errors import Category, FlotillaError


class CanonicalError(FlotillaError):
    """A value that has no canonical form."""

    code = "not_canonical"
    category = Category.CONFIG


def encode(value: Any) -> bytes:
    """Return the canonical bytes of a JSON value.

    Raises:
        CanonicalError: the value holds a float, or something JSON does not know.
    """
    _refuse_floats(value)
    try:
        text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    except (TypeError, ValueError) as error:
        raise CanonicalError(f"cannot encode: {error}") from error
    return text.encode()


def digest(value: Any) -> Digest:
    """Return the digest of the canonical bytes of a JSON value."""
    return sha256_of(encode(value))


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise CanonicalError(f"floats have no canonical form: {value!r}")
    if isinstance(value, dict):
        for item in value.values():
            _refuse_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)
