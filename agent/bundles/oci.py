"""An OCI registry as a mirror: the pull half of the distribution protocol.

Layers are blobs, the bundle's manifest is a manifest by digest. A registry may ask for a bearer
token, which is fetched from where it says, anonymously or with the login that the settings hold for
this registry; and it may send blobs from a storage beside it, so that a few redirects are followed,
without the token. A login travels over TLS alone, or on the loopback.
Specification: github.com/opencontainers/distribution-spec, distribution.github.io/distribution
(token authentication).
"""

import base64
import ipaddress
import json
import re
import threading
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, urlencode, urljoin, urlsplit

import urllib3
from typing_extensions import override

from agent.bundles.errors import SourceError
from agent.bundles.ports import Body, Source
from agent.bundles.web import OK, PARTIAL, ask, body_of, range_of
from agent.host.http import Client
from shared.bundle import MANIFEST_TYPE
from shared.digest import Digest

SCHEMES: Final[Mapping[str, str]] = {"oci": "https", "oci+http": "http"}
MAX_TOKEN_ANSWER_BYTES: Final = 64 * 1024

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_MAX_REDIRECTS: Final = 3
_UNAUTHORIZED: Final = 401
_NOT_FOUND: Final = 404
_REPOSITORY: Final = re.compile(r"[a-z0-9]+(?:[._/-]+[a-z0-9]+)*")
_PARAMETER: Final = re.compile(r'(realm|service|scope)="([^"\\]{0,1000})"')
_TOKEN: Final = re.compile(r"[A-Za-z0-9._~+/=-]{1,16384}")


class OciSource(Source):
    """One repository of one registry: `oci://host/repository`, or `oci+http://` without TLS."""

    def __init__(self, url: str, client: Client, *, login: str | None = None) -> None:
        """Read the URL; `login` is `user:password`.

        Raises:
            SourceError: the URL names no repository.
        """
        parts = urlsplit(url)
        scheme, repository = SCHEMES.get(parts.scheme), parts.path.strip("/")
        if scheme is None or not parts.hostname or not _REPOSITORY.fullmatch(repository):
            raise SourceError(f"{url!r} is not oci://host/repository", lasting=True)
        self._name = url.rstrip("/")
        self._host = parts.netloc.rpartition("@")[2]
        self._base = f"{scheme}://{self._host}/v2/{repository}"
        self._scope = f"repository:{repository}:pull"
        self._client = client
        self._login = login
        self._authorization = ""
        self._lock = threading.Lock()

    @property
    @override
    def name(self) -> str:
        return self._name

    @property
    @override
    def near(self) -> bool:
        return False

    @override
    def open(self, digest: Digest, start: int, end: int) -> Body:
        response = self._get(f"{self._base}/blobs/{digest}", range_of(start, end))
        if response.status == _NOT_FOUND:
            response.close()
            # The bundle's own manifest is kept apart from blobs.
            wanted = {"Accept": MANIFEST_TYPE}
            response = self._get(f"{self._base}/manifests/{digest}", wanted)
        return body_of(response, start, end, self.name)

    def _get(self, url: str, headers: dict[str, str]) -> urllib3.response.BaseHTTPResponse:
        used = self._authorization
        response = self._follow(url, headers, used)
        if response.status != _UNAUTHORIZED:
            return response
        challenge = response.headers.get("WWW-Authenticate", "")
        response.close()
        with self._lock:
            if self._authorization == used:  # no other lane has asked meanwhile
                self._authorization = self._authorize(challenge)
        return self._follow(url, headers, self._authorization)

    def _follow(
        self, url: str, headers: dict[str, str], authorization: str
    ) -> urllib3.response.BaseHTTPResponse:
        for _ in range(_MAX_REDIRECTS + 1):
            sent = dict(headers)
            if authorization and urlsplit(url).netloc == self._host:
                sent["Authorization"] = authorization
            response = ask(self._client, url, sent, self.name)
            if response.status not in _REDIRECTS:
                return response
            target = urljoin(url, response.headers.get("Location", ""))
            response.close()
            if not _may_redirect(url, target):
                raise SourceError(f"{self.name} sends us to {target[:200]!r}", lasting=True)
            url = target
        raise SourceError(f"{self.name} sends us on and on", lasting=True)

    def _authorize(self, challenge: str) -> str:
        """Answer a challenge: basic with the login, bearer with a token.

        Raises:
            SourceError: there is no way in.
        """
        kind, _, rest = challenge.partition(" ")
        basic = self._basic(self._base)
        if kind.lower() == "basic":
            if not basic:
                raise SourceError(f"{self.name} asks for a login", lasting=True)
            return basic
        asked = dict(_PARAMETER.findall(rest))
        realm = urljoin(self._base, asked.get("realm", ""))
        if kind.lower() != "bearer" or not _may_redirect(self._base, realm):
            raise SourceError(f"{self.name} asks for {kind[:40]!r}, not a token", lasting=True)
        # What we may do is ours to say: we pull from this repository, whatever scope is named.
        query = {"scope": self._scope}
        if "service" in asked:
            query["service"] = asked["service"]
        login = self._basic(realm)
        url = f"{realm}{'&' if urlsplit(realm).query else '?'}{urlencode(query, quote_via=quote)}"
        headers = {"Authorization": login} if login else {}
        response = ask(self._client, url, headers, self.name)
        try:
            return f"Bearer {_token(response, self.name)}"
        finally:
            response.close()

    def _basic(self, url: str) -> str:
        if self._login is None or not _keeps_secrets(url):
            return ""
        return f"Basic {base64.b64encode(self._login.encode()).decode('ascii')}"


def _token(response: urllib3.response.BaseHTTPResponse, name: str) -> str:
    if response.status not in {OK, PARTIAL}:
        raise SourceError(f"{name} gives no token: {response.status}", lasting=True)
    data = bytearray()
    try:
        while piece := response.read1(MAX_TOKEN_ANSWER_BYTES):
            data += piece
            if len(data) > MAX_TOKEN_ANSWER_BYTES:
                raise SourceError(f"{name} gives a token without end", lasting=True)
        answer = json.loads(data)
    except (OSError, ValueError, RecursionError, urllib3.exceptions.HTTPError) as error:
        raise SourceError(f"{name} gives no token: {error}") from error
    token = answer.get("token") or answer.get("access_token") if isinstance(answer, dict) else None
    if not isinstance(token, str) or not _TOKEN.fullmatch(token):
        raise SourceError(f"{name} gives something that is no token", lasting=True)
    return token


def _may_redirect(origin: str, target: str) -> bool:
    """Tell whether we go from one to the other: to the web, and never from TLS to none."""
    here, there = urlsplit(origin).scheme, urlsplit(target)
    return bool(there.hostname) and (there.scheme == "https" or here == there.scheme == "http")


def _keeps_secrets(url: str) -> bool:
    parts = urlsplit(url)
    if parts.scheme == "https" or parts.hostname == "localhost":
        return True
    try:
        return ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False
