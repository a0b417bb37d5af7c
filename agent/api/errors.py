"""From our failures to HTTP: the only place of the agent's API that knows status codes.

The body is OpenAI's error object, whose four fields are all always there.
"""

from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from agent.serving.errors import (
    BusyError,
    ContextOverflowError,
    DeadlineError,
    EngineCrashedError,
    EngineTimeoutError,
    ForbiddenSlotError,
    ModelNotFoundError,
    NotServingError,
    OutOfMemoryError,
    RecalledError,
    RequestError,
    SlowReaderError,
    UnsuitableModelError,
)
from shared.errors import Category, FlotillaError

_INVALID = "invalid_request_error"
_STATUSES: tuple[tuple[type[FlotillaError], int, str], ...] = (
    (ModelNotFoundError, 404, _INVALID),
    (ContextOverflowError, 400, "exceed_context_size_error"),
    (UnsuitableModelError, 400, "not_supported_error"),
    (RequestError, 400, _INVALID),
    (ForbiddenSlotError, 403, "permission_error"),
    (BusyError, 429, "rate_limit_error"),
    (RecalledError, 410, "unavailable_error"),
    (NotServingError, 503, "unavailable_error"),
    (OutOfMemoryError, 503, "unavailable_error"),
    (EngineCrashedError, 503, "server_error"),
    (EngineTimeoutError, 504, "server_error"),
    (DeadlineError, 504, "server_error"),
    (SlowReaderError, 408, _INVALID),
)
"""What llama.cpp's server calls them, with its statuses where it has some."""
_TYPES = {
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    500: "server_error",
    501: "not_supported_error",
    503: "unavailable_error",
}
_MODEL_ERRORS = (ModelNotFoundError, UnsuitableModelError, ForbiddenSlotError)


class ApiError(FlotillaError):
    """A request that never reached a slot, or an API that cannot listen."""

    code = "bad_request"
    category = Category.CONFIG

    def __init__(
        self, message: str, *, status: int = 400, param: str | None = None, code: str | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.param = param
        self.api_code = code or self.code


class UnsupportedError(ApiError):
    """A parameter that this device does not honour yet: a clear no, never a silent one."""

    def __init__(self, param: str, what: str) -> None:
        super().__init__(
            f"{what} is not supported yet by this device", param=param, code="unsupported_parameter"
        )


class GoneError(ApiError):
    """The client went away before its answer was whole; nobody reads this."""

    code = "client_gone"

    def __init__(self) -> None:
        super().__init__("the client went away before its answer was whole", status=_GONE)


class ListenError(FlotillaError):
    """The API cannot listen where it should."""

    code = "api_cannot_listen"
    category = Category.CONFIG


def status_of(error: FlotillaError) -> int:
    if isinstance(error, ApiError):
        return error.status
    return next((status for kind, status, _ in _STATUSES if isinstance(error, kind)), 500)


def body_of(error: FlotillaError) -> dict[str, Any]:
    """Return OpenAI's error object for a failure."""
    if isinstance(error, ApiError):
        kind = _TYPES.get(error.status, _INVALID)
        return _body(str(error), kind, param=error.param, code=error.api_code)
    kind = next((name for cls, _, name in _STATUSES if isinstance(error, cls)), "server_error")
    param = "model" if isinstance(error, _MODEL_ERRORS) else None
    body = _body(str(error), kind, param=param, code=error.code)
    if isinstance(error, ContextOverflowError):
        body["error"] |= {"n_prompt_tokens": error.prompt_tokens, "n_ctx": error.context}
    return body


def headers_of(error: FlotillaError) -> Mapping[str, str]:
    if isinstance(error, BusyError | NotServingError | EngineCrashedError):
        return {"Retry-After": str(error.retry_after_s)}
    return {}


UNAUTHORIZED = 401


async def on_failure(_request: Request, error: Exception) -> JSONResponse:
    """Answer for one of our own failures."""
    assert isinstance(error, FlotillaError)
    return JSONResponse(body_of(error), status_of(error), headers=dict(headers_of(error)))


async def on_http(_request: Request, error: Exception) -> JSONResponse:
    """Answer for what the router refuses: no such path, no such method."""
    assert isinstance(error, HTTPException)
    code = "not_found" if error.status_code == _NOT_FOUND else "bad_request"
    kind = _TYPES.get(error.status_code, _INVALID)
    body = _body(str(error.detail), kind, param=None, code=code)
    return JSONResponse(body, error.status_code, headers=error.headers)


async def on_surprise(_request: Request, _error: Exception) -> JSONResponse:
    """Answer for a defect of ours, without its details."""
    body = _body("internal error; the agent's log has the details", "server_error")
    return JSONResponse(body, 500)


def _body(
    message: str, kind: str, *, param: str | None = None, code: str | None = None
) -> dict[str, Any]:
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}


_NOT_FOUND = 404
_GONE = 499
