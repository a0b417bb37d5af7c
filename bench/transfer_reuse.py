"""How many bytes travel to a device that has a sibling of the bundle already.

A random llama model is written in float16 and quantized by llama.cpp; each change of it is
published, and fetched by a device that has the original installed. The peer of every row is the
whole file, which is what travels without reuse. Weights are noise and there is no importance
matrix, so that real fine-tunes will differ; template, quantization and merged adapter will not by
much.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import gguf
import llama_cpp
import numpy as np

from bench.report import Row
from controlplane.registry.workbench import quantize
from controlplane.registry.workbench.protocol import QuantizeTask
from tests.support.gguf_tiny import CHAT_TEMPLATE, Shape, write_tiny
from tests.support.mirror import Behaviour, Mirror
from tests.support.repository import Published, Publisher
from tests.support.trust_device import Device, enrolled, wanted

SHAPE = Shape(width=512, layers=16, heads=8, kv_heads=4, feed_forward=1536, context=512)
RANK = 16
DROPS = 20
DEADLINE_S = 600.0

Q4_K_M = llama_cpp.LLAMA_FTYPE_MOSTLY_Q4_K_M
Q4_K_S = llama_cpp.LLAMA_FTYPE_MOSTLY_Q4_K_S
Q5_K_M = llama_cpp.LLAMA_FTYPE_MOSTLY_Q5_K_M


async def measure() -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        base = write_tiny(folder / "f16.gguf", shape=SHAPE)
        have = _quantized(base, Q4_K_M)
        template = write_tiny(
            folder / "template.gguf", shape=SHAPE, template=CHAT_TEMPLATE + "{# mended #}"
        )
        merged = _merged(base, folder / "merged.gguf", lambda part: part in {"attn_q", "attn_v"})
        everywhere = _merged(base, folder / "everywhere.gguf", lambda _: True)
        changes = {
            "Q4_K_M, chat template mended": (_quantized(template, Q4_K_M), "<= 2 %"),
            "Q4_K_M to Q4_K_S": (_quantized(base, Q4_K_S), ""),
            "Q4_K_M to Q5_K_M": (_quantized(base, Q5_K_M), ""),
            "LoRA merged into query and value": (_quantized(merged, Q4_K_M), ""),
            "LoRA merged into every matrix": (_quantized(everywhere, Q4_K_M), ""),
        }
        publisher = Publisher(folder / "cp")
        first = publisher.publish({"model.gguf": have})
        with Mirror(publisher.folders()) as mirror:
            device = enrolled(publisher, folder / "device", mirror.url)
            await _install(device, first)
            rows = [
                await _change(publisher, mirror, device, first, index, title, *change)
                for index, (title, change) in enumerate(changes.items())
            ]
            rows.append(await _dropped(publisher, mirror, folder, first))
        return rows


async def _change(
    publisher: Publisher,
    mirror: Mirror,
    device: Device,
    first: Published,
    index: int,
    title: str,
    data: bytes,
    target: str,
) -> Row:
    published = publisher.publish({"model.gguf": data}, version=f"1.{index + 1}")
    mirror.forget()
    await _install(device, published)
    travelled = mirror.blob_bytes()
    device.store().reclaim([first.digest])
    share = 100 * travelled / len(data)
    title = f"{title}: bytes ({share:.1f} % of the file)"
    return Row(title, travelled, target, "lower", len(data))


async def _dropped(publisher: Publisher, mirror: Mirror, folder: Path, published: Published) -> Row:
    device = enrolled(publisher, folder / "dropped", mirror.url)
    size = published.assembled.total_bytes
    mirror.behaviour = Behaviour(cut_after=size // (DROPS + 8), cuts=DROPS)
    mirror.forget()
    await _install(device, published)
    drops = DROPS - mirror.behaviour.cuts
    again = mirror.blob_bytes() - size
    return Row(f"bytes fetched twice after {drops} drops", again, "0", "lower")


async def _install(device: Device, published: Published) -> None:
    store = device.store()
    await store.fetch(wanted(published), lambda _: None, deadline_s=DEADLINE_S)
    await store.verify(published.digest, published.custom)


def _quantized(source: Path, ftype: int) -> bytes:
    target = source.with_suffix(f".{ftype}")
    task = QuantizeTask(source=source, target=target, ftype=ftype, threads=os.cpu_count() or 1)
    with _silent():
        quantize.run(task, lambda _: None)
    return target.read_bytes()


@contextmanager
def _silent() -> Iterator[None]:
    """Keep the library's log, which goes past Python, off the terminal."""
    kept = os.dup(2)
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _merged(source: Path, target: Path, touched: Callable[[str], bool]) -> Path:
    """Copy a model with a low-rank change added to some matrices of every layer."""
    target.write_bytes(source.read_bytes())
    random = np.random.default_rng(7)
    reader = gguf.GGUFReader(target, "r+")
    for tensor in reader.tensors:
        layer, _, part = tensor.name.removesuffix(".weight").rpartition(".")
        if not layer.startswith("blk.") or tensor.data.ndim != 2 or not touched(part):  # noqa: PLR2004
            continue
        rows, columns = tensor.data.shape
        low = random.standard_normal((rows, RANK)) @ random.standard_normal((RANK, columns))
        tensor.data[:] = (tensor.data + 1e-3 * low).astype(np.float16)
    return target
