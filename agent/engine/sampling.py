"""How one request draws its tokens: llama-server's samplers in llama-server's order.

Bias, penalties, DRY, top-n-sigma, top-k, typical-p, top-p, min-p, XTC, temperature, draw;
temperature 0 takes the likeliest after bias, penalties and DRY. The samplers are the library's own;
before they see a row of a large vocabulary, it is cut down to the tokens that can survive top-k,
which changes no draw and saves most of its cost. The likeliest token alone needs no sampler at all.

A constraint stands outside the chain: a token is drawn freely and looked at; only when it is not
allowed, the row is masked and drawn from again. That spares the mask for most tokens.
"""

import secrets
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from agent.engine.chain import FORBIDDEN, Chain, greedy, window_of
from agent.engine.drawing import Drawing
from agent.engine.values import Likely, Sampling, TokenLogprob

if TYPE_CHECKING:
    from agent.engine.rows import Rows

MOST_CANDIDATES: Final = 4096
"""More are not worth being looked for one by one."""


class PlainSampler:
    """Draws with the library alone: for small vocabularies, where numpy would cost more memory."""

    def __init__(self, binding: Any, context: Any, drawing: Drawing, *, vocab: Any) -> None:
        self._binding = binding
        self._context = context
        self._chain = Chain(binding, drawing.sampling, vocab=vocab, seed=seed_of(drawing.sampling))
        if drawing.bias:
            self._chain.bias(drawing.bias)
        self._chain.fill()
        self._chain.remember(drawing.prompt)
        self.logprob: TokenLogprob | None = None

    def draw(self, row: int) -> int:
        return int(self._binding.llama_sampler_sample(self._chain.handle, self._context, row))

    def accept(self, token: int) -> None:
        self._chain.accept(token)

    def close(self) -> None:
        self._chain.close()


class RowSampler:
    """Draws from rows that numpy has looked at first."""

    def __init__(
        self,
        binding: Any,
        rows: "Rows",
        drawing: Drawing,
        *,
        vocab: Any,
        piece: Callable[[int], bytes],
    ) -> None:
        sampling = drawing.sampling
        self._rows = rows
        self._guide = drawing.guide
        self._logprobs = drawing.logprobs
        self._piece = piece
        self._bias = rows.biases(
            [one.token for one in drawing.bias],
            [one.bias if one.bias > FORBIDDEN else -float("inf") for one in drawing.bias],
        )
        self._window = window_of(sampling)
        self._recent: deque[int] = deque(drawing.prompt[-self._window :], maxlen=self._window)
        self._few = _few(sampling, self._window)
        self._chain: Chain | None = None
        if not (greedy(sampling) and not self._window and sampling.dry_multiplier <= 0):
            self._chain = Chain(binding, sampling, vocab=vocab, seed=seed_of(sampling))
            self._chain.fill()
            self._chain.remember(drawing.prompt)
        self.logprob: TokenLogprob | None = None

    def draw(self, row: int) -> int:
        logits = self._rows.get(row)
        known = None
        if self._logprobs is not None:
            # Before anything is changed: probabilities are those of the model.
            known = self._rows.likeliest(logits, self._logprobs)
        if self._bias is not None:
            self._rows.add(logits, self._bias)
        token = self._pick(logits)
        if self._guide is not None:
            if not self._guide.allows(token):
                self._guide.mask(logits)
                token = self._pick(logits)
            self._guide.accept(token)
        if known is not None:
            self.logprob = self._describe(known, token)
        self.accept(token)
        return token

    def accept(self, token: int) -> None:
        if self._window:
            self._recent.append(token)
        if self._chain is not None:
            self._chain.accept(token)

    def close(self) -> None:
        if self._chain is not None:
            self._chain.close()
            self._chain = None

    def _pick(self, logits: Any) -> int:
        if self._chain is None:
            return int(logits.argmax())
        if self._few:
            return self._rows.pick(logits, self._chain.handle, self._few, self._recent)
        return self._rows.pick_of_all(logits, self._chain.handle)

    def _describe(self, known: Any, token: int) -> TokenLogprob:
        top = tuple(self._likely(other, value) for other, value in known.top)
        return TokenLogprob(self._likely(token, known.of(token)), top)

    def _likely(self, token: int, logprob: float) -> Likely:
        return Likely(token, self._piece(token).decode("utf-8", "replace"), round(logprob, 6))


def seed_of(sampling: Sampling) -> int:
    return secrets.randbits(32) if sampling.seed is None else sampling.seed


def _few(sampling: Sampling, window: int) -> int:
    """Return how many of the likeliest tokens surely hold all that survive; 0 for all of them.

    Beside these the tokens on which penalties act are always looked at, so that it does not matter
    how they move.
    """
    if sampling.dry_multiplier > 0:
        return 0
    if greedy(sampling):
        few = 1 + window
    elif sampling.mirostat or sampling.top_n_sigma > 0 or sampling.top_k <= 0:
        return 0
    else:
        few = max(sampling.top_k, sampling.min_keep) + window
    return few if few <= MOST_CANDIDATES else 0
