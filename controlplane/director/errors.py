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


class PassphraseError(SigningKeyError):
    """An encrypted key without its passphrase."""

    code = "passphrase"


class RootRefusedError(FlotillaError):
    """A new root of the director that a device would refuse, or that this server cannot follow."""

    code = "root_refused"
    category = Category.SECURITY
