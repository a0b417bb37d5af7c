"""What can go wrong when assignments or releases are signed."""

from shared.errors import Category, FlotillaError


class RepositoryError(FlotillaError):
    """A TUF repository on disk that is missing, broken or refuses what it is given."""

    code = "repository"
    category = Category.STORAGE


class SigningKeyError(FlotillaError):
    """A signing key that is missing or is not what it should be."""

    code = "signing_key"
    category = Category.CONFIG
