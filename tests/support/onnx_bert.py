"""A BERT as an ONNX graph, built from weights under GGUF's names: what an exporter would write."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

OPSET, IR = 20, 10


@dataclass(frozen=True)
class BertGraph:
    """How the graph is to look."""

    layers: int
    heads: int
    gelu: str = "none"
    """`none` for the exact one, `tanh` for llama.cpp's."""
    ranks: bool = False
    """Whether `cls` and `cls.output` make logits of the first token."""
    half: bool = False
    """Whether the output is float16."""


def write_bert(path: Path, tensors: Mapping[str, np.ndarray], graph: BertGraph) -> Path:
    """Write the model to `path` and return it."""
    builder = _Builder(tensors, graph)
    result = builder.build()
    kind = TensorProto.FLOAT16 if graph.half else TensorProto.FLOAT
    shape = ["batch", None] if graph.ranks else ["batch", "sequence", None]
    made = helper.make_graph(
        builder.nodes,
        "bert",
        [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "sequence"])
            for name in ("input_ids", "attention_mask", "token_type_ids")
        ],
        [helper.make_tensor_value_info(result, kind, shape)],
        builder.initializers,
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR)
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, path)
    return path


def write_words(folder: Path, pieces: Sequence[str], *, phantom: str = "\u2581") -> Path:
    """Write a `tokenizer.json` of word pieces for a vocabulary in GGUF's notation."""
    vocabulary = {
        piece.removeprefix(phantom) if piece.startswith((phantom, "[")) else f"##{piece}": number
        for number, piece in enumerate(pieces)
    }
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.add_special_tokens(["[PAD]", "[UNK]", "[CLS]", "[SEP]"])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS]:0 $A:0 [SEP]:0",
        pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1",
        special_tokens=[("[CLS]", vocabulary["[CLS]"]), ("[SEP]", vocabulary["[SEP]"])],
    )
    path = folder / "tokenizer.json"
    tokenizer.save(str(path))
    return path


def write_json(folder: Path, name: str, value: object) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value))


class _Builder:
    def __init__(self, tensors: Mapping[str, np.ndarray], graph: BertGraph) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: list[onnx.TensorProto] = []
        self._tensors = tensors
        self._graph = graph

    def build(self) -> str:
        state = self._embeddings()
        mask = self._mask()
        for layer in range(self._graph.layers):
            block = f"blk.{layer}"
            mixed = self._attention(state, mask, block)
            state = self._norm(self._do("Add", state, mixed), f"{block}.attn_output_norm")
            inner = self._linear(state, f"{block}.ffn_up")
            inner = self._do("Gelu", inner, approximate=self._graph.gelu)
            inner = self._linear(inner, f"{block}.ffn_down")
            state = self._norm(self._do("Add", state, inner), f"{block}.layer_output_norm")
        if self._graph.ranks:
            first = self._do("Gather", state, self._constant(np.int64(0)), axis=1)
            first = self._do("Tanh", self._linear(first, "cls"))
            return self._named("logits", self._linear(first, "cls.output"))
        return self._named("last_hidden_state", state)

    def _named(self, name: str, value: str) -> str:
        if self._graph.half:
            value = self._do("Cast", value, to=TensorProto.FLOAT16)
        self.nodes.append(helper.make_node("Identity", [value], [name]))
        return name

    def _embeddings(self) -> str:
        words = self._do("Gather", self._weight("token_embd.weight"), "input_ids")
        types = self._do("Gather", self._weight("token_types.weight"), "token_type_ids")
        shape = self._do("Shape", "input_ids")
        length = self._do("Gather", shape, self._constant(np.int64(1)))
        zero, one = self._constant(np.int64(0)), self._constant(np.int64(1))
        places = self._do("Range", zero, length, one)
        positions = self._do("Gather", self._weight("position_embd.weight"), places)
        state = self._do("Add", self._do("Add", words, types), positions)
        return self._norm(state, "token_embd_norm")

    def _mask(self) -> str:
        mask = self._do("Cast", "attention_mask", to=TensorProto.FLOAT)
        mask = self._do("Unsqueeze", mask, self._constant(np.array([1, 2])))
        absent = self._do("Sub", self._constant(np.float32(1)), mask)
        return self._do("Mul", absent, self._constant(np.float32(-1e9)))

    def _attention(self, state: str, mask: str, block: str) -> str:
        heads = self._graph.heads
        width = self._tensors[f"{block}.attn_q.weight"].shape[0]
        split = self._constant(np.array([0, 0, heads, width // heads]))

        def part(name: str, order: list[int]) -> str:
            value = self._do("Reshape", self._linear(state, f"{block}.attn_{name}"), split)
            return self._do("Transpose", value, perm=order)

        scores = self._do("MatMul", part("q", [0, 2, 1, 3]), part("k", [0, 2, 3, 1]))
        scores = self._do("Mul", scores, self._constant(np.float32((width / heads) ** -0.5)))
        weights = self._do("Softmax", self._do("Add", scores, mask), axis=-1)
        mixed = self._do("MatMul", weights, part("v", [0, 2, 1, 3]))
        mixed = self._do("Transpose", mixed, perm=[0, 2, 1, 3])
        mixed = self._do("Reshape", mixed, self._constant(np.array([0, 0, width])))
        return self._linear(mixed, f"{block}.attn_output")

    def _linear(self, state: str, name: str) -> str:
        weight = self._constant(np.ascontiguousarray(self._tensors[f"{name}.weight"].T))
        return self._do("Add", self._do("MatMul", state, weight), self._weight(f"{name}.bias"))

    def _norm(self, state: str, name: str) -> str:
        return self._do(
            "LayerNormalization",
            state,
            self._weight(f"{name}.weight"),
            self._weight(f"{name}.bias"),
            axis=-1,
            epsilon=1e-12,
        )

    def _weight(self, name: str) -> str:
        if all(one.name != name for one in self.initializers):
            self.initializers.append(numpy_helper.from_array(self._tensors[name], name))
        return name

    def _constant(self, value: np.ndarray | np.generic) -> str:
        name = f"constant_{len(self.initializers)}"
        self.initializers.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def _do(self, operator: str, *inputs: str, **attributes: object) -> str:
        name = f"{operator}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [name], name=name, **attributes))
        return name
