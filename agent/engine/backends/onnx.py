"""ONNX models that embed, rank, classify or take tensors, through onnxruntime.

A folder with a tokenizer is a model that reads text: its inputs are padded to the longest of a run
and masked. Any other model takes tensors, and those of several requests are put together along
their first dimension, where the model leaves that free.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from agent.engine.backends import text_tensors
from agent.engine.backends.onnx_calls import OnnxCalls
from agent.engine.backends.onnx_folder import OnnxFolder, read_folder
from agent.engine.backends.onnx_reader import OnnxReader, reads_text
from agent.engine.backends.onnx_session import CPU, OnnxSession
from agent.engine.backends.vector_base import Call, Input, VectorFacts
from agent.engine.errors import BackendError, NoMemoryError, RefusedError
from agent.engine.frames import NOT_SERVED, Load
from agent.engine.values import Tensor

_ROWS: Final = 64


class OnnxVectors:
    """One model in one session."""

    def __init__(self, load: Load, *, providers: Sequence[str] = (CPU,)) -> None:
        """Load the model.

        Raises:
            BackendError: it is refused, or does not do what it shall serve.
        """
        folder = read_folder(Path(load.weights))
        if load.memory_bytes and folder.weights_bytes > load.memory_bytes:
            raise NoMemoryError(
                f"the weights take {folder.weights_bytes} bytes; {load.memory_bytes} may be taken"
            )
        session = OnnxSession(
            folder.model,
            threads=load.threads,
            memory_bytes=load.memory_bytes,
            providers=providers,
        )
        self._calls = OnnxCalls(session, apart=folder.couples)
        self._reader = (
            OnnxReader(folder, session, context=load.context)
            if reads_text(folder, session)
            else None
        )
        reader = self._reader
        _check_serves(load.serves, reader)
        raw = VectorFacts(
            engine="onnx",
            serves=load.serves,
            context=0,
            rows=_ROWS,
            tokens=load.batch,
            padded=True,
            architecture=folder.architecture,
            weights_bytes=folder.weights_bytes,
            inputs=tuple(session.inputs.values()),
            outputs=tuple(session.outputs.values()),
        )
        self._facts = raw if reader is None else _reading(raw, reader, folder)

    @property
    def facts(self) -> VectorFacts:
        return self._facts

    def read(self, text: str) -> Input:
        return self._reads().read(text)

    def pair(self, query: str, document: str) -> Input:
        return self._reads().pair(query, document)

    def take(self, tokens: Sequence[int]) -> Input:
        self._reads()
        return Input(tuple(tokens))

    def tokenize(self, text: str, *, add_special: bool, parse_special: bool) -> list[int]:
        del parse_special  # the library always knows its markers
        return self._reads().tokenize(text, add_special=add_special)

    def piece(self, token: int) -> str:
        return self._reads().piece(token)

    def detokenize(self, tokens: Sequence[int]) -> str:
        return self._reads().detokenize(tokens)

    def embed(self, inputs: Sequence[Input], *, normalize: bool) -> list[bytes]:
        return self._reads().embed(inputs, normalize=normalize)

    def call(self, inputs: Sequence[Tensor], outputs: Sequence[str]) -> Call:
        return self._calls.call(inputs, outputs)

    def infer(self, calls: Sequence[Call]) -> list[tuple[Tensor, ...]]:
        return self._calls.infer(calls)

    def close(self) -> None:
        """The session goes with the process."""

    def _reads(self) -> OnnxReader:
        if self._reader is None:
            raise RefusedError(NOT_SERVED, "this model takes tensors; it does not read text")
        return self._reader


def _check_serves(serves: str, reader: OnnxReader | None) -> None:
    if serves == "tensors":
        return
    if serves not in {"embeddings", "rerank"}:
        raise BackendError(f"an ONNX model serves embeddings, rerank or tensors, not {serves}")
    if reader is None:
        raise BackendError(
            "the model cannot read text: there is no tokenizer.json beside it, or it takes other"
            " inputs than tokens; serve it as tensors"
        )
    if serves == "embeddings" and reader.scores:
        raise BackendError("the model scores and has no vectors; serve it as rerank or tensors")
    if serves == "rerank" and not reader.scores:
        raise BackendError("the model has no head that ranks; serve it as embeddings")


def _reading(raw: VectorFacts, reader: OnnxReader, folder: OnnxFolder) -> VectorFacts:
    """Return the facts of a model that reads text; as tensors it shows its own inputs."""
    facts = replace(
        raw,
        context=reader.context,
        rows=1 if reader.one_by_one or folder.couples else _ROWS,
        padded=not reader.fixed,
        vocab=reader.vocab,
        dimensions=reader.width,
        scores=reader.scores,
        labels=reader.labels,
        trained=folder.trained,
        bos=reader.special("[CLS]", "<s>"),
        eos=reader.special("[SEP]", "</s>"),
        adds_bos=bool(reader.special("[CLS]", "<s>")),
    )
    if raw.serves == "tensors":
        return facts
    return replace(
        facts,
        inputs=text_tensors.input_specs(pairs=reader.scores and not reader.labels),
        outputs=text_tensors.output_specs(reader.width, scores=reader.scores, labels=reader.labels),
    )
