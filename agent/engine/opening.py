"""Which backend a file wants, and what is said when it is loaded. Libraries are imported late."""

from pathlib import Path
from typing import TYPE_CHECKING

from agent.engine.backends.base import Backend, ModelFacts
from agent.engine.errors import BackendError
from agent.engine.frames import Load, Ready

if TYPE_CHECKING:
    from agent.engine.backends.vector_base import VectorBackend, VectorFacts

TEXT = "text"
_TOY, _GGUF, _ONNX = ".toy", ".gguf", ".onnx"


def open_text(load: Load) -> Backend:
    """Open a model that answers.

    Raises:
        BackendError: it cannot be loaded, or the file is none that answers.
    """
    path = Path(load.weights)
    if path.suffix == _TOY:
        from agent.engine.backends.toy import ToyBackend  # noqa: PLC0415

        return ToyBackend(load)
    if (path / "genai_config.json").exists():
        from agent.engine.backends.genai import GenaiBackend  # noqa: PLC0415

        return GenaiBackend(load)
    if path.suffix == _ONNX or (path / "model.onnx").exists():
        raise BackendError("an ONNX graph alone answers nothing; serve it as embeddings or tensors")
    from agent.engine.backends.llama import LlamaBackend  # noqa: PLC0415

    return LlamaBackend(load)


def open_vectors(load: Load) -> "VectorBackend":
    """Open a model that embeds, ranks or takes tensors.

    Raises:
        BackendError: it cannot be loaded.
    """
    path = Path(load.weights)
    if path.suffix == _TOY:
        from agent.engine.backends.toy_vectors import ToyVectors  # noqa: PLC0415

        return ToyVectors(load)
    if path.suffix == _ONNX or path.is_dir():
        from agent.engine.backends.onnx import OnnxVectors  # noqa: PLC0415

        return OnnxVectors(load)
    from agent.engine.backends.llama_vectors import LlamaVectors  # noqa: PLC0415

    return LlamaVectors(load)


def text_ready(facts: ModelFacts, *, load_ms: int, sandbox: tuple[str, ...]) -> Ready:
    """Say that a model that answers is loaded."""
    return Ready(
        n_ctx=facts.context,
        parallel=facts.parallel,
        vocab=facts.vocab,
        architecture=facts.architecture,
        chat_template=facts.chat_template,
        load_ms=load_ms,
        sandbox=sandbox,
        engine=facts.engine,
        serves=TEXT,
        parameters=facts.parameters,
        weights_bytes=facts.weights_bytes,
        n_ctx_train=facts.n_ctx_train,
        n_embd=facts.n_embd,
        template=facts.template,
        bos=facts.bos,
        eos=facts.eos,
        adds_bos=facts.adds_bos,
        shifts=facts.shifts,
        adapters=facts.adapters,
        memory_bytes=facts.memory_bytes,
    )


def vectors_ready(facts: "VectorFacts", *, load_ms: int, sandbox: tuple[str, ...]) -> Ready:
    """Say that a model that answers in one go is loaded."""
    return Ready(
        n_ctx=facts.context,
        parallel=facts.rows,
        vocab=facts.vocab,
        architecture=facts.architecture,
        chat_template=False,
        load_ms=load_ms,
        sandbox=sandbox,
        engine=facts.engine,
        serves=facts.serves,
        parameters=facts.parameters,
        weights_bytes=facts.weights_bytes,
        n_ctx_train=facts.trained,
        n_embd=facts.dimensions,
        bos=facts.bos,
        eos=facts.eos,
        adds_bos=facts.adds_bos,
        inputs=facts.inputs,
        outputs=facts.outputs,
        labels=facts.labels,
        memory_bytes=facts.memory_bytes,
    )
