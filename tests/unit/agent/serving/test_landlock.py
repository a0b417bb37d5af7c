import struct

import pytest

from agent.engine.landlock import _ruleset


@pytest.mark.parametrize(
    ("version", "rights", "words"),
    [(1, 13, 1), (2, 14, 1), (3, 15, 1), (4, 15, 2), (5, 16, 2), (6, 16, 3), (9, 16, 3)],
)
def test_all_that_a_kernel_knows_is_given_up_and_nothing_that_it_does_not(version, rights, words):
    fields = struct.unpack(f"={words}Q", _ruleset(version))
    assert fields[0] == 2**rights - 1
    assert all(field == 0b11 for field in fields[1:])
