"""llama-server's samplers in numpy, for libraries that leave the drawing to us.

Each takes candidates and returns those that survive, in the order in which llama.cpp would have
them: the same seed draws the same tokens from the same logits.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from agent.engine.values import Sampling

_XTC_MOST: Final = 0.5
_WORD: Final = 2.0**32
_ZIPF_TOKENS: Final = 100


class Candidates(NamedTuple):
    ids: npt.NDArray[np.int64]
    logits: npt.NDArray[np.float32]
    ordered: bool
    """Whether the likeliest comes first."""

    def take(self, chosen: Any, *, ordered: bool) -> "Candidates":
        return Candidates(self.ids[chosen], self.logits[chosen], ordered)

    def sort(self) -> "Candidates":
        if self.ordered:
            return self
        return self.take(np.argsort(-self.logits, kind="stable"), ordered=True)

    def probabilities(self) -> npt.NDArray[np.float32]:
        raised = np.exp(self.logits - self.logits.max())
        return np.asarray(raised / raised.sum(dtype=np.float32), np.float32)


class Dice:
    """The Mersenne Twister of C++, drawing what its distributions draw."""

    def __init__(self, seed: int) -> None:
        # The newer generators of numpy cannot be seeded like std::mt19937.
        self._twister = np.random.RandomState(seed)

    def word(self) -> float:
        return float(self._twister.randint(0, 2**32, dtype=np.uint32))

    def uniform(self) -> float:
        low = self.word()
        return min((low + self.word() * _WORD) / _WORD**2, 1.0 - 2.0**-53)

    def pick(self, weights: npt.NDArray[np.float32]) -> int:
        """Return an index by weight."""
        sums = np.cumsum(weights, dtype=np.float64)
        return min(int(np.searchsorted(sums, sums[-1] * self.uniform())), len(weights) - 1)


def penalise(
    logits: npt.NDArray[np.float32], counts: Mapping[int, int], sampling: Sampling
) -> None:
    """Make what was said before less likely, in place."""
    if not counts:
        return
    ids = np.fromiter(counts.keys(), np.int64, len(counts))
    often = np.fromiter(counts.values(), np.float32, len(counts))
    found = logits[ids]
    repeat = np.float32(sampling.repeat_penalty)
    found = np.where(found <= 0, found * repeat, found / repeat)
    logits[ids] = found - often * sampling.frequency_penalty - sampling.presence_penalty


def draw(found: Candidates, sampling: Sampling, dice: Dice, xtc_dice: Dice) -> int:
    """Return the next token."""
    found = truncate(found, sampling, xtc_dice)
    found = _tempered(found, sampling)
    raised = np.exp(found.logits - found.logits.max())
    return int(found.ids[dice.pick(raised)])


def truncate(found: Candidates, sampling: Sampling, xtc_dice: Dice) -> Candidates:
    """Return the candidates that may be drawn at all."""
    keep = sampling.min_keep
    if sampling.top_n_sigma > 0:
        found = _top_n_sigma(found, sampling.top_n_sigma)
    if sampling.top_k > 0:
        found = _top_k(found, max(sampling.top_k, keep))
    if sampling.typical_p < 1:
        found = _typical(found, sampling.typical_p, keep)
    if sampling.top_p < 1:
        found = _top_p(found, sampling.top_p, keep)
    if sampling.min_p > 0:
        found = _min_p(found, sampling.min_p, keep)
    if sampling.xtc_probability > 0:
        found = _xtc(found, sampling, xtc_dice)
    return found


def _top_n_sigma(found: Candidates, sigmas: float) -> Candidates:
    valid = found.logits[np.isfinite(found.logits)]
    if len(found.logits) <= 1 or not len(valid):
        return found
    floor = valid.max() - np.float32(sigmas) * valid.std()
    return found._replace(logits=np.where(found.logits < floor, -np.inf, found.logits))


def _top_k(found: Candidates, count: int) -> Candidates:
    if not found.ordered and count < len(found.ids):
        # Only what can be among them is put in order.
        floor = np.partition(found.logits, -count)[-count]
        found = found.take(found.logits >= floor, ordered=False)
    return found.sort().take(slice(0, count), ordered=True)


def _typical(found: Candidates, share: float, keep: int) -> Candidates:
    found = found.sort()
    chances = found.probabilities()
    with np.errstate(divide="ignore", invalid="ignore"):
        surprise = -np.log(chances)
        entropy = np.float32((chances * surprise).sum(dtype=np.float32))
        order = np.argsort(np.abs(surprise - entropy), kind="stable")
    sums = np.cumsum(chances[order])
    return found.take(order[: _first(sums > share, len(sums), keep)], ordered=False)


def _top_p(found: Candidates, share: float, keep: int) -> Candidates:
    found = found.sort()
    sums = np.cumsum(found.probabilities())
    return found.take(slice(0, _first(sums >= share, len(sums), keep)), ordered=True)


def _min_p(found: Candidates, share: float, keep: int) -> Candidates:
    floor = found.logits.max() + np.log(np.float32(share))
    survive = found.logits >= floor
    if not found.ordered and survive.sum() >= keep:
        return found.take(survive, ordered=False)
    found = found.sort()
    count = max(1, keep, int((found.logits >= floor).sum()))
    return found.take(slice(0, count), ordered=True)


def _xtc(found: Candidates, sampling: Sampling, dice: Dice) -> Candidates:
    if sampling.xtc_threshold > _XTC_MOST or len(found.ids) < 2:  # noqa: PLR2004
        return found
    if np.float32(dice.word() / _WORD) > np.float32(sampling.xtc_probability):
        return found
    found = found.sort()
    last = int((found.probabilities() >= np.float32(sampling.xtc_threshold)).sum()) - 1
    if last > 0 and len(found.ids) - last >= sampling.min_keep:
        return found.take(slice(last, None), ordered=True)
    return found


def _tempered(found: Candidates, sampling: Sampling) -> Candidates:
    temperature = sampling.temperature
    if sampling.dynatemp_range > 0:
        if len(found.ids) <= 1:
            return found
        found = found.sort()
        chances = found.probabilities()
        chances = chances[chances > 0]
        entropy = -(chances * np.log(chances)).sum() / np.log(len(found.ids))
        low = max(0.0, temperature - sampling.dynatemp_range)
        high = temperature + sampling.dynatemp_range
        temperature = low + (high - low) * float(entropy) ** sampling.dynatemp_exponent
    if temperature <= 0:
        return found.take([int(found.logits.argmax())], ordered=True)
    return found._replace(logits=found.logits / np.float32(temperature))


class Mirostat:
    """Keeps the surprise of the answer near a target."""

    def __init__(self, sampling: Sampling, seed: int, *, vocab: int) -> None:
        self._sampling = sampling
        self._dice = Dice(seed)
        self._vocab = vocab
        self._most = 2 * sampling.mirostat_tau

    def draw(self, found: Candidates) -> int:
        sampling = self._sampling
        found = found._replace(logits=found.logits / np.float32(sampling.temperature)).sort()
        chances = found.probabilities()
        if sampling.mirostat == 1:
            count = self._zipf_count(chances)
        else:
            with np.errstate(divide="ignore"):
                count = _first(-np.log2(chances) > self._most, len(chances) + 1, 0) - 1
        chances = found.take(slice(0, max(1, count)), ordered=True).probabilities()
        # Of one alone, C++ draws nothing.
        chosen = self._dice.pick(chances) if len(chances) > 1 else 0
        surprise = -float(np.log2(chances[chosen]))
        self._most -= sampling.mirostat_eta * (surprise - sampling.mirostat_tau)
        return int(found.ids[chosen])

    def _zipf_count(self, chances: npt.NDArray[np.float32]) -> int:
        first = chances[: min(_ZIPF_TOKENS, len(chances))].astype(np.float64)
        first = first[first > 0]
        places = np.arange(1, len(first))
        if not len(places):
            return 1
        ranks = np.log((places + 1) / places)
        slope = (ranks * np.log(first[:-1] / first[1:])).sum() / (ranks**2).sum()
        excess = slope - 1
        if slope <= 0 or excess == 0:
            return len(chances)
        with np.errstate(all="ignore"):
            count = (excess * 2.0**self._most / (1 - float(self._vocab) ** -excess)) ** (1 / slope)
        return int(count) if np.isfinite(count) and count < len(chances) else len(chances)


def _first(reached: npt.NDArray[np.bool_], size: int, keep: int) -> int:
    """Return how many come up to the first that has reached the limit, but at least `keep`."""
    found = np.flatnonzero(reached[max(0, keep - 1) :])
    return int(found[0]) + max(0, keep - 1) + 1 if len(found) else size
