"""Bodies of `/blobs`."""

from pydantic import BaseModel

from shared.digest import DigestField


class Blob(BaseModel):
    """A stored blob."""

    digest: DigestField
    size_bytes: int
    created: bool
    """False when it was here already."""
