"""Take a publication: look at it as a device would, judge it, record it, store it."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlmodel import Session

from controlplane.registry import queries, service
from controlplane.registry.errors import BlobNotFoundError
from controlplane.registry.publication import Listing, Publication, judge
from controlplane.registry.repository import FIRST_ROOT, ImageFolder
from controlplane.registry.storage import Storage
from controlplane.registry.tufview import ANY_TIME, TufView
from shared.digest import Digest


def publish(
    session: Session,
    release_id: str,
    publication: Publication,
    *,
    folder: ImageFolder,
    storage: Storage,
    actor: str,
    now: datetime,
) -> int:
    """Publish a release and return the version of the repository's timestamp.

    The caller holds the repository's lock. Nothing is stored unless everything is good; the files
    are written last, when the database has nothing left to refuse but the commit itself.

    Raises:
        ReleaseNotFoundError: there is no such release.
        ReleaseStateError: it cannot be published now.
        PublicationError: a device would refuse it, or it is not this release alone.
    """
    release = queries.release(session, release_id)
    service.check_publishable(release)
    with TemporaryDirectory(prefix="flotilla-publication-") as cache:
        root = folder.read_metadata(FIRST_ROOT)
        present = TufView(folder.metadata, cache=Path(cache), root=root, now=ANY_TIME)
        present.refresh(release.line)
        before = _listing(present, release.line)
        # The same cache: what was seen before must not be rolled back.
        proposed = TufView(
            lambda name: publication.metadata(name) or folder.metadata(name),
            cache=Path(cache),
            root=root,
            now=now,
        )
        proposed.refresh(release.line)
        after = _listing(proposed, release.line)
        version = proposed.timestamp.version
    bundles = judge(
        release,
        publication,
        before=before,
        after=after,
        read_target=lambda path: publication.files.get(path) or folder.target(path),
        size_of=lambda digest: _size_of(storage, digest),
    )
    service.publish(session, release_id, bundles, actor=actor, now=now)
    session.flush()
    folder.store(publication.files)
    return version


def _listing(view: TufView, line: str) -> Listing:
    return Listing(view.snapshot, view.targets, view.line(line))


def _size_of(storage: Storage, digest: Digest) -> int | None:
    try:
        return storage.size(digest)
    except BlobNotFoundError:
        return None
