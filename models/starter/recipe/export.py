"""Writes the checkpoint as an f16 GGUF that llama.cpp reads: weights, vocabulary, template.

python recipe/export.py --work build --out starter-f16.gguf
"""

import argparse
import json
from pathlib import Path

import gguf
import numpy as np
import torch
from model import Llama, Shape
from tokenizer import ASSISTANT, END, SPECIALS, SYSTEM, USER
from tokenizers import Tokenizer

CHAT_TEMPLATE = (
    "{% for message in messages %}"
    "{% if message['role'] == 'system' %}" + SYSTEM + "{{ message['content'] | trim }}" + END
    + "{% elif message['role'] == 'user' %}" + USER + "{{ message['content'] | trim }}" + END
    + "{% elif message['role'] == 'assistant' %}" + ASSISTANT
    + "{{ message['content'] | trim }}" + END
    + "{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}" + ASSISTANT + "{% endif %}"
)  # fmt: skip


def load(path: Path) -> Llama:
    """The averaged weights of a checkpoint."""
    state = torch.load(path, map_location="cpu", weights_only=True)
    model = Llama(Shape(**state["shape"]))
    model.load_state_dict(state["model"])
    return model.eval()


def write(model: Llama, tokenizer: Tokenizer, out: Path) -> None:
    """Write beside the target and rename, so that a reader never sees half a file."""
    beside = out.with_suffix(".part")
    writer = gguf.GGUFWriter(str(beside), "llama")
    _describe(writer, model.shape)
    _add_vocabulary(writer, tokenizer)
    for name, tensor in model.state_dict().items():
        array = tensor.float().numpy()
        if array.ndim == 2:
            if array.shape[1] % 256:
                raise ValueError(f"{name}: rows of {array.shape[1]} cannot be K-quantised")
            array = array.astype(np.float16)
        writer.add_tensor(name, array)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    beside.replace(out)


def _describe(writer: gguf.GGUFWriter, shape: Shape) -> None:
    writer.add_name("Flotilla Starter")
    writer.add_basename("flotilla-starter")
    writer.add_version("1.0.0")
    writer.add_size_label("4M")
    writer.add_description("Plain-English commands to one JSON function call with typed arguments.")
    writer.add_license("apache-2.0")
    writer.add_languages(["en"])
    writer.add_tags(["function-calling", "edge"])
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
    writer.add_quantization_version(gguf.GGML_QUANT_VERSION)
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.inner)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.kv_heads)
    writer.add_rope_dimension_count(shape.head_width)
    writer.add_rope_freq_base(shape.rope_base)
    writer.add_layer_norm_rms_eps(shape.norm_eps)
    writer.add_vocab_size(shape.vocab)


def _add_vocabulary(writer: gguf.GGUFWriter, tokenizer: Tokenizer) -> None:
    vocab = tokenizer.get_vocab()
    tokens = sorted(vocab, key=vocab.__getitem__)
    kinds = [
        gguf.TokenType.CONTROL if token in SPECIALS else gguf.TokenType.NORMAL for token in tokens
    ]
    merges = json.loads(tokenizer.to_str())["model"]["merges"]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(tokens)
    writer.add_token_types(kinds)
    writer.add_token_merges([" ".join(pair) for pair in merges])
    writer.add_bos_token_id(vocab[END])
    writer.add_eos_token_id(vocab[END])
    writer.add_eot_token_id(vocab[END])
    writer.add_pad_token_id(vocab[END])
    writer.add_add_bos_token(value=False)
    writer.add_add_eos_token(value=False)
    writer.add_add_space_prefix(value=False)
    writer.add_chat_template(CHAT_TEMPLATE)


def main() -> None:
    """Export the newest checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, default=Path("build"))
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(options.work / "tokenizer.json"))
    write(load(options.work / "model.pt"), tokenizer, options.out)
    print(f"{options.out}: {options.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
