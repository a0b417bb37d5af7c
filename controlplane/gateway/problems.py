"""The gateway's refusals as `application/problem+json`, and the status codes they have."""

import logging
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from controlplane.db.errors import ConflictError, InvalidError, NotFoundError
from controlplane.devices.errors import TokenRefusedError
from shared.errors import Category, FlotillaError
from shared.wire.enrol import TokenFormError

MEDIA_TYPE = "application/problem+json"

logger = logging.getLogger(__name__)


class TooManyRequestsError(FlotillaError):
    """Somebody fails faster than people do."""

    code = "too_many_requests"
    category = Category.RESOURCE
    retryable = True


class BodyRefusedError(FlotillaError):
    """A body that is too large, or not what the address takes."""

    code = "bad_body"
    category = Category.CONFIG


_STATUS: tuple[tuple[type[FlotillaError], HTTPStatus], ...] = (
    (TokenRefusedError, HTTPStatus.FORBIDDEN),
    (TooManyRequestsError, HTTPStatus.TOO_MANY_REQUESTS),
    (TokenFormError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (BodyRefusedError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (InvalidError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (ConflictError, HTTPStatus.CONFLICT),
    (NotFoundError, HTTPStatus.NOT_FOUND),
)


def answer(_request: Request, error: Exception) -> JSONResponse:
    """Answer whatever a handler raised."""
    match error:
        case FlotillaError():
            return _of_failure(error)
        case HTTPException():
            status = HTTPStatus(error.status_code)
            return _problem(status, detail=error.detail, code=status.name.lower())
        case _:
            logger.error("a request of a device failed", exc_info=error)
            return _problem(
                HTTPStatus.INTERNAL_SERVER_ERROR,
                detail="the gateway failed to answer; its log says why",
                code="internal",
            )


def _of_failure(error: FlotillaError) -> JSONResponse:
    for kind, status in _STATUS:
        if isinstance(error, kind):
            response = _problem(status, detail=str(error), code=error.code)
            if status is HTTPStatus.TOO_MANY_REQUESTS:
                response.headers["Retry-After"] = "5"
            return response
    logger.error("a request of a device failed", exc_info=error)
    return _problem(HTTPStatus.INTERNAL_SERVER_ERROR, detail=str(error), code=error.code)


def _problem(status: HTTPStatus, *, detail: str, code: str) -> JSONResponse:
    body = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
        "code": code,
    }
    return JSONResponse(body, status_code=status, media_type=MEDIA_TYPE)
