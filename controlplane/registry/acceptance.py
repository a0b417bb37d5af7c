"""Take what was signed elsewhere: look at it as a device would, judge it, store it.

The caller holds the repository's lock. Nothing is stored unless everything is good.
"""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from controlplane.registry import changes
from controlplane.registry.changes import Contents
from controlplane.registry.publication import Publication
from controlplane.registry.repository import FIRST_ROOT, METADATA, ImageFolder
from controlplane.registry.tufview import ANY_TIME, TufView
from shared.trust import RevokedEntry


def take_resigned(folder: ImageFolder, publication: Publication, now: datetime) -> int:
    """Take other keys and later expiries; return the timestamp's version.

    Raises:
        PublicationError: a device would refuse it, or something else changed.
    """
    before, after = _views(folder, publication)
    changes.check_resigned(before, after, publication.files, now)
    folder.store(publication.files)
    return after.timestamp.version


def take_sticks(folder: ImageFolder, publication: Publication, now: datetime) -> int:
    """Take what a stick assigns; return the timestamp's version.

    Raises:
        PublicationError: a device would refuse it, or keys changed.
    """
    before, after = _views(folder, publication)
    changes.check_sticks(before, after, publication.files, now)
    folder.store(publication.files)
    return after.timestamp.version


def judge_recall(
    folder: ImageFolder, publication: Publication, now: datetime
) -> tuple[int, tuple[RevokedEntry, ...]]:
    """Return the timestamp's version and the recall list handed in; nothing is stored yet.

    Raises:
        PublicationError: a device would refuse it, or something else changed.
    """
    before, after = _views(folder, publication)
    entries = changes.check_recall(before, after, publication.files, now)
    held = recalled(folder, before)
    changes.check_fewer_are_never_recalled(held, entries)
    return after.timestamp.version, entries


def recalled(folder: ImageFolder, contents: Contents) -> tuple[RevokedEntry, ...]:
    """Return the recall list that a verified view names.

    Raises:
        PublicationError: it cannot be read.
    """
    file = changes.list_file(contents.targets)
    data = None if file is None else folder.target(file)
    return () if data is None else changes.revoked(data)


def _views(folder: ImageFolder, publication: Publication) -> tuple[Contents, Contents]:
    """See the repository as it is and as it would be, at any time.

    What has ended meanwhile may stand: it is judged by itself whether what is new has ended. The
    second view goes on from the first, so nothing is rolled back.
    """
    with TemporaryDirectory(prefix="flotilla-trust-") as cache:
        root = folder.read_metadata(FIRST_ROOT)
        present = TufView(folder.metadata, cache=Path(cache), root=root, now=ANY_TIME)
        before = present.contents()
        proposed = TufView(
            lambda name: publication.files.get(METADATA + name) or folder.metadata(name),
            cache=Path(cache),
            root=root,
            now=ANY_TIME,
        )
        return before, proposed.contents()
