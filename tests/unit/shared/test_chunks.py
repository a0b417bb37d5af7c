import hashlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import chunks
from shared.chunks import CHUNK_BYTES, ChunkTable, ChunkTableError
from shared.gguf import read_header
from tests.support.trust_models import MIB, a_gguf


@given(st.lists(st.binary(min_size=1, max_size=50), max_size=30))
def test_a_table_survives_its_encoding(pieces: list[bytes]):
    data = b"".join(pieces)
    ends = [sum(map(len, pieces[: index + 1])) for index in range(len(pieces))]

    table = chunks.build(io.BytesIO(data), ends)

    assert ChunkTable.decode(table.encode()) == table
    assert table.total_bytes == len(data)
    assert [chunk.sha256 for chunk in table.chunks] == [
        hashlib.sha256(piece).digest() for piece in pieces
    ]


@given(st.binary(max_size=400))
def test_noise_is_a_table_or_a_table_error(noise: bytes):
    try:
        table = ChunkTable.decode(noise)
    except ChunkTableError:
        return
    assert table.encode() == noise


@given(st.integers(0, 3 * 10**9))
def test_fixed_cuts_cover_the_file_in_bounded_chunks(size: int):
    ends = chunks.fixed_boundaries(size)

    starts = (0, *ends[:-1])
    assert all(
        0 < end - start <= CHUNK_BYTES for start, end in zip(starts, ends, strict=bool(ends))
    )
    assert (ends[-1] if ends else 0) == size


def test_a_gguf_file_is_cut_at_its_header_and_at_its_tensors():
    data = a_gguf({"embed": 5 * MIB, "out": 4096})
    header = read_header(io.BytesIO(data))
    embed, out = header.tensors

    ends = chunks.boundaries_of_gguf(header, len(data))

    assert ends == (embed.offset, embed.offset + CHUNK_BYTES, out.offset, len(data))


def test_two_files_that_share_tensors_share_chunks_though_their_headers_differ():
    tables = []
    for template in ("one", "a much longer chat template than the other one"):
        data = a_gguf({"embed": MIB, "out": 4096}, template=template)
        ends = chunks.boundaries_of_gguf(read_header(io.BytesIO(data)), len(data))
        tables.append(chunks.build(io.BytesIO(data), ends))

    first, second = ({chunk.sha256 for chunk in table.chunks} for table in tables)
    assert len(first & second) == 2


def test_a_file_shorter_than_its_header_says_has_no_boundaries():
    data = a_gguf({"embed": MIB})

    with pytest.raises(ChunkTableError, match="needs"):
        chunks.boundaries_of_gguf(read_header(io.BytesIO(data)), len(data) - 1)


@pytest.mark.parametrize("ends", [[4], [4, 4], [4, 9], [CHUNK_BYTES + 1]], ids=str)
def test_boundaries_that_do_not_fit_the_file_are_refused(ends: list[int]):
    with pytest.raises(ChunkTableError):
        chunks.build(io.BytesIO(b"12345678"), ends)
