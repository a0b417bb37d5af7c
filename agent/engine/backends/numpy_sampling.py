"""How one request draws its tokens from rows of logits that only numpy has seen.

The order is that of `sampling`: bias, penalties, DRY, then the chain, with the constraint outside:
a token is drawn freely, and only when it is not allowed, the row is masked and drawn from again.
"""

from collections import Counter
from collections.abc import Callable, Collection
from typing import Any

import numpy as np
import numpy.typing as npt

from agent.engine.backends.base import Drawing
from agent.engine.chain import FORBIDDEN, greedy, looks_back, window_of
from agent.engine.numpy_chain import Candidates, Dice, Mirostat, draw, penalise
from agent.engine.repetition import penalties
from agent.engine.sampling import seed_of
from agent.engine.values import Likely, TokenLogprob

Logits = npt.NDArray[np.float32]


class NumpySampler:
    """Draws from a backend's rows."""

    def __init__(
        self,
        get: Callable[[int], Logits],
        drawing: Drawing,
        *,
        piece: Callable[[int], bytes],
        breakers: Collection[int],
    ) -> None:
        self._get = get
        self._drawing = drawing
        self._piece = piece
        self._breakers = breakers
        sampling = drawing.sampling
        self._back = looks_back(sampling)
        self._recent = list(drawing.prompt)[-self._back :] if self._back else []
        self._seed = seed = seed_of(sampling)
        self._dice, self._xtc_dice = Dice(seed), Dice(seed)
        self._mirostat: Mirostat | None = None
        self.logprob: TokenLogprob | None = None

    def draw(self, row: int) -> int:
        drawing = self._drawing
        logits = self._get(row).copy()
        known = None
        if drawing.logprobs is not None:
            # Before anything is changed: probabilities are those of the model.
            known = logits - _log_sum(logits)
        for one in drawing.bias:
            logits[one.token] += one.bias if one.bias > FORBIDDEN else -np.inf
        token = self._pick(logits.copy())
        if drawing.guide is not None:
            if not drawing.guide.allows(token):
                drawing.guide.mask(logits)
                token = self._pick(logits)
            drawing.guide.accept(token)
        if known is not None and drawing.logprobs is not None:
            self.logprob = self._describe(known, token, drawing.logprobs)
        self.accept(token)
        return token

    def accept(self, token: int) -> None:
        if self._back:
            self._recent.append(token)
            del self._recent[: -self._back]

    def close(self) -> None:
        """There is nothing to give back."""

    def _pick(self, logits: Logits) -> int:
        sampling = self._drawing.sampling
        if window := window_of(sampling):
            penalise(logits, Counter(self._recent[-window:]), sampling)
        if sampling.dry_multiplier > 0:
            last = sampling.dry_penalty_last_n
            for token, penalty in penalties(
                self._recent[-last:] if last > 0 else self._recent if last else (),
                breakers=self._breakers,
                multiplier=sampling.dry_multiplier,
                base=sampling.dry_base,
                allowed=sampling.dry_allowed_length,
            ).items():
                logits[token] -= penalty
        if greedy(sampling):
            return int(logits.argmax())
        possible = np.flatnonzero(logits > -np.inf)
        found = Candidates(possible, logits[possible], ordered=False)
        if sampling.mirostat:
            if self._mirostat is None:
                self._mirostat = Mirostat(sampling, self._seed, vocab=len(logits))
            return self._mirostat.draw(found)
        return draw(found, sampling, self._dice, self._xtc_dice)

    def _describe(self, known: Any, token: int, count: int) -> TokenLogprob:
        order = np.argsort(-known, kind="stable")[:count]
        top = tuple(self._likely(int(other), known) for other in order)
        return TokenLogprob(self._likely(token, known), top)

    def _likely(self, token: int, known: Any) -> Likely:
        text = self._piece(token).decode("utf-8", "replace")
        return Likely(token, text, round(float(known[token]), 6))


def _log_sum(logits: Logits) -> float:
    largest = float(logits.max())
    return largest + float(np.log(np.exp(logits - largest).sum(dtype=np.float64)))
