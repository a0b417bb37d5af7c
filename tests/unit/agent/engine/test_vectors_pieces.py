from agent.engine.backends.pieces import pieces_of
from agent.engine.backends.vector_base import Input

BYTE_LEVEL = {
    "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "ByteLevel"}]},
    "decoder": {"type": "ByteLevel"},
    "model": {"vocab": {"a": 0, "\u0120b": 1, "\u00c3\u00a9": 2, "\u010a": 3}},
    "added_tokens": [
        {"id": 4, "content": "<|end|>", "special": True},
        {"id": 5, "content": "<tool>", "special": False},
        {"id": 99, "content": "<|beyond|>", "special": True},
    ],
}


def test_byte_level_pieces_are_bytes_again():
    pieces, specials = pieces_of(BYTE_LEVEL, 6)
    assert pieces == [b"a", b" b", "\u00e9".encode(), b"\n", b"<|end|>", b"<tool>"]
    assert specials == {4: "<|end|>"}


def test_marked_pieces_are_text_again_and_bytes_where_they_say_so():
    vocabulary = {
        "decoder": {"type": "Sequence", "decoders": [{"type": "ByteFallback"}]},
        "model": {"vocab": [["<unk>", 0.0], ["\u2581the", -1.0], ["<0x0A>", -2.0]]},
    }
    assert pieces_of(vocabulary, 4) == ([b"<unk>", b" the", b"\n", b""], {})


def test_a_cut_leaves_the_ends_alone():
    given = Input((1, 2, 3, 4, 5, 6), (0, 0, 0, 1, 1, 1), head=2, tail=1)
    assert given.cut(6) is given
    assert given.cut(4) == Input((1, 2, 3, 6), (0, 0, 0, 1), 2, 1)
    assert given.cut(3) == Input((1, 2, 6), (0, 0, 1), 2, 1)
    assert given.cut(2) is None
