"""The little of llama.cpp that the workbench needs: load, tokenize, decode, read the log.

Traps of the binding that are handled here and nowhere else: log callbacks must be kept alive; a
batch beyond `n_batch`, or reading logits that were not asked for, aborts the whole process.
"""

import ctypes
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import llama_cpp as llama
import numpy as np
import numpy.typing as npt

from shared.contexts import Shape, apply
from shared.errors import Category, FlotillaError

_SNIPPET_BYTES: Final = 256
_CELLS: Final = 256
"""The engine rounds the cells of a sequence up to a multiple of this."""


class EngineFileError(FlotillaError):
    """llama.cpp would not do what we asked with this file."""

    code = "engine_refused"
    category = Category.MODEL


class Log:
    """The engine's log while the block lasts: kept as lines, and sent to standard error."""

    def __init__(self, listener: Callable[[str], None] | None = None) -> None:
        self._listener = listener
        self._pending = ""
        self.lines: list[str] = []
        # The engine keeps only a pointer: this reference is what keeps the callback alive.
        self._callback = llama.llama_log_callback(self._receive)

    def __enter__(self) -> Self:
        llama.llama_log_set(self._callback, ctypes.c_void_p(0))
        return self

    def __exit__(self, *_: object) -> None:
        llama.llama_log_set(llama.llama_log_callback(), ctypes.c_void_p(0))

    def _receive(self, _level: int, text: bytes, _data: object) -> None:
        self._pending += text.decode("utf-8", "replace")
        *whole, self._pending = self._pending.split("\n")
        for line in whole:
            self.lines.append(line)
            sys.stderr.write(line + "\n")
            if self._listener is not None:
                self._listener(line)


@dataclass(frozen=True)
class Row:
    """One token of a batch."""

    token: int
    position: int
    sequence: int
    wants_logits: bool


class Model:
    """A loaded model with its vocabulary."""

    def __init__(self, handle: Any) -> None:
        self.handle = handle
        self._vocab = llama.llama_model_get_vocab(handle)
        self.vocabulary: int = llama.llama_vocab_n_tokens(self._vocab)

    @property
    def size_bytes(self) -> int:
        return int(llama.llama_model_size(self.handle))

    @property
    def trained(self) -> int:
        """Return how long a context the model was made for; 0 where it does not say."""
        return max(0, int(llama.llama_model_n_ctx_train(self.handle)))

    @property
    def template(self) -> str | None:
        """Return the chat template that the file carries."""
        text = llama.llama_model_chat_template(self.handle, None)
        return text.decode("utf-8", "replace") if text else None

    @property
    def bos(self) -> str:
        return self._text(llama.llama_vocab_bos(self._vocab))

    @property
    def eos(self) -> str:
        return self._text(llama.llama_vocab_eos(self._vocab))

    def ends(self, token: int) -> bool:
        """Tell whether `token` ends an answer."""
        return bool(llama.llama_vocab_is_eog(self._vocab, token))

    def tokens(self, prompt: str) -> list[int]:
        """Tokenize a rendered prompt; its special tokens count, a second BOS is not added."""
        if llama.llama_vocab_get_add_bos(self._vocab):
            prompt = prompt.removeprefix(self.bos)
        text = prompt.encode("utf-8", "replace")
        room = len(text) + 8
        buffer = (llama.llama_token * room)()
        count = llama.llama_tokenize(self._vocab, text, len(text), buffer, room, True, True)  # noqa: FBT003
        if count < 0:
            raise EngineFileError(f"a prompt of {len(text)} bytes cannot be tokenized")
        return list(buffer[:count])

    def piece(self, token: int) -> bytes:
        """Return the bytes that `token` adds to an answer."""
        return self._piece(token, special=False)

    def _text(self, token: int) -> str:
        return self._piece(token, special=True).decode("utf-8", "replace") if token >= 0 else ""

    def _piece(self, token: int, *, special: bool) -> bytes:
        room = _SNIPPET_BYTES
        buffer = ctypes.create_string_buffer(room)
        count = llama.llama_token_to_piece(self._vocab, token, buffer, room, 0, special)
        if count < 0:
            room = -count
            buffer = ctypes.create_string_buffer(room)
            count = llama.llama_token_to_piece(self._vocab, token, buffer, room, 0, special)
        return buffer.raw[: max(0, count)]


