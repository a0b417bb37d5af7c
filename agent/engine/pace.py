"""How fast the engine is, and so how much of a prompt may go beside answers. Pure.

Running means of measured steps: what a step costs that only decodes, and what a row of a prompt
costs. A slow machine gives prompts few rows at a time, a fast one many; the gap between two tokens
of an answer stays the same.
"""

from dataclasses import dataclass
from typing import Final

BUDGET_S: Final = 0.3
"""What prompts may add to a step in which somebody is generating."""
LEAST_ROWS: Final = 32
"""Fewer rows would hardly be cheaper: the weights are read for one as for many."""
FIRST_ROWS: Final = 64
"""Before anything was measured."""
_LATEST: Final = 0.25
"""How much the latest step counts."""
_TELLING: Final = 8
"""A step with fewer prompt rows says nothing about their rate."""
_MOST_FAVOUR: Final = 4.0
_FEWEST: Final = 0.1


@dataclass(slots=True)
class Pace:
    """What was measured so far."""

    decode_s: float = 0.0
    """A step that only decodes."""
    rows_per_s: float = 0.0
    """Prompt rows."""

    def learn(self, *, step_s: float, decoded: int, prompt_rows: int) -> None:
        """Take in a step of so many decoded and so many prompt rows."""
        if not prompt_rows:
            self.decode_s = _mean(self.decode_s, step_s)
        elif prompt_rows >= _TELLING and step_s > 0:
            spent_s = step_s - self.decode_s * bool(decoded)
            rate = prompt_rows / max(spent_s, step_s * _FEWEST)
            self.rows_per_s = _mean(self.rows_per_s, rate)

    def beside(self, *, prompts: int, generating: int, batch: int, grain: int = 1) -> int:
        """Return how many rows prompts may have in a step in which others generate.

        The more prompts wait for each answer on its way, the more they get. Whole passes of `grain`
        rows are best; the first row of a prompt goes along with the answers.
        """
        if not self.rows_per_s:
            return min(batch, FIRST_ROWS)
        favour = min(_MOST_FAVOUR, max(1.0, prompts / max(1, generating)))
        rows = max(LEAST_ROWS, int(self.rows_per_s * BUDGET_S * favour))
        if rows > grain > 1:
            rows = rows // grain * grain + 1
        return min(batch, rows)

    @property
    def row_cost(self) -> float:
        """Return what another row costs, as a part of a step that only decodes; 1 if unknown."""
        if not self.rows_per_s or not self.decode_s:
            return 1.0
        return min(1.0, 1 / self.rows_per_s / self.decode_s)


def _mean(before: float, latest: float) -> float:
    return latest if not before else before + _LATEST * (latest - before)
