"""Each target and inputs that it takes: mutations of these get further than noise."""

import json
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from shared import bundle
from shared.chunks import CHUNK_BYTES
from shared.digest import sha256_of
from shared.ids import DeploymentId
from shared.wire import codec, topics
from shared.wire.base import Message
from shared.wire.down import Command, DeploymentAck, DesiredHint, Verb
from shared.wire.enrol import CertificateGrant, RenewalRequest, make_token
from shared.wire.up import DeploymentReport, Reply
from tests.fuzz import targets
from tests.support.broker_device import a_request
from tests.support.platform_builders import (
    NOON,
    a_batch,
    a_birth,
    a_capability_report,
    a_death,
    a_report,
)
from tests.support.repository import a_requirements

_ID = "0b1f3c9e-5a51-4c0e-9a54-3f8c2f3a7d10"
_PEM = "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n"


@dataclass(frozen=True)
class Fuzzed:
    read: Callable[[bytes], None]
    seeds: tuple[bytes, ...]


def everything(folder: Path) -> dict[str, Fuzzed]:
    """Return every target by name; `folder` is for the authority that requests are sent to."""
    authority = targets.Authority(folder)
    return {
        "manifest": Fuzzed(targets.manifest, (_manifest(),)),
        "chunk_table": Fuzzed(
            targets.chunk_table, (b"", struct.pack(">I32s", CHUNK_BYTES, bytes(32)) * 3)
        ),
        "gguf_header": Fuzzed(targets.gguf_header, (_gguf(),)),
        "message_up": Fuzzed(targets.message_up, _up()),
        "message_down": Fuzzed(targets.message_down, _down()),
        "topic": Fuzzed(
            targets.topic, (topics.build("f", targets.A_DEVICE, topics.UP_REPLY, "x").encode(),)
        ),
        "director_custom": Fuzzed(targets.director_custom, (_json(_director()),)),
        "image_custom": Fuzzed(targets.image_custom, (_json(_image()),)),
        "revoked": Fuzzed(targets.revoked, (_json(_revoked()),)),
        "enrollment": Fuzzed(targets.enrollment, (_json(_enrollment()),)),
        "anchors": Fuzzed(targets.anchors, (_json(_anchors()),)),
        "request": Fuzzed(authority.request, (a_request()[0].encode(),)),
        "proof": Fuzzed(authority.proof, ((folder / "ca.pem").read_bytes(),)),
    }


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


def _manifest() -> bytes:
    config = bundle.Descriptor(media_type=bundle.CONFIG_TYPE, digest=sha256_of(b"c"), size=1)
    table = sha256_of(b"table")
    weights = bundle.Descriptor(
        media_type=bundle.WEIGHTS_TYPE,
        digest=sha256_of(b"w"),
        size=10,
        annotations={
            bundle.PATH_ANNOTATION: "weights/model.gguf",
            bundle.CHUNKS_ANNOTATION: table,
        },
    )
    chunks = bundle.Descriptor(media_type=bundle.CHUNK_TABLE_TYPE, digest=table, size=36)
    return bundle.Manifest(config=config, layers=(weights, chunks)).encode()


def _gguf() -> bytes:
    def text(value: str) -> bytes:
        return struct.pack("<Q", len(value)) + value.encode()

    entries = text("general.architecture") + struct.pack("<I", 8) + text("llama")
    entries += text("general.alignment") + struct.pack("<II", 4, 32)
    entries += text("tokens") + struct.pack("<IIQ", 9, 8, 1) + text("a")
    entries += text("long") + struct.pack("<IIQ", 9, 0, 70) + bytes(70)
    tensor = text("t") + struct.pack("<IQQIQ", 2, 32, 2, 2, 0)
    header = b"GGUF" + struct.pack("<IQQ", 3, 1, 4) + entries + tensor
    return header + bytes(-len(header) % 32) + bytes(36)


def _up() -> tuple[bytes, ...]:
    report = DeploymentReport(
        deployment=DeploymentId(_ID), slot="main", attempt=1, seq=1, state="trial", at=NOON
    )
    messages: dict[str, tuple[Message, ...]] = {
        topics.UP_STATE: (a_birth(), a_death()),
        topics.UP_REPORT: (a_report(),),
        topics.UP_CAPABILITY: (a_capability_report(),),
        topics.UP_DEPLOYMENT: (report,),
        topics.UP_TELEMETRY: (a_batch(),),
        topics.UP_REPLY: (Reply(id="x", ok=True, result={"a": [1, "b"]}),),
        topics.UP_RENEWAL: (RenewalRequest(csr_pem=_PEM),),
    }
    return _marked(messages, [topics.UP_STATE, *codec.UP])


def _down() -> tuple[bytes, ...]:
    hint = {"id": _ID, "attempt": 1, "go": "activate", "peers": ["http://a:1"]}
    desired = {"version": 1, "director_version": 1, "deployments": {"main": hint}}
    messages: dict[str, tuple[Message, ...]] = {
        topics.DOWN_DESIRED: (DesiredHint.model_validate(desired),),
        topics.DOWN_ACK: (DeploymentAck(deployment=DeploymentId(_ID), attempt=1, seq=1),),
        topics.DOWN_COMMAND: (Command(id="x", expires=NOON, verb=Verb.PROBE),),
        topics.DOWN_CERTIFICATE: (CertificateGrant(certificate_pem=_PEM),),
    }
    return _marked(messages, list(codec.DOWN))


def _marked(messages: dict[str, tuple[Message, ...]], leaves: list[str]) -> tuple[bytes, ...]:
    return tuple(
        bytes([leaves.index(leaf)]) + codec.encode(message)
        for leaf, several in messages.items()
        for message in several
    )


def _director() -> dict[str, object]:
    return {
        "v": 1,
        "bundle": "bundles/line/1.0.0/q4/bundle.json",
        "deployment": _ID,
        "issued": NOON.isoformat(),
        "mirrors": ["https://mirror/"],
    }


def _image() -> dict[str, object]:
    requirements = a_requirements().model_dump(mode="json")
    return {"line": "l", "version": "1", "variant": "q", "requirements": requirements}


def _revoked() -> list[dict[str, object]]:
    return [{"sha256": sha256_of(b"bad"), "action": "stop", "reason": "it swears"}]


def _enrollment() -> dict[str, object]:
    return {
        "token": make_token("0" * 40, sha256_of(b"anchors")),
        "csr_pem": _PEM,
        "name": "kiosk-7",
        "labels": {"site": "lisbon"},
        "proof": {"certificate_pem": _PEM, "signature": "AAAA"},
    }


def _anchors() -> dict[str, object]:
    return {"fleet": "f", "ca_pem": _PEM, "image_root": "{}", "director_root": "{}"}
