"""Failures in Anthropic's words: an error object with its type, and the request's id."""

from typing import Any, Final

from starlette.responses import JSONResponse

from agent.api.errors import headers_of, status_of
from agent.serving.errors import NotServingError
from shared.errors import FlotillaError

OVERLOADED: Final = 529
_TYPES: Final = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    405: "invalid_request_error",
    413: "request_too_large",
    422: "invalid_request_error",
    429: "rate_limit_error",
    504: "timeout_error",
    OVERLOADED: "overloaded_error",
}


def respond(error: FlotillaError, request_id: str) -> JSONResponse:
    headers = {**headers_of(error), "request-id": request_id}
    return JSONResponse(body(error, request_id), _status(error), headers=headers)


def body(error: FlotillaError, request_id: str) -> dict[str, Any]:
    kind = _TYPES.get(_status(error), "api_error")
    return {
        "type": "error",
        "error": {"type": kind, "message": str(error)},
        "request_id": request_id,
    }


def _status(error: FlotillaError) -> int:
    """Return the status; Anthropic has one of its own for a service that cannot answer now."""
    return OVERLOADED if isinstance(error, NotServingError) else status_of(error)
