"""What can go wrong between an assignment and a bundle on disk."""

from shared.digest import DigestError
from shared.errors import Category, FlotillaError


class TransferError(FlotillaError):
    """No mirror gave all the bytes in time; what was verified is kept for the next attempt."""

    code = "transfer"
    category = Category.NETWORK
    retryable = True


class SourceError(FlotillaError):
    """A place to fetch from is of no use for now; the text says why. Another one is asked."""

    code = "source"
    category = Category.NETWORK
    retryable = True

    def __init__(self, message: str, *, lasting: bool = False) -> None:
        """Say why; a `lasting` reason will be the same for this blob at the next request."""
        super().__init__(message)
        self.lasting = lasting


class DiskFullError(FlotillaError):
    """The bundle does not fit on the disk, or not within the store's budget."""

    code = "disk_full"
    category = Category.RESOURCE
    retryable = True


class StoreError(FlotillaError):
    """The disk does not do what the store asks of it."""

    code = "bundle_store"
    category = Category.FILESYSTEM
    retryable = True


class DamagedError(DigestError):
    """Bytes that were right and are so no longer: the disk changed them. Fetching mends it."""

    code = "damaged_on_disk"
    category = Category.FILESYSTEM
    retryable = True


class NotInstalledError(FlotillaError):
    """A bundle that is asked for and is not, or not whole, on this device."""

    code = "not_installed"
    category = Category.FILESYSTEM
