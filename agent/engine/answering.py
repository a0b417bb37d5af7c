"""From an evaluated row to more of an answer: draw, follow what is forced, check the guesses.

A guess is right when the request's own sampler draws it: so an answer is the same, token for token
and seed for seed, whether it was guessed or not.
"""

import time

from agent.engine import frames
from agent.engine.backends.base import Backend
from agent.engine.pace import Pace
from agent.engine.sequences import Sequence


class Answering:
    """Takes answers further; one for a loop."""

    def __init__(self, backend: Backend, pace: Pace) -> None:
        self._backend = backend
        self._context = backend.facts.context
        self._pace = pace

    def advance(self, sequence: Sequence, row: int, guesses: int) -> tuple[str, str | None]:
        """Draw from `row`, the row of the last pending token, and from those of right guesses.

        Returns the text that may be said, and why the answer ends if it does. Afterwards
        `evaluated` counts the right guesses, and whatever lies beyond is to be cut off.
        """
        sampler, drafted = sequence.sampler, sequence.guesses[:guesses]
        assert sampler is not None
        said: list[str] = []
        right = 0
        while True:
            reason = self._take(sequence, sampler.draw(row), said, drawn=True)
            if reason is None and sequence.guide is not None:
                reason = self._follow(sequence, said)
            before = right
            while (
                right < len(drafted)
                and sequence.pending
                and sequence.tokens[sequence.evaluated] == drafted[right]
            ):
                right += 1
                sequence.evaluated += 1
            row += right - before
            if reason is not None or sequence.pending:
                break
        if drafted and sequence.guesser is not None:
            sequence.guesser.judge(
                drafted=len(drafted),
                taken=right,
                row_cost=self._pace.row_cost,
                at=len(sequence.tokens),
            )
        if reason is not None:
            said.append(sequence.text.finish())
        return "".join(said), reason

    def _follow(self, sequence: Sequence, said: list[str]) -> str | None:
        """Append the tokens about which the constraint leaves no choice.

        Where probabilities are wanted, these are drawn as well, because only a row tells them.
        """
        assert sequence.guide is not None
        assert sequence.sampler is not None
        forced = sequence.guide.forced() if sequence.request.logprobs is None else ()
        for token in forced:
            sequence.sampler.accept(token)
            sequence.forced += 1
            reason = self._take(sequence, token, said, drawn=False)
            if reason is not None:
                return reason
        return frames.STOP if sequence.guide.ended else None

    def _take(self, sequence: Sequence, token: int, said: list[str], *, drawn: bool) -> str | None:
        """Append a token; return why the answer ends with it, if it does."""
        now_s = time.monotonic()
        if sequence.first_token_s is None:
            sequence.prompt_done_s = sequence.first_token_s = now_s
        sequence.last_token_s = now_s
        sequence.prompting = False
        sequence.tokens.append(token)
        sequence.generated += 1
        request = sequence.request
        ends = self._backend.ends(token)
        if ends and not request.ignore_end:
            return frames.STOP
        if drawn and sequence.sampler is not None and sequence.sampler.logprob is not None:
            sequence.unsaid.append(sequence.sampler.logprob)
        text = sequence.text.push(self._backend.piece(token, special=request.special))
        if text:
            said.append(text)
        if sequence.text.stopped:
            return frames.STOP
        if sequence.generated >= request.max_tokens:
            return frames.LENGTH
        if len(sequence.tokens) >= self._context and not request.shift:
            return frames.LENGTH
        return None
