"""A request's body: bounded, JSON, and of the shape its endpoint wants."""

import json
from typing import Any, NoReturn, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect, Request

from agent.api.errors import ApiError, GoneError

MAX_BODY_BYTES = 4 * 2**20
MAX_DEPTH = 100

_SCALARS = frozenset({"bool", "float", "int", "str"})

_SURROGATE = r"\ud"
"""How one begins in JSON."""

M = TypeVar("M", bound=BaseModel)


async def read_as(kind: type[M], request: Request) -> M:
    """Read the body as `kind`.

    Raises:
        ApiError: too large, not JSON, or not of that shape; says where.
    """
    return parse(kind, await read(request))


def parse(kind: type[M], body: bytes) -> M:
    """Read bytes as `kind`.

    Raises:
        ApiError: not JSON, or not of that shape; says where.
    """
    value = json_of(body)
    if not isinstance(value, dict):
        raise ApiError("the body must be a JSON object", code="invalid_json")
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        raise _wrong_field(error) from error


def json_of(body: bytes) -> Any:
    """Read bytes as JSON of bounded depth.

    Raises:
        ApiError: not JSON, or too deep.
    """
    try:
        # Left to itself `json` takes other encodings too, and halves of surrogate pairs with them.
        text = body.decode("utf-8-sig")
        value = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise ApiError(f"the body is not JSON: {error}", code="invalid_json") from error
    if not _shallow(value):
        raise ApiError(f"the body nests more than {MAX_DEPTH} deep", code="invalid_json")
    if _SURROGATE in text.lower() and not _is_text(value):
        raise ApiError("a text in the body has half of a surrogate pair", code="invalid_json")
    return value


async def read(request: Request, *, most_bytes: int = MAX_BODY_BYTES) -> bytes:
    """Read the body as it is.

    Raises:
        ApiError: it is larger than `most_bytes`.
        GoneError: the client went away before its end.
    """
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > most_bytes:
        raise _too_large(most_bytes)
    chunks: list[bytes] = []
    size = 0
    try:
        async for chunk in request.stream():
            size += len(chunk)
            if size > most_bytes:
                raise _too_large(most_bytes)
            chunks.append(chunk)
    except ClientDisconnect as error:
        raise GoneError from error
    return b"".join(chunks)


def _is_text(value: Any) -> bool:
    """Tell whether all texts can be written down again; no tokenizer and no answer takes others."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _shallow(value: Any) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return True
    return False


def _too_large(most_bytes: int) -> ApiError:
    return ApiError(
        f"the body is larger than {most_bytes} bytes", status=413, code="body_too_large"
    )


def _wrong_field(error: ValidationError) -> ApiError:
    first: Any = error.errors()[0]
    path = [str(part) for part in first["loc"]]
    while path and path[-1] in _SCALARS:
        path.pop()
    # A union's member is named in the path by its type; the field before it is the caller's.
    param = ".".join(part for part in path if part.isidentifier() or part.isdecimal())
    missing = first["type"] == "missing"
    message = f"{param} is required" if missing else f"{param}: {first['msg']}"
    return ApiError(
        message, param=param, code="missing_required_parameter" if missing else "invalid_value"
    )
