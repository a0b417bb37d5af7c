"""What the vector loop needs of a library that evaluates a model in one go: no answer grows here.

A backend belongs to one thread, the loop's; `read`, `pair`, `take`, `tokenize`, `piece`,
`detokenize` and `call` may be called beside it. The loop promises at most `rows` inputs at a time,
every one of 1 to `context` tokens, all of them in the vocabulary, and calls of one kind.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from agent.engine.protocol import MAX_FRAME_BYTES
from agent.engine.values import Tensor, TensorSpec

ANSWER_BYTES: Final = MAX_FRAME_BYTES - 64 * 1024
"""What tensors or vectors may take of a frame as base64; the rest is for names and brackets."""


@dataclass(frozen=True, slots=True)
class VectorFacts:
    engine: str
    serves: str
    """`embeddings`, `rerank` or `tensors`."""
    context: int
    """Tokens of the longest input; 0 where the model takes tensors alone."""
    rows: int
    """Most inputs in one run."""
    tokens: int
    """Tokens worth evaluating in one run, padding included; a longer input runs alone."""
    padded: bool
    """Whether the inputs of a run are padded to the longest of them."""
    elements: int = 2**22
    """The same for tensors, in elements of all inputs."""
    vocab: int = 0
    architecture: str = ""
    dimensions: int = 0
    """Of a vector; for models that score, how many scores an input gets."""
    scores: bool = False
    """Whether an input gets scores (of its relevance, or per class) instead of a vector."""
    labels: tuple[str, ...] = ()
    """What the scores of a classifier mean."""
    trained: int = 0
    parameters: int = 0
    weights_bytes: int = 0
    memory_bytes: int = 0
    """What the load was forecast to take; 0 where the library cannot say."""
    bos: str = ""
    eos: str = ""
    adds_bos: bool = False
    inputs: tuple[TensorSpec, ...] = ()
    outputs: tuple[TensorSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class Input:
    """One input in tokens, and what of it a cut must leave alone."""

    tokens: tuple[int, ...]
    types: tuple[int, ...] = ()
    """Which of the two texts of a pair a token belongs to, where the model asks."""
    head: int = 0
    """Tokens at the beginning that a cut leaves alone."""
    tail: int = 0
    """Tokens at the end that a cut leaves alone."""

    def cut(self, limit: int) -> "Input | None":
        """Return it with at most `limit` tokens; None where the ends alone are longer."""
        surplus = len(self.tokens) - limit
        if surplus <= 0:
            return self
        end = len(self.tokens) - self.tail
        if end - surplus < self.head:
            return None
        return Input(
            self.tokens[: end - surplus] + self.tokens[end:],
            self.types[: end - surplus] + self.types[end:],
            self.head,
            self.tail,
        )


@dataclass(frozen=True, slots=True)
class Call:
    """The tensors of one request, checked, in the backend's own form."""

    kind: Hashable
    """Calls of one kind may share a run; None shares with nobody."""
    rows: int
    size: int
    """Elements of all its inputs in one row."""
    values: Any


class VectorBackend(Protocol):
    """A loaded model."""

    @property
    def facts(self) -> VectorFacts: ...

    def read(self, text: str) -> Input:
        """Return a text as the model wants to be given it.

        Raises:
            RefusedError: it does not take text, or ranks pairs alone.
        """
        ...

    def pair(self, query: str, document: str) -> Input:
        """Return a query and a document as the model wants to be given them.

        Raises:
            RefusedError: it does not rank.
        """
        ...

    def take(self, tokens: Sequence[int]) -> Input:
        """Return tokens that a client made itself, as they are.

        Raises:
            RefusedError: it does not take tokens.
        """
        ...

    def tokenize(self, text: str, *, add_special: bool, parse_special: bool) -> list[int]:
        """Cut a text into tokens.

        Raises:
            RefusedError: there is no vocabulary.
        """
        ...

    def piece(self, token: int) -> str:
        """Return what the vocabulary calls a token."""
        ...

    def detokenize(self, tokens: Sequence[int]) -> str:
        """Return the text that tokens of the vocabulary are of."""
        ...

    def embed(self, inputs: Sequence[Input], *, normalize: bool) -> list[bytes]:
        """Return one vector per input, as little-endian float32.

        Normalised: vectors to length 1; scores to what may be read as probabilities.

        Raises:
            BackendError: the library failed; its state is as before.
            FatalEngineError: its state is unknown.
        """
        ...

    def call(self, inputs: Sequence[Tensor], outputs: Sequence[str]) -> Call:
        """Check tensors from outside against the model.

        Raises:
            RefusedError: they are not what the model takes; the message says what is wrong.
        """
        ...

    def infer(self, calls: Sequence[Call]) -> list[tuple[Tensor, ...]]:
        """Run calls of one kind together; return the outputs of each.

        Raises:
            BackendError: the library failed.
        """
        ...

    def close(self) -> None: ...
