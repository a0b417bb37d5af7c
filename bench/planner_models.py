"""The models of `bench.planner`: the starter, and larger shapes with noise for weights.

Made once and kept beside the other benchmarks' models.
"""

import ctypes
from pathlib import Path

from bench.support.shape import CACHE, STARTER, half_billion
from tests.support.gguf_tiny import Shape, write_tiny

WIDE = Shape(width=768, layers=12, heads=12, kv_heads=4, feed_forward=2048, context=8192)
"""78 million parameters."""
TALL = Shape(width=1024, layers=20, heads=16, kv_heads=4, feed_forward=3072, context=8192)
"""236 million parameters."""
SOURCES = ("starter", "wide", "tall", "half-billion")


def model(name: str, quantization: str) -> Path:
    """Return a file, made at the first call."""
    source = _source(name)
    if source.stem.endswith(quantization):
        return source
    file = CACHE / f"planner-{name}-{quantization}.gguf"
    if not file.exists():
        part = file.with_suffix(".part")
        _quantize(source, part, quantization)
        part.replace(file)
    return file


def _source(name: str) -> Path:
    CACHE.mkdir(parents=True, exist_ok=True)
    if name == "starter":
        return STARTER / "starter-f16.gguf"
    if name == "half-billion":
        return half_billion()
    file = CACHE / f"planner-{name}-f16.gguf"
    if not file.exists():
        part = file.with_suffix(".part")
        write_tiny(part, shape={"wide": WIDE, "tall": TALL}[name], seed=3)
        part.replace(file)
    return file


def _quantize(source: Path, target: Path, name: str) -> None:
    """Write a file in another quantization, also one that has lost precision: weights are noise."""
    import llama_cpp  # noqa: PLC0415 - most runs find the files made

    silent = llama_cpp.llama_log_callback(lambda _level, _text, _data: None)
    llama_cpp.llama_log_set(silent, ctypes.c_void_p(0))
    parameters = llama_cpp.llama_model_quantize_default_params()
    parameters.ftype = getattr(llama_cpp, f"LLAMA_FTYPE_MOSTLY_{name.upper()}")
    parameters.allow_requantize = True
    code = llama_cpp.llama_model_quantize(str(source).encode(), str(target).encode(), parameters)
    llama_cpp.llama_log_set(llama_cpp.llama_log_callback(), ctypes.c_void_p(0))
    if code:
        raise RuntimeError(f"cannot quantize {source} to {name}")
