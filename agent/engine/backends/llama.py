"""GGUF models that answer, through llama.cpp's C functions.

One context in which every sequence has cells of its own; an equal beginning is copied, in a small
part of the time that it took to evaluate. Batches are checked before the library sees them, because
it answers a wrong one by aborting the process; the references to callbacks and buffers are kept as
long as the library may use them.
"""

import ctypes
from collections.abc import Sequence
from typing import Any, Final

from agent.engine.backends.base import Drawing, ModelFacts, Outcome, Sampler, Span
from agent.engine.backends.llama_adapters import Adapters
from agent.engine.backends.llama_batch import Batch
from agent.engine.backends.llama_context import form_of, make_context
from agent.engine.backends.llama_file import LlamaFile
from agent.engine.backends.llama_forecast import afford
from agent.engine.errors import BackendError
from agent.engine.frames import Load
from agent.engine.sampling import PlainSampler, RowSampler
from agent.engine.template import ChatTemplate
from agent.engine.values import AdapterScale, Message, Templating, TokenBias
from shared.contexts import LARGE_VOCABULARY

_OUTCOMES: Final = {0: Outcome.OK, 1: Outcome.NO_ROOM, 2: Outcome.ABORTED, -1: Outcome.INVALID}


class LlamaBackend:
    """One model in one context."""

    def __init__(self, load: Load) -> None:
        """Load the model.

        Raises:
            BackendError: the library refuses the file or has no memory for it.
        """
        if load.memory_bytes:
            afford(load)
        self._file = file = LlamaFile(load.weights, repack=load.repack)
        self._lib = lib = file.lib
        if lib.llama_model_has_encoder(file.model):
            raise BackendError("this model encodes before it decodes; such models are not served")
        context, form = form_of(file, load)
        self._context = make_context(file, form, threads=load.threads or file.good_threads())
        self._memory = lib.llama_get_memory(self._context)
        self._sequences = form.n_seq_max
        self._outputs = form.n_outputs_max
        self._batch = Batch(lib, load.batch)
        self._adapters = Adapters(file, self._context, load.adapters)
        self._stop = _stop_flag(lib, self._context)
        source = lib.llama_model_chat_template(file.model, None)
        self._source = source.decode("utf-8", "replace") if source else ""
        self._template: ChatTemplate | None = None
        self._ends: dict[int, bool] = {}
        self._rows: Any = None
        self._suppressed = tuple(TokenBias(token, -1e9) for token in file.suppressed())
        self._window = max(0, lib.llama_model_n_swa(file.model))
        self._cuts = self._probe()
        self._facts = ModelFacts(
            context=context,
            parallel=load.parallel,
            batch=load.batch,
            vocab=file.vocab_size,
            architecture=file.metadata("general.architecture"),
            chat_template=bool(self._source),
            sequences=form.n_seq_max,
            cells=form.n_ctx,
            outputs=form.n_outputs_max,
            grain=form.n_ubatch,
            shares=self._cuts,
            cuts=self._cuts and not self._window,
            guesses=self._cuts,
            shifts=self._cuts and bool(lib.llama_memory_can_shift(self._memory)),
            adapters=self._adapters.names,
            engine="llama",
            parameters=lib.llama_model_n_params(file.model),
            weights_bytes=lib.llama_model_size(file.model),
            n_ctx_train=max(0, lib.llama_model_n_ctx_train(file.model)),
            n_embd=lib.llama_model_n_embd(file.model),
            template=self._source,
            bos=file.name(lib.llama_vocab_bos(file.vocab)),
            eos=file.name(lib.llama_vocab_eos(file.vocab)),
            adds_bos=bool(lib.llama_vocab_get_add_bos(file.vocab)),
            memory_bytes=lib.llama_model_size(file.model) + file.copied_bytes + file.context_bytes,
        )

    @property
    def facts(self) -> ModelFacts:
        return self._facts

    def render(
        self,
        messages: Sequence[Message],
        templating: Templating = Templating(),
    ) -> str:
        if not self._source:
            raise BackendError("this model has no chat template; send a plain prompt instead")
        facts = self._facts
        if self._template is None:
            self._template = ChatTemplate(self._source, bos=facts.bos, eos=facts.eos)
        text = self._template.render(messages, templating)
        # `tokenize` puts it in front of everything; twice would confuse the model.
        return text.removeprefix(facts.bos) if facts.adds_bos else text

    def tokenize(
        self, text: str, *, add_special: bool = True, parse_special: bool = True
    ) -> list[int]:
        return self._file.tokenize(text, add_special=add_special, parse_special=parse_special)

    def piece(self, token: int, *, special: bool = False) -> bytes:
        return self._file.piece(token, special=special)

    def ends(self, token: int) -> bool:
        known = self._ends.get(token)
        if known is None:
            ends = bool(self._lib.llama_vocab_is_eog(self._file.vocab, token))
            known = self._ends[token] = ends
        return known

    def specials(self) -> dict[int, str]:
        return self._file.specials()

    def decode(self, spans: Sequence[Span]) -> Outcome:
        if not self._sound(spans):
            return Outcome.INVALID
        self._stop[0] = 0
        code = self._lib.llama_decode(self._context, self._batch.fill(spans))
        return _OUTCOMES.get(code, Outcome.FATAL)

    def sampler(self, drawing: Drawing) -> Sampler:
        if self._suppressed:
            bias = (*drawing.bias, *self._suppressed)
            drawing = Drawing(
                drawing.sampling, bias, drawing.prompt, drawing.guide, drawing.logprobs
            )
        file = self._file
        plain = drawing.guide is None and drawing.logprobs is None
        if plain and file.vocab_size < LARGE_VOCABULARY:
            return PlainSampler(self._lib, self._context, drawing, vocab=file.vocab)
        if self._rows is None:
            from agent.engine.rows import Rows  # noqa: PLC0415 - brings numpy

            self._rows = Rows(self._lib, self._context, file.vocab_size)
        return RowSampler(self._lib, self._rows, drawing, vocab=file.vocab, piece=file.piece)

    def keep(self, sequence: int, length: int) -> int:
        if self._lib.llama_memory_seq_rm(self._memory, sequence, length, -1):
            return length
        self._lib.llama_memory_seq_rm(self._memory, sequence, -1, -1)
        return 0

    def reusable(self, sequence: int, length: int) -> int:
        held = self._lib.llama_memory_seq_pos_max(self._memory, sequence) + 1
        if not self._cuts:
            return length if length == held else 0
        if not self._window:
            return length
        # Cells that fell out of the window may have been used again, also in the middle.
        whole = length >= held or held <= self._window
        oldest = self._lib.llama_memory_seq_pos_min(self._memory, sequence)
        return length if whole and 0 <= oldest <= max(0, length - self._window) else 0

    def copy(self, source: int, target: int, length: int) -> None:
        # Between sequences with cells of their own the library copies all or aborts the process.
        self._lib.llama_memory_seq_cp(self._memory, source, target, -1, -1)
        self._lib.llama_memory_seq_rm(self._memory, target, length, -1)

    def shift(self, sequence: int, start: int, count: int) -> None:
        lib, memory = self._lib, self._memory
        lib.llama_memory_seq_rm(memory, sequence, start, start + count)
        lib.llama_memory_seq_add(memory, sequence, start + count, -1, -count)

    def state_bytes(self, sequence: int) -> int:
        return int(self._lib.llama_state_seq_get_size(self._context, sequence))

    def save(self, sequence: int) -> Any:
        size = self.state_bytes(sequence)
        state = (ctypes.c_uint8 * size)()
        self._lib.llama_state_seq_get_data(self._context, state, size, sequence)
        return state

    def restore(self, sequence: int, state: Any) -> bool:
        size = len(state)
        if self._lib.llama_state_seq_set_data(self._context, state, size, sequence):
            return True
        self._lib.llama_memory_seq_rm(self._memory, sequence, -1, -1)
        return False

    def adapt(self, adapters: tuple[AdapterScale, ...]) -> None:
        self._adapters.use(adapters)

    def interrupt(self) -> None:
        self._stop[0] = 1

    def close(self) -> None:
        self._lib.llama_free(self._context)
        self._file.close()

    def _sound(self, spans: Sequence[Span]) -> bool:
        size, rows, outputs = self._file.vocab_size, 0, 0
        for sequence, position, tokens, wanted in spans:
            rows += len(tokens)
            outputs += wanted
            if not (tokens and 0 <= sequence < self._sequences and position >= 0):
                return False
            if min(tokens) < 0 or max(tokens) >= size or wanted > len(tokens):
                return False
        return 0 < rows <= self._batch.rows and outputs <= self._outputs

    def _probe(self) -> bool:
        """Evaluate two tokens, and tell whether the second can be forgotten again.

        It also shows that the model works at all, and brings its weights into memory.

        Raises:
            BackendError: it does not.
        """
        first = self._lib.llama_vocab_bos(self._file.vocab)
        token = first if self._file.knows(first) else 0
        code = self._lib.llama_decode(self._context, self._batch.fill([Span(0, 0, [token] * 2, 1)]))
        if code != 0:
            raise BackendError(f"the model cannot be evaluated: {self._file.why()}")
        cuts = bool(self._lib.llama_memory_seq_rm(self._memory, 0, 1, -1))
        self._lib.llama_memory_clear(self._memory, False)  # noqa: FBT003 - a C function
        return cuts


def _stop_flag(lib: Any, context: Any) -> Any:
    """Return a flag that, set to 1, has the running evaluation end early.

    The library calls a function with a pointer, hundreds of times in a step, and stops when it
    returns true. A Python function would need the interpreter's lock every time; so it is the C
    library's own `strlen`, over a text that is empty or of one character.
    """
    flag = ctypes.create_string_buffer(2)
    address = ctypes.cast(ctypes.CDLL(None).strlen, ctypes.c_void_p).value
    function = lib.ggml_abort_callback(address)
    lib.llama_set_abort_callback(context, function, ctypes.cast(flag, ctypes.c_void_p))
    return _Flag(flag, function)


class _Flag:
    """The flag's byte, and the reference that keeps the callback alive."""

    def __init__(self, buffer: Any, function: Any) -> None:
        self._buffer = buffer
        self._function = function

    def __setitem__(self, index: int, value: int) -> None:
        self._buffer[index] = bytes([value])
