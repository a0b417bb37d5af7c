"""The fuzzers' targets, each with a bounded number of inputs: noise, and seeds with damage."""

import base64
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.corpus import Fuzzed, everything

NAMES = (
    "manifest",
    "chunk_table",
    "gguf_header",
    "message_up",
    "message_down",
    "topic",
    "director_custom",
    "image_custom",
    "revoked",
    "enrollment",
    "anchors",
    "request",
    "proof",
)


@pytest.fixture(scope="module")
def targets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Fuzzed]:
    return everything(tmp_path_factory.mktemp("authority"))


@st.composite
def damaged(draw: st.DrawFn, seeds: tuple[bytes, ...]) -> bytes:
    """Cut a seed, put other bytes into it, or say a part of it twice."""
    data = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        length = draw(st.integers(0, 12))
        piece = draw(st.binary(max_size=12)) if draw(st.booleans()) else bytes(data[at:][:length])
        data[at : at + (length if draw(st.booleans()) else 0)] = piece
    return bytes(data)


def test_every_target_is_tried(targets: dict[str, Fuzzed]):
    assert set(targets) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_seed_is_taken(name: str, targets: dict[str, Fuzzed]):
    for seed in targets[name].seeds:
        targets[name].read(seed)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_but_a_refusal_comes_of_hostile_bytes(name: str, targets: dict[str, Fuzzed]):
    target = targets[name]

    @settings(
        max_examples=150,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(st.one_of(st.binary(max_size=300), damaged(target.seeds)))
    def attack(data: bytes) -> None:
        target.read(data)

    attack()


@pytest.mark.parametrize("name", ["revoked", "director_custom", "message_up", "enrollment"])
def test_deep_nesting_is_refused_like_anything_else(name: str, targets: dict[str, Fuzzed]):
    targets[name].read(b"\x00" * (name == "message_up") + b"[" * 100_000)


def test_a_request_of_a_version_that_does_not_exist_is_refused(targets: dict[str, Fuzzed]):
    """The library's error for it is not a ValueError."""
    (seed,) = targets["request"].seeds
    der = bytearray(x509.load_pem_x509_csr(seed).public_bytes(Encoding.DER))
    at = der.index(b"\x02\x01\x00")
    der[at + 2] = 4
    body = base64.encodebytes(bytes(der)).decode()
    pem = f"-----BEGIN CERTIFICATE REQUEST-----\n{body}-----END CERTIFICATE REQUEST-----\n"

    targets["request"].read(pem.encode())


def test_the_empty_folder_is_all_that_the_targets_need(tmp_path: Path):
    assert len(everything(tmp_path)) == len(NAMES)
