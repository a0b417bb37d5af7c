"""GGUF files with given tensors, so that a test says exactly which bytes two models share."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

import gguf
import numpy as np

MIB = 2**20


def a_gguf(tensors: Mapping[str, int], *, template: str = "plain", seed: int = 0) -> bytes:
    """Return a GGUF file; `tensors` maps names to sizes in bytes.

    A tensor's content follows from its name, its size and the seed alone.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.gguf"
        writer = gguf.GGUFWriter(path, "llama")
        writer.add_name("sample")
        writer.add_context_length(512)
        writer.add_chat_template(template)
        for name, size in tensors.items():
            noise = np.random.default_rng([seed, size, *name.encode()])
            writer.add_tensor(name, noise.random(size // 4, dtype=np.float32))
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()
        return path.read_bytes()


GOLDEN = b'{"items": [], "pass_percent": 90}'
PARAMETERS = b'{"temperature": 0}'


def a_variant(weights: bytes | None = None) -> dict[str, bytes]:
    """Return the files of a small variant."""
    return {
        "model.gguf": weights or a_gguf({"embed": 5 * MIB, "out": MIB}),
        "parameters.json": PARAMETERS,
        "golden.json": GOLDEN,
        "README.md": b"# Lamp\n",
    }
