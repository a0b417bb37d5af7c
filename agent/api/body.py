"""A request's body: bounded, JSON, and of the shape its endpoint wants."""

import json
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request

from agent.api.errors import ApiError

MAX_BODY_BYTES = 4 * 2**20

M = TypeVar("M", bound=BaseModel)


async def read_as(kind: type[M], request: Request) -> M:
    """Read the body as `kind`.

    Raises:
        ApiError: too large, not JSON, or not of that shape; says where.
    """
    try:
        value = json.loads(await _read(request))
    except (ValueError, RecursionError) as error:
        raise ApiError(f"the body is not JSON: {error}", code="invalid_json") from error
    if not isinstance(value, dict):
        raise ApiError("the body must be a JSON object", code="invalid_json")
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        raise _wrong_field(error) from error


async def _read(request: Request) -> bytes:
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > MAX_BODY_BYTES:
        raise _too_large()
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > MAX_BODY_BYTES:
            raise _too_large()
        chunks.append(chunk)
    return b"".join(chunks)


def _too_large() -> ApiError:
    return ApiError(
        f"the body is larger than {MAX_BODY_BYTES} bytes", status=413, code="body_too_large"
    )


def _wrong_field(error: ValidationError) -> ApiError:
    first: Any = error.errors()[0]
    path = [str(part) for part in first["loc"]]
    # A union's member is named in the path by its type; the field before it is the caller's.
    param = ".".join(part for part in path if part.isidentifier() or part.isdecimal())
    missing = first["type"] == "missing"
    message = f"{param} is required" if missing else f"{param}: {first['msg']}"
    return ApiError(
        message, param=param, code="missing_required_parameter" if missing else "invalid_value"
    )
