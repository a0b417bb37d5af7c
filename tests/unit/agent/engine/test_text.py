from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from agent.engine.text import TextStream

STOPS = st.lists(st.text("abé🙂", min_size=1, max_size=4), max_size=3)


def pieces_of(data: bytes, cuts: list[int]) -> list[bytes]:
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    return [data[start:end] for start, end in pairwise(edges)]


def through(pieces: list[bytes], stops: list[str]) -> str:
    stream = TextStream(stops)
    shown = ""
    for piece in pieces:
        shown += stream.push(piece)
        if stream.stopped:
            return shown
    return shown + stream.finish()


def test_a_code_point_is_not_shown_before_it_is_whole():
    stream = TextStream()
    first, second = "é".encode()[:1], "é".encode()[1:]
    assert stream.push(first) == ""
    assert stream.push(second) == "é"


def test_a_broken_code_point_at_the_end_becomes_a_replacement_character():
    stream = TextStream()
    stream.push(b"a\xc3")
    assert stream.finish() == "�"


def test_a_stop_string_across_tokens_is_never_shown():
    stream = TextStream(["<end>"])
    assert stream.push(b"yes<e") == "yes"
    assert stream.push(b"nd>more") == ""
    assert stream.stopped
    assert stream.push(b"even more") == ""


def test_what_only_looked_like_a_stop_string_is_shown_after_all():
    stream = TextStream(["<end>"])
    assert stream.push(b"a<e") == "a"
    assert stream.push(b"lse") == "<else"


def test_the_stop_string_that_is_complete_first_wins():
    assert through([b"abcd"], ["abcd", "bc"]) == "a"
    assert through([b"a", b"b", b"c", b"d"], ["abcd", "bc"]) == "a"


@given(st.text("abé🙂", max_size=20), STOPS, st.lists(st.integers(0, 100), max_size=8))
def test_what_comes_out_does_not_depend_on_how_it_was_cut(text, stops, cuts):
    data = text.encode()
    assert through(pieces_of(data, cuts), stops) == through([data], stops)


@given(st.text("abé🙂", max_size=20), STOPS, st.lists(st.integers(0, 100), max_size=8))
def test_no_stop_string_is_ever_shown(text, stops, cuts):
    shown = through(pieces_of(text.encode(), cuts), stops)
    assert text.startswith(shown)
    assert not any(stop in shown for stop in stops)


@given(st.binary(max_size=40), st.lists(st.integers(0, 100), max_size=8))
def test_without_stop_strings_every_byte_is_accounted_for(data, cuts):
    assert through(pieces_of(data, cuts), []) == data.decode("utf-8", "replace")
