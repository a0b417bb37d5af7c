"""numpy's samplers beside llama.cpp's: from the same logits and seed they draw the same tokens."""

import ctypes

import numpy as np
import pytest

from agent.engine.backends.base import Drawing
from agent.engine.backends.llama_file import LlamaFile
from agent.engine.backends.numpy_sampling import NumpySampler
from agent.engine.chain import Chain
from agent.engine.values import Sampling, TokenBias
from tests.support.gguf_tiny import write_tiny

VOCAB = 259
DRAWN = {"temperature": 0.9, "top_k": 0, "top_p": 1.0, "min_p": 0.0, "seed": 42}
DRAWS = 60


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return LlamaFile(str(write_tiny(tmp_path_factory.mktemp("tiny") / "tiny.gguf")))


class LlamaDraws:
    """The library's own chain over rows that it did not make."""

    def __init__(self, file, sampling, prompt, bias=()):
        self.lib = file.lib
        self.chain = Chain(file.lib, sampling, vocab=file.vocab, seed=sampling.seed or 0)
        if bias:
            self.chain.bias(bias)
        self.chain.fill()
        self.chain.remember(prompt)

    def draw(self, logits):
        entries = (self.lib.llama_token_data * VOCAB)()
        for token, logit in enumerate(logits):
            entries[token] = self.lib.llama_token_data(token, float(logit), 0.0)
        array = self.lib.llama_token_data_array(entries, VOCAB, -1, False)  # noqa: FBT003
        self.lib.llama_sampler_apply(self.chain.handle, ctypes.byref(array))
        token = array.data[array.selected].id
        self.chain.accept(token)
        return token


def draws_alike(file, sampling, *, sharpness=3.0, bias=()):
    random = np.random.default_rng(7)
    prompt = [int(token) for token in random.integers(0, 20, 100)]
    rows = []
    pieces = [file.piece(token, special=False) for token in range(VOCAB)]
    breakers = {
        token for token, piece in enumerate(pieces) if any(one in piece for one in b'\n:"*')
    }
    ours = NumpySampler(
        lambda row: rows[row],
        Drawing(sampling, bias, prompt),
        piece=pieces.__getitem__,
        breakers=breakers,
    )
    theirs = LlamaDraws(file, sampling, prompt, bias)
    for number in range(DRAWS):
        # A few tokens are likely again and again, so that penalties have something to do.
        row = random.standard_normal(VOCAB) * sharpness
        row[:20] += 4
        rows.append(row.astype(np.float32))
        expected = theirs.draw(rows[-1].copy())
        drawn = ours.draw(number)
        assert drawn == expected, f"draw {number}: {drawn}, llama.cpp draws {expected}"


@pytest.mark.parametrize(
    "sampling",
    [
        {"temperature": 0.0},
        {"temperature": 0.0, "repeat_penalty": 1.3, "presence_penalty": 0.5},
        {"temperature": 0.0, "frequency_penalty": 0.7, "penalty_window": 8},
        {"temperature": 0.0, "dry_multiplier": 0.8},
        {},
        {"temperature": 1.7},
        {"top_k": 5},
        {"top_k": 300},
        {"top_p": 0.7},
        {"top_k": 40, "top_p": 0.95, "min_p": 0.05},
        {"min_p": 0.1},
        {"min_p": 0.3, "min_keep": 5},
        {"top_p": 0.1, "min_keep": 3},
        {"typical_p": 0.6},
        {"typical_p": 0.4, "min_keep": 4, "top_k": 30},
        {"top_n_sigma": 1.0},
        {"top_n_sigma": 1.0, "top_k": 40, "top_p": 0.9},
        {"xtc_probability": 0.5, "xtc_threshold": 0.05},
        {"xtc_probability": 1.0, "xtc_threshold": 0.1, "top_k": 20},
        {"dynatemp_range": 0.5, "top_k": 20},
        {"dynatemp_range": 2.0, "dynatemp_exponent": 2.0, "top_k": 20},
        {"repeat_penalty": 1.2, "frequency_penalty": 0.1, "presence_penalty": 0.2},
        {"repeat_penalty": 0.8, "penalty_window": -1},
        {"dry_multiplier": 1.5, "dry_base": 1.5, "dry_allowed_length": 1, "top_k": 40},
        {"dry_multiplier": 1.0, "dry_penalty_last_n": 20, "top_p": 0.9},
        {"mirostat": 2, "mirostat_tau": 3.0},
        {"mirostat": 1, "mirostat_tau": 3.0},
        {"mirostat": 2, "mirostat_tau": 1.0, "mirostat_eta": 0.5, "temperature": 1.4},
    ],
    ids=str,
)
def test_the_same_tokens_are_drawn(file, sampling):
    draws_alike(file, Sampling(**{**DRAWN, **sampling}))


def test_biases_count_alike_and_forbid(file):
    bias = (TokenBias(3, 5.0), TokenBias(4, -1e9), TokenBias(200, 8.0))
    draws_alike(file, Sampling(**{**DRAWN, "top_k": 20}), bias=bias)


def test_the_whole_vocabulary_is_drawn_from_alike(file):
    draws_alike(file, Sampling(**{**DRAWN, "temperature": 3.0}), sharpness=0.5)
