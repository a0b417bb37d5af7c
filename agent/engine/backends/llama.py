"""GGUF models through llama.cpp's C functions.

Rows are checked before the library sees them, because it answers a wrong batch by aborting the
process; the references to callbacks and buffers are kept as long as the library may use them.
"""

import ctypes
import os
import sys
from collections import deque
from collections.abc import Sequence
from typing import Any

from agent.engine import binding
from agent.engine.backends.base import ModelFacts, Outcome, Row, Sampler
from agent.engine.errors import BackendError, BindingError
from agent.engine.frames import Load
from agent.engine.sampling import LlamaSampler
from agent.engine.template import ChatTemplate
from agent.engine.values import Message, Sampling

_WARNING, _ERROR, _CONTINUED = 3, 4, 5
"""Log levels of ggml.h (the binding's own table is off by one)."""
_OUTCOMES = {0: Outcome.OK, 1: Outcome.NO_ROOM, 2: Outcome.ABORTED, -1: Outcome.INVALID}
_ADD_AND_PARSE_SPECIAL = (True, True)
_PIECE_BYTES = 256
_TEXT_BYTES = 256
_KEPT_LINES = 3
_ONE_THREAD_BYTES = 64 * 2**20
_WHY_CHARS = 600


class LlamaBackend:
    """One model in one context, with `parallel` sequences of `context` tokens each."""

    def __init__(self, load: Load) -> None:
        """Load the model.

        Raises:
            BackendError: the library refuses the file or has no memory for it.
        """
        try:
            self._lib = binding.load()
        except BindingError as error:
            raise BackendError(str(error)) from error
        lib = self._lib
        self._said: deque[str] = deque(maxlen=_KEPT_LINES)
        self._log = lib.llama_log_callback(self._hear)
        lib.llama_log_set(self._log, ctypes.c_void_p(0))
        lib.llama_backend_init()
        self._model = self._load_model(load.weights)
        self._vocab = lib.llama_model_get_vocab(self._model)
        self._size = lib.llama_vocab_n_tokens(self._vocab)
        self._context = self._make_context(load)
        self._memory = lib.llama_get_memory(self._context)
        self._batch = lib.llama_batch_init(load.batch, 0, 1)
        source = lib.llama_model_chat_template(self._model, None)
        self._source = source.decode("utf-8", "replace") if source else ""
        self._template: ChatTemplate | None = None
        self._pieces: dict[int, bytes] = {}
        self._cuts = not (
            lib.llama_model_is_recurrent(self._model)
            or lib.llama_model_is_hybrid(self._model)
            or lib.llama_model_n_swa(self._model) > 0
        )
        self._facts = ModelFacts(
            context=min(load.context, lib.llama_n_ctx_seq(self._context)),
            parallel=load.parallel,
            batch=load.batch,
            vocab=self._size,
            architecture=self._metadata("general.architecture"),
            chat_template=bool(self._source),
        )

    @property
    def facts(self) -> ModelFacts:
        return self._facts

    def render(self, messages: Sequence[Message]) -> str:
        if not self._source:
            raise BackendError("this model has no chat template; send a plain prompt instead")
        if self._template is None:
            self._template = ChatTemplate(
                self._source,
                bos=self._text(self._lib.llama_vocab_bos(self._vocab)),
                eos=self._text(self._lib.llama_vocab_eos(self._vocab)),
            )
        text = self._template.render(messages)
        if self._lib.llama_vocab_get_add_bos(self._vocab):
            # `tokenize` puts it in front of everything; twice would confuse the model.
            bos = self._text(self._lib.llama_vocab_bos(self._vocab))
            text = text.removeprefix(bos)
        return text

    def tokenize(self, text: str) -> list[int]:
        data = text.encode("utf-8", "replace")
        room = len(data) + 2
        while True:
            tokens = (ctypes.c_int32 * room)()
            count = self._lib.llama_tokenize(
                self._vocab,
                data,
                len(data),
                tokens,
                room,
                *_ADD_AND_PARSE_SPECIAL,
            )
            if count >= 0:
                return list(tokens[:count])
            room = -count

    def piece(self, token: int) -> bytes:
        known = self._pieces.get(token)
        if known is None:
            known = self._pieces[token] = self._spell(token, special=False)
        return known

    def ends(self, token: int) -> bool:
        return bool(self._lib.llama_vocab_is_eog(self._vocab, token))

    def decode(self, rows: Sequence[Row]) -> Outcome:
        facts, batch = self._facts, self._batch
        if not 0 < len(rows) <= facts.batch:
            return Outcome.INVALID
        for index, (token, position, sequence, output) in enumerate(rows):
            if not (0 <= token < self._size and 0 <= sequence < facts.parallel):
                return Outcome.INVALID
            batch.token[index] = token
            batch.pos[index] = position
            batch.n_seq_id[index] = 1
            batch.seq_id[index][0] = sequence
            batch.logits[index] = output
        batch.n_tokens = len(rows)
        code = self._lib.llama_decode(self._context, batch)
        return _OUTCOMES.get(code, Outcome.FATAL)

    def sampler(self, sampling: Sampling, prompt: Sequence[int]) -> Sampler:
        return LlamaSampler(self._lib, self._context, sampling, prompt, vocab=self._size)

    def keep(self, sequence: int, length: int) -> int:
        kept = length if self._cuts else 0
        if not self._lib.llama_memory_seq_rm(self._memory, sequence, kept, -1):
            kept = 0
            self._lib.llama_memory_seq_rm(self._memory, sequence, -1, -1)
        return kept

    def close(self) -> None:
        self._lib.llama_batch_free(self._batch)
        self._lib.llama_free(self._context)
        self._lib.llama_model_free(self._model)

    def _load_model(self, weights: str) -> Any:
        if not os.access(weights, os.R_OK):
            raise BackendError(f"{weights} cannot be read")
        parameters = self._lib.llama_model_default_params()
        # Copies of the weights in the CPU's own layout would double their memory, which the signed
        # forecast leaves out; and the AMX layout crashes on quantized weights (ldtilecfg faults).
        parameters.use_extra_bufts = False
        model = self._lib.llama_model_load_from_file(os.fsencode(weights), parameters)
        if not model:
            raise BackendError(f"llama.cpp cannot load the file: {self._why()}")
        return model

    def _make_context(self, load: Load) -> Any:
        lib = self._lib
        trained = lib.llama_model_n_ctx_train(self._model)
        context = min(load.context, trained) if trained > 0 else load.context
        parameters = lib.llama_context_default_params()
        parameters.n_ctx = -(-context // 256) * 256 * load.parallel
        parameters.n_batch = parameters.n_ubatch = load.batch
        parameters.n_seq_max = parameters.n_outputs_max = load.parallel
        threads = load.threads or self._good_threads()
        parameters.n_threads = parameters.n_threads_batch = threads
        made = lib.llama_init_from_model(self._model, parameters)
        if not made:
            raise BackendError(
                f"llama.cpp cannot make room for {load.parallel} requests of {context} tokens:"
                f" {self._why()}"
            )
        return made

    def _hear(self, level: int, text: bytes, _data: Any) -> None:
        """Take a line of the library's log: warnings and errors are for people."""
        if level in {_WARNING, _ERROR}:
            line = text.decode("utf-8", "replace")
            sys.stderr.write(line)
            sys.stderr.flush()
            if level == _ERROR:
                self._said.append(line.strip())

    def _why(self) -> str:
        return "; ".join(self._said)[:_WHY_CHARS] or "it does not say why"

    def _good_threads(self) -> int:
        """Return how many threads serve best: one where a token takes less than their meeting."""
        if self._lib.llama_model_size(self._model) < _ONE_THREAD_BYTES:
            return 1
        return len(os.sched_getaffinity(0))

    def _metadata(self, key: str) -> str:
        buffer = ctypes.create_string_buffer(_TEXT_BYTES)
        size = self._lib.llama_model_meta_val_str(self._model, key.encode(), buffer, _TEXT_BYTES)
        return buffer.value.decode("utf-8", "replace") if size > 0 else ""

    def _text(self, token: int) -> str:
        if not 0 <= token < self._size:
            return ""
        return self._spell(token, special=True).decode("utf-8", "replace")

    def _spell(self, token: int, *, special: bool) -> bytes:
        room = _PIECE_BYTES
        while True:
            buffer = ctypes.create_string_buffer(room)
            size = self._lib.llama_token_to_piece(self._vocab, token, buffer, room, 0, special)
            if size >= 0:
                return buffer.raw[:size]
            room = -size
