import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from shared import oms
from shared.digest import sha256_of
from shared.oms import OmsError

KEY = ec.derive_private_key(7, ec.SECP256R1())
FILES = {"model.gguf": sha256_of(b"weights"), "docs/card.md": sha256_of(b"card")}
SIGNATURE = oms.sign(FILES, name="lamp", private_key=KEY)


@pytest.mark.parametrize(
    "curve", [ec.SECP256R1(), ec.SECP384R1(), ec.SECP521R1()], ids=lambda curve: curve.name
)
def test_what_is_signed_verifies(curve: ec.EllipticCurve):
    key = ec.derive_private_key(9, curve)

    oms.verify(oms.sign(FILES, name="lamp", private_key=key), FILES, key.public_key())


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({**FILES, "model.gguf": sha256_of(b"other")}, "another 'model.gguf'"),
        ({"model.gguf": FILES["model.gguf"]}, "not in the bundle"),
        ({**FILES, "extra.bin": sha256_of(b"x")}, "does not cover"),
    ],
    ids=["changed", "missing", "extra"],
)
def test_other_files_are_refused_by_name(files, words: str):
    with pytest.raises(OmsError, match=words):
        oms.verify(SIGNATURE, files, KEY.public_key())


def test_another_key_is_refused_even_when_it_claims_the_hint():
    other = ec.derive_private_key(8, ec.SECP256R1())
    forged = json.loads(oms.sign(FILES, name="lamp", private_key=other))
    forged["verificationMaterial"]["publicKey"]["hint"] = oms.key_hint(KEY.public_key())

    with pytest.raises(OmsError, match="not by the publisher"):
        oms.verify(json.dumps(forged).encode(), FILES, KEY.public_key())


def test_a_public_key_survives_its_pem_form():
    pem = oms.public_pem(KEY.public_key())

    assert oms.key_hint(oms.load_public_key(pem)) == oms.key_hint(KEY.public_key())


def test_text_that_is_no_key_is_refused():
    with pytest.raises(OmsError, match="cannot be read"):
        oms.load_public_key(b"-----BEGIN PUBLIC KEY-----")


@given(st.integers(0, len(SIGNATURE) - 1), st.integers(0, 255))
def test_no_damaged_byte_verifies_other_files(position: int, value: int):
    damaged = bytearray(SIGNATURE)
    damaged[position] = value

    with pytest.raises(OmsError):
        oms.verify(bytes(damaged), {"model.gguf": sha256_of(b"evil")}, KEY.public_key())


@given(st.recursive(st.none() | st.text() | st.integers(), st.lists, max_leaves=5))
def test_any_other_json_is_malformed(value: object):
    with pytest.raises(OmsError):
        oms.verify(json.dumps(value).encode(), FILES, KEY.public_key())
