"""Small random BERT models in GGUF, and what they answer by plain arithmetic.

Words are pieces of a small vocabulary; the weights are noise from a fixed seed, in float32, so
that what llama.cpp answers can be told from what numpy does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import erf
from pathlib import Path

import gguf
import numpy as np

PAD, UNKNOWN, CLS, SEP = 0, 1, 2, 3
WORDS = [
    *("the", "a", "cat", "dog", "sits", "runs", "on", "under", "mat", "house", "car", "road"),
    *("red", "blue", "big", "small", "is", "was", "and", "not", "lamp", "light", "turn", "off"),
    *("kitchen", "room", "s", "ing", "ed"),
]
_PHANTOM = "\u2581"
"""How GGUF marks a piece that begins a word."""


def pieces() -> tuple[str, ...]:
    """Return the vocabulary: markers, words, endings and letters."""
    letters = "abcdefghijklmnopqrstuvwxyz0123456789.,!?"
    return (
        "[PAD]",
        "[UNK]",
        "[CLS]",
        "[SEP]",
        *(_PHANTOM + word for word in WORDS),
        *(_PHANTOM + letter for letter in letters if letter not in WORDS),
        *(letter for letter in letters),
    )


@dataclass(frozen=True)
class BertShape:
    width: int = 32
    layers: int = 2
    heads: int = 4
    feed_forward: int = 64
    context: int = 64
    labels: tuple[str, ...] = ()
    pooling: gguf.PoolingType | None = gguf.PoolingType.MEAN
    vocabulary: tuple[str, ...] = field(default_factory=pieces)


class TinyBert:
    """The weights, and the model they make."""

    def __init__(
        self,
        shape: BertShape | None = None,
        *,
        tensors: Mapping[str, np.ndarray] | None = None,
        exact_gelu: bool = False,
    ) -> None:
        """Begin with `tensors`, or with noise."""
        self.shape = shape or BertShape()
        self.tensors = tensors or self._noise(np.random.default_rng(0))
        self._gelu = _exact_gelu if exact_gelu else _gelu

    def write(self, path: Path) -> Path:
        """Write the model to `path` and return it."""
        shape = self.shape
        writer = gguf.GGUFWriter(path, "bert")
        writer.add_name("tiny-bert")
        writer.add_context_length(shape.context)
        writer.add_embedding_length(shape.width)
        writer.add_block_count(shape.layers)
        writer.add_feed_forward_length(shape.feed_forward)
        writer.add_head_count(shape.heads)
        writer.add_layer_norm_eps(1e-12)
        writer.add_causal_attention(value=False)
        writer.add_token_type_count(2)
        if shape.pooling is not None:
            writer.add_pooling_type(shape.pooling)
        if shape.labels:
            writer.add_classifier_output_labels(list(shape.labels))
        writer.add_file_type(gguf.LlamaFileType.ALL_F32)
        self._write_vocabulary(writer)
        for name, data in self.tensors.items():
            writer.add_tensor(name, data)
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()
        return path

    def hidden(self, tokens: list[int], types: list[int] | None = None) -> np.ndarray:
        """Return the last layer's state of every token."""
        get, shape = self.tensors.__getitem__, self.shape
        state = get("token_embd.weight")[tokens] + get("token_types.weight")[types or 0]
        state = self._norm(state + get("position_embd.weight")[: len(tokens)], "token_embd_norm")
        for layer in range(shape.layers):
            block = f"blk.{layer}"
            state = self._norm(state + self._attention(state, block), f"{block}.attn_output_norm")
            inner = self._gelu(self._linear(state, f"{block}.ffn_up"))
            state = self._norm(
                state + self._linear(inner, f"{block}.ffn_down"), f"{block}.layer_output_norm"
            )
        return state

    def scores(self, tokens: list[int], types: list[int] | None = None) -> np.ndarray:
        """Return what the head that ranks says of an input."""
        first = np.tanh(self._linear(self.hidden(tokens, types)[0], "cls"))
        return self._linear(first, "cls.output")

    def _attention(self, state: np.ndarray, block: str) -> np.ndarray:
        shape, count = self.shape, len(state)
        query, key, value = (
            self._linear(state, f"{block}.attn_{one}").reshape(count, shape.heads, -1)
            for one in "qkv"
        )
        weights = np.einsum("qhd,khd->hqk", query, key) / np.sqrt(shape.width / shape.heads)
        weights = np.exp(weights - weights.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        mixed = np.einsum("hqk,khd->qhd", weights, value).reshape(count, shape.width)
        return self._linear(mixed, f"{block}.attn_output")

    def _linear(self, state: np.ndarray, name: str) -> np.ndarray:
        return state @ self.tensors[f"{name}.weight"].T + self.tensors[f"{name}.bias"]

    def _norm(self, state: np.ndarray, name: str) -> np.ndarray:
        middle = state - state.mean(axis=-1, keepdims=True)
        scaled = middle / np.sqrt((middle**2).mean(axis=-1, keepdims=True) + 1e-12)
        return scaled * self.tensors[f"{name}.weight"] + self.tensors[f"{name}.bias"]

    def _write_vocabulary(self, writer: gguf.GGUFWriter) -> None:
        tokens = list(self.shape.vocabulary)
        kinds = [gguf.TokenType.CONTROL] * 4 + [gguf.TokenType.NORMAL] * (len(tokens) - 4)
        kinds[UNKNOWN] = gguf.TokenType.UNKNOWN
        writer.add_tokenizer_model("bert")
        writer.add_token_list(tokens)
        writer.add_token_types(kinds)
        writer.add_bos_token_id(CLS)
        writer.add_eos_token_id(SEP)
        writer.add_sep_token_id(SEP)
        writer.add_pad_token_id(PAD)
        writer.add_unk_token_id(UNKNOWN)

    def _noise(self, random: np.random.Generator) -> dict[str, np.ndarray]:
        shape = self.shape
        width = shape.width
        made: dict[str, np.ndarray] = {}

        def table(name: str, rows: int) -> None:
            made[f"{name}.weight"] = random.standard_normal((rows, width)).astype(np.float32)

        def linear(name: str, rows: int, columns: int) -> None:
            weight = random.standard_normal((rows, columns)) * (1.5 / columns**0.5)
            made[f"{name}.weight"] = weight.astype(np.float32)
            made[f"{name}.bias"] = (random.standard_normal(rows) * 0.1).astype(np.float32)

        def norm(name: str) -> None:
            made[f"{name}.weight"] = (1 + random.standard_normal(width) * 0.1).astype(np.float32)
            made[f"{name}.bias"] = (random.standard_normal(width) * 0.1).astype(np.float32)

        table("token_embd", len(shape.vocabulary))
        table("token_types", 2)
        table("position_embd", shape.context)
        norm("token_embd_norm")
        for layer in range(shape.layers):
            block = f"blk.{layer}"
            for one in ("attn_q", "attn_k", "attn_v", "attn_output"):
                linear(f"{block}.{one}", width, width)
            norm(f"{block}.attn_output_norm")
            linear(f"{block}.ffn_up", shape.feed_forward, width)
            linear(f"{block}.ffn_down", width, shape.feed_forward)
            norm(f"{block}.layer_output_norm")
        if shape.pooling == gguf.PoolingType.RANK:
            linear("cls", width, width)
            linear("cls.output", max(1, len(shape.labels)), width)
        return made


def _exact_gelu(value: np.ndarray) -> np.ndarray:
    return 0.5 * value * (1 + np.vectorize(erf, otypes=[np.float32])(value / np.sqrt(2)))


def _gelu(value: np.ndarray) -> np.ndarray:
    return 0.5 * value * (1 + np.tanh(np.sqrt(2 / np.pi) * (value + 0.044715 * value**3)))
