import contextlib
import io
import struct

import pytest
from gguf.constants import GGML_QUANT_SIZES
from hypothesis import given
from hypothesis import strategies as st

from shared import gguf
from shared.gguf import GgufError, read_header
from tests.support.trust_models import a_gguf

MODEL = a_gguf({"embed": 4096, "out": 1024})


def _raw(entries: bytes = b"", *, tensors: int = 0, count: int = 0, version: int = 3) -> bytes:
    return b"GGUF" + struct.pack("<IQQ", version, tensors, count) + entries


def _key(name: str, kind: int) -> bytes:
    return struct.pack("<Q", len(name)) + name.encode() + struct.pack("<I", kind)


def test_the_header_of_a_real_file_says_what_was_written():
    header = read_header(io.BytesIO(MODEL))

    assert header.architecture == "llama"
    assert header.name == "sample"
    assert header.context_length == 512
    assert header.parameters == (4096 + 1024) // 4
    assert [tensor.name for tensor in header.tensors] == ["embed", "out"]
    assert header.end <= len(MODEL)


def test_tensors_lie_where_the_table_says():
    header = read_header(io.BytesIO(MODEL))
    first, second = header.tensors

    assert first.offset == header.data_offset
    assert second.offset == first.offset + 4096
    assert header.data_offset % header.alignment == 0


def test_a_long_array_is_counted_but_not_kept():
    array = struct.pack("<IQ", 4, 1000) + b"\0" * 4000

    header = read_header(io.BytesIO(_raw(_key("long", 9) + array, count=1)))

    assert header.lengths == {"long": 1000}
    assert "long" not in header.metadata


def test_the_block_sizes_are_those_of_the_reference():
    assert {int(kind): size for kind, size in GGML_QUANT_SIZES.items()} == dict(gguf._BLOCKS)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "ends inside"),
        (b"ONNX" + b"\0" * 20, "not a GGUF"),
        (_raw(version=9), "version 9"),
        (_raw(tensors=2**60), "tensors"),
        (_raw(count=2**60), "entries"),
        (_raw(struct.pack("<Q", 2**62), count=1), "bytes in a string"),
        (_raw(_key("x", 99), count=1), "type 99"),
        (_raw(_key("x", 9) + struct.pack("<IQ", 4, 2**50), count=1), "items"),
        (_raw(_key("general.alignment", 4) + struct.pack("<I", 3), count=1), "power of two"),
    ],
    ids=[
        "empty",
        "magic",
        "version",
        "tensors",
        "entries",
        "string",
        "type",
        "array",
        "alignment",
    ],
)
def test_a_hostile_header_is_refused_in_words(data: bytes, words: str):
    with pytest.raises(GgufError, match=words):
        read_header(io.BytesIO(data))


def test_a_header_cut_anywhere_is_refused():
    header = read_header(io.BytesIO(MODEL))

    for length in range(0, header.data_offset - header.alignment, 7):
        with pytest.raises(GgufError):
            read_header(io.BytesIO(MODEL[:length]))


@given(st.lists(st.tuples(st.integers(0, 1500), st.integers(0, 255)), min_size=1, max_size=8))
def test_no_damage_raises_anything_but_a_gguf_error(damage: list[tuple[int, int]]):
    data = bytearray(MODEL)
    for position, value in damage:
        data[position % len(data)] = value

    with contextlib.suppress(GgufError):
        read_header(io.BytesIO(bytes(data)))


@given(st.binary(max_size=300))
def test_noise_raises_nothing_but_a_gguf_error(noise: bytes):
    with contextlib.suppress(GgufError):
        read_header(io.BytesIO(_raw(noise, tensors=3, count=3)))
