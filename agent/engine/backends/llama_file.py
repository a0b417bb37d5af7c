"""A GGUF file that llama.cpp has opened: its model, its vocabulary, and what the library says.

The log callback is never freed, because the library may use it until the process ends.
"""

import ctypes
import os
import platform
import re
import sys
from collections import deque
from typing import Any, Final

from agent.engine import binding
from agent.engine.errors import BackendError, BindingError
from shared.contexts import ONE_THREAD_BYTES

_WARNING, _ERROR, _CONTINUED = 3, 4, 5
"""Log levels of ggml.h (the binding's own table is off by one)."""
_PIECE_BYTES: Final = 256
_TEXT_BYTES: Final = 256
_KEPT_LINES: Final = 3
_WHY_CHARS: Final = 600
_ARCH_PRCTL: Final = 158
_UNKNOWN, _CONTROL = 1, 8
"""Attributes of a token, of llama.h."""
_HARMLESS: Final = "possible training context overflow"
"""Said of a context that was rounded up."""
_MIB: Final = 2**20
_COPIES: Final = re.compile(r"CPU_REPACK model buffer size = +([0-9.]+) MiB")
_SIZE: Final = re.compile(
    r"(?:llama_(?:kv_cache|memory_recurrent)\S*: +size|(?:compute|output) buffer size)"
    r" = +([0-9.]+) MiB"
)


class LlamaFile:
    """The model of one file."""

    def __init__(self, weights: str, *, repack: bool = False, dry: bool = False) -> None:
        """Open it; `dry` reads everything but the weights and allocates nothing.

        Raises:
            BackendError: the library refuses the file or has no memory for it.
        """
        try:
            self.lib = binding.load()
        except BindingError as error:
            raise BackendError(str(error)) from error
        self._said: deque[str] = deque(maxlen=_KEPT_LINES)
        self.copied_bytes = 0
        """Copies of weights in the processor's own layout."""
        self.context_bytes = 0
        """What contexts of this model were said to take, keys, values and buffers together."""
        self._log = self.lib.llama_log_callback(self._hear)
        # The library has only a pointer to it and may log until the process ends: it must never go.
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(self._log))
        self.lib.llama_log_set(self._log, ctypes.c_void_p(0))
        self.lib.llama_backend_init()
        self.model = self._open(weights, repack=repack, dry=dry)
        self.vocab = self.lib.llama_model_get_vocab(self.model)
        self.vocab_size = int(self.lib.llama_vocab_n_tokens(self.vocab))
        self._pieces: tuple[dict[int, bytes], dict[int, bytes]] = ({}, {})

    def why(self) -> str:
        """Return what the library complained about last."""
        return "; ".join(self._said)[:_WHY_CHARS] or "it does not say why"

    def metadata(self, key: str) -> str:
        """Return a value of the file's header as text; nothing where there is none."""
        buffer = ctypes.create_string_buffer(_TEXT_BYTES)
        size = self.lib.llama_model_meta_val_str(self.model, key.encode(), buffer, _TEXT_BYTES)
        return buffer.value.decode("utf-8", "replace") if size > 0 else ""

    def labels(self) -> tuple[str, ...]:
        """Return what a classifier calls its classes."""
        read = self.lib.llama_model_cls_label
        count = self.lib.llama_model_n_cls_out(self.model)
        raw = [read(self.model, index) for index in range(count)]
        if not all(raw):
            return ()
        return tuple(label.decode("utf-8", "replace") for label in raw)

    def tokenize(self, text: str, *, add_special: bool, parse_special: bool) -> list[int]:
        data = text.encode("utf-8", "replace")
        room = len(data) + 2
        while True:
            tokens = (ctypes.c_int32 * room)()
            count = self.lib.llama_tokenize(
                self.vocab, data, len(data), tokens, room, add_special, parse_special
            )
            if count >= 0:
                return list(tokens[:count])
            room = -count

    def piece(self, token: int, *, special: bool = True) -> bytes:
        """Return what a token stands for; a control token stands for its name, or for nothing."""
        pieces = self._pieces[special]
        known = pieces.get(token)
        if known is None:
            known = pieces[token] = self._spell(token, special=special)
        return known

    def name(self, token: int) -> str:
        """Return a token as text; nothing for a number that is none."""
        return self.piece(token).decode("utf-8", "replace") if self.knows(token) else ""

    def specials(self) -> dict[int, str]:
        """Return the names of the tokens that never stand for text."""
        attributes = self.lib.llama_vocab_get_attr
        return {
            token: self.name(token)
            for token in range(self.vocab_size)
            if attributes(self.vocab, token) & (_UNKNOWN | _CONTROL)
        }

    def suppressed(self) -> list[int]:
        """Return the tokens that the model is never to say."""
        count = ctypes.c_int32(0)
        tokens = self.lib.llama_vocab_get_suppress_tokens(self.vocab, ctypes.byref(count))
        return list(tokens[: count.value]) if count.value else []

    def knows(self, token: int) -> bool:
        return 0 <= token < self.vocab_size

    def good_threads(self) -> int:
        """Return how many threads serve best: one where a token takes less than their meeting."""
        if self.lib.llama_model_size(self.model) < ONE_THREAD_BYTES:
            return 1
        return len(os.sched_getaffinity(0))

    def close(self) -> None:
        self.lib.llama_model_free(self.model)

    def _open(self, weights: str, *, repack: bool, dry: bool) -> Any:
        if not os.access(weights, os.R_OK):
            raise BackendError(f"{weights} cannot be read")
        parameters = self.lib.llama_model_default_params()
        # The AMX layout crashes on quantized weights (ldtilecfg faults); in the cage the library is
        # not allowed to use it and takes the next best one.
        parameters.use_extra_bufts = repack and not _may_use_amx()
        if dry:
            parameters.no_alloc = True
            parameters.load_mode = self.lib.LLAMA_LOAD_MODE_NONE
        model = self.lib.llama_model_load_from_file(os.fsencode(weights), parameters)
        if not model:
            raise BackendError(f"llama.cpp cannot load the file: {self.why()}")
        return model

    def _hear(self, level: int, text: bytes, _data: Any) -> None:
        """Take a line of the library's log: warnings and errors are for people."""
        if (found := _SIZE.search(text.decode("utf-8", "replace"))) is not None:
            self.context_bytes += round(float(found[1]) * _MIB)
        line = text.decode("utf-8", "replace")
        if (copied := _COPIES.search(line)) is not None:
            self.copied_bytes += round(float(copied[1]) * _MIB)
        if _HARMLESS in line:
            return
        if level in {_WARNING, _ERROR}:
            sys.stderr.write(line)
            sys.stderr.flush()
            if level == _ERROR:
                self._said.append(line.strip())

    def _spell(self, token: int, *, special: bool) -> bytes:
        room = _PIECE_BYTES
        while True:
            buffer = ctypes.create_string_buffer(room)
            size = self.lib.llama_token_to_piece(self.vocab, token, buffer, room, 0, special)
            if size >= 0:
                return buffer.raw[:size]
            room = -size


def _may_use_amx() -> bool:
    """Tell whether the kernel lets this process use AMX tiles, as the library asks it."""
    if platform.machine() != "x86_64":
        return False
    request, tile_data = 0x1023, 18
    return int(ctypes.CDLL(None).syscall(_ARCH_PRCTL, request, tile_data)) == 0
