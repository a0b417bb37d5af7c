"""A small vocabulary for constrained output, and ways to go through a grammar with it."""

import random

import numpy as np

from agent.engine.constraint import Guide, Guides
from agent.engine.values import Constraint

WORDS = ['{"', '":', '":"', '","', '"}', "name", "set", "_light", "true", "false", " the", "12"]
PIECES = [
    *(bytes([byte]) for byte in range(256)),
    *(word.encode() for word in WORDS),
    b"",
    b"",
    b"",
]
END, CALL, OTHER_END = len(PIECES) - 3, len(PIECES) - 2, len(PIECES) - 1
SPECIALS = {END: "<|end|>", CALL: "<|call|>", OTHER_END: "<|stop|>"}


def cut(text: str) -> list[int]:
    """Cut text into the longest pieces, as the vocabulary's own tokenizer."""
    data, tokens = text.encode(), []
    while data:
        token = max(
            (one for one, piece in enumerate(PIECES) if piece and data.startswith(piece)),
            key=lambda one: len(PIECES[one]),
        )
        tokens.append(token)
        data = data[len(PIECES[token]) :]
    return tokens


def guides() -> Guides:
    return Guides(PIECES, ends={END, OTHER_END}, specials=SPECIALS, tokenize=cut)


def guide(kind: str, text: str = "") -> Guide:
    return guides().compile(Constraint(kind, text))


def spell(tokens: list[int]) -> str:
    return b"".join(PIECES[token] for token in tokens).decode("utf-8", "replace")


def allowed(at: Guide) -> set[int]:
    """Return the tokens that the mask leaves."""
    logits = np.zeros(len(PIECES), dtype=np.float32)
    at.prepare()
    at.mask(logits)
    return {token for token, logit in enumerate(logits) if np.isfinite(logit)}


def takes(at: Guide, text: str) -> bool:
    """Tell whether a whole answer, spelled byte by byte, is allowed."""
    for byte in text.encode():
        if not at.allows(byte):
            return False
        at.accept(byte)
    return at.allows(END)


def walk(at: Guide, seed: int, *, most: int = 400) -> str | None:
    """Draw an answer at random, as a model that knows nothing; None where it never ended."""
    drawn = random.Random(seed)
    tokens = at.forced()
    while not at.ended and len(tokens) < most:
        choices = sorted(allowed(at))
        # Ends and closing marks a little more often than chance would have it.
        wanted = [one for one in choices if one in {END, OTHER_END} or PIECES[one][:1] in b'"}]']
        token = drawn.choice(wanted if wanted and drawn.random() < 0.5 else choices)
        at.accept(token)
        if token in {END, OTHER_END}:
            return spell(tokens)
        tokens.append(token)
        tokens += at.forced()
    return spell(tokens) if at.ended else None
