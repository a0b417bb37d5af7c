"""An ONNX model's folder: the model itself, its tokenizer, and what the files beside it say.

Everything was written by strangers: sizes are bounded, wrong values are refused, and nothing that
the model names outside its folder is opened.
"""

import json
import mmap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from agent.engine.backends.onnx_scan import Scan, ScanError, scan
from agent.engine.errors import BackendError

MODEL: Final = "model.onnx"
MEAN, CLS, MAX, LAST = "mean", "cls", "max", "last"
_MAX_JSON_BYTES: Final = 64 * 2**20
_MAX_LABELS: Final = 10_000
_POOLINGS: Final = {
    "pooling_mode_mean_tokens": MEAN,
    "pooling_mode_cls_token": CLS,
    "pooling_mode_max_tokens": MAX,
    "pooling_mode_lasttoken": LAST,
}
_OPERATORS: Final = frozenset(
    {
        "",
        "ai.onnx",
        "ai.onnx.ml",
        "ai.onnx.preview.training",
        "com.microsoft",
        "com.microsoft.nchwc",
    }
)
"""Whose operators onnxruntime brings along; others would need a library from outside."""
_COUPLING: Final = frozenset(
    {"DynamicQuantizeLinear", "DynamicQuantizeMatMul", "DynamicQuantizeLSTM"}
)
_OFFSET_KINDS: Final = frozenset({"roberta", "xlm-roberta", "camembert", "mpnet"})
"""Architectures that count positions from behind the padding token's number."""


@dataclass(frozen=True, slots=True)
class OnnxFolder:
    model: Path
    tokenizer: Path | None
    architecture: str
    pooling: str
    """How the vectors of tokens become one."""
    dense: bool
    """Whether a layer follows the pooling, outside the model."""
    trained: int
    """Tokens of the longest input the model was made for; 0 where nothing says so."""
    pad: int | None
    labels: tuple[str, ...]
    classifies: bool
    """Whether the files say that the model scores."""
    independent: bool
    """Whether several labels may hold at once."""
    couples: bool
    """Whether the rows of a run change each other's results: activations are quantized by the
    range of the whole run, so that a text's vector would depend on who else asks."""
    weights_bytes: int


def read_folder(weights: Path) -> OnnxFolder:
    """Read what lies beside a model, and check the model.

    Raises:
        BackendError: something is missing, broken or not to be trusted.
    """
    model = _find(weights)
    # Exporters put the model into a folder of its own, below the tokenizer.
    root = next(
        (one for one in (model.parent, model.parent.parent) if (one / "tokenizer.json").is_file()),
        model.parent,
    )
    found = check_model(model, weights if weights.is_dir() else model.parent)
    config = read_json(root / "config.json")
    sentence = read_json(root / "sentence_bert_config.json")
    vocabulary = read_json(root / "tokenizer_config.json")
    modules = read_json(root / "modules.json", list)
    tokenizer = root / "tokenizer.json"
    return OnnxFolder(
        model=model,
        tokenizer=tokenizer if tokenizer.is_file() else None,
        architecture=str(config.get("model_type", "onnx"))[:80],
        pooling=_pooling(read_json(root / "1_Pooling" / "config.json")),
        dense=any(str(one.get("type", "")).endswith(".Dense") for one in modules),
        trained=_trained(config, sentence, vocabulary),
        pad=_count(config, "pad_token_id", None),
        labels=_labels(config),
        classifies="ForSequenceClassification" in str(config.get("architectures")),
        independent=config.get("problem_type") == "multi_label_classification",
        couples=not _COUPLING.isdisjoint(name for _, name in found.operators),
        weights_bytes=found.weights_bytes,
    )


def _find(weights: Path) -> Path:
    if weights.is_file():
        return weights
    for name in (MODEL, f"onnx/{MODEL}"):
        if (weights / name).is_file():
            return weights / name
    found = sorted(weights.glob("*.onnx"))
    if len(found) == 1:
        return found[0]
    raise BackendError(f"{weights} has no {MODEL}")


@dataclass(frozen=True, slots=True)
class Checked:
    operators: frozenset[tuple[str, str]]
    weights_bytes: int
    """Of the model and the files that hold its weights."""


def check_model(model: Path, folder: Path) -> Checked:
    """Look at what a model needs: its own operators, and files in its folder.

    Raises:
        BackendError: it needs others.
    """
    try:
        found = _scan(model)
    except (OSError, ValueError, ScanError) as error:
        raise BackendError(f"{model} is not an ONNX model: {error}") from error
    foreign = sorted(
        f"{domain}.{name}"
        for domain, name in found.operators
        if domain not in _OPERATORS | found.functions
    )
    if foreign:
        raise BackendError(
            f"the model needs operators of another library, e.g. {foreign[0][:120]}; only those"
            " of onnxruntime itself are run"
        )
    if any(name == "EPContext" for _, name in found.operators):
        raise BackendError("the model was compiled for one accelerator; export it as plain ONNX")
    # A download cache has a folder of links; then all files are where the model really is.
    inside = (folder.resolve(), model.resolve().parent)
    files = [model]
    for location in sorted(found.files):
        path = (model.parent / location).resolve()
        if not any(map(path.is_relative_to, inside)) or not path.is_file():
            raise BackendError(f"the model's weights lie in {location[:200]!r}, not in its folder")
        files.append(path)
    size = sum(path.stat().st_size for path in files)
    return Checked(frozenset(found.operators), size)


def _scan(model: Path) -> Scan:
    with (
        model.open("rb") as stream,
        mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data,
        memoryview(data) as view,
    ):
        return scan(view)


def read_json(path: Path, kind: type[Any] = dict) -> Any:
    """Return a file's JSON; an empty value of its kind where there is no file.

    Raises:
        BackendError: it is too large, no JSON, or of another kind.
    """
    if not path.is_file():
        return kind()
    if path.stat().st_size > _MAX_JSON_BYTES:
        raise BackendError(f"{path.name} is larger than {_MAX_JSON_BYTES} bytes")
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise BackendError(f"{path.name} is not JSON: {error}") from error
    if not isinstance(value, kind):
        raise BackendError(f"{path.name} is not what it should be")
    return value


def _pooling(config: Mapping[str, Any]) -> str:
    wanted = [name for name, value in config.items() if name.startswith("pooling_mode_") and value]
    if not wanted:
        return MEAN
    if len(wanted) > 1 or wanted[0] not in _POOLINGS:
        raise BackendError(f"the model pools by {', '.join(wanted)[:200]}, which is not served")
    return _POOLINGS[wanted[0]]


def _trained(*configs: Mapping[str, Any]) -> int:
    config, sentence, vocabulary = configs
    positions = _count(config, "max_position_embeddings", 0) or 0
    if config.get("model_type") in _OFFSET_KINDS:
        positions -= (_count(config, "pad_token_id", 1) or 0) + 1
    said = (
        positions,
        _count(sentence, "max_seq_length", 0),
        _count(vocabulary, "model_max_length", 0),
    )
    return min((one for one in said if one and one > 0), default=0)


def _labels(config: Mapping[str, Any]) -> tuple[str, ...]:
    table = config.get("id2label")
    if not isinstance(table, dict) or not 1 < len(table) <= _MAX_LABELS:
        return ()
    try:
        return tuple(str(table[str(index)])[:200] for index in range(len(table)))
    except KeyError as error:
        raise BackendError(f"config.json names no label {error}") from error


def _count(config: Mapping[str, Any], name: str, default: int | None) -> int | None:
    value = config.get(name, default)
    # Tokenizers write 1e30 for "no limit".
    return value if isinstance(value, int) and 0 <= value < 2**31 else default
