"""Failures in the words of the API that was asked: its body, its statuses, its headers.

`errors` says what a failure is; every family of endpoints says it in its own shape, told apart by
the path. What is below no family's paths is said in OpenAI's words.
"""

from collections.abc import Awaitable, Callable
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from agent.api.anthropic import errors as anthropic
from agent.api.errors import ApiError
from agent.api.inference import errors as inference
from agent.api.ollama import errors as ollama
from shared.errors import FlotillaError

Words = Callable[[FlotillaError, str], JSONResponse]
"""From a failure and the request's id to the answer."""
Handler = Callable[[Request, Exception], Awaitable[Response]]

_FAMILIES: Final[tuple[tuple[str, Words], ...]] = (
    ("/api", ollama.respond),
    ("/v1/messages", anthropic.respond),
    ("/v2", inference.respond),
)


def words_of(path: str) -> Words | None:
    """Return how the family that a path belongs to words failures; None for OpenAI's."""
    return next(
        (words for root, words in _FAMILIES if path == root or path.startswith(f"{root}/")), None
    )


def worded(otherwise: Handler) -> Handler:
    """Return an exception handler that answers in the words of the family that was asked."""

    async def answer(request: Request, error: Exception) -> Response:
        words = words_of(request.url.path)
        if words is None:
            return await otherwise(request, error)
        response = words(_failure(error), getattr(request.state, "request_id", ""))
        if isinstance(error, HTTPException) and error.headers:
            response.headers.update(error.headers)
        return response

    return answer


def _failure(error: Exception) -> FlotillaError:
    if isinstance(error, FlotillaError):
        return error
    if isinstance(error, HTTPException):
        code = "not_found" if error.status_code == _NOT_FOUND else "bad_request"
        return ApiError(error.detail, status=error.status_code, code=code)
    message = "internal error; the agent's log has the details"
    return ApiError(message, status=500, code="internal_error")


_NOT_FOUND = 404
