"""Ask a model many questions side by side, greedily, and judge the answers.

Every sequence of the context answers one item after another. The tokens that all prompts begin
with (a system prompt) are decoded once and stay in every sequence. A sequence that ends takes the
next item at once, so that the batches stay full.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from controlplane.registry.workbench.llama import Context, Log, Model, Row, Use, loaded, working
from controlplane.registry.workbench.prompts import Prompter
from controlplane.registry.workbench.protocol import Evaluated, EvaluateTask
from shared.evals import EvalItem, EvalResult, GoldenSet, is_right, parse_items

_BATCH = 512
_MAX_CELLS = 32_768
"""Tokens that all sequences together may hold, which bounds the memory of an evaluation."""


@dataclass
class Seat:
    """One sequence and the item it answers."""

    sequence: int
    item: EvalItem
    pending: list[int]
    """Tokens that wait to be decoded: the prompt's rest, or the token just chosen."""
    position: int
    """Tokens of this sequence that the context holds."""
    room: int
    """Tokens that may still be generated."""
    answer: bytearray = field(default_factory=bytearray)
    row: int = -1
    """Where in the present batch its last token stands; -1 when it is not all in."""


def run(task: EvaluateTask, progress: Callable[[float], None]) -> Evaluated:
    """Do the task.

    Raises:
        EngineFileError: the engine refused the file or a batch.
        PromptError: the model's template refused an item.
    """
    items = pick(parse_items(task.evals.read_bytes()), task.limit) if task.evals else ()
    golden = GoldenSet.model_validate_json(task.golden.read_bytes()) if task.golden else None
    asked = golden.items if golden else ()
    total = max(1, len(items) + len(asked))
    with Log(), loaded(task.weights) as model:
        score = _judge(model, items, task, lambda done: progress(done / total))
        again = task.model_copy(update={"max_tokens": golden.max_tokens}) if golden else task
        probe = _judge(model, asked, again, lambda done: progress((len(items) + done) / total))
    return Evaluated(evaluation=score, golden=probe)


def pick(items: Sequence[EvalItem], limit: int) -> tuple[EvalItem, ...]:
    """Return `limit` items spread evenly over the set; all of them when `limit` is 0."""
    if not limit or limit >= len(items):
        return tuple(items)
    return tuple(items[index * len(items) // limit] for index in range(limit))


def _judge(
    model: Model, items: Sequence[EvalItem], task: EvaluateTask, done: Callable[[int], None]
) -> EvalResult | None:
    if not items:
        return None
    prompter = Prompter(model.template, bos=model.bos, eos=model.eos)
    prompts = [model.tokens(prompter.render(item.messages)) for item in items]
    longest = max(len(prompt) for prompt in prompts)
    room = min(task.context, longest + task.max_tokens)
    width = max(1, min(task.width, len(items), _MAX_CELLS // room))
    began = time.monotonic()
    use = Use(width, room, _BATCH, threads=task.threads, outputs=width)
    with working(model, use) as context:
        examination = _Examination(model, context, room=room, max_tokens=task.max_tokens)
        examination.share(prompts, width)
        for _ in examination.ask(items, prompts, width):
            done(examination.answered)
    return EvalResult(
        items=len(items),
        correct=examination.correct,
        generated_tokens=examination.generated,
        elapsed_ms=round((time.monotonic() - began) * 1000),
    )


class _Examination:
    """The loop: fill seats, decode a batch, choose tokens, judge what ended."""

    def __init__(self, model: Model, context: Context, *, room: int, max_tokens: int) -> None:
        self._model = model
        self._context = context
        self._room = room
        self._max_tokens = max_tokens
        self._shared = 0
        self.answered = 0
        self.correct = 0
        self.generated = 0

    def share(self, prompts: Sequence[list[int]], width: int) -> None:
        """Decode what all prompts begin with once, and give it to every sequence."""
        # The last token of a prompt must be decoded with it, or there are no logits.
        shared = _common([prompt[:-1] for prompt in prompts])
        for start in range(0, len(shared), _BATCH):
            piece = shared[start : start + _BATCH]
            self._context.decode(
                [
                    Row(token, start + index, 0, wants_logits=False)
                    for index, token in enumerate(piece)
                ]
            )
        for sequence in range(1, width if shared else 1):
            self._context.copy(0, sequence)
        self._shared = len(shared)

    def ask(
        self, items: Sequence[EvalItem], prompts: Sequence[list[int]], width: int
    ) -> Iterator[None]:
        """Answer everything; yield after every batch."""
        queue = iter(zip(items, prompts, strict=True))
        free = list(range(width))
        seats: list[Seat] = []
        while True:
            while free and (seat := self._next(queue, free[-1])) is not None:
                free.pop()
                seats.append(seat)
            if not seats:
                return
            self._context.decode(_fill(seats))
            ended = [seat for seat in seats if seat.row >= 0 and self._advance(seat)]
            for seat in ended:
                self._judge(seat)
                seats.remove(seat)
                free.append(seat.sequence)
            yield

    def _next(self, queue: Iterator[tuple[EvalItem, list[int]]], sequence: int) -> Seat | None:
        """Seat the next item; one whose prompt does not fit counts as answered wrong."""
        for item, prompt in queue:
            room = min(self._max_tokens, self._room - len(prompt))
            if room <= 0:
                self.answered += 1
                continue
            start = self._shared
            if not self._context.forget(sequence, after=start):
                # A recurrent model cannot go back to the middle; it starts afresh.
                self._shared = start = 0
                self._context.forget(sequence, after=0)
            return Seat(sequence, item, prompt[start:], start, room)
        return None

    def _advance(self, seat: Seat) -> bool:
        """Choose the next token; tell whether the answer has ended."""
        token = self._context.best(seat.row)
        self.generated += 1
        if self._model.ends(token):
            return True
        seat.answer += self._model.piece(token)
        seat.pending = [token]
        seat.room -= 1
        return seat.room <= 0

    def _judge(self, seat: Seat) -> None:
        self.answered += 1
        answer = seat.answer.decode("utf-8", "replace")
        self.correct += is_right(answer, seat.item.expected)


def _common(prompts: Sequence[list[int]]) -> list[int]:
    """Return the tokens that all prompts begin with."""
    # Of all lists, the least and the greatest differ the earliest.
    least, greatest = min(prompts), max(prompts)
    pairs = enumerate(zip(least, greatest, strict=False))
    end = next((index for index, (one, other) in pairs if one != other), len(least))
    return least[:end]


def _fill(seats: Sequence[Seat]) -> list[Row]:
    """Take as many waiting tokens as a batch holds, of those first that need only one."""
    rows: list[Row] = []
    for seat in sorted(seats, key=lambda each: len(each.pending)):
        taken = seat.pending[: _BATCH - len(rows)]
        whole = 0 < len(taken) == len(seat.pending)
        for index, token in enumerate(taken):
            last = whole and index == len(taken) - 1
            rows.append(Row(token, seat.position + index, seat.sequence, wants_logits=last))
        seat.row = len(rows) - 1 if whole else -1
        seat.position += len(taken)
        seat.pending = seat.pending[len(taken) :]
    return rows
