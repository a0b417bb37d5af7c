"""The admin token and the console's sessions.

The token is in a file that only its owner reads; this process keeps its hash. A session is a
signed cookie, `v1.<expiry>.<signature>`: nothing to store, nothing to clean up; a new secret file
signs everybody out. Comparisons take constant time.
"""

import hashlib
import hmac
import os
import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from controlplane.access.errors import SignInRequiredError
from controlplane.access.policy import Actor, Role

SESSION_COOKIE: Final = "flotilla_session"
SESSION_LIFE: Final = timedelta(days=7)
ADMIN: Final = Actor("admin", Role.ADMIN)
_TOKEN_BYTES = 32
_SECRET_BYTES = 32


class Access:
    """Recognises who asks."""

    def __init__(self, *, token: str, secret: bytes) -> None:
        self._token_hash = _hash(token)
        # Bound to the token as well: a new token ends the sessions that the old one began.
        self._secret = hmac.digest(secret, self._token_hash, "sha256")

    def check_token(self, token: str) -> Actor:
        """Return the bearer of the admin token.

        Raises:
            SignInRequiredError: it is another token.
        """
        if not hmac.compare_digest(_hash(token), self._token_hash):
            raise SignInRequiredError(
                "this is not the admin token; it is in admin.token in the data folder"
            )
        return ADMIN

    def open_session(self, now: datetime) -> str:
        """Return the value of a fresh session cookie."""
        return self._signed(int((now + SESSION_LIFE).timestamp()))

    def read_session(self, cookie: str, now: datetime) -> Actor | None:
        """Return who a session cookie belongs to, None when it is forged, broken or too old."""
        parts = cookie.split(".")
        if len(parts) != 3 or not parts[1].isascii() or not parts[1].isdigit():  # noqa: PLR2004
            return None
        expires = int(parts[1][:12])
        if not hmac.compare_digest(cookie.encode(), self._signed(expires).encode()):
            return None
        return ADMIN if expires > now.timestamp() else None

    def _signed(self, expires: int) -> str:
        signature = hmac.digest(self._secret, f"session.{expires}".encode(), "sha256").hex()
        return f"v1.{expires}.{signature}"


def open_access(token_file: Path, secret_file: Path) -> tuple[Access, str]:
    """Read token and secret, or make them at the first start; return the token as well."""
    token = _read_or_create(token_file, f"fadm_{secrets.token_urlsafe(_TOKEN_BYTES)}")
    secret = _read_or_create(secret_file, secrets.token_hex(_SECRET_BYTES))
    return Access(token=token, secret=secret.encode()), token


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _read_or_create(file: Path, fresh: str) -> str:
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text().strip()
    with os.fdopen(descriptor, "w") as handle:
        handle.write(fresh + "\n")
    return fresh
