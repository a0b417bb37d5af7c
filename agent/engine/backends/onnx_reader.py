"""An ONNX model that reads text: its tokenizer, its padded inputs, and its pooling."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import tokenizers

from agent.engine.backends.onnx_folder import CLS, LAST, MAX, OnnxFolder
from agent.engine.backends.onnx_session import OnnxSession
from agent.engine.backends.vector_base import Input
from agent.engine.errors import BackendError, RefusedError
from agent.engine.frames import NOT_SERVED
from agent.engine.vector_numbers import finished

TOKENS: Final = "input_ids"
MASK: Final = "attention_mask"
TYPES: Final = "token_type_ids"
POSITIONS: Final = "position_ids"
_INPUTS: Final = frozenset({TOKENS, MASK, TYPES, POSITIONS})
_SCORES: Final = ("logits", "scores", "score")
_WHOLE: Final = ("sentence_embedding", "sentence_embeddings", "embeddings", "text_embeds")
"""What exporters call a vector of the whole text."""
_EACH: Final = ("last_hidden_state", "token_embeddings", "hidden_states")
"""What they call the vectors of its tokens."""
_DEFAULT_CONTEXT: Final = 512
_MATRIX, _CUBE = 2, 3


class OnnxReader:
    """Tokens in, vectors or scores out."""

    def __init__(self, folder: OnnxFolder, session: OnnxSession, *, context: int) -> None:
        """Make ready to read.

        Raises:
            BackendError: the tokenizer or the model's outputs are not what they should be.
        """
        self._session = session
        self._folder = folder
        self._tokenizer = _tokenizer(folder)
        self._pad = _pad(folder, self._tokenizer)
        self.vocab = int(self._tokenizer.get_vocab_size())
        rows, self._length = session.inputs[TOKENS].shape
        if rows not in {-1, 1}:
            raise BackendError(f"the model takes exactly {rows} texts at once; export it for any")
        self.one_by_one = rows == 1
        """Whether the model was exported for a single text."""
        self.fixed = self._length > 0
        limits = (context, folder.trained or _DEFAULT_CONTEXT, self._length)
        self.context = min(limit for limit in limits if limit > 0)
        self.output, self.scores = _choose_output(folder, session)
        self.labels = folder.labels if self.scores else ()
        self.width = len(self._evaluate([self._input(self._tokenizer.encode("a"))])[0]) // 4
        if self.labels and len(self.labels) != self.width:
            raise BackendError(
                f"config.json names {len(self.labels)} labels for {self.width} scores"
            )

    def read(self, text: str) -> Input:
        if self.scores and not self.labels:
            raise RefusedError(NOT_SERVED, "this model ranks pairs; a text alone has no score")
        return self._input(self._tokenizer.encode(text))

    def pair(self, query: str, document: str) -> Input:
        if not self.scores:
            raise RefusedError(NOT_SERVED, "this model embeds; it does not rank pairs")
        return self._input(self._tokenizer.encode(query, document))

    def tokenize(self, text: str, *, add_special: bool) -> list[int]:
        return list(self._tokenizer.encode(text, add_special_tokens=add_special).ids)

    def piece(self, token: int) -> str:
        return self._tokenizer.id_to_token(token) or ""

    def detokenize(self, tokens: Sequence[int]) -> str:
        return str(self._tokenizer.decode(list(tokens), skip_special_tokens=False))

    def special(self, *names: str) -> str:
        """Return the first of some markers that the vocabulary has."""
        return next((one for one in names if self._tokenizer.token_to_id(one) is not None), "")

    def embed(self, inputs: Sequence[Input], *, normalize: bool) -> list[bytes]:
        """Return a vector, or scores, per input.

        Raises:
            BackendError: onnxruntime failed, or made what is no number.
        """
        return finished(
            self._evaluate(inputs),
            normalize=normalize,
            scores=self.scores,
            independent=self._folder.independent,
        )

    def _input(self, encoding: Any) -> Input:
        marks, sequences = encoding.special_tokens_mask, encoding.sequence_ids
        count = len(marks)
        tail = next((at for at in range(count) if not marks[count - 1 - at]), 0)
        # Of a pair only the document is cut, else the markers alone are left alone.
        last = max((one for one in sequences if one is not None), default=0)
        head = next((at for at, one in enumerate(sequences) if one == last), 0)
        types = tuple(encoding.type_ids) if TYPES in self._session.inputs else ()
        return Input(tuple(encoding.ids), types, head, tail)

    def _evaluate(self, inputs: Sequence[Input]) -> list[bytes]:
        longest = self._length if self.fixed else max(len(one.tokens) for one in inputs)
        tokens = np.full((len(inputs), longest), self._pad, np.int64)
        mask = np.zeros_like(tokens)
        types = np.zeros_like(tokens)
        for row, one in enumerate(inputs):
            tokens[row, : len(one.tokens)] = one.tokens
            mask[row, : len(one.tokens)] = 1
            types[row, : len(one.types)] = one.types
        positions = np.broadcast_to(np.arange(longest), tokens.shape)
        arrays = {TOKENS: tokens, MASK: mask, TYPES: types, POSITIONS: positions}
        wanted = {
            name: arrays[name].astype(_INTEGERS[spec.datatype])
            for name, spec in self._session.inputs.items()
        }
        (made,) = self._session.run(wanted, [self.output])
        pooled = self._pool(made.astype("<f4"), mask)
        if pooled.ndim != _MATRIX or len(pooled) != len(inputs):
            raise BackendError(
                f"{self.output} has the shape {list(pooled.shape)}, not a row a text"
            )
        return [row.tobytes() for row in pooled]

    def _pool(self, made: Any, mask: Any) -> Any:
        if made.ndim != _CUBE:
            return made
        if self._folder.pooling == CLS:
            return made[:, 0]
        if self._folder.pooling == LAST:
            return made[np.arange(len(made)), mask.sum(axis=1) - 1]
        wide = mask[:, :, None].astype("<f4")
        if self._folder.pooling == MAX:
            return np.where(wide > 0, made, -np.inf).max(axis=1)
        return (made * wide).sum(axis=1) / wide.sum(axis=1)


_INTEGERS: Final = {"INT64": np.int64, "INT32": np.int32}


def reads_text(folder: OnnxFolder, session: OnnxSession) -> bool:
    """Tell whether a model takes tokens and has a tokenizer to make them."""
    return (
        folder.tokenizer is not None
        and TOKENS in session.inputs
        and session.inputs.keys() <= _INPUTS
        and all(
            len(spec.shape) == _MATRIX and spec.datatype in _INTEGERS
            for spec in session.inputs.values()
        )
    )


def _tokenizer(folder: OnnxFolder) -> Any:
    try:
        tokenizer = tokenizers.Tokenizer.from_file(str(folder.tokenizer))
    except Exception as error:
        raise BackendError(f"tokenizer.json cannot be read: {str(error)[:400]}") from error
    # We cut and pad ourselves, and say so where an input is too long.
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _pad(folder: OnnxFolder, tokenizer: Any) -> int:
    named = (tokenizer.token_to_id(name) for name in ("[PAD]", "<pad>"))
    said = folder.pad if folder.pad is not None else next((n for n in named if n is not None), 0)
    return int(said)


def _choose_output(folder: OnnxFolder, session: OnnxSession) -> tuple[str, bool]:
    """Return the output that is answered, and whether it holds scores."""
    ranks = {name: len(spec.shape) for name, spec in session.outputs.items()}
    scores = [name for name in _SCORES if ranks.get(name) == _MATRIX]
    if scores:
        return scores[0], True
    if folder.classifies:
        matrices = [name for name, rank in ranks.items() if rank == _MATRIX]
        if matrices:
            return matrices[0], True
    whole = [name for name in _WHOLE if ranks.get(name) == _MATRIX]
    if whole:
        return whole[0], False
    each = [name for name in (*_EACH, *ranks) if ranks.get(name) == _CUBE]
    if not each:
        raise BackendError("the model has no output with vectors of its tokens or of its text")
    if folder.dense:
        raise BackendError("a layer behind the pooling is not part of the ONNX file; export it too")
    return each[0], False