@dataclass(frozen=True)
class Use:
    """How a model will be used: so many sequences of so many tokens."""

    sequences: int
    tokens_each: int
    batch: int
    threads: int
    outputs: int
    """Rows of one batch whose logits are wanted, at most."""


class Context:
    """A model's working memory; every sequence has its own cells, as on a device."""

    def __init__(self, model: Model, use: Use) -> None:
        params = llama.llama_context_default_params()
        params.n_ctx = -(-use.tokens_each // _CELLS) * _CELLS * use.sequences
        params.n_batch = params.n_ubatch = use.batch
        params.n_seq_max = use.sequences
        params.n_outputs_max = use.outputs
        params.n_threads = params.n_threads_batch = use.threads
        self.handle = llama.llama_init_from_model(model.handle, params)
        if not self.handle:
            raise EngineFileError("the engine made no context; its log says why")
        self._memory = llama.llama_get_memory(self.handle)
        self._room = use.batch
        self._batch = llama.llama_batch_init(use.batch, 0, 1)
        self._vocabulary = model.vocabulary

    def decode(self, rows: Sequence[Row]) -> None:
        """Run one batch.

        Raises:
            EngineFileError: the engine could not.
        """
        assert 0 < len(rows) <= self._room
        batch = self._batch
        batch.n_tokens = len(rows)
        for index, row in enumerate(rows):
            batch.token[index] = row.token
            batch.pos[index] = row.position
            batch.n_seq_id[index] = 1
            batch.seq_id[index][0] = row.sequence
            batch.logits[index] = row.wants_logits
        result = llama.llama_decode(self.handle, batch)
        if result != 0:
            raise EngineFileError(f"the engine could not decode a batch (code {result})")

    def best(self, index: int) -> int:
        """Return the likeliest token after row `index` of the last batch."""
        pointer = llama.llama_get_logits_ith(self.handle, index)
        logits: npt.NDArray[np.float32] = np.ctypeslib.as_array(pointer, shape=(self._vocabulary,))
        return int(np.argmax(logits))

    def forget(self, sequence: int, *, after: int) -> bool:
        """Drop what `sequence` holds from position `after` on; False when it cannot in part."""
        return bool(llama.llama_memory_seq_rm(self._memory, sequence, after, -1))

    def copy(self, source: int, target: int) -> None:
        """Give `target` all that `source` holds."""
        llama.llama_memory_seq_cp(self._memory, source, target, -1, -1)

    def close(self) -> None:
        llama.llama_batch_free(self._batch)
        llama.llama_free(self.handle)


@contextmanager
def working(model: Model, use: Use) -> Iterator[Context]:
    """Make a context and free it in the end.

    Raises:
        EngineFileError: the engine could not, for want of memory above all.
    """
    context = Context(model, use)
    try:
        yield context
    finally:
        context.close()


@contextmanager
def planned(model: Model, form: Shape) -> Iterator[None]:
    """Make the context that a device makes, of a model that was loaded dry, and free it again.

    Raises:
        EngineFileError: the engine could not.
    """
    params = llama.llama_context_default_params()
    apply(form, params)
    params.n_threads = params.n_threads_batch = 1
    handle = llama.llama_init_from_model(model.handle, params)
    if not handle:
        raise EngineFileError("the engine made no context; its log says why")
    try:
        yield
    finally:
        llama.llama_free(handle)


@contextmanager
def loaded(path: Path, *, dry: bool = False) -> Iterator[Model]:
    """Load a model; `dry` reads everything but the weights and allocates nothing.

    Raises:
        EngineFileError: the engine refused the file.
    """
    params = llama.llama_model_default_params()
    params.n_gpu_layers = 0
    # Copies of the weights in a CPU's own layout double the memory and differ from machine to
    # machine; with the AMX one, quantized models crash on some.
    params.use_extra_bufts = False
    if dry:
        params.no_alloc = True
        params.load_mode = llama.LLAMA_LOAD_MODE_NONE
    handle = llama.llama_model_load_from_file(str(path).encode(), params)
    if not handle:
        raise EngineFileError("the engine did not load the file; its log says why")
    try:
        yield Model(handle)
    finally:
        llama.llama_model_free(handle)
