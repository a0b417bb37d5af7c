"""From what settings, assignment and hints name to sources that can be asked.

The gateway answers with a certificate of the fleet's CA and nobody else's. A mirror may be anybody:
the system's authorities count there, too, because nothing that it says is believed. A neighbour
shows that the fleet knows it, and sees that of us.
"""

from collections.abc import Mapping
from contextlib import ExitStack
from typing import Final
from urllib.parse import urlsplit

from agent.bundles import oci
from agent.bundles.errors import SourceError
from agent.bundles.ports import Credentials, Places, Source
from agent.bundles.web import WebSource
from agent.host.http import Client

MAX_SOURCES: Final = 32


def open_sources(
    places: Places, credentials: Credentials, *, deadline_s: float, closing: ExitStack
) -> list[Source]:
    """Return the sources, near ones first; `closing` ends their connections.

    A name that is none is left out: hints come from outside, and there are others.
    """

    def client(*, system_cas: bool) -> Client:
        made = Client(ca_file=credentials.ca_file, deadline_s=deadline_s, system_cas=system_cas)
        closing.callback(made.close)
        return made

    found: list[Source] = []
    if places.peers and credentials.identity and credentials.ca_file:
        from agent.bundles.peers import peer_client  # noqa: PLC0415 - few devices have any

        peer = peer_client(credentials.ca_file, credentials.identity, deadline_s=deadline_s)
        closing.callback(peer.close)
        found += [WebSource(url, peer, near=True) for url in places.peers if _is_web(url, "https")]
    if places.gateway:
        fleet = client(system_cas=False)
        found += [WebSource(url, fleet) for url in places.gateway]
    if places.mirrors:
        world = client(system_cas=True)
        for url in places.mirrors:
            try:
                found.append(_mirror(url, world, places.logins))
            except SourceError:
                continue
    unique: dict[str, Source] = {}
    for source in found:
        unique.setdefault(source.name, source)
    return list(unique.values())[:MAX_SOURCES]


def _mirror(url: str, client: Client, logins: Mapping[str, str]) -> Source:
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
    except ValueError:
        raise SourceError(f"{url!r} is no URL", lasting=True) from None
    if parts.scheme in oci.SCHEMES:
        return oci.OciSource(url, client, login=logins.get(host))
    if not _is_web(url):
        raise SourceError(f"{url!r} is not a mirror", lasting=True)
    return WebSource(url, client)


def _is_web(url: str, *schemes: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in (schemes or ("http", "https")) and bool(parts.hostname)
