"""A model of a real half-billion shape with noise for weights: as slow as a real one, and nobody's.

Llama, 24 layers, 1,024 wide, 16 heads over 2, feed-forward 4,864, tied embedding, 49,152 entries:
464 million parameters, Q4_K_M. It is Qwen2.5-0.5B with 16 heads instead of 14, so that every row is
a multiple of 256 and no tensor falls back to another quantization, and SmolLM2's vocabulary size.

The vocabulary begins with the starter model's, so that JSON is cut as a real one cuts it, and goes
on with drawn merges. Tokens that are no text, the end of the answer among them, have an embedding
of zeros. Their logit is then zero, the greatest of 49,152 random ones is not, so an answer never
ends by itself and every token of it is a piece of text.
"""

import ctypes
import random
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gguf
import numpy as np

CACHE = Path(__file__).parents[1] / "results" / "models"
STARTER = Path(__file__).parents[2] / "models" / "starter"
VOCABULARY = 49_152
CONTEXT = 32_768
WIDTH, LAYERS, HEADS, KV_HEADS, FEED_FORWARD = 1024, 24, 16, 2, 4864
SEED = 21
BOS, IM_START, IM_END = "<|endoftext|>", "<|im_start|>", "<|im_end|>"
SPECIALS = (BOS, IM_START, IM_END)
CHAT_TEMPLATE = (
    "{%- for message in messages -%}"
    "{{- '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>\n' -}}"
    "{%- endfor -%}"
    "{%- if add_generation_prompt -%}{{- '<|im_start|>assistant\n' -}}{%- endif -%}"
)
_BLANK = "\u0120"
"""How byte-level BPE writes a blank."""


def half_billion() -> Path:
    """Return the file, made at the first call: about a minute."""
    file = CACHE / f"half-billion-{SEED}-q4_k_m.gguf"
    if not file.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        print("making the large model (once, about a minute)", flush=True)
        source, part = file.with_suffix(".f16"), file.with_suffix(".part")
        _write(source)
        quantize(source, part, "q4_k_m")
        source.unlink()
        part.replace(file)
    return file


def quantize(source: Path, target: Path, name: str) -> None:
    """Write another variant of a model.

    Raises:
        RuntimeError: llama.cpp refuses.
    """
    import llama_cpp  # noqa: PLC0415 - the servers' processes have it, this one rarely needs it

    log = llama_cpp.llama_log_callback(lambda _level, _text, _data: None)
    llama_cpp.llama_log_set(log, ctypes.c_void_p(0))
    parameters = llama_cpp.llama_model_quantize_default_params()
    parameters.ftype = getattr(llama_cpp, f"LLAMA_FTYPE_MOSTLY_{name.upper()}")
    code = llama_cpp.llama_model_quantize(str(source).encode(), str(target).encode(), parameters)
    llama_cpp.llama_log_set(llama_cpp.llama_log_callback(), ctypes.c_void_p(0))
    if code:
        raise RuntimeError(f"cannot quantize {source} to {name}")


def _write(path: Path) -> None:
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name("half a billion parameters of noise")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(FEED_FORWARD)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KV_HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_rope_freq_base(100_000.0)
    writer.add_vocab_size(VOCABULARY)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
    tokens, merges = vocabulary(VOCABULARY, SEED)
    _add_vocabulary(writer, tokens, merges)
    silent = [place for place, token in enumerate(tokens) if not _is_text(token)]
    _add_tensors(writer, silent)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def vocabulary(size: int, seed: int) -> tuple[list[str], list[str]]:
    """Return tokens and merges of a byte-level BPE: the starter's, then drawn ones, short first."""
    draw = random.Random(seed)
    tokens, merges = _starter_vocabulary()
    known = set(tokens)

    def merge(left: str, right: str) -> bool:
        if left + right in known:
            return False
        known.add(left + right)
        tokens.append(left + right)
        merges.append(f"{left} {right}")
        return True

    for first in string.ascii_lowercase:
        for second in (*string.ascii_lowercase, _BLANK):
            merge(*((_BLANK, first) if second == _BLANK else (first, second)))
    words = [token for token in tokens if token.isascii() and token.islower()]
    starts = [*words, *(_BLANK + letter for letter in string.ascii_lowercase)]
    while len(tokens) < size - len(SPECIALS):
        left, right = draw.choice(starts), draw.choice(words)
        if len(left) + len(right) <= _LONGEST and merge(left, right):
            starts.append(left + right)
            if left[0] != _BLANK:
                words.append(left + right)
    return [*tokens, *SPECIALS], merges


