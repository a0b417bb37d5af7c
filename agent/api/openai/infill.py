"""What stands between a beginning and an end: the prompt of models that were taught to fill gaps.

Such a model has control tokens for it. Which ones is found by asking its tokenizer: a mark that it
knows is one token.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from agent.api.errors import UnsupportedError
from agent.serving.servable import TokenizeRequest
from agent.serving.slots import Slots


class Marks(NamedTuple):
    prefix: str
    suffix: str
    middle: str


_KNOWN: Final = (
    Marks("<|fim_prefix|>", "<|fim_suffix|>", "<|fim_middle|>"),
    Marks("<fim_prefix>", "<fim_suffix>", "<fim_middle>"),
    Marks("<fim-prefix>", "<fim-suffix>", "<fim-middle>"),
    Marks("<｜fim▁begin｜>", "<｜fim▁hole｜>", "<｜fim▁end｜>"),  # noqa: RUF001 - the marks' letters
    Marks("<|code_prefix|>", "<|code_suffix|>", "<|code_middle|>"),
    Marks("▁<PRE>", "▁<SUF>", "▁<MID>"),
)


async def infilled(
    slots: Slots, slot: str, prefix: str | Sequence[int], suffix: str
) -> tuple[int, ...]:
    """Return the tokens after which a model says what goes between.

    Raises:
        UnsupportedError: the model was not taught this.
    """
    begin, hole, middle = await _marks(slots, slot)
    before = await _tokens(slots, slot, prefix) if isinstance(prefix, str) else prefix
    return (begin, *before, hole, *await _tokens(slots, slot, suffix), middle)


async def filled(
    slots: Slots,
    slot: str,
    *,
    before: str,
    after: str,
    begun: str,
    extra: Sequence[tuple[str, str]],
) -> tuple[int, ...]:
    """Return the same, behind other files by name and text, and with the gap's beginning given.

    Raises:
        UnsupportedError: the model was not taught this.
    """
    around = await infilled(slots, slot, before, after)
    files = await _files(slots, slot, extra) if extra else ()
    return (*files, *around, *await _tokens(slots, slot, begun))


async def _files(slots: Slots, slot: str, extra: Sequence[tuple[str, str]]) -> tuple[int, ...]:
    mark = await _token(slots, slot, "<|file_sep|>")
    tokens: list[int] = []
    for name, text in extra:
        if mark is None:
            tokens += await _tokens(slots, slot, f"\n\n--- {name} ---\n\n{text}")
        else:
            tokens += (mark, *await _tokens(slots, slot, f"{name}\n{text}"))
    return tuple(tokens)


async def _marks(slots: Slots, slot: str) -> tuple[int, int, int]:
    for marks in _KNOWN:
        found = [await _token(slots, slot, mark) for mark in marks]
        known = [token for token in found if token is not None]
        if len(known) == len(marks):
            return known[0], known[1], known[2]
    raise UnsupportedError("suffix", "filling a gap (this model has no tokens for it)")


async def _token(slots: Slots, slot: str, mark: str) -> int | None:
    found = (await slots.tokenize(slot, TokenizeRequest(text=mark))).tokens
    return found[0] if len(found) == 1 else None


async def _tokens(slots: Slots, slot: str, text: str) -> tuple[int, ...]:
    return (await slots.tokenize(slot, TokenizeRequest(text=text, parse_special=False))).tokens
