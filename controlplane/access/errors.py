"""Why a request is not answered."""

from shared.errors import Category, FlotillaError


class SignInRequiredError(FlotillaError):
    """Nobody is known to be asking."""

    code = "sign_in_required"
    category = Category.SECURITY


class ForbiddenError(FlotillaError):
    """Who asks is known, and may not."""

    code = "forbidden"
    category = Category.SECURITY
