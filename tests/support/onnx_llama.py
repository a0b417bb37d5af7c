"""A llama in GGUF as a folder that onnxruntime-genai serves: graph, configuration, tokenizer.

Weights become float32. Positions are turned as GGUF's order of the rows wants it, two neighbours at
a time. The byte-level vocabulary becomes a `tokenizer.json` that cuts texts in the same places.
"""

import json
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET, IR = 20, 10
_PATTERNS = {
    "qwen2": r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    "gpt-2": r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)",
}
"""How llama.cpp parts words before it merges bytes, by the name it gives that."""


def write_genai(folder: Path, source: Path) -> Path:
    """Write the folder of the model in `source`, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    reader = gguf.GGUFReader(source)
    model = _Llama(reader)
    onnx.save(model.build(), folder / "model.onnx")
    (folder / "genai_config.json").write_text(json.dumps(model.configuration(), indent=2))
    (folder / "tokenizer.json").write_text(json.dumps(_tokenizer(reader), ensure_ascii=False))
    tokens = _field(reader, "tokenizer.ggml.tokens")
    said: dict[str, Any] = {"tokenizer_class": "PreTrainedTokenizerFast"}
    for name in ("bos", "eos"):
        said[f"{name}_token"] = tokens[_field(reader, f"tokenizer.ggml.{name}_token_id")]
    said["add_bos_token"] = _adds_bos(reader)
    (folder / "tokenizer_config.json").write_text(json.dumps(said))
    template = _field(reader, "tokenizer.chat_template")
    if template:
        (folder / "chat_template.jinja").write_text(template)
    return folder


class _Llama:
    def __init__(self, reader: gguf.GGUFReader) -> None:
        def said(name: str) -> Any:
            return _field(reader, f"llama.{name}")

        self._reader = reader
        self._tensors = {one.name: np.asarray(one.data, np.float32) for one in reader.tensors}
        self.layers = said("block_count")
        self.width = said("embedding_length")
        self.heads = said("attention.head_count")
        self.kv_heads = said("attention.head_count_kv")
        self.context = said("context_length")
        self.epsilon = said("attention.layer_norm_rms_epsilon")
        self.base = said("rope.freq_base") or 10000.0
        self.head = self.width // self.heads
        self.vocab = len(self._tensors["token_embd.weight"])
        self._nodes: list[onnx.NodeProto] = []
        self._initializers: list[onnx.TensorProto] = []

    def build(self) -> onnx.ModelProto:
        lengths, total = self._lengths()
        cos, sin = self._turns()
        state = self._do("Gather", [self._weight("token_embd.weight"), "input_ids"])
        for layer in range(self.layers):
            block = f"blk.{layer}"
            normed = self._norm(state, f"{block}.attn_norm")
            query, key, value = (self._linear(normed, f"{block}.attn_{one}") for one in "qkv")
            mixed = f"{block}.mixed"
            self._nodes.append(
                helper.make_node(
                    "GroupQueryAttention",
                    [
                        *(query, key, value),
                        *(f"past_key_values.{layer}.{one}" for one in ("key", "value")),
                        *(lengths, total, cos, sin),
                    ],
                    [mixed, *(f"present.{layer}.{one}" for one in ("key", "value"))],
                    name=f"{block}.attention",
                    domain="com.microsoft",
                    num_heads=self.heads,
                    kv_num_heads=self.kv_heads,
                    scale=self.head**-0.5,
                    do_rotary=1,
                    rotary_interleaved=1,
                )
            )
            state = self._do("Add", [state, self._linear(mixed, f"{block}.attn_output")])
            normed = self._norm(state, f"{block}.ffn_norm")
            gate = self._linear(normed, f"{block}.ffn_gate")
            gate = self._do("Mul", [gate, self._do("Sigmoid", [gate])])
            inner = self._do("Mul", [gate, self._linear(normed, f"{block}.ffn_up")])
            state = self._do("Add", [state, self._linear(inner, f"{block}.ffn_down")])
        head = "output" if "output.weight" in self._tensors else "token_embd"
        logits = self._linear(self._norm(state, "output_norm"), head)
        self._nodes.append(helper.make_node("Identity", [logits], ["logits"]))
        return self._model()

    def configuration(self) -> dict[str, Any]:
        """Return what `genai_config.json` says."""
        ends = _field(self._reader, "tokenizer.ggml.eos_token_id")
        return {
            "model": {
                "type": "llama",
                "bos_token_id": _field(self._reader, "tokenizer.ggml.bos_token_id"),
                "eos_token_id": [ends],
                "pad_token_id": ends,
                "context_length": self.context,
                "vocab_size": self.vocab,
                "decoder": {
                    "filename": "model.onnx",
                    "session_options": {"log_id": "onnxruntime-genai", "provider_options": []},
                    "head_size": self.head,
                    "hidden_size": self.width,
                    "num_attention_heads": self.heads,
                    "num_key_value_heads": self.kv_heads,
                    "num_hidden_layers": self.layers,
                    "inputs": {
                        "input_ids": "input_ids",
                        "attention_mask": "attention_mask",
                        "past_key_names": "past_key_values.%d.key",
                        "past_value_names": "past_key_values.%d.value",
                    },
                    "outputs": {
                        "logits": "logits",
                        "present_key_names": "present.%d.key",
                        "present_value_names": "present.%d.value",
                    },
                },
            },
            "search": {
                "do_sample": False,
                "max_length": self.context,
                "min_length": 0,
                "num_beams": 1,
                "past_present_share_buffer": True,
            },
        }

    def _model(self) -> onnx.ModelProto:
        def tensor(name: str, kind: int, shape: list[Any]) -> onnx.ValueInfoProto:
            return helper.make_tensor_value_info(name, kind, shape)

        def caches(stem: str, length: str) -> list[onnx.ValueInfoProto]:
            shape = ["batch", self.kv_heads, length, self.head]
            return [
                tensor(f"{stem}.{layer}.{one}", TensorProto.FLOAT, shape)
                for layer in range(self.layers)
                for one in ("key", "value")
            ]

        graph = helper.make_graph(
            self._nodes,
            "llama",
            [
                tensor("input_ids", TensorProto.INT64, ["batch", "sequence"]),
                tensor("attention_mask", TensorProto.INT64, ["batch", "total"]),
                *caches("past_key_values", "past"),
            ],
            [
                tensor("logits", TensorProto.FLOAT, ["batch", "sequence", self.vocab]),
                *caches("present", "total"),
            ],
            self._initializers,
        )
        return helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid("com.microsoft", 1)],
            ir_version=IR,
        )

    def _lengths(self) -> tuple[str, str]:
        """Return the last position of every row, and how long the longest row is."""
        summed = self._do(
            "ReduceSum", ["attention_mask", self._constant(np.array([1]))], keepdims=0
        )
        last = self._do("Sub", [summed, self._constant(np.int64(1))])
        lengths = self._do("Cast", [last], to=TensorProto.INT32)
        shape = self._do("Shape", ["attention_mask"])
        total = self._do("Gather", [shape, self._constant(np.int64(1))])
        return lengths, self._do("Cast", [total], to=TensorProto.INT32)

    def _turns(self) -> tuple[str, str]:
        rates = self.base ** -(np.arange(0, self.head, 2) / self.head)
        angles = np.outer(np.arange(self.context), rates)
        return (
            self._constant(np.cos(angles).astype(np.float32)),
            self._constant(np.sin(angles).astype(np.float32)),
        )

    def _linear(self, state: str, name: str) -> str:
        weight = np.ascontiguousarray(self._tensors[f"{name}.weight"].T)
        return self._do("MatMul", [state, self._constant(weight)])

    def _norm(self, state: str, name: str) -> str:
        return self._do(
            "SimplifiedLayerNormalization",
            [state, self._weight(f"{name}.weight")],
            axis=-1,
            epsilon=self.epsilon,
            stash_type=1,
        )

    def _weight(self, name: str) -> str:
        self._initializers.append(numpy_helper.from_array(self._tensors[name], name))
        return name

    def _constant(self, value: Any) -> str:
        name = f"constant_{len(self._initializers)}"
        self._initializers.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def _do(self, operator: str, inputs: list[str], **attributes: Any) -> str:
        name = f"{operator}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, inputs, [name], name=name, **attributes))
        return name


def _tokenizer(reader: gguf.GGUFReader) -> dict[str, Any]:
    tokens = _field(reader, "tokenizer.ggml.tokens")
    kinds = _field(reader, "tokenizer.ggml.token_type")
    special = [number for number, kind in enumerate(kinds) if kind == gguf.TokenType.CONTROL]
    bos = _field(reader, "tokenizer.ggml.bos_token_id")
    level = {
        "type": "ByteLevel",
        "add_prefix_space": False,
        "trim_offsets": False,
        "use_regex": False,
    }
    pattern = _PATTERNS[_field(reader, "tokenizer.ggml.pre")]
    made: dict[str, Any] = {
        "version": "1.0",
        "added_tokens": [
            {
                "id": number,
                "content": tokens[number],
                "single_word": False,
                "lstrip": False,
                "rstrip": False,
                "normalized": False,
                "special": True,
            }
            for number in special
        ],
        "pre_tokenizer": {
            "type": "Sequence",
            "pretokenizers": [
                {
                    "type": "Split",
                    "pattern": {"Regex": pattern},
                    "behavior": "Isolated",
                    "invert": False,
                },
                level,
            ],
        },
        "decoder": level,
        "model": {
            "type": "BPE",
            "vocab": {token: number for number, token in enumerate(tokens)},
            "merges": [
                merge.split(" ", 1)
                for merge in _field(reader, "tokenizer.ggml.merges")
                # A merge without a token for what it makes is never done.
                if merge.replace(" ", "", 1) in set(tokens)
            ],
        },
    }
    if _adds_bos(reader):
        name = tokens[bos]
        made["post_processor"] = {
            "type": "TemplateProcessing",
            "single": [
                {"SpecialToken": {"id": name, "type_id": 0}},
                {"Sequence": {"id": "A", "type_id": 0}},
            ],
            "pair": [
                {"Sequence": {"id": "A", "type_id": 0}},
                {"Sequence": {"id": "B", "type_id": 1}},
            ],
            "special_tokens": {name: {"id": name, "ids": [bos], "tokens": [name]}},
        }
    return made


def _adds_bos(reader: gguf.GGUFReader) -> bool:
    return bool(_field(reader, "tokenizer.ggml.add_bos_token"))


def _field(reader: gguf.GGUFReader, name: str) -> Any:
    found = reader.fields.get(name)
    return found.contents() if found is not None else None
