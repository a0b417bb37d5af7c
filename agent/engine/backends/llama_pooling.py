"""A context of llama.cpp that pools: one vector, or scores, per sequence of a batch."""

import mmap
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from agent.engine.backends.llama_file import LlamaFile
from agent.engine.errors import BackendError, NoMemoryError
from agent.engine.frames import Load
from shared.contexts import CELLS

MEAN, LAST, RANK = 1, 3, 4
"""llama.cpp's numbers for kinds of pooling; 0 is none."""
ROWS: Final = 64
"""Inputs, each a sequence of its own, in one batch."""
_FLOAT_BYTES: Final = 4
_HEADS: Final = (b"cls.weight", b"cls.output.weight")
_HEADER_BYTES: Final = 64 * 2**20
"""Far enough into a file for its vocabulary and the table of its tensors."""


@dataclass(frozen=True, slots=True)
class Pooled:
    """The context, and how it is to be fed."""

    handle: Any
    pooling: int
    context: int
    """Tokens of the longest input."""
    piece: int
    """Tokens of one batch; a longer run is fed in pieces."""
    memory: Any
    """Where keys and values are kept; nothing for models that look at all tokens at once."""
    width: int
    """Numbers per input."""
    softened: bool
    """Whether the library has made probabilities of the scores."""

    @property
    def ranks(self) -> bool:
        return self.pooling == RANK


def open_pooled(file: LlamaFile, load: Load) -> Pooled:
    """Make the context that a model's file asks for.

    Raises:
        BackendError: the model does not do what it shall serve, or there is no room for it.
    """
    lib = file.lib
    pooling = _choose(file, load.serves, load.weights)
    trained = lib.llama_model_n_ctx_train(file.model)
    context = min(load.context, trained) if trained > 0 else load.context
    run = -(-max(context, load.batch) // CELLS) * CELLS
    parameters = lib.llama_context_default_params()
    parameters.n_ctx = parameters.n_batch = run
    # What a last token says does not depend on how its input was divided.
    parameters.n_ubatch = load.batch if pooling == LAST else run
    parameters.n_seq_max = ROWS
    parameters.kv_unified = True
    parameters.n_outputs_max = 0
    parameters.embeddings = True
    parameters.pooling_type = pooling
    threads = load.threads or file.good_threads()
    parameters.n_threads = parameters.n_threads_batch = threads
    handle = lib.llama_init_from_model(file.model, parameters)
    if not handle:
        raise BackendError(
            f"llama.cpp cannot make room for inputs of {context} tokens: {file.why()}"
        )
    memory = lib.llama_get_memory(handle)
    causal = bool(lib.llama_get_causal_attn(handle))
    divides = bool(memory) and (pooling == LAST or (pooling == RANK and causal))
    # For these the library has turned the scores of yes and no into probabilities.
    softened = pooling == RANK and file.metadata("general.architecture") in {"qwen3", "qwen3vl"}
    size = lib.llama_model_n_cls_out if pooling == RANK else lib.llama_model_n_embd_out
    return Pooled(
        handle=handle,
        pooling=pooling,
        context=context,
        piece=load.batch if divides else run,
        memory=memory,
        width=1 if softened else int(size(file.model)),
        softened=softened,
    )


def afford(load: Load) -> int:
    """Return the bytes that a load will take, from a dry run.

    Raises:
        BackendError: the library refuses the file.
        NoMemoryError: it is more than it may take.
    """
    file = LlamaFile(load.weights, dry=True)
    try:
        pooled = open_pooled(file, load)
        lib = file.lib
        # Models with a memory also answer: they make a row of logits for every token.
        row = pooled.width + (file.vocab_size if pooled.memory else 0)
        outputs = pooled.piece * row * _FLOAT_BYTES
        lib.llama_free(pooled.handle)
        needs = int(lib.llama_model_size(file.model)) + file.context_bytes + outputs
    finally:
        file.close()
    if load.memory_bytes and needs > load.memory_bytes:
        raise NoMemoryError(
            f"the model needs {needs} bytes for inputs of {load.context} tokens, and may take"
            f" {load.memory_bytes}; let it have more, or serve shorter inputs"
        )
    return needs


def _choose(file: LlamaFile, serves: str, weights: str) -> int:
    if serves not in {"embeddings", "rerank"}:
        raise BackendError(f"a GGUF model serves text, embeddings or rerank, not {serves}")
    lib = file.lib
    if lib.llama_model_has_encoder(file.model) and lib.llama_model_has_decoder(file.model):
        raise BackendError("models with an encoder and a decoder are not served")
    architecture = file.metadata("general.architecture")
    said = file.metadata(f"{architecture}.pooling_type")
    pooling = int(said) if said.isdecimal() else 0
    if serves == "rerank" and pooling != RANK:
        raise BackendError("the model has no head that ranks; serve it as embeddings or text")
    if pooling == RANK and not _has_head(Path(weights)):
        raise BackendError("the model says that it ranks, but has no head for it")
    if serves == "embeddings" and pooling == RANK:
        raise BackendError("the model ranks and has no vectors; serve it as rerank")
    if pooling > RANK:
        raise BackendError(f"the model pools in a way that is not known here ({pooling})")
    if pooling == 0:
        sys.stderr.write("the model does not say how it pools: the mean of its tokens is taken\n")
        return MEAN
    return pooling


def _has_head(weights: Path) -> bool:
    """Look for a head that ranks among the names of the tensors.

    The library does not ask for one, and without it would answer with what lies in its place.
    """
    names = (len(name).to_bytes(8, "little") + name for name in _HEADS)
    with (
        weights.open("rb") as stream,
        mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data,
    ):
        return any(data.find(name, 0, _HEADER_BYTES) >= 0 for name in names)
