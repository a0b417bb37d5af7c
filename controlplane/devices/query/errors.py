"""A query that cannot be read."""

from shared.errors import Category, FlotillaError


class QueryError(FlotillaError):
    """An expression that cannot be read; the message points at the character."""

    code = "bad_selector"
    category = Category.CONFIG

    def __init__(self, text: str, position: int, expected: str) -> None:
        self.text = text
        self.position = position
        self.expected = expected
        found = f"found {text[position]!r}" if position < len(text) else "it ends"
        super().__init__(
            f"selector {text!r}, character {position + 1}: expected {expected}, {found}"
        )

    @property
    def pointer(self) -> str:
        """Return the text with a mark under the character, for a terminal."""
        return f"{self.text}\n{' ' * self.position}^ expected {self.expected}"
