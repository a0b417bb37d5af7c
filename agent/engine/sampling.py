"""One sampler chain per request, in the order of llama.cpp's own server.

Penalties, top-k, top-p, min-p, temperature, then the draw; temperature 0 takes the likeliest token
after the penalties.
"""

import secrets
from collections.abc import Sequence
from typing import Any

from agent.engine.values import Sampling


class LlamaSampler:
    """A chain of the library's samplers; draws from rows of the context's last batch."""

    def __init__(
        self, binding: Any, context: Any, sampling: Sampling, prompt: Sequence[int], *, vocab: int
    ) -> None:
        self._binding = binding
        self._context = context
        parameters = binding.llama_sampler_chain_default_params()
        parameters.no_perf = True
        self._chain = binding.llama_sampler_chain_init(parameters)
        if _penalised(sampling):
            self._add(
                binding.llama_sampler_init_penalties(
                    vocab,
                    sampling.penalty_window,
                    sampling.repeat_penalty,
                    sampling.frequency_penalty,
                    sampling.presence_penalty,
                )
            )
        self._add_draw(sampling)
        if _penalised(sampling) and sampling.penalty_window:
            for token in prompt[-sampling.penalty_window :]:
                binding.llama_sampler_accept(self._chain, token)

    def draw(self, row: int) -> int:
        return int(self._binding.llama_sampler_sample(self._chain, self._context, row))

    def close(self) -> None:
        if self._chain is not None:
            self._binding.llama_sampler_free(self._chain)
            self._chain = None

    def _add_draw(self, sampling: Sampling) -> None:
        binding = self._binding
        if sampling.temperature <= 0 or sampling.top_k == 1:
            self._add(binding.llama_sampler_init_greedy())
            return
        if sampling.top_k > 0:
            self._add(binding.llama_sampler_init_top_k(sampling.top_k))
        if sampling.top_p < 1:
            self._add(binding.llama_sampler_init_top_p(sampling.top_p, 1))
        if sampling.min_p > 0:
            self._add(binding.llama_sampler_init_min_p(sampling.min_p, 1))
        self._add(binding.llama_sampler_init_temp(sampling.temperature))
        seed = secrets.randbits(32) if sampling.seed is None else sampling.seed
        self._add(binding.llama_sampler_init_dist(seed))

    def _add(self, sampler: Any) -> None:
        self._binding.llama_sampler_chain_add(self._chain, sampler)


def _penalised(sampling: Sampling) -> bool:
    return (
        sampling.repeat_penalty != 1
        or sampling.frequency_penalty != 0
        or sampling.presence_penalty != 0
    )
