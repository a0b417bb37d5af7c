"""What can go wrong in every domain: it is not there, it clashes, it makes no sense."""

from shared.errors import Category, FlotillaError


class NotFoundError(FlotillaError):
    """Nothing has this id."""

    code = "not_found"
    category = Category.CONFIG

    def __init__(self, kind: str, identifier: str) -> None:
        super().__init__(f"there is no {kind} {identifier[:200]!r}")
        self.kind = kind
        self.identifier = identifier


class ConflictError(FlotillaError):
    """The request is sound, but what is there now stands against it."""

    code = "conflict"
    category = Category.CONFIG


class InvalidError(FlotillaError):
    """The request makes no sense as it stands."""

    code = "invalid"
    category = Category.CONFIG
