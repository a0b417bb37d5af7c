"""What reads bytes from outside, each as a function that may fail in one way only.

A reader that refuses raises its own `FlotillaError`; anything else that leaves it is a fault. What
it takes in it must be able to write, and reading that again must give the same.
"""

import json
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from pydantic import ValidationError

from agent.trust.errors import RefusedError, UntrustedError
from agent.trust.resolve import Target, decide, directions
from agent.trust.service import _entries
from controlplane.devices import ca
from controlplane.devices.errors import BadRequestError
from controlplane.devices.renewal import proven
from shared import bundle, gguf
from shared.chunks import ChunkTable, ChunkTableError, boundaries_of_gguf
from shared.errors import FlotillaError
from shared.ids import DeviceId, new_id
from shared.wire import codec, topics
from shared.wire.enrol import Anchors, EnrollRequest, Proof, parse_token
from tests.support.controlplane import a_database

_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_HASH = "ab" * 32
A_DEVICE = DeviceId("0b1f3c9e-5a51-4c0e-9a54-3f8c2f3a7d11")


def manifest(data: bytes) -> None:
    try:
        read = bundle.parse(data)
    except bundle.BundleError:
        return
    assert bundle.parse(read.encode()) == read
    assert read.weights in read.layers
    assert all(".." not in file.path and not file.path.startswith("/") for file in read.files)
    assert read.total_bytes >= 0


def chunk_table(data: bytes) -> None:
    try:
        table = ChunkTable.decode(data)
    except ChunkTableError:
        return
    assert table.encode() == data
    assert len(table.offsets) == len(table.chunks)


def gguf_header(data: bytes) -> None:
    try:
        header = gguf.read_header(BytesIO(data))
    except gguf.GgufError:
        return
    assert header.end >= header.data_offset
    try:
        ends = boundaries_of_gguf(header, len(data))
    except ChunkTableError:
        return
    assert list(ends) == sorted(set(ends))


def message_up(data: bytes) -> None:
    _messages(data, [topics.UP_STATE, *codec.UP])


def message_down(data: bytes) -> None:
    _messages(data, list(codec.DOWN))


def topic(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    read = topics.parse(text)
    if read is not None:
        built = topics.build(read.fleet, read.device, read.leaf, read.rest)
        assert text in {built, f"{built}/"}  # with nothing after it the last stroke is lost
        assert topics.parse(built) == read


def director_custom(data: bytes) -> None:
    try:
        directions(Target("devices/x/main", 10, {"sha256": _HASH}, _object(data)))
    except RefusedError:
        return


def image_custom(data: bytes) -> None:
    directed = {"bundle": "bundles/l/1/q/bundle.json", "deployment": new_id(), "issued": _NOW}
    try:
        decide(
            "main",
            director=Target("devices/x/main", 10, {"sha256": _HASH}, directed),
            image=Target("bundles/l/1/q/bundle.json", 10, {"sha256": _HASH}, _object(data)),
            revoked=(),
            director_version=1,
        )
    except (RefusedError, UntrustedError):
        return


def revoked(data: bytes) -> None:
    try:
        _entries(data)
    except FlotillaError:
        return


def enrollment(data: bytes) -> None:
    try:
        request = EnrollRequest.model_validate_json(data)
    except ValidationError:
        return
    assert EnrollRequest.model_validate_json(request.model_dump_json()) == request
    try:
        parse_token(request.token)
    except FlotillaError:
        return


def anchors(data: bytes) -> None:
    try:
        read = Anchors.model_validate_json(data)
    except ValidationError:
        return
    try:
        read.digest()
    except FlotillaError:
        return


class Authority:
    """Requests and proofs need an authority to come before; it is made once."""

    def __init__(self, folder: Path) -> None:
        self._authority = ca.ensure(folder, "fuzz", _NOW)
        self._database = a_database(folder)

    def request(self, data: bytes) -> None:
        try:
            text = data.decode("utf-8", "replace")
            self._authority.issue_device(text, DeviceId(new_id()), _NOW)
        except BadRequestError:
            return

    def proof(self, data: bytes) -> None:
        pem = data.decode("utf-8", "replace")[:20_000]
        with self._database.reading() as session:
            try:
                proven(
                    session,
                    Proof(certificate_pem=pem, signature="AAAA"),
                    "a request",
                    ca=self._authority,
                )
            except BadRequestError:
                return


def _messages(data: bytes, leaves: list[str]) -> None:
    """Give the payload to one leaf, which the first byte chooses."""
    if not data:
        return
    leaf, payload = leaves[data[0] % len(leaves)], data[1:]
    try:
        read = codec.decode(leaf, payload)
    except codec.DecodeError:
        return
    again = codec.encode(read)
    if len(again) <= codec.MAX_MESSAGE_BYTES:
        assert codec.encode(codec.decode(leaf, again)) == again


def _object(data: bytes) -> dict[str, object]:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
