"""Read what a release is asked to be made of, before anything is written down.

The model file, the evaluation set and the golden prompts were uploaded as blobs by whoever asks,
so each of them is hostile until it was read here within its bounds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from controlplane.registry import quantization
from controlplane.registry.errors import BadReleaseError, BlobNotFoundError, BlobTooLargeError
from controlplane.registry.quantization import Quantization
from controlplane.registry.storage import Storage
from shared.compat import size
from shared.digest import Digest
from shared.evals import EvalError, EvalItem, GoldenSet, parse_items
from shared.gguf import GgufError, GgufHeader, read_header
from shared.ids import is_name

_MAX_SET_BYTES = 64 * 2**20
_MAX_CARD_BYTES = 2**20
_MAX_GOLDEN = 200
_MAX_CONTEXT = 2**20
_MAX_PARALLEL = 64
_MAX_ARCHITECTURE = 63


@dataclass(frozen=True)
class Draft:
    """A release as it is asked for."""

    line: str
    version: str
    licence: str
    quantizations: tuple[str, ...]
    context: int
    """Tokens of context per request."""
    parallel: int
    """Requests at once."""
    eval_limit: int
    source: Digest
    evals: Digest | None
    golden: Digest | None
    card: Digest | None


@dataclass(frozen=True)
class Inspected:
    """A draft that was found good, with what its files say."""

    draft: Draft
    quantizations: tuple[Quantization, ...]
    source_quantization: str
    parameters: int
    architecture: str
    blobs: dict[str, tuple[Digest, int]]
    """Use -> digest and size; `golden` is the set as devices read it, not the lines uploaded."""


def inspect(draft: Draft, storage: Storage) -> Inspected:
    """Check a draft and read its files.

    Raises:
        BadReleaseError: a name, a number, a quantization or a file that cannot be accepted.
        GgufError: the source is not a GGUF file we can read.
        EvalError: a line of a set is not an item; the message names it.
    """
    _check_words(draft)
    header = _read_source(draft, storage)
    wanted = tuple(quantization.parse(each) for each in draft.quantizations)
    source_quantization = quantization.of_source(header)
    quantization.check(wanted, source_quantization)
    _check_context(draft, header)
    blobs = {"source": (draft.source, storage.size(draft.source))}
    if draft.evals is not None:
        _items(draft.evals, storage, what="the evaluation set")
        blobs["evals"] = (draft.evals, storage.size(draft.evals))
    if draft.golden is not None:
        blobs["golden"] = _store_golden(draft.golden, storage)
    if draft.card is not None:
        _read(draft.card, storage, limit_bytes=_MAX_CARD_BYTES, what="the card")
        blobs["card"] = (draft.card, storage.size(draft.card))
    return Inspected(
        draft, wanted, source_quantization, header.parameters, header.architecture, blobs
    )


def _check_words(draft: Draft) -> None:
    for what, text in (("line", draft.line), ("version", draft.version)):
        if not is_name(text):
            raise BadReleaseError(
                f"{what} {text[:80]!r} is not a name: 1 to 63 of a-z 0-9 . _ -,"
                " beginning with a letter or digit, without two dots in a row"
            )
    if not 1 <= draft.context <= _MAX_CONTEXT:
        raise BadReleaseError(f"context must be 1 to {_MAX_CONTEXT} tokens, not {draft.context}")
    if not 1 <= draft.parallel <= _MAX_PARALLEL:
        raise BadReleaseError(f"parallel must be 1 to {_MAX_PARALLEL}, not {draft.parallel}")
    if draft.eval_limit < 0:
        raise BadReleaseError("the number of evaluation items must not be negative")


def _read_source(draft: Draft, storage: Storage) -> GgufHeader:
    try:
        file = storage.open(draft.source)
    except BlobNotFoundError:
        raise BadReleaseError(f"the model file {draft.source} was not uploaded") from None
    with file:
        header = read_header(file)
    length = storage.size(draft.source)
    if length < header.end:
        raise GgufError(
            f"the file is cut short: its header promises {size(header.end)}, it has {size(length)}"
        )
    if not header.architecture or not header.tensors:
        raise GgufError("the file holds no model: no architecture or no tensors in its header")
    if len(header.architecture) > _MAX_ARCHITECTURE:
        raise GgufError("the architecture's name is too long")
    return header


def _check_context(draft: Draft, header: GgufHeader) -> None:
    trained = header.context_length
    if trained and draft.context > trained:
        raise BadReleaseError(
            f"the model was trained for {trained} tokens of context, {draft.context} were asked for"
        )


def _store_golden(digest: Digest, storage: Storage) -> tuple[Digest, int]:
    items = _items(digest, storage, what="the golden prompts")
    if len(items) > _MAX_GOLDEN:
        raise BadReleaseError(
            f"{len(items)} golden prompts; at most {_MAX_GOLDEN} are asked on a device"
        )
    data = GoldenSet(items=tuple(items)).model_dump_json().encode()
    return storage.put(BytesIO(data)), len(data)


def _items(digest: Digest, storage: Storage, *, what: str) -> Sequence[EvalItem]:
    data = _read(digest, storage, limit_bytes=_MAX_SET_BYTES, what=what)
    try:
        return parse_items(data)
    except EvalError as error:
        raise EvalError(f"{what}: {error}") from error


def _read(digest: Digest, storage: Storage, *, limit_bytes: int, what: str) -> bytes:
    try:
        return storage.read(digest, limit_bytes=limit_bytes)
    except BlobNotFoundError:
        raise BadReleaseError(f"{what} {digest} was not uploaded") from None
    except BlobTooLargeError:
        raise BadReleaseError(f"{what} may have {size(limit_bytes)} at most") from None
