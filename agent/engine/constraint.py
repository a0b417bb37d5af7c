"""Constrained output: which tokens may come next, and which must. Over llguidance.

`Guides` belongs to a loaded model, `Guide` to one request. A grammar comes from outside, so it is
bounded before llguidance sees it and its work is bounded after; whatever goes wrong, in Python or
in Rust, is a `ConstraintError` of that one request.

A token that was drawn is checked alone, which takes a microsecond; the mask of all tokens is only
needed when it is refused. Where a model is refused often, masks are computed beside the decode:
`prepare` starts one in a worker thread (llguidance lets go of the interpreter's lock meanwhile)
and `mask` waits for it.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final

from agent.engine.constraints.errors import ConstraintError
from agent.engine.constraints.grammar import grammar_of
from agent.engine.constraints.vocabulary import Vocabulary, make_tokenizer
from agent.engine.values import Constraint

__all__ = ["ConstraintError", "Guide", "Guides"]

CACHED_GRAMMARS: Final = 32
_MOST_CHARS: Final = 400
_EAGER_STEPS: Final = 8
"""For so many tokens after a refused one the next mask is prepared."""
_DEAD_END: Final = "NoExtensionBias"
"""How llguidance says that nothing can follow."""
_LIMITS: Final[dict[str, Any]] = {
    "max_items_in_row": 8_000,
    "initial_lexer_fuel": 1_000_000,
    "step_lexer_fuel": 200_000,
    "step_max_items": 50_000,
    "max_lexer_states": 50_000,
    "max_grammar_size": 500_000,
    "verbose_errors": False,
}


class Guides:
    """The constraints of one loaded model. Nothing is built before the first one is compiled."""

    def __init__(
        self,
        pieces: Sequence[bytes],
        *,
        ends: Collection[int],
        specials: Mapping[int, str],
        tokenize: Callable[[str], list[int]],
    ) -> None:
        """Remember the model's vocabulary.

        `pieces` are the bytes of every token; `specials` the names of control tokens, which never
        match as text. `tokenize` cuts plain text: it adds nothing and takes no name of a control
        token for one.
        """
        self._vocabulary = Vocabulary(pieces, frozenset(ends), specials, tokenize)
        self._lock = threading.Lock()
        self._tokenizer: Any = None
        self._worker: ThreadPoolExecutor | None = None
        self._compiled: OrderedDict[Constraint, Any] = OrderedDict()

    def compile(self, constraint: Constraint) -> "Guide":
        """Return a guide for one request.

        Raises:
            ConstraintError: the constraint is wrong, too big, or wants what is not supported.
        """
        with self._lock:
            matcher = self._compiled.get(constraint)
            if matcher is None:
                matcher = self._compile(constraint)
                self._compiled[constraint] = matcher
                if len(self._compiled) > CACHED_GRAMMARS:
                    self._compiled.popitem(last=False)
            self._compiled.move_to_end(constraint)
            assert self._worker is not None
            return Guide(_rust(matcher.deep_copy), self._vocabulary.ends, self._worker)

    def close(self) -> None:
        """Let the worker thread end."""
        if self._worker is not None:
            self._worker.shutdown()

    def _compile(self, constraint: Constraint) -> Any:
        import llguidance  # noqa: PLC0415 - only where a constraint is used

        if not self._vocabulary.ends:
            raise ConstraintError("this model has no token that ends an answer")
        grammar = _rust(lambda: grammar_of(constraint, self._vocabulary.specials))
        if self._tokenizer is None:
            self._tokenizer = _rust(lambda: make_tokenizer(self._vocabulary))
            self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="masks")
        limits = llguidance.LLParserLimits(**_LIMITS)
        matcher = _rust(
            lambda: llguidance.LLMatcher(self._tokenizer, grammar, log_level=0, limits=limits)
        )
        _probe(matcher, constraint.kind)
        return matcher


def _probe(matcher: Any, kind: str) -> None:
    """Take the first step of a grammar, so that what can never work is refused at once.

    Raises:
        ConstraintError: it is wrong, too much work, or allows no answer at all.
    """
    if not matcher.is_error():
        # Neither changes where the grammar stands; what they learn is copied with it.
        _rust(matcher.compute_ff_tokens)
        bits = _rust(matcher.compute_bitmask)
        if not matcher.is_error() and not any(bits):
            raise ConstraintError(f"the {kind} cannot be used: it allows no answer at all")
    if matcher.is_error():
        error = _wording(matcher.get_error())
        if error == _DEAD_END:
            error = "it allows no answer at all"
        raise ConstraintError(f"the {kind} cannot be used: {error}")


class Guide:
    """Where one answer stands in its grammar."""

    def __init__(self, matcher: Any, ends: frozenset[int], worker: ThreadPoolExecutor) -> None:
        self._matcher = matcher
        self._ends = ends
        self._worker = worker
        self._coming: Future[bytes] | None = None
        self._over = False
        self._eager = _EAGER_STEPS

    @property
    def ended(self) -> bool:
        """Whether nothing but the end of the answer may follow."""
        return self._over or bool(self._settled().is_stopped())

    def forced(self) -> list[int]:
        """Return the tokens that must come next; the guide has accepted them already.

        Only tokens that any continuation would begin with are forced: where the text that must
        follow could still be cut differently, depending on what comes after it, it is left to the
        model.

        Raises:
            ConstraintError: the grammar became too much work.
        """
        matcher = self._settled()
        tokens: list[int] = []
        while not matcher.is_stopped():
            more = _rust(matcher.compute_ff_tokens)
            if not more:
                break
            self._consume(more)
            tokens += more
        self._check()
        return tokens

    def prepare(self) -> None:
        """Begin to compute the next mask in another thread, where it is likely to be needed."""
        if self._eager > 0 and self._coming is None and not self._over:
            self._eager -= 1
            self._coming = self._worker.submit(_rust, self._matcher.compute_bitmask)

    def allows(self, token: int) -> bool:
        """Tell whether this token may come next, without a look at the others."""
        matcher = self._settled()
        if token in self._ends and (self._over or matcher.is_accepting()):
            return True
        return not self._over and bool(_rust(lambda: matcher.validate_tokens([token])) == 1)

    def mask(self, logits: Any) -> None:
        """Set the logits of tokens that may not come next to minus infinity, in place.

        Raises:
            ConstraintError: the grammar became too much work.
        """
        import numpy as np  # noqa: PLC0415 - only where a constraint is used

        self._eager = _EAGER_STEPS
        coming, self._coming = self._coming, None
        bits = _rust(self._matcher.compute_bitmask) if coming is None else coming.result()
        self._check()
        allowed = np.zeros(len(logits), dtype=bool)
        known = np.unpackbits(np.frombuffer(bits, dtype=np.uint8), bitorder="little")
        allowed[: len(known)] = known[: len(logits)]
        if self._over or self._matcher.is_accepting():
            allowed[list(self._ends)] = True
        np.copyto(logits, -np.inf, where=~allowed)

    def accept(self, token: int) -> None:
        """Go on after a token that was drawn.

        Raises:
            ConstraintError: the grammar does not allow it.
        """
        matcher = self._settled()
        if token in self._ends and (self._over or matcher.is_accepting()):
            self._over = True
            return
        self._consume([token])

    def fork(self) -> "Guide":
        """Return a guide that stands where this one stands and goes its own way."""
        other = Guide(_rust(self._settled().deep_copy), self._ends, self._worker)
        other._over = self._over
        return other

    def _consume(self, tokens: list[int]) -> None:
        self._coming = None
        if not _rust(lambda: self._matcher.consume_tokens(tokens)):
            self._check()
            raise ConstraintError(f"the constraint does not allow token {tokens[0]} here")

    def _settled(self) -> Any:
        """Return the matcher when no other thread works on it."""
        if self._coming is not None:
            self._coming.exception()
        return self._matcher

    def _check(self) -> None:
        if self._matcher.is_error():
            raise ConstraintError(f"the constraint failed: {_wording(self._matcher.get_error())}")


def _rust(call: Callable[[], Any]) -> Any:
    """Call into llguidance; a panic there is an error here."""
    try:
        return call()
    except ConstraintError:
        raise
    except Exception as error:
        raise ConstraintError(f"the constraint failed: {_wording(str(error))}") from error
    except BaseException as error:
        # A Rust panic arrives as an exception that is deliberately no `Exception`.
        if type(error).__name__ != "PanicException":
            raise
        raise ConstraintError("the constraint failed inside llguidance") from error


def _wording(message: str) -> str:
    """Return llguidance's message without its drawings, and not longer than people read."""
    message = message.replace("<non-verbose/>", "").strip()
    if len(message) <= _MOST_CHARS:
        return message
    half = _MOST_CHARS // 2
    return f"{message[:half]} ... {message[-half:]}"
