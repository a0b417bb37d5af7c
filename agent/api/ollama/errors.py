"""Failures in Ollama's words: one sentence under `error`, and its statuses."""

from starlette.responses import JSONResponse

from agent.api.errors import ApiError, headers_of, status_of
from agent.serving.errors import BusyError, ModelNotFoundError
from shared.errors import FlotillaError

FORBIDDEN = 403
NOT_FOUND = 404
_UNAVAILABLE = 503


class ManagedError(ApiError):
    """Something that only the fleet does with models."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what}: the models of this device are managed by its fleet, which signs them and"
            " rolls them out",
            status=FORBIDDEN,
            code="managed_by_fleet",
        )


class NameNotFoundError(ApiError):
    """Nothing is called that, neither a model nor an alias."""

    def __init__(self, name: str) -> None:
        super().__init__(f"model {name[:200]!r} not found", status=NOT_FOUND, code="not_found")


def respond(error: FlotillaError, _request_id: str) -> JSONResponse:
    status = _UNAVAILABLE if isinstance(error, BusyError) else status_of(error)
    return JSONResponse({"error": sentence(error)}, status, headers=dict(headers_of(error)))


def sentence(error: FlotillaError) -> str:
    """Return what went wrong; clients look for the first words of some of these."""
    if isinstance(error, ModelNotFoundError):
        return f'model "{error.model[:200]}" not found, try pulling it first'
    if isinstance(error, BusyError):
        return f"server busy, please try again.  maximum pending requests exceeded: {error}"
    return str(error)
