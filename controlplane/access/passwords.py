"""Passwords: Argon2id, a few at a time, because each takes 64 MiB of memory on purpose."""

import threading
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from controlplane.db.errors import InvalidError

MIN_LENGTH: Final = 12
MAX_LENGTH: Final = 500
_DIFFERENT: Final = 5
_AT_ONCE: Final = 2


class Passwords:
    """Hashes and compares."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turn = threading.Semaphore(_AT_ONCE)
        self._nobody = self._hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        with self._turn:
            return self._hasher.hash(password)

    def matches(self, stored: str | None, password: str) -> bool:
        """Compare; takes as long when there is nothing to compare with."""
        with self._turn:
            try:
                self._hasher.verify(stored or self._nobody, password[: MAX_LENGTH + 1])
            except (VerificationError, InvalidHashError):
                return False
        return stored is not None

    def is_dated(self, stored: str) -> bool:
        """Tell whether the hash was made with weaker parameters than today's."""
        return self._hasher.check_needs_rehash(stored)


def check(password: str, *, name: str) -> None:
    """Refuse what is guessed first.

    Raises:
        InvalidError: it is too short, too long, too simple, or the name.
    """
    if len(password) < MIN_LENGTH:
        raise InvalidError(f"a password needs at least {MIN_LENGTH} characters; a phrase is good")
    if len(password) > MAX_LENGTH:
        raise InvalidError(f"a password may have at most {MAX_LENGTH} characters")
    if len(set(password)) < _DIFFERENT:
        raise InvalidError(f"this password has fewer than {_DIFFERENT} different characters")
    if name.casefold() in password.casefold() and len(password) < len(name) + MIN_LENGTH:
        raise InvalidError("this password is little more than the name; use something else")
