"""Passwords: what is refused, and what fits."""

import pytest

from controlplane.access.passwords import MAX_LENGTH, check
from controlplane.db.errors import InvalidError
from tests.support.access import cheap_passwords


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "at least 12"),
        ("aaaaaaaaaaaaaaaa", "different characters"),
        ("ada.lovelace12", "little more than the name"),
        ("x" * 250 + "abcdef" * 50, "at most"),
    ],
)
def test_what_is_guessed_first_is_refused(password: str, why: str):
    with pytest.raises(InvalidError, match=why):
        check(password, name="ada.lovelace")


def test_a_phrase_is_good():
    check("seven boats in the bay", name="ada")


def test_a_password_fits_its_own_hash_alone():
    passwords = cheap_passwords()
    stored = passwords.hash("seven boats in the bay")

    assert stored.startswith("$argon2id$")
    assert passwords.matches(stored, "seven boats in the bay")
    assert not passwords.matches(stored, "seven boats in the sea")
    assert not passwords.matches(None, "nobody has this password")
    assert not passwords.matches("no hash at all", "seven boats in the bay")


def test_a_password_longer_than_allowed_does_not_fit():
    passwords = cheap_passwords()
    longest = "ab cdefghijk" * 50

    assert not passwords.matches(passwords.hash(longest[:MAX_LENGTH]), longest)
