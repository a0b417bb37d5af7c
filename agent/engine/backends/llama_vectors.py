"""GGUF models that embed or rank, through llama.cpp's C functions.

Every input of a run is a sequence of its own in one batch. Where the model looks at all of an
input at once, the run is one undivided batch; where the last token says it all, the run is fed in
pieces, because the library keeps a row of logits as wide as the vocabulary for every token it is
given. What a sequence left in memory is forgotten after the run.
"""

import ctypes
from collections.abc import Iterator, Sequence

from agent.engine.backends import text_tensors
from agent.engine.backends.base import Span
from agent.engine.backends.llama_batch import Batch
from agent.engine.backends.llama_file import LlamaFile
from agent.engine.backends.llama_pooling import ROWS, afford, open_pooled
from agent.engine.backends.rerank_prompt import RerankPrompt
from agent.engine.backends.vector_base import Call, Input, VectorFacts
from agent.engine.errors import BackendError, FatalEngineError, RefusedError
from agent.engine.frames import BAD_REQUEST, NOT_SERVED, Load
from agent.engine.values import Tensor
from agent.engine.vector_numbers import finished


class LlamaVectors:
    """One model in one context that holds one run."""

    def __init__(self, load: Load) -> None:
        """Load the model.

        Raises:
            BackendError: the library refuses the file, or it does not do what it shall serve.
        """
        memory_bytes = afford(load)
        self._file = file = LlamaFile(load.weights, repack=load.repack)
        self._lib = lib = file.lib
        self._pooled = pooled = open_pooled(file, load)
        self._batch = Batch(lib, pooled.piece)
        encodes = lib.llama_model_has_encoder(file.model)
        self._evaluate = lib.llama_encode if encodes else lib.llama_decode
        self._prompt = RerankPrompt(file) if pooled.ranks else None
        # What the vocabulary puts behind every text: some models sum it up there.
        around = len(file.tokenize("", add_special=True, parse_special=True))
        self._tail = max(0, around - bool(lib.llama_vocab_get_add_bos(file.vocab)))
        labels = file.labels() if pooled.ranks and not pooled.softened else ()
        labels = labels if len(labels) > 1 else ()
        self._facts = VectorFacts(
            engine="llama",
            serves=load.serves,
            context=pooled.context,
            rows=ROWS,
            tokens=load.batch,
            padded=False,
            vocab=file.vocab_size,
            architecture=file.metadata("general.architecture"),
            dimensions=pooled.width,
            scores=pooled.ranks,
            labels=labels,
            trained=max(0, lib.llama_model_n_ctx_train(file.model)),
            parameters=lib.llama_model_n_params(file.model),
            weights_bytes=lib.llama_model_size(file.model),
            memory_bytes=memory_bytes,
            bos=file.name(lib.llama_vocab_bos(file.vocab)),
            eos=file.name(lib.llama_vocab_eos(file.vocab)),
            adds_bos=bool(lib.llama_vocab_get_add_bos(file.vocab)),
            inputs=text_tensors.input_specs(pairs=pooled.ranks and not labels),
            outputs=text_tensors.output_specs(pooled.width, scores=pooled.ranks, labels=labels),
        )

    @property
    def facts(self) -> VectorFacts:
        return self._facts

    def read(self, text: str) -> Input:
        if self._facts.scores and not self._facts.labels:
            raise RefusedError(NOT_SERVED, "this model ranks pairs; a text alone has no score")
        tokens = self._file.tokenize(text, add_special=True, parse_special=True)
        return Input(tuple(tokens), tail=min(self._tail, len(tokens)))

    def pair(self, query: str, document: str) -> Input:
        if self._prompt is None:
            raise RefusedError(NOT_SERVED, "this model embeds; it does not rank pairs")
        if not self._prompt.tells_apart:
            raise RefusedError(
                NOT_SERVED, "this model's vocabulary has nothing to part a query from a document"
            )
        return self._prompt.join(query, document)

    def take(self, tokens: Sequence[int]) -> Input:
        return Input(tuple(tokens))

    def tokenize(self, text: str, *, add_special: bool, parse_special: bool) -> list[int]:
        return self._file.tokenize(text, add_special=add_special, parse_special=parse_special)

    def piece(self, token: int) -> str:
        return self._file.name(token)

    def detokenize(self, tokens: Sequence[int]) -> str:
        return b"".join(map(self._file.piece, tokens)).decode("utf-8", "replace")

    def embed(self, inputs: Sequence[Input], *, normalize: bool) -> list[bytes]:
        made: dict[int, bytes] = {}
        try:
            for spans in pieces(inputs, self._pooled.piece):
                self._feed(spans)
                for span in spans:
                    if span.position + len(span.tokens) == len(inputs[span.sequence].tokens):
                        made[span.sequence] = self._vector(span.sequence)
        finally:
            if self._pooled.memory:
                self._lib.llama_memory_clear(self._pooled.memory, False)  # noqa: FBT003
        return finished(
            [made[number] for number in range(len(inputs))],
            normalize=normalize and not self._pooled.softened,
            scores=self._facts.scores,
        )

    def call(self, inputs: Sequence[Tensor], outputs: Sequence[str]) -> Call:
        del inputs, outputs
        names = ", ".join(spec.name for spec in self._facts.inputs)
        raise RefusedError(BAD_REQUEST, f"this model takes {names}")

    def infer(self, calls: Sequence[Call]) -> list[tuple[Tensor, ...]]:
        raise BackendError(f"a GGUF model was given {len(calls)} calls with tensors")

    def close(self) -> None:
        self._lib.llama_free(self._pooled.handle)
        self._file.close()

    def _feed(self, spans: Sequence[Span]) -> None:
        code = self._evaluate(self._pooled.handle, self._batch.fill(spans))
        if code in {1, -1}:
            raise BackendError(f"llama.cpp refused the inputs: {self._file.why()}")
        if code != 0:
            raise FatalEngineError(f"llama.cpp failed with {code}: {self._file.why()}")

    def _vector(self, number: int) -> bytes:
        values = self._lib.llama_get_embeddings_seq(self._pooled.handle, number)
        if not values:
            raise BackendError(f"llama.cpp made no vector: {self._file.why()}")
        return ctypes.string_at(values, 4 * self._pooled.width)


def pieces(inputs: Sequence[Input], size: int) -> Iterator[list[Span]]:
    """Divide a run into batches of at most `size` tokens; all of them are outputs."""
    spans: list[Span] = []
    room = size
    for number, one in enumerate(inputs):
        at = 0
        while at < len(one.tokens):
            tokens = one.tokens[at : at + room]
            spans.append(Span(number, at, tokens, len(tokens)))
            at += len(tokens)
            room -= len(tokens)
            if not room:
                yield spans
                spans, room = [], size
    if spans:
        yield spans
