import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.bundles.plan import MAX_FAILURES, MAX_LIES, Mirror, Run, check_shape, choose, first_run
from shared.bundle import BundleError, Manifest
from shared.chunks import CHUNK_BYTES, Chunk, ChunkTable
from shared.digest import sha256_of

DIGEST = sha256_of(b"")


@given(st.integers(1, 40), st.data())
def test_a_run_is_the_first_stretch_of_missing_chunks(count: int, data: st.DataObject):
    table = ChunkTable(tuple(Chunk(1, b"") for _ in range(count)))
    missing = data.draw(st.sets(st.integers(0, count - 1), min_size=1))

    run = first_run(table, missing)

    assert run.first == min(missing)
    assert all(index in missing for index in range(run.first, run.end))
    assert run.end not in missing


def test_neighbours_travel_together():
    table = ChunkTable(tuple(Chunk(1, b"") for _ in range(5)))

    assert first_run(table, {1, 2, 4}) == Run(1, 3)


def test_the_first_mirror_is_asked_first():
    one, two = Mirror("one"), Mirror("two")

    assert choose([one, two]) is one


def test_a_mirror_that_lied_comes_after_one_that_failed():
    liar, weak = Mirror("liar", lies=1), Mirror("weak", failures=1)

    assert choose([liar, weak]) is weak


def test_a_mirror_is_given_up_in_the_end():
    assert choose([Mirror("a", lies=MAX_LIES), Mirror("b", failures=MAX_FAILURES)]) is None


def test_a_large_file_without_a_chunk_table_is_refused():
    manifest = Manifest.model_validate(
        {
            "config": {"mediaType": "c", "digest": DIGEST, "size": 1},
            "layers": [{"mediaType": "w", "digest": DIGEST, "size": CHUNK_BYTES + 1}],
        }
    )

    with pytest.raises(BundleError, match="no chunk table"):
        check_shape(manifest)
