"""The OpenSSF Model Signature: who made these files, checkable offline with a standard tool.

A Sigstore bundle v0.3 around a DSSE envelope around an in-toto statement, file by file, signed
with an ECDSA key; `model_signing verify key` accepts what `sign` makes. It proves provenance, not
freshness: that is TUF's part. Only the pre-authentication encoding of DSSE 1.0 is accepted.
Specification: github.com/ossf/model-signing-spec.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from shared import canonical
from shared.digest import Digest, hex_of
from shared.errors import Category, FlotillaError

MAX_SIGNATURE_BYTES: Final = 4 * 2**20
MAX_KEY_BYTES: Final = 4096
PUBLIC_KEY_NAME: Final = "publisher.pub"
"""Where a bundle carries the PEM of the key that made its signature."""

_BUNDLE_TYPE: Final = "application/vnd.dev.sigstore.bundle.v0.3+json"
_PAYLOAD_TYPE: Final = "application/vnd.in-toto+json"
_STATEMENT_TYPE: Final = "https://in-toto.io/Statement/v1"
_PREDICATE_TYPE: Final = "https://model_signing/signature/v1.0"
_IGNORED: Final = ("model.sig", ".git", ".gitattributes", ".github", ".gitignore")


class OmsError(FlotillaError):
    """A model signature that is malformed, by another key, or over other files."""

    code = "bad_model_signature"
    category = Category.SECURITY


def statement(files: Mapping[str, Digest], *, name: str) -> bytes:
    """Return the in-toto statement over `files` (path in the bundle -> digest)."""
    ordered = sorted(files.items())
    root = hashlib.sha256(b"".join(bytes.fromhex(hex_of(digest)) for _, digest in ordered))
    return canonical.encode(
        {
            "_type": _STATEMENT_TYPE,
            "subject": [{"name": name, "digest": {"sha256": root.hexdigest()}}],
            "predicateType": _PREDICATE_TYPE,
            "predicate": {
                "serialization": {
                    "method": "files",
                    "hash_type": "sha256",
                    "allow_symlinks": False,
                    "ignore_paths": list(_IGNORED),
                },
                "resources": [
                    {"name": path, "algorithm": "sha256", "digest": hex_of(digest)}
                    for path, digest in ordered
                ],
            },
        }
    )


def sign(
    files: Mapping[str, Digest], *, name: str, private_key: ec.EllipticCurvePrivateKey
) -> bytes:
    """Return the bytes of `model.sig` over `files`, which must not hold the signature itself."""
    payload = statement(files, name=name)
    public_key = private_key.public_key()
    signature = private_key.sign(_encoded(payload), ec.ECDSA(_hash_of(public_key)))
    return canonical.encode(
        {
            "mediaType": _BUNDLE_TYPE,
            "verificationMaterial": {
                "publicKey": {"hint": key_hint(public_key)},
                "tlogEntries": [],
            },
            "dsseEnvelope": {
                "payload": base64.b64encode(payload).decode(),
                "payloadType": _PAYLOAD_TYPE,
                "signatures": [{"sig": base64.b64encode(signature).decode(), "keyid": ""}],
            },
        }
    )


def verify(
    signature: bytes, files: Mapping[str, Digest], public_key: ec.EllipticCurvePublicKey
) -> None:
    """Check that `signature` was made by `public_key` over exactly `files`.

    Raises:
        OmsError: it was not; the message says what differs.
    """
    if len(signature) > MAX_SIGNATURE_BYTES:
        raise OmsError(f"the model signature has {len(signature)} bytes, which is too many")
    try:
        payload = _verified_payload(json.loads(signature), public_key)
        signed = _files_of(json.loads(payload))
    except (KeyError, TypeError, ValueError, IndexError, RecursionError) as error:
        raise OmsError(f"the model signature is malformed: {error!r}"[:300]) from error
    for path in sorted(signed.keys() | files.keys()):
        if path not in files:
            raise OmsError(f"the model signature covers {path!r}, which is not in the bundle")
        if path not in signed:
            raise OmsError(f"the model signature does not cover {path!r}")
        if signed[path] != files[path]:
            raise OmsError(f"the model signature was made over another {path!r}")


def key_hint(public_key: ec.EllipticCurvePublicKey) -> str:
    """Return the sha256 hex of the PEM form, by which signatures name their key."""
    return hashlib.sha256(public_pem(public_key)).hexdigest()


def public_pem(public_key: ec.EllipticCurvePublicKey) -> bytes:
    return public_key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def load_public_key(pem: bytes) -> ec.EllipticCurvePublicKey:
    """Read a public key from PEM.

    Raises:
        OmsError: it is not an elliptic curve key.
    """
    try:
        key = serialization.load_pem_public_key(pem)
    except ValueError as error:
        raise OmsError(f"the publisher's public key cannot be read: {error}") from error
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise OmsError("the publisher's key is not an elliptic curve key")
    return key


def _verified_payload(bundle: Any, public_key: ec.EllipticCurvePublicKey) -> bytes:
    if bundle["mediaType"] != _BUNDLE_TYPE:
        raise OmsError("the model signature is not a Sigstore bundle v0.3")
    hint = bundle["verificationMaterial"]["publicKey"]["hint"]
    if hint != key_hint(public_key):
        raise OmsError("the model signature names another key than the publisher's")
    envelope = bundle["dsseEnvelope"]
    if envelope["payloadType"] != _PAYLOAD_TYPE or len(envelope["signatures"]) != 1:
        raise OmsError("the model signature is not one signature over an in-toto statement")
    try:
        payload = base64.b64decode(envelope["payload"], validate=True)
        signature = base64.b64decode(envelope["signatures"][0]["sig"], validate=True)
        public_key.verify(signature, _encoded(payload), ec.ECDSA(_hash_of(public_key)))
    except binascii.Error as error:
        raise OmsError(f"the model signature is not base64: {error}") from error
    except InvalidSignature:
        raise OmsError("the model signature is not by the publisher's key") from None
    return payload


def _files_of(document: Any) -> dict[str, Digest]:
    if document["_type"] != _STATEMENT_TYPE or document["predicateType"] != _PREDICATE_TYPE:
        raise OmsError("the model signature holds another kind of statement")
    predicate = document["predicate"]
    serialized = predicate["serialization"]
    if serialized["method"] != "files" or serialized["hash_type"] != "sha256":
        raise OmsError("the model signature is not over whole files with sha256")
    resources = predicate["resources"]
    root = hashlib.sha256(b"".join(bytes.fromhex(item["digest"]) for item in resources))
    if document["subject"][0]["digest"]["sha256"] != root.hexdigest():
        raise OmsError("the model signature's summary does not match its files")
    files = {str(item["name"]): Digest(f"sha256:{item['digest']}") for item in resources}
    if len(files) != len(resources):
        raise OmsError("the model signature names a file twice")
    return files


def _encoded(payload: bytes) -> bytes:
    """Return DSSE's pre-authentication encoding, which is what gets signed."""
    return f"DSSEv1 {len(_PAYLOAD_TYPE)} {_PAYLOAD_TYPE} {len(payload)} ".encode() + payload


def _hash_of(public_key: ec.EllipticCurvePublicKey) -> hashes.HashAlgorithm:
    match public_key.curve.name:
        case "secp256r1":
            return hashes.SHA256()
        case "secp384r1":
            return hashes.SHA384()
        case "secp521r1":
            return hashes.SHA512()
        case other:
            raise OmsError(f"model signatures use P-256, P-384 or P-521, not {other}")
