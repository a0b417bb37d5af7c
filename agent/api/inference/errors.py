"""Failures in the words of the Open Inference Protocol: one sentence under `error`."""

from starlette.responses import JSONResponse

from agent.api.errors import ApiError, headers_of, status_of
from agent.api.inference.datatypes import UNPROCESSABLE
from agent.serving.errors import ModelNotFoundError, RequestError
from shared.errors import FlotillaError

_FIELD_CODES = frozenset({"invalid_value", "missing_required_parameter", "unsupported_parameter"})


def respond(error: FlotillaError, _request_id: str) -> JSONResponse:
    headers = dict(headers_of(error))
    return JSONResponse({"error": str(error)}, _status(error), headers=headers)


def _status(error: FlotillaError) -> int:
    """Return the status; what is JSON and yet no valid request is 422, as the protocol has it."""
    if isinstance(error, ApiError):
        return UNPROCESSABLE if error.api_code in _FIELD_CODES else error.status
    if isinstance(error, RequestError) and not isinstance(error, ModelNotFoundError):
        return UNPROCESSABLE
    return status_of(error)
