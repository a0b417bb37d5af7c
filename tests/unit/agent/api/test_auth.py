import pytest
from starlette.datastructures import Headers

from agent.api.auth import Access, Key, host_of, new_secret


def shown(**headers):
    return Headers({name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize(
    "headers",
    [
        {"authorization": "Bearer s3cret"},
        {"authorization": "bearer   s3cret "},
        {"x_api_key": "s3cret"},
        {"authorization": "Basic abc", "x_api_key": "s3cret"},
    ],
)
def test_a_key_is_found_in_either_header(headers):
    access = Access(keys=(Key.of("other", name="b"), Key.of("s3cret", name="a")))
    assert access.key_of(shown(**headers)).name == "a"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": "Bearer"},
        {"authorization": "Bearer s3cret2"},
        {"authorization": "s3cret"},
        {"authorization": "Bearer wrong", "x_api_key": "s3cret"},
        {"x_api_key": "\xff"},
    ],
)
def test_what_is_not_exactly_a_key_opens_nothing(headers):
    assert Access(keys=(Key.of("s3cret"),)).key_of(shown(**headers)) is None


def test_a_hash_does_not_open_what_its_key_opens():
    key = Key.of("s3cret")
    assert Access(keys=(key,)).key_of(shown(x_api_key=key.digest)) is None


def test_nothing_of_a_key_is_kept_but_its_hash():
    assert "s3cret" not in repr(Key.of("s3cret"))


def test_new_keys_are_long_and_all_different():
    keys = {new_secret() for _ in range(50)}
    assert len(keys) == 50
    assert all(len(key) > 40 and key.startswith("flt_") for key in keys)


@pytest.mark.parametrize(
    ("name", "host"),
    [
        ("localhost:11500", "localhost"),
        ("LOCALHOST", "localhost"),
        ("127.0.0.1:80", "127.0.0.1"),
        ("[::1]:80", "::1"),
        ("[::1]", "::1"),
        ("evil.example:80", "evil.example"),
        ("localhost.:80", "localhost"),
    ],
)
def test_a_host_is_read_without_its_port(name, host):
    assert host_of(name) == host


@pytest.mark.parametrize("name", ["127.0.0.1:1", "127.8.8.8", "[::1]:1", "localhost:1", "box"])
def test_the_loopback_has_names_of_its_own_and_those_that_are_allowed(name):
    assert Access(hosts=("box",)).knows_host(name)


@pytest.mark.parametrize("name", ["evil.example", "127.0.0.1.evil.example", "10.0.0.1", "box2"])
def test_other_names_for_the_loopback_are_not_known(name):
    assert not Access(hosts=("box",)).knows_host(name)
