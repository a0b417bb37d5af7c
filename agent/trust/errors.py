"""What can go wrong between a hint and an assignment that may be installed."""

from shared.errors import Category, FlotillaError


class TrustError(FlotillaError):
    """The repositories could not be read; what the device runs stays as it is."""

    code = "repository_unreachable"
    category = Category.NETWORK
    retryable = True


class StaleError(TrustError):
    """Signed metadata has expired: nothing new is installed until it is signed again."""

    code = "metadata_expired"
    category = Category.SECURITY


class UntrustedError(TrustError):
    """Metadata that fails verification: a signature, a version, a length or a hash is wrong."""

    code = "metadata_untrusted"
    category = Category.SECURITY
    retryable = False


class WithheldError(TrustError):
    """A repository shows an older root than the assignment demands: somebody may be hiding one."""

    code = "root_withheld"
    category = Category.SECURITY


class TrustCacheError(TrustError):
    """The device cannot keep what it verified."""

    code = "trust_cache"
    category = Category.FILESYSTEM


class RefusedError(FlotillaError):
    """A genuine assignment that must not be installed; the message says why."""

    code = "assignment_refused"
    category = Category.SECURITY
