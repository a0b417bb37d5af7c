"""A small random ranker of the Qwen3 kind: causal, with a template, and a head for yes and no."""

from pathlib import Path

import gguf
import numpy as np

from tests.support.gguf_tiny import byte_names

START, END, EOS = 256, 257, 258
TEMPLATE = "<|turn|>Judge: {query}<|end|>\n<|turn|>{document}?<|end|>"
WIDTH, HEADS, LAYERS, HIDDEN, CONTEXT = 64, 2, 2, 96, 512


def write_ranker(
    path: Path,
    *,
    pooling: gguf.PoolingType = gguf.PoolingType.RANK,
    head: bool = True,
    template: str | None = TEMPLATE,
) -> Path:
    """Write the model to `path` and return it; its weights are always the same."""
    writer = gguf.GGUFWriter(path, "qwen3")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(HIDDEN)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_key_length(WIDTH // HEADS)
    writer.add_value_length(WIDTH // HEADS)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_pooling_type(pooling)
    if head:
        writer.add_classifier_output_labels(["yes", "no"])
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("gpt-2")
    writer.add_token_list([*byte_names(), "<|turn|>", "<|end|>", "<|eos|>"])
    writer.add_token_types([gguf.TokenType.NORMAL] * 256 + [gguf.TokenType.CONTROL] * 3)
    writer.add_token_merges(["h e"])
    writer.add_eos_token_id(EOS)
    writer.add_add_bos_token(value=False)
    if template is not None:
        writer.add_string("tokenizer.chat_template.rerank", template)
    for name, data in ranker_tensors(head=head).items():
        writer.add_tensor(name, data)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def ranker_tensors(*, head: bool = True) -> dict[str, np.ndarray]:
    random = np.random.default_rng(0)
    made: dict[str, np.ndarray] = {}

    def matrix(name: str, rows: int, columns: int) -> None:
        weight = random.standard_normal((rows, columns)) * (1.5 / columns**0.5)
        made[f"{name}.weight"] = weight.astype(np.float32)

    def ones(name: str, size: int) -> None:
        made[f"{name}.weight"] = np.ones(size, np.float32)

    matrix("token_embd", 259, WIDTH)
    for layer in range(LAYERS):
        block = f"blk.{layer}"
        ones(f"{block}.attn_norm", WIDTH)
        for one in ("attn_q", "attn_k", "attn_v", "attn_output"):
            matrix(f"{block}.{one}", WIDTH, WIDTH)
        ones(f"{block}.attn_q_norm", WIDTH // HEADS)
        ones(f"{block}.attn_k_norm", WIDTH // HEADS)
        ones(f"{block}.ffn_norm", WIDTH)
        matrix(f"{block}.ffn_gate", HIDDEN, WIDTH)
        matrix(f"{block}.ffn_up", HIDDEN, WIDTH)
        matrix(f"{block}.ffn_down", WIDTH, HIDDEN)
    ones("output_norm", WIDTH)
    matrix("cls.output", 2, WIDTH)
    if not head:
        del made["cls.output.weight"]
    return made
