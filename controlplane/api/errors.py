"""The only place of the API that knows status codes: failures become `application/problem+json`."""

import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.exc import DataError
from starlette.exceptions import HTTPException

from controlplane.access.errors import ForbiddenError, SignInRequiredError
from controlplane.db.errors import ConflictError, InvalidError, NotFoundError
from shared.errors import Category, FlotillaError
from shared.machine import InvalidTransitionError

MEDIA_TYPE = "application/problem+json"

logger = logging.getLogger(__name__)

_STATUS: tuple[tuple[type[FlotillaError], HTTPStatus], ...] = (
    (SignInRequiredError, HTTPStatus.UNAUTHORIZED),
    (ForbiddenError, HTTPStatus.FORBIDDEN),
    (NotFoundError, HTTPStatus.NOT_FOUND),
    (ConflictError, HTTPStatus.CONFLICT),
    (InvalidTransitionError, HTTPStatus.CONFLICT),
    (InvalidError, HTTPStatus.UNPROCESSABLE_ENTITY),
)
_SENTENCES = {
    HTTPStatus.BAD_REQUEST: "the body cannot be read; send JSON in UTF-8",
    HTTPStatus.NOT_FOUND: "nothing is at this address",
    HTTPStatus.METHOD_NOT_ALLOWED: "this address does not take this method",
}
_CALLER = frozenset({Category.CONFIG, Category.SECURITY, Category.MODEL, Category.EVAL})
"""Categories of failures that the caller's input brought about."""


class Problem(BaseModel):
    """RFC 9457, with our stable code."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    errors: list[dict[str, str]] | None = None
    """What is wrong with which field, when the body or a parameter was refused."""


RESPONSES: dict[int | str, dict[str, Any]] = {
    status.value: {
        "description": status.phrase,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status in (
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.CONFLICT,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    )
}
"""What every route may answer besides its own model."""


def status_of(error: FlotillaError) -> HTTPStatus:
    """Return the status code that says what `error` says."""
    for kind, status in _STATUS:
        if isinstance(error, kind):
            return status
    if error.retryable:
        return HTTPStatus.SERVICE_UNAVAILABLE
    if error.category in _CALLER:
        return HTTPStatus.UNPROCESSABLE_ENTITY
    return HTTPStatus.INTERNAL_SERVER_ERROR


def problem(
    status: HTTPStatus,
    *,
    detail: str,
    code: str,
    errors: list[dict[str, str]] | None = None,
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    body = Problem(
        title=status.phrase, status=status.value, detail=detail, code=code, errors=errors
    )
    return JSONResponse(
        body.model_dump(exclude_none=True),
        status_code=status,
        media_type=MEDIA_TYPE,
        headers=headers,
    )


def of_failure(error: FlotillaError) -> JSONResponse:
    """Answer a failure of ours."""
    status = status_of(error)
    if status is HTTPStatus.INTERNAL_SERVER_ERROR:
        logger.error("a request failed", exc_info=error)
    headers = {"WWW-Authenticate": "Bearer"} if status is HTTPStatus.UNAUTHORIZED else None
    return problem(status, detail=str(error), code=error.code, headers=headers)


def of_validation(error: RequestValidationError) -> JSONResponse:
    """Answer a body or a parameter that is not what the route takes."""
    errors = [
        {"field": ".".join(str(part) for part in item["loc"]), "message": str(item["msg"])}
        for item in error.errors()
    ]
    first = errors[0]
    return problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        detail=f"{first['field']}: {first['message']}",
        code="invalid_request",
        errors=errors,
    )


def of_http(error: HTTPException) -> JSONResponse:
    """Answer what the framework itself refuses: no such address, wrong method."""
    status = HTTPStatus(error.status_code)
    code = status.name.lower()
    headers = dict(error.headers) if error.headers else None
    return problem(status, detail=_SENTENCES.get(status, error.detail), code=code, headers=headers)


def of_value(error: DataError) -> JSONResponse:
    """Answer a value that the database cannot keep: too long for its column, a zero byte."""
    logger.warning("the database refuses a value", extra={"why": str(error.orig)})
    return problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        detail="a value is too long, or has characters that cannot be kept",
        code="invalid_value",
    )


def of_crash(error: Exception) -> JSONResponse:
    """Answer a defect of ours without showing its inside."""
    logger.error("a request failed", exc_info=error)
    return problem(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        detail="the control plane failed to answer; its log says why",
        code="internal",
    )


def answer(error: Exception) -> JSONResponse:
    """Answer anything that a route raised."""
    match error:
        case FlotillaError():
            return of_failure(error)
        case RequestValidationError():
            return of_validation(error)
        case HTTPException():
            return of_http(error)
        case DataError():
            return of_value(error)
        case _:
            return of_crash(error)


def install(app: FastAPI) -> None:
    """Make every failure of `app` a problem."""

    async def handle(_request: Request, error: Exception) -> JSONResponse:
        return answer(error)

    handler: Callable[[Request, Exception], Awaitable[JSONResponse]] = handle
    for kind in (FlotillaError, RequestValidationError, HTTPException, DataError, Exception):
        app.add_exception_handler(kind, handler)
