from datetime import UTC, datetime
from typing import Any

import pytest

from agent.trust.errors import RefusedError, UntrustedError
from agent.trust.resolve import Target, check_versions, decide
from shared.digest import hex_of, sha256_of
from shared.trust import ImageCustom, MemoryForecast, Requirements, RevokedEntry

DIGEST = sha256_of(b"manifest")
PATH = "bundles/lamp/1.0/f32/bundle.json"
CUSTOM = ImageCustom(
    line="lamp",
    version="1.0",
    variant="f32",
    requirements=Requirements(
        format="gguf",
        quantization="f32",
        memory=MemoryForecast(
            context=1, parallel=1, weights_bytes=1, kv_bytes=1, compute_bytes=1, base_bytes=1
        ),
        disk_bytes=1,
    ),
)


def a_director(**changes: Any) -> Target:
    custom = {
        "bundle": PATH,
        "deployment": "d-1",
        "issued": datetime(2026, 3, 1, tzinfo=UTC).isoformat(),
    }
    values = {
        "path": "devices/x/main",
        "length": 8,
        "hashes": {"sha256": hex_of(DIGEST)},
        "custom": custom,
    }
    return Target(**{**values, **changes})


def an_image(**changes: Any) -> Target:
    values = {"path": PATH, "custom": CUSTOM.model_dump(mode="json")}
    return a_director(**{**values, **changes})


def _decide(**changes: Any):
    values = {"director": a_director(), "image": an_image(), "revoked": (), "director_version": 3}
    return decide("main", **{**values, **changes})


def test_two_repositories_that_agree_make_an_assignment():
    assignment = _decide()

    assert assignment.digest == DIGEST
    assert assignment.custom == CUSTOM
    assert assignment.director_version == 3


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"image": None}, "does not list"),
        ({"image": an_image(length=9)}, "disagree"),
        ({"image": an_image(hashes={"sha256": hex_of(sha256_of(b"x"))})}, "disagree"),
        ({"image": an_image(custom={})}, "described wrongly"),
        ({"director": a_director(custom={})}, "malformed"),
        (
            {"revoked": (RevokedEntry(sha256=DIGEST, action="stop", reason="it lies"),)},
            "recalled: it lies",
        ),
        (
            {"director": a_director(length=10**9), "image": an_image(length=10**9)},
            "manifest of 1000000000 bytes",
        ),
    ],
    ids=["unlisted", "length", "hash", "image-custom", "director-custom", "recalled", "huge"],
)
def test_anything_else_is_refused_in_words(changes, words: str):
    with pytest.raises(RefusedError, match=words):
        _decide(**changes)


def test_hashes_that_only_one_side_knows_are_a_disagreement():
    both = {"sha256": hex_of(DIGEST), "sha512": "00"}

    with pytest.raises(RefusedError, match="disagree"):
        _decide(image=an_image(hashes=both))


def test_a_repository_may_not_go_back():
    with pytest.raises(UntrustedError, match="timestamp 7 was seen before"):
        check_versions("image", {"root": 1, "timestamp": 6}, {"root": 1, "timestamp": 7})


def test_under_a_newer_root_versions_begin_anew():
    check_versions("image", {"root": 2, "timestamp": 1}, {"root": 1, "timestamp": 10**9})
