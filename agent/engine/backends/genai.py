"""ONNX models that answer, through onnxruntime-genai.

The library serves one sequence at a time: each has a generator of its own, and a batch is evaluated
span by span. Only its evaluation and its memory of keys and values are used; text, templates and
drawing are ours, so that an answer does not depend on the library that evaluates. The interpreter's
lock is held while it works, so the thread that reads requests waits as well.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime_genai as genai
import tokenizers

from agent.engine.backends.base import Drawing, ModelFacts, Outcome, Sampler, Span
from agent.engine.backends.genai_folder import TOKENIZER, overlay, read_genai
from agent.engine.backends.numpy_sampling import NumpySampler
from agent.engine.backends.onnx_folder import read_json
from agent.engine.backends.onnx_session import good_threads
from agent.engine.backends.pieces import pieces_of
from agent.engine.chain import BREAKERS
from agent.engine.errors import BackendError, NoMemoryError
from agent.engine.frames import Load
from agent.engine.template import ChatTemplate
from agent.engine.values import AdapterScale, Message, Templating

_LOGITS: Final = "logits"
_LOGITS_BYTES: Final = 64 * 2**20
"""For the logits of one batch: such models make a row of them for every token."""
_LEAST_ROWS: Final = 32


class GenaiBackend:
    """One model with a generator per sequence."""

    def __init__(self, load: Load) -> None:
        """Load the model.

        Raises:
            BackendError: it is refused, or wants what this backend cannot do.
        """
        path = Path(load.weights)
        self._folder = folder = read_genai(path)
        if load.adapters:
            raise BackendError("adapters of ONNX models are not served; merge them into the model")
        context = min(load.context, folder.context)
        batch = min(load.batch, max(_LEAST_ROWS, _LOGITS_BYTES // (4 * folder.vocab)))
        logits_bytes = 2 * 4 * batch * folder.vocab
        cells_bytes = folder.cells_bytes(context * load.parallel)
        needed = folder.weights_bytes + cells_bytes + logits_bytes
        if load.memory_bytes and needed > load.memory_bytes:
            raise NoMemoryError(
                f"the model needs {needed} bytes for {load.parallel} requests of {context} tokens;"
                f" {load.memory_bytes} may be taken"
            )
        self._tokenizer, self._pieces, self._specials = _vocabulary(path, folder.vocab)
        self._breakers = frozenset(
            token
            for token, piece in enumerate(self._pieces)
            if any(breaker in piece for breaker in BREAKERS)
        )
        try:
            config = genai.Config(str(path))
            config.clear_providers()
            config.overlay(overlay(context=context, threads=load.threads or good_threads()))
            self._model = genai.Model(config)
            self._parameters = genai.GeneratorParams(self._model)
            self._parameters.set_search_options(max_length=context, do_sample=False)
            self._generators = [self._generator() for _ in range(load.parallel)]
        except Exception as error:
            raise BackendError(f"onnxruntime-genai cannot load it: {str(error)[:400]}") from error
        self._template: ChatTemplate | None = None
        self._rows: dict[int, Any] = {}
        self._facts = ModelFacts(
            context=context,
            parallel=load.parallel,
            batch=batch,
            vocab=folder.vocab,
            architecture=folder.architecture,
            chat_template=bool(folder.template),
            outputs=batch,
            engine="genai",
            weights_bytes=folder.weights_bytes,
            n_ctx_train=folder.context,
            n_embd=folder.width,
            template=folder.template,
            bos=folder.bos,
            eos=folder.eos,
            adds_bos=folder.adds_bos,
            memory_bytes=needed,
        )

    @property
    def facts(self) -> ModelFacts:
        return self._facts

    def render(
        self,
        messages: Sequence[Message],
        templating: Templating = Templating(),
    ) -> str:
        folder = self._folder
        if not folder.template:
            raise BackendError("this model has no chat template; send a plain prompt instead")
        if self._template is None:
            self._template = ChatTemplate(folder.template, bos=folder.bos, eos=folder.eos)
        text = self._template.render(messages, templating)
        # `tokenize` puts it in front of everything; twice would confuse the model.
        return text.removeprefix(folder.bos) if folder.adds_bos else text

    def tokenize(
        self, text: str, *, add_special: bool = True, parse_special: bool = True
    ) -> list[int]:
        self._tokenizer.encode_special_tokens = not parse_special
        return list(self._tokenizer.encode(text, add_special_tokens=add_special).ids)

    def piece(self, token: int, *, special: bool = False) -> bytes:
        return b"" if token in self._specials and not special else self._pieces[token]

    def ends(self, token: int) -> bool:
        return token in self._folder.ends

    def specials(self) -> dict[int, str]:
        return dict(self._specials)

    def decode(self, spans: Sequence[Span]) -> Outcome:
        if not self._fits(spans):
            return Outcome.INVALID
        self._rows.clear()
        row = 0
        for number, span in enumerate(spans):
            generator = self._generators[span.sequence]
            try:
                generator.append_tokens(np.array(span.tokens, np.int32))
                made = generator.get_output(_LOGITS)[0] if span.outputs else None
            except Exception as error:  # noqa: BLE001 - whatever the library raises
                sys.stderr.write(f"onnxruntime-genai: {str(error)[:400]}\n")
                return self._undo(spans[: number + 1])
            row += len(span.tokens)
            for back in range(1, span.outputs + 1):
                assert made is not None
                self._rows[row - back] = np.asarray(made[-back], np.float32)
        return Outcome.OK

    def sampler(self, drawing: Drawing) -> Sampler:
        return NumpySampler(
            self._rows.__getitem__,
            drawing,
            piece=lambda token: self.piece(token, special=True),
            breakers=self._breakers,
        )

    def keep(self, sequence: int, length: int) -> int:
        generator = self._generators[sequence]
        if generator.token_count() <= length:
            return int(generator.token_count())
        try:
            generator.rewind_to(length)
        except Exception:  # noqa: BLE001 - memories that cannot be cut say so in their own ways
            self._generators[sequence] = self._generator()
            return 0
        return length

    def reusable(self, sequence: int, length: int) -> int:
        return min(length, int(self._generators[sequence].token_count()))

    def copy(self, source: int, target: int, length: int) -> None:
        raise BackendError(f"sequence {target} cannot share {length} tokens of {source}")

    def shift(self, sequence: int, start: int, count: int) -> None:
        raise BackendError(f"{count} tokens cannot be taken out of {sequence} at {start}")

    def state_bytes(self, sequence: int) -> int:
        del sequence
        return 0

    def save(self, sequence: int) -> Any:
        raise BackendError(f"the state of sequence {sequence} cannot be saved")

    def restore(self, sequence: int, state: Any) -> bool:
        del sequence, state
        return False

    def adapt(self, adapters: tuple[AdapterScale, ...]) -> None:
        """There are none."""

    def interrupt(self) -> None:
        """The library cannot be interrupted: nobody else has the interpreter while it works."""

    def close(self) -> None:
        self._generators.clear()

    def _fits(self, spans: Sequence[Span]) -> bool:
        facts = self._facts
        return 0 < sum(len(span.tokens) for span in spans) <= facts.batch and all(
            0 <= span.sequence < facts.parallel
            and 0 <= span.outputs <= len(span.tokens)
            and span.position == self._generators[span.sequence].token_count()
            and span.position + len(span.tokens) <= facts.context
            and all(0 <= token < facts.vocab for token in span.tokens)
            for span in spans
        )

    def _undo(self, spans: Sequence[Span]) -> Outcome:
        """Take back what a failed batch has evaluated."""
        held = [self.keep(span.sequence, span.position) for span in spans]
        intact = held == [span.position for span in spans]
        return Outcome.INVALID if intact else Outcome.FATAL

    def _generator(self) -> Any:
        return genai.Generator(self._model, self._parameters)


def _vocabulary(path: Path, size: int) -> tuple[Any, list[bytes], dict[int, str]]:
    try:
        tokenizer = tokenizers.Tokenizer.from_file(str(path / TOKENIZER))
    except Exception as error:
        raise BackendError(f"{TOKENIZER} cannot be read: {str(error)[:400]}") from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    pieces, specials = pieces_of(read_json(path / TOKENIZER), size)
    return tokenizer, pieces, specials
