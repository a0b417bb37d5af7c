"""Who may call: keys that are known by their hashes alone, and what each of them opens.

A key is random and long, so a plain SHA-256 hides it well enough; it is compared in constant time,
with every key there is, so that the time of an answer says nothing about which one was close.
"""

import hashlib
import hmac
import ipaddress
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import Headers

PREFIX: Final = "flt_"
"""Lets a leaked key be recognised for what it is."""
LOOPBACK_NAMES: Final = frozenset({"localhost", "ip6-localhost", "localhost.localdomain"})


@dataclass(frozen=True)
class Key:
    """What is known of a key: never the key itself."""

    digest: str
    """SHA-256 in hex."""
    name: str = ""
    slots: frozenset[str] | None = None
    """None opens every slot."""

    @classmethod
    def of(cls, secret: str, *, name: str = "", slots: Iterable[str] | None = None) -> "Key":
        return cls(digest_of(secret), name, None if slots is None else frozenset(slots))


@dataclass(frozen=True)
class Access:
    """Who may call this API, and from where."""

    keys: tuple[Key, ...] = ()
    """None of them lets everybody on this machine in."""
    origins: tuple[str, ...] = ()
    """Web pages that may call, as `https://host:port`; `*` for all of them."""
    hosts: tuple[str, ...] = ()
    """Names beside those of the loopback by which this device may be called there."""

    @property
    def protected(self) -> bool:
        return bool(self.keys)

    def key_of(self, headers: Headers) -> Key | None:
        """Return the key that a request shows, if it is one of ours."""
        sent = _sent(headers)
        if sent is None:
            return None
        digest = hashlib.sha256(sent).hexdigest()
        found = [key for key in self.keys if hmac.compare_digest(key.digest, digest)]
        return found[0] if found else None

    def knows_host(self, name: str) -> bool:
        """Tell whether a `Host` header names this machine's own loopback, or what is allowed.

        A page from outside can make its own name mean 127.0.0.1; its browser then sends that name.
        """
        host = host_of(name)
        return host in LOOPBACK_NAMES or host in self.hosts or is_loopback(host)

    def allows_origin(self, origin: str) -> bool:
        return "*" in self.origins or origin in self.origins


def new_secret() -> str:
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def host_of(name: str) -> str:
    """Return the host of a `Host` header, without its port and an address's brackets."""
    if name.startswith("["):
        return name[1:].partition("]")[0].lower()
    host, _, port = name.rpartition(":")
    return (host if port.isdecimal() and host else name).lower().rstrip(".")


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _sent(headers: Headers) -> bytes | None:
    """Return the key of a request, in either of the two ways that clients know.

    Headers come as latin-1; the bytes are what the client sent.
    """
    kind, _, key = headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer" and key.strip():
        return key.strip().encode("latin-1")
    key = headers.get("x-api-key", "").strip()
    return key.encode("latin-1") if key else None
