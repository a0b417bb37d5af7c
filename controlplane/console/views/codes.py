"""A text as a picture that a camera reads. Pure."""

from dataclasses import dataclass

import segno


@dataclass(frozen=True)
class Code:
    """A square of dark and light fields, as one SVG path."""

    size: int
    """Of a side, with the quiet zone around it."""
    path: str


QUIET = 4


def code(text: str) -> Code:
    """Return the QR code of a text; a damaged tenth of it can still be read."""
    rows = tuple(tuple(row) for row in segno.make_qr(text, error="l").matrix)
    path = "".join(
        f"M{x + QUIET} {y + QUIET}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )
    return Code(len(rows) + 2 * QUIET, path)
