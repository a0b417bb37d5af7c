"""A model's vocabulary, as llguidance wants to see it.

llguidance asks for the tokens of a text to find out which of them are forced. It needs tokens that
spell exactly that text; tokenizers of the SentencePiece kind put a blank in front of it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

_LEAD: Final = "\x02"
"""Stands in front of a text so that the tokenizer's own blank comes before it, not before the text;
no tokenizer joins this character with others."""


@dataclass(frozen=True)
class Vocabulary:
    pieces: Sequence[bytes]
    """The bytes of every token; those of control tokens do not matter."""
    ends: frozenset[int]
    specials: Mapping[int, str]
    tokenize: Callable[[str], list[int]]

    def cut(self, text: str) -> list[int]:
        """Return tokens that spell `text`, where possible those that the model was trained on."""
        tokens = self.tokenize(text)
        if self._spell(tokens) == text.encode():
            return tokens
        tokens = self.tokenize(_LEAD + text)
        for count in range(1, len(tokens)):
            if self._spell(tokens[:count]).endswith(_LEAD.encode()):
                if self._spell(tokens[count:]) == text.encode():
                    return tokens[count:]
                break
        return self._greedy(text.encode())

    def _spell(self, tokens: Sequence[int]) -> bytes:
        return b"".join(b"" if one in self.specials else self.pieces[one] for one in tokens)

    def _greedy(self, data: bytes) -> list[int]:
        """Take the longest piece again and again; what no piece begins with is left out."""
        tokens, at = [], 0
        while at < len(data):
            for size in range(min(self._longest, len(data) - at), 0, -1):
                token = self._by_piece.get(data[at : at + size])
                if token is not None:
                    tokens.append(token)
                    break
            else:
                return tokens
            at += size
        return tokens

    @cached_property
    def _by_piece(self) -> dict[bytes, int]:
        pieces = enumerate(self.pieces)
        return {piece: token for token, piece in pieces if piece and token not in self.specials}

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._by_piece), default=0)


_SLICES: Final = [r'[^"\\\x00-\x1F\x7F]{1,30}']
"""Sets of tokens that llguidance prepares, to compute masks faster where all of a set may come.

Its own choice of four doubles the memory and the time of the build, during which the interpreter's
lock is held. Masks are rare here, and what small models are in when they need one are JSON strings.
"""


class _Wrapper:
    """The attributes that `LLTokenizer` reads from a tokenizer written in Python."""

    is_tokenizer_wrapper = True

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.eos_token_id = min(vocabulary.ends)
        self.bos_token_id = None
        self.special_token_ids = list(vocabulary.specials)
        self.tokens = [
            vocabulary.specials[token].encode() if token in vocabulary.specials else piece
            for token, piece in enumerate(vocabulary.pieces)
        ]
        self._vocabulary = vocabulary

    def __call__(self, text: str) -> list[int]:
        return self._vocabulary.cut(text)


def make_tokenizer(vocabulary: Vocabulary) -> Any:
    """Build llguidance's own view of the vocabulary, a trie of all pieces."""
    import llguidance  # noqa: PLC0415 - only where a constraint is used

    wrapper: Any = _Wrapper(vocabulary)
    return llguidance.LLTokenizer(
        wrapper,
        n_vocab=len(vocabulary.pieces),
        eos_token=sorted(vocabulary.ends),
        slices=_SLICES,
    )
