"""llama.cpp at its lowest level: greedy decoding of many prompts at once, and quantising."""

import ctypes
from pathlib import Path

import llama_cpp
import numpy as np

SEQUENCES = 32
CONTEXT_PER_SEQUENCE = 512
VARIANTS = {
    "F16": llama_cpp.LLAMA_FTYPE_MOSTLY_F16,
    "Q8_0": llama_cpp.LLAMA_FTYPE_MOSTLY_Q8_0,
    "Q6_K": llama_cpp.LLAMA_FTYPE_MOSTLY_Q6_K,
    "Q5_K_M": llama_cpp.LLAMA_FTYPE_MOSTLY_Q5_K_M,
    "Q4_K_M": llama_cpp.LLAMA_FTYPE_MOSTLY_Q4_K_M,
    "Q4_0": llama_cpp.LLAMA_FTYPE_MOSTLY_Q4_0,
    "Q3_K_M": llama_cpp.LLAMA_FTYPE_MOSTLY_Q3_K_M,
    "Q2_K": llama_cpp.LLAMA_FTYPE_MOSTLY_Q2_K,
}


@llama_cpp.llama_log_callback
def _quiet(level: int, text: bytes, user_data: object) -> None:
    """llama.cpp reports every tensor it loads; nobody wants to read that here."""


llama_cpp.llama_log_set(_quiet, ctypes.c_void_p(0))


def quantise(source: Path, target: Path, ftype: int) -> None:
    """Write another variant of an f16 model.

    Raises:
        RuntimeError: llama.cpp refuses.
    """
    params = llama_cpp.llama_model_quantize_default_params()
    params.ftype, params.nthread = ftype, 1
    if llama_cpp.llama_model_quantize(str(source).encode(), str(target).encode(), params):
        raise RuntimeError(f"cannot quantise {source}")


class Runner:
    """A loaded model with one context of `SEQUENCES` independent sequences."""

    def __init__(self, path: Path, *, threads: int = 2) -> None:
        params = llama_cpp.llama_model_default_params()
        params.n_gpu_layers = 0
        # The repacked AMX kernels of llama-cpp-python 0.3.36 crash on quantised weights and
        # batches above one token (compare ggml-org/llama.cpp issue 20824).
        params.use_extra_bufts = False
        self._model = llama_cpp.llama_model_load_from_file(str(path).encode(), params)
        if not self._model:
            raise RuntimeError(f"cannot load {path}")
        self._vocab = llama_cpp.llama_model_get_vocab(self._model)
        self.vocab_size = llama_cpp.llama_vocab_n_tokens(self._vocab)
        wanted = llama_cpp.llama_context_default_params()
        wanted.n_ctx = SEQUENCES * CONTEXT_PER_SEQUENCE
        wanted.n_batch = wanted.n_ubatch = 4096
        wanted.n_seq_max = SEQUENCES
        wanted.n_threads = wanted.n_threads_batch = threads
        self._context = llama_cpp.llama_init_from_model(self._model, wanted)
        self._batch = llama_cpp.llama_batch_init(4096, 0, 1)

    def close(self) -> None:
        """Give everything back."""
        llama_cpp.llama_batch_free(self._batch)
        llama_cpp.llama_free(self._context)
        llama_cpp.llama_model_free(self._model)

    def tokenize(self, text: str) -> list[int]:
        """Token ids, with special tokens recognised, exactly as a server would."""
        raw = text.encode()
        room = (llama_cpp.llama_token * (len(raw) + 8))()
        flags = (True, True)  # add what the vocabulary wants, recognise special tokens
        count = llama_cpp.llama_tokenize(self._vocab, raw, len(raw), room, len(room), *flags)
        return list(room[:count])

    def template(self) -> str:
        """The chat template inside the file."""
        return llama_cpp.llama_model_chat_template(self._model, None).decode()

    def logits(self, ids: list[int]) -> np.ndarray:
        """Scores after every position of one sequence."""
        self._clear()
        self._feed([(token, at, 0, True) for at, token in enumerate(ids)])
        return np.stack([self._scores(at) for at in range(len(ids))])

    def greedy(self, prompts: list[list[int]], *, stop: int, limit: int = 96) -> list[list[int]]:
        """The most likely continuation of up to `SEQUENCES` prompts, without the stop token."""
        self._clear()
        answers: list[list[int]] = [[] for _ in prompts]
        entries, last = [], {}
        for seq, prompt in enumerate(prompts):
            for at, token in enumerate(prompt):
                entries.append((token, at, seq, at == len(prompt) - 1))
            last[seq] = len(entries) - 1
        while last:
            self._feed(entries)
            entries, following = [], {}
            for seq, row in last.items():
                token = int(self._scores(row).argmax())
                if token == stop or len(answers[seq]) == limit:
                    continue
                at = len(prompts[seq]) + len(answers[seq])
                answers[seq].append(token)
                following[seq] = len(entries)
                entries.append((token, at, seq, True))
            last = following
        return answers

    def _clear(self) -> None:
        memory = llama_cpp.llama_get_memory(self._context)
        llama_cpp.llama_memory_clear(memory, True)  # noqa: FBT003 - C signature

    def _feed(self, entries: list[tuple[int, int, int, bool]]) -> None:
        batch = self._batch
        batch.n_tokens = len(entries)
        for row, (token, at, seq, wanted) in enumerate(entries):
            batch.token[row], batch.pos[row] = token, at
            batch.n_seq_id[row], batch.seq_id[row][0] = 1, seq
            batch.logits[row] = wanted
        if llama_cpp.llama_decode(self._context, batch):
            raise RuntimeError("llama_decode failed")

    def _scores(self, row: int) -> np.ndarray:
        pointer = llama_cpp.llama_get_logits_ith(self._context, row)
        return np.ctypeslib.as_array(pointer, shape=(self.vocab_size,)).copy()
