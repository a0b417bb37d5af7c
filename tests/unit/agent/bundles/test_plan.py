import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.bundles.plan import (
    LANES_PER_MIRROR,
    MAX_FAILURES,
    MAX_LIES,
    Mirror,
    Run,
    check_shape,
    choose,
    next_run,
    stretch_bytes,
)
from shared.bundle import BundleError, Manifest
from shared.chunks import CHUNK_BYTES, Chunk, ChunkTable
from shared.digest import sha256_of

DIGEST = sha256_of(b"")


@given(st.integers(1, 40), st.data())
def test_a_run_is_the_first_stretch_of_missing_chunks(count: int, data: st.DataObject):
    table = ChunkTable(tuple(Chunk(1, b"") for _ in range(count)))
    missing = data.draw(st.sets(st.integers(0, count - 1), min_size=1))

    run = next_run(table, missing, limit_bytes=1000)

    assert run.first == min(missing)
    assert all(index in missing for index in range(run.first, run.end))
    assert run.end not in missing


def test_neighbours_travel_together():
    table = ChunkTable(tuple(Chunk(1, b"") for _ in range(5)))

    assert next_run(table, {1, 2, 4}, limit_bytes=1000) == Run(1, 3)


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


def test_a_mirror_that_lied_is_not_asked_while_another_is_there():
    liar, weak = Mirror("liar", lies=1), Mirror("weak", active=LANES_PER_MIRROR)

    assert choose([liar, weak]) is None
    assert choose([liar]) is liar


def test_a_near_mirror_comes_before_a_faster_one_far_away():
    near, far = Mirror("near", near=True, rate=1.0), Mirror("far", rate=1000.0)

    assert choose([far, near]) is near
    near.failures = MAX_FAILURES
    assert choose([far, near]) is far


def test_lanes_go_where_the_next_request_will_be_fastest():
    fast, slow = Mirror("fast", rate=100.0), Mirror("slow", rate=10.0)
    asked = []
    for _ in range(4):
        mirror = choose([slow, fast])
        assert mirror is not None
        mirror.active += 1
        asked.append(mirror.name)

    assert asked == ["fast", "fast", "slow", "slow"]
    assert choose([slow, fast]) is None


def test_a_mirror_of_unknown_rate_is_tried():
    known, new = Mirror("known", rate=100.0, active=1), Mirror("new")

    assert choose([known, new]) is new


def test_a_rate_follows_what_is_measured():
    mirror = Mirror("one")
    mirror.measure(100, 1.0)
    mirror.measure(300, 1.0)
    mirror.measure(0, 5.0)

    assert mirror.rate == 200.0
    assert mirror.received == 400


@given(st.floats(0, 1e12))
def test_a_stretch_is_bounded_whatever_the_rate(rate: float):
    assert CHUNK_BYTES <= stretch_bytes(rate) <= 16 * CHUNK_BYTES


def test_a_run_ends_before_it_becomes_too_long():
    table = ChunkTable(tuple(Chunk(10, b"") for _ in range(5)))

    assert next_run(table, {0, 1, 2, 3}, limit_bytes=25) == Run(0, 2)
    assert next_run(table, {0, 1, 2, 3}, limit_bytes=5) == Run(0, 1)
    assert next_run(table, {0, 1, 2, 3}, limit_bytes=25, first=3) == Run(3, 4)
