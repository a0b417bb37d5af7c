"""A chain of the library's samplers."""

import ctypes
from collections.abc import Sequence
from typing import Any, Final

from agent.engine.values import Sampling, TokenBias

BREAKERS: Final = (b"\n", b":", b'"', b"*")
"""Where DRY lets a repetition begin anew, as llama-server does."""
MAX_WINDOW: Final = 4096
"""Tokens that penalties look back on, where they are to look at all."""
FORBIDDEN: Final = -1e9
_MIROSTAT_TOKENS: Final = 100


class Chain:
    """The samplers of one request."""

    def __init__(self, binding: Any, sampling: Sampling, *, vocab: Any, seed: int) -> None:
        self._binding = binding
        self._sampling = sampling
        self._vocab = vocab
        self._seed = seed
        self._size = binding.llama_vocab_n_tokens(vocab)
        parameters = binding.llama_sampler_chain_default_params()
        parameters.no_perf = True
        self.handle = binding.llama_sampler_chain_init(parameters)

    def bias(self, biases: Sequence[TokenBias]) -> None:
        """Add to logits; comes before everything else."""
        entries = (self._binding.llama_logit_bias * len(biases))()
        for entry, one in zip(entries, biases, strict=True):
            entry.token = one.token
            entry.bias = one.bias if one.bias > FORBIDDEN else -float("inf")
        self._add(self._binding.llama_sampler_init_logit_bias(self._size, len(biases), entries))

    def fill(self) -> None:
        """Add what the request's sampling says."""
        binding, sampling = self._binding, self._sampling
        if window := window_of(sampling):
            self._add(
                binding.llama_sampler_init_penalties(
                    self._size,
                    window,
                    sampling.repeat_penalty,
                    sampling.frequency_penalty,
                    sampling.presence_penalty,
                )
            )
        if sampling.dry_multiplier > 0:
            breakers = (ctypes.c_char_p * len(BREAKERS))(*BREAKERS)
            self._add(
                binding.llama_sampler_init_dry(
                    self._vocab,
                    sampling.dry_multiplier,
                    sampling.dry_base,
                    sampling.dry_allowed_length,
                    MAX_WINDOW if sampling.dry_penalty_last_n < 0 else sampling.dry_penalty_last_n,
                    breakers,
                    len(BREAKERS),
                )
            )
        if greedy(sampling):
            self._add(binding.llama_sampler_init_greedy())
        elif sampling.mirostat:
            self._add_mirostat()
        else:
            self._add_draw()

    def remember(self, tokens: Sequence[int]) -> None:
        """Let penalties and DRY know what came before."""
        for token in tokens[len(tokens) - min(looks_back(self._sampling), len(tokens)) :]:
            self.accept(token)

    def accept(self, token: int) -> None:
        self._binding.llama_sampler_accept(self.handle, token)

    def close(self) -> None:
        if self.handle is not None:
            self._binding.llama_sampler_free(self.handle)
            self.handle = None

    def _add_draw(self) -> None:
        binding, sampling = self._binding, self._sampling
        keep = sampling.min_keep
        if sampling.top_n_sigma > 0:
            self._add(binding.llama_sampler_init_top_n_sigma(sampling.top_n_sigma))
        if sampling.top_k > 0:
            self._add(binding.llama_sampler_init_top_k(max(sampling.top_k, keep)))
        if sampling.typical_p < 1:
            self._add(binding.llama_sampler_init_typical(sampling.typical_p, keep))
        if sampling.top_p < 1:
            self._add(binding.llama_sampler_init_top_p(sampling.top_p, keep))
        if sampling.min_p > 0:
            self._add(binding.llama_sampler_init_min_p(sampling.min_p, keep))
        if sampling.xtc_probability > 0:
            self._add(
                binding.llama_sampler_init_xtc(
                    sampling.xtc_probability, sampling.xtc_threshold, keep, self._seed
                )
            )
        self._add(
            binding.llama_sampler_init_temp_ext(
                sampling.temperature, sampling.dynatemp_range, sampling.dynatemp_exponent
            )
        )
        self._add(binding.llama_sampler_init_dist(self._seed))

    def _add_mirostat(self) -> None:
        binding, sampling = self._binding, self._sampling
        self._add(binding.llama_sampler_init_temp(sampling.temperature))
        if sampling.mirostat == 1:
            sampler = binding.llama_sampler_init_mirostat(
                self._size,
                self._seed,
                sampling.mirostat_tau,
                sampling.mirostat_eta,
                _MIROSTAT_TOKENS,
            )
        else:
            sampler = binding.llama_sampler_init_mirostat_v2(
                self._seed, sampling.mirostat_tau, sampling.mirostat_eta
            )
        self._add(sampler)

    def _add(self, sampler: Any) -> None:
        self._binding.llama_sampler_chain_add(self.handle, sampler)


def greedy(sampling: Sampling) -> bool:
    """Tell whether the likeliest token is always taken."""
    return sampling.temperature <= 0 or (sampling.top_k == 1 and not sampling.mirostat)


def window_of(sampling: Sampling) -> int:
    """Return how many of the last tokens the penalties look at; 0 where there are none."""
    if (
        sampling.repeat_penalty == 1
        and sampling.frequency_penalty == 0
        and sampling.presence_penalty == 0
    ):
        return 0
    window = sampling.penalty_window
    return MAX_WINDOW if window < 0 else min(window, MAX_WINDOW)


def looks_back(sampling: Sampling) -> int:
    """Return how many of the last tokens matter for the next draw."""
    if sampling.dry_multiplier <= 0:
        return window_of(sampling)
    last = sampling.dry_penalty_last_n
    return max(window_of(sampling), MAX_WINDOW if last < 0 else last)
