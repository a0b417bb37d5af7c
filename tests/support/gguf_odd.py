"""Small random models with unusual memories, and an adapter: each in GGUF, made in a blink."""

from pathlib import Path

import gguf
import numpy as np

from tests.support.gguf_tiny import CHAT_TEMPLATE, TINY, add_vocabulary

WINDOW = 32
_WIDTH, _LAYERS, _HEADS, _HIDDEN, _VOCAB = 64, 6, 4, 128, 259
_STATE, _CONV, _INNER, _RANK = 16, 4, 128, 8


def write_sliding(path: Path) -> Path:
    """Write a model whose layers look back on 32 tokens, but for every sixth, which sees all."""
    writer = _open(path, "gemma3")
    writer.add_feed_forward_length(_HIDDEN)
    writer.add_head_count(_HEADS)
    writer.add_head_count_kv(2)
    writer.add_key_length(16)
    writer.add_value_length(16)
    writer.add_sliding_window(WINDOW)
    writer.add_rope_freq_base(10_000.0)
    tensors = _Tensors(writer)
    tensors.matrix("token_embd.weight", _VOCAB, _WIDTH)
    for layer in range(_LAYERS):
        block = f"blk.{layer}"
        for norm in ("attn_norm", "post_attention_norm", "ffn_norm", "post_ffw_norm"):
            tensors.ones(f"{block}.{norm}.weight", _WIDTH)
        tensors.ones(f"{block}.attn_q_norm.weight", 16)
        tensors.ones(f"{block}.attn_k_norm.weight", 16)
        tensors.matrix(f"{block}.attn_q.weight", 64, _WIDTH)
        tensors.matrix(f"{block}.attn_k.weight", 32, _WIDTH)
        tensors.matrix(f"{block}.attn_v.weight", 32, _WIDTH)
        tensors.matrix(f"{block}.attn_output.weight", _WIDTH, 64)
        tensors.matrix(f"{block}.ffn_gate.weight", _HIDDEN, _WIDTH)
        tensors.matrix(f"{block}.ffn_up.weight", _HIDDEN, _WIDTH)
        tensors.matrix(f"{block}.ffn_down.weight", _WIDTH, _HIDDEN)
    tensors.ones("output_norm.weight", _WIDTH)
    return _close(writer, path)


def write_recurrent(path: Path) -> Path:
    """Write a Mamba: its memory of a sequence is one state, which cannot be cut."""
    writer = _open(path, "mamba")
    writer.add_ssm_conv_kernel(_CONV)
    writer.add_ssm_inner_size(_INNER)
    writer.add_ssm_state_size(_STATE)
    writer.add_ssm_time_step_rank(_RANK)
    writer.add_head_count(0)
    writer.add_feed_forward_length(0)
    tensors = _Tensors(writer)
    tensors.matrix("token_embd.weight", _VOCAB, _WIDTH)
    for layer in range(_LAYERS):
        block = f"blk.{layer}"
        tensors.ones(f"{block}.attn_norm.weight", _WIDTH)
        tensors.matrix(f"{block}.ssm_in.weight", 2 * _INNER, _WIDTH)
        tensors.plain(f"{block}.ssm_conv1d.weight", _INNER, _CONV)
        tensors.ones(f"{block}.ssm_conv1d.bias", _INNER)
        tensors.matrix(f"{block}.ssm_x.weight", _RANK + 2 * _STATE, _INNER)
        tensors.matrix(f"{block}.ssm_dt.weight", _INNER, _RANK)
        tensors.ones(f"{block}.ssm_dt.bias", _INNER)
        states = -np.tile(np.arange(1, _STATE + 1, dtype=np.float32), (_INNER, 1))
        writer.add_tensor(f"{block}.ssm_a", states)
        tensors.ones(f"{block}.ssm_d", _INNER)
        tensors.matrix(f"{block}.ssm_out.weight", _WIDTH, _INNER)
    tensors.ones("output_norm.weight", _WIDTH)
    return _close(writer, path)


def write_adapter(path: Path, *, seed: int = 5) -> Path:
    """Write a LoRA adapter for the model of `gguf_tiny`."""
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_type(gguf.GGUFType.ADAPTER)
    writer.add_string(gguf.Keys.Adapter.TYPE, "lora")
    writer.add_float32(gguf.Keys.Adapter.LORA_ALPHA, 8.0)
    tensors = _Tensors(writer, seed)
    for layer in range(TINY.layers):
        tensors.matrix(f"blk.{layer}.attn_q.weight.lora_a", 4, TINY.width)
        tensors.matrix(f"blk.{layer}.attn_q.weight.lora_b", TINY.width, 4)
        tensors.matrix(f"blk.{layer}.ffn_down.weight.lora_a", 4, TINY.feed_forward)
        tensors.matrix(f"blk.{layer}.ffn_down.weight.lora_b", TINY.width, 4)
    return _close(writer, path)


class _Tensors:
    def __init__(self, writer: gguf.GGUFWriter, seed: int = 0) -> None:
        self._writer = writer
        self._random = np.random.default_rng(seed)

    def matrix(self, name: str, rows: int, columns: int) -> None:
        self._writer.add_tensor(name, self._noise(rows, columns).astype(np.float16))

    def plain(self, name: str, rows: int, columns: int) -> None:
        self._writer.add_tensor(name, self._noise(rows, columns))

    def ones(self, name: str, size: int) -> None:
        self._writer.add_tensor(name, np.ones(size, dtype=np.float32))

    def _noise(self, rows: int, columns: int) -> np.ndarray:
        noise = self._random.standard_normal((rows, columns)) * (1.5 / columns**0.5)
        return noise.astype(np.float32)


def _open(path: Path, architecture: str) -> gguf.GGUFWriter:
    writer = gguf.GGUFWriter(path, architecture)
    writer.add_context_length(TINY.context)
    writer.add_embedding_length(_WIDTH)
    writer.add_block_count(_LAYERS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
    add_vocabulary(writer, CHAT_TEMPLATE)
    return writer


def _close(writer: gguf.GGUFWriter, path: Path) -> Path:
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path
