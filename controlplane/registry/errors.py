"""What can go wrong between a model file and a published bundle."""

from typing import ClassVar

from controlplane.db.errors import ConflictError, InvalidError, NotFoundError
from shared.errors import Category, FlotillaError


class ReleaseNotFoundError(NotFoundError):
    """No such release, variant or line."""

    code = "release_not_found"


class BlobNotFoundError(NotFoundError):
    """No blob with this digest."""

    code = "blob_not_found"

    def __init__(self, digest: str) -> None:
        super().__init__("blob", digest)


class ReleaseExistsError(ConflictError):
    """A version of a line is imported once; editing makes a new version."""

    code = "release_exists"


class ReleaseStateError(ConflictError):
    """The release is not in a state that allows this."""

    code = "release_state"


class BadReleaseError(InvalidError):
    """A release request that cannot be accepted as it stands."""

    code = "bad_release"


class BlobTooLargeError(InvalidError):
    """More bytes than a blob may have, or than the disk can take."""

    code = "blob_too_large"


class PublicationError(InvalidError):
    """Metadata or manifests that a device would not accept, so we do not store them."""

    code = "publication_refused"
    category = Category.SECURITY


class JobError(FlotillaError):
    """A step of building a variant failed."""

    code = "job_failed"
    category = Category.MODEL


class JobCrashedError(JobError):
    """The process that did the step died or gave no answer."""

    code = "job_crashed"

    def __init__(self, *, step: str, how: str, last_lines: str) -> None:
        said = f"; its last lines: {last_lines}" if last_lines else ""
        super().__init__(f"{step} {how}{said}")


class JobStoppedError(JobError):
    """The control plane is stopping; the job is queued again at the next start."""

    code = "job_stopped"
    retryable: ClassVar[bool] = True
