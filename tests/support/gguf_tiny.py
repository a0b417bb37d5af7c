"""Small random llama models in GGUF: real files for real engines, made in a blink.

Byte-level BPE without merges, so every text of any language is a token per byte; two chat markers;
the weights are noise from a fixed seed, so answers are nonsense and always the same.
"""

from dataclasses import dataclass
from pathlib import Path

import gguf
import numpy as np

CHAT_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n"
    "{{ message['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
BOS, IM_START, IM_END = 256, 257, 258


@dataclass(frozen=True)
class Shape:
    width: int = 64
    layers: int = 2
    heads: int = 4
    kv_heads: int = 2
    feed_forward: int = 128
    context: int = 1024


TINY = Shape()


def write_tiny(
    path: Path,
    *,
    shape: Shape = TINY,
    seed: int = 0,
    template: str | None = CHAT_TEMPLATE,
    epsilon: float = 1e-5,
    experts_used: int = 0,
    pooling: gguf.PoolingType | None = None,
    odd_byte: int | None = None,
) -> Path:
    """Write a model to `path` and return it.

    One with an `odd_byte` answers as one without wherever that byte does not occur.

    A negative `epsilon` makes llama.cpp abort at the first evaluation, `experts_used` (of none)
    while it loads.
    """
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name("tiny")
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.feed_forward)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.kv_heads)
    writer.add_layer_norm_rms_eps(epsilon)
    if pooling is not None:
        writer.add_pooling_type(pooling)
    if experts_used:
        writer.add_expert_used_count(experts_used)
    writer.add_rope_dimension_count(shape.width // shape.heads)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
    add_vocabulary(writer, template)
    _add_tensors(writer, shape, np.random.default_rng(seed), odd_byte=odd_byte)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def add_vocabulary(writer: gguf.GGUFWriter, template: str | None) -> None:
    tokens = [*byte_names(), "<|bos|>", "<|im_start|>", "<|im_end|>"]
    kinds = [gguf.TokenType.NORMAL] * 256 + [gguf.TokenType.CONTROL] * 3
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list(tokens)
    writer.add_token_types(kinds)
    writer.add_token_merges(["h e"])
    writer.add_bos_token_id(BOS)
    writer.add_eos_token_id(IM_END)
    writer.add_add_bos_token(value=True)
    if template is not None:
        writer.add_chat_template(template)


def _add_tensors(
    writer: gguf.GGUFWriter,
    shape: Shape,
    random: np.random.Generator,
    *,
    odd_byte: int | None = None,
) -> None:
    vocab, width, hidden = 259, shape.width, shape.feed_forward
    kv_width = width // shape.heads * shape.kv_heads

    def matrix(name: str, rows: int, columns: int) -> None:
        data = random.standard_normal((rows, columns)) * (1.5 / columns**0.5)
        if odd_byte is not None and name == "token_embd.weight":
            data[odd_byte] = -data[odd_byte]
        writer.add_tensor(name, data.astype(np.float16))

    def ones(name: str) -> None:
        writer.add_tensor(name, np.ones(width, dtype=np.float32))

    matrix("token_embd.weight", vocab, width)
    for layer in range(shape.layers):
        block = f"blk.{layer}"
        ones(f"{block}.attn_norm.weight")
        matrix(f"{block}.attn_q.weight", width, width)
        matrix(f"{block}.attn_k.weight", kv_width, width)
        matrix(f"{block}.attn_v.weight", kv_width, width)
        matrix(f"{block}.attn_output.weight", width, width)
        ones(f"{block}.ffn_norm.weight")
        matrix(f"{block}.ffn_gate.weight", hidden, width)
        matrix(f"{block}.ffn_up.weight", hidden, width)
        matrix(f"{block}.ffn_down.weight", width, hidden)
    ones("output_norm.weight")
    matrix("output.weight", vocab, width)


def byte_names() -> list[str]:
    """Return the 256 characters by which byte-level BPE writes bytes, in order of the byte."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in printable]
    names = {byte: chr(byte) for byte in printable}
    names |= {byte: chr(256 + index) for index, byte in enumerate(hidden)}
    return [names[byte] for byte in range(256)]
