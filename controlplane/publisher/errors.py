"""What can go wrong where the offline keys are."""

from shared.errors import Category, FlotillaError


class CeremonyError(FlotillaError):
    """Keys or repositories that are there already, or not all of them."""

    code = "ceremony"
    category = Category.CONFIG


class PublishError(FlotillaError):
    """A release that cannot be signed as it is."""

    code = "cannot_publish"
    category = Category.CONFIG


class StickError(FlotillaError):
    """A stick that cannot be written."""

    code = "stick"
    category = Category.STORAGE