def white_tokens() -> list[int]:
    """Return the tokens of nothing but white space."""
    tokens, _ = vocabulary(VOCABULARY, SEED)
    names = byte_names()
    return [tokens.index(names[byte]) for byte in b"\t\n\r "]


def _starter_vocabulary() -> tuple[list[str], list[str]]:
    reader = gguf.GGUFReader(STARTER / "starter-f16.gguf")

    def contents(name: str) -> list[Any]:
        field = reader.get_field(f"tokenizer.ggml.{name}")
        assert field is not None
        return list(field.contents())

    pairs = zip(contents("tokens"), contents("token_type"), strict=True)
    plain = [token for token, kind in pairs if kind == gguf.TokenType.NORMAL]
    return plain, contents("merges")


def byte_names() -> list[str]:
    """Return the 256 characters by which byte-level BPE writes bytes, in order of the byte."""
    printable = {*range(33, 127), *range(161, 173), *range(174, 256)}
    hidden = iter(range(256, 512))
    return [chr(byte if byte in printable else next(hidden)) for byte in range(256)]


def _is_text(token: str) -> bool:
    return token not in SPECIALS and all(
        " " < character <= "~" or character == _BLANK for character in token
    )


def _add_vocabulary(writer: gguf.GGUFWriter, tokens: list[str], merges: list[str]) -> None:
    plain = len(tokens) - len(SPECIALS)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(tokens)
    writer.add_token_types(
        [gguf.TokenType.NORMAL] * plain + [gguf.TokenType.CONTROL] * len(SPECIALS)
    )
    writer.add_token_merges(merges)
    writer.add_bos_token_id(tokens.index(BOS))
    writer.add_eos_token_id(tokens.index(IM_END))
    writer.add_add_bos_token(value=False)
    writer.add_chat_template(CHAT_TEMPLATE)


def _add_tensors(writer: gguf.GGUFWriter, silent: list[int]) -> None:
    draw = np.random.default_rng(SEED)
    for name, rows, columns in _matrices():
        data = draw.standard_normal((rows, columns), dtype=np.float32)
        data *= _SPREAD / columns**0.5
        if name == "token_embd.weight":
            data[silent] = 0
        writer.add_tensor(name, data.astype(np.float16))
    for layer in range(LAYERS):
        for norm in ("attn_norm", "ffn_norm"):
            writer.add_tensor(f"blk.{layer}.{norm}.weight", np.ones(WIDTH, dtype=np.float32))
    writer.add_tensor("output_norm.weight", np.ones(WIDTH, dtype=np.float32))


def _matrices() -> Iterator[tuple[str, int, int]]:
    kv_width = WIDTH // HEADS * KV_HEADS
    yield "token_embd.weight", VOCABULARY, WIDTH
    for layer in range(LAYERS):
        block = f"blk.{layer}"
        yield f"{block}.attn_q.weight", WIDTH, WIDTH
        yield f"{block}.attn_k.weight", kv_width, WIDTH
        yield f"{block}.attn_v.weight", kv_width, WIDTH
        yield f"{block}.attn_output.weight", WIDTH, WIDTH
        yield f"{block}.ffn_gate.weight", FEED_FORWARD, WIDTH
        yield f"{block}.ffn_up.weight", FEED_FORWARD, WIDTH
        yield f"{block}.ffn_down.weight", WIDTH, FEED_FORWARD


_LONGEST = 12
_SPREAD = 1.5
