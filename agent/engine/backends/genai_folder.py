"""What a folder for onnxruntime-genai says, and whether it may be trusted to be opened.

Its configuration could name files anywhere, other processors and libraries of operators; only plain
decoders on this processor are served, with every file inside the folder.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from agent.engine.backends.onnx_folder import check_model, read_json
from agent.engine.errors import BackendError

CONFIG: Final = "genai_config.json"
TOKENIZER: Final = "tokenizer.json"
_PARTS: Final = frozenset({"encoder", "vision", "speech", "embedding", "joiner", "vad"})
"""Models beside the decoder, for other inputs than text."""
_FILENAME: Final = ("model", "decoder", "filename")
_FILES: Final = ("file", "library", "path", "folder", "dir")
"""What the names of settings have in them that would open something."""
_OPTIONS: Final = frozenset(
    {
        "log_id",
        "log_severity_level",
        "provider_options",
        "intra_op_num_threads",
        "inter_op_num_threads",
        "enable_cpu_mem_arena",
        "enable_mem_pattern",
        "graph_optimization_level",
    }
)
_MAX_TOKENS: Final = 2**22


@dataclass(frozen=True, slots=True)
class GenaiFolder:
    context: int
    vocab: int
    layers: int
    kv_heads: int
    head: int
    width: int
    architecture: str
    ends: frozenset[int]
    bos: str
    eos: str
    adds_bos: bool
    template: str
    weights_bytes: int

    def cells_bytes(self, tokens: int) -> int:
        """Return what keys and values of so many tokens take at most."""
        return 2 * 4 * self.layers * self.kv_heads * self.head * tokens


def read_genai(folder: Path) -> GenaiFolder:
    """Read a folder, and check what it would have the library open.

    Raises:
        BackendError: something is missing, broken or not to be trusted.
    """
    config = read_json(folder / CONFIG)
    model = _object(config, "model")
    decoder = _object(model, "decoder")
    _check_parts(model, decoder)
    _check_files(config)
    filename = decoder.get("filename")
    # By its name, not by where a link leads: download caches are folders of links.
    if (
        not isinstance(filename, str)
        or not filename
        or Path(filename).is_absolute()
        or ".." in Path(filename).parts
        or not (folder / filename).is_file()
    ):
        raise BackendError(f"{CONFIG} names no model that is in the folder")
    if not (folder / TOKENIZER).is_file():
        raise BackendError(f"{folder} has no {TOKENIZER}")
    checked = check_model(folder / filename, folder)
    vocabulary = read_json(folder / "tokenizer_config.json")
    ends = model.get("eos_token_id")
    return GenaiFolder(
        context=_number(model, "context_length"),
        vocab=_number(model, "vocab_size"),
        layers=_number(decoder, "num_hidden_layers"),
        kv_heads=_number(decoder, "num_key_value_heads"),
        head=_number(decoder, "head_size"),
        width=_number(decoder, "hidden_size"),
        architecture=str(model.get("type", ""))[:80],
        ends=frozenset(
            one for one in (ends if isinstance(ends, list) else [ends]) if isinstance(one, int)
        ),
        bos=_marker(vocabulary, "bos_token"),
        eos=_marker(vocabulary, "eos_token"),
        adds_bos=vocabulary.get("add_bos_token") is True,
        template=_template(folder, vocabulary),
        weights_bytes=checked.weights_bytes,
    )


def _check_parts(model: Mapping[str, Any], decoder: Mapping[str, Any]) -> None:
    if others := sorted(_PARTS & model.keys()):
        raise BackendError(f"the model has a part for {others[0]}; only text is served")
    if "pipeline" in decoder:
        raise BackendError("a model in several graphs is not served; export it as one")
    options = decoder.get("session_options", {})
    if not isinstance(options, dict):
        raise BackendError(f"{CONFIG} has session options that are none")
    if wrong := sorted(options.keys() - _OPTIONS):
        raise BackendError(f"{CONFIG} sets the session option {wrong[0][:80]!r}; leave it out")


def _check_files(value: Any, where: tuple[str, ...] = ()) -> None:
    """Refuse files of any kind beside the model itself."""
    if isinstance(value, list):
        value = {str(number): one for number, one in enumerate(value)}
    if not isinstance(value, dict):
        return
    for name, inner in value.items():
        at = (*where, str(name))
        if at != _FILENAME and any(word in at[-1].lower() for word in _FILES):
            raise BackendError(f"{CONFIG} names a file in {'.'.join(at)[:80]!r}; leave it out")
        _check_files(inner, at)


def _template(folder: Path, vocabulary: Mapping[str, Any]) -> str:
    path = folder / "chat_template.jinja"
    if path.is_file():
        return path.read_text("utf-8", "replace")
    said = vocabulary.get("chat_template")
    if isinstance(said, list):
        named = {one.get("name"): one.get("template") for one in said if isinstance(one, dict)}
        said = named.get("default")
    return said if isinstance(said, str) else ""


def _marker(vocabulary: Mapping[str, Any], name: str) -> str:
    said = vocabulary.get(name)
    if isinstance(said, dict):
        said = said.get("content")
    return said if isinstance(said, str) else ""


def _object(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = value.get(name)
    if not isinstance(found, dict):
        raise BackendError(f"{CONFIG} has no {name!r}")
    return found


def _number(value: Mapping[str, Any], name: str) -> int:
    found = value.get(name)
    if not isinstance(found, int) or not 0 < found <= _MAX_TOKENS:
        raise BackendError(f"{CONFIG} has no sensible {name!r}")
    return found


def overlay(*, context: int, threads: int) -> str:
    """Return what is said over the folder's own configuration."""
    return json.dumps(
        {
            "model": {"decoder": {"session_options": {"intra_op_num_threads": threads}}},
            "search": {"max_length": context, "num_beams": 1, "do_sample": False},
        }
    )
