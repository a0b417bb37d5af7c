"""From what an engine says of a failed request to the errors of this package."""

from collections.abc import Mapping

from agent.engine import frames
from agent.engine.frames import Failed
from agent.serving.errors import (
    ChatTemplateError,
    ContextOverflowError,
    DeadlineError,
    EngineCrashedError,
    EngineError,
    RequestError,
    RequestFailedError,
    SlowReaderError,
    UnsuitableModelError,
)
from agent.serving.mailbox import Event


def failure_of(event: Event) -> EngineError | None:
    """Return what an event means, if it means that the request failed."""
    if isinstance(event, EngineCrashedError | SlowReaderError):
        return event
    if not isinstance(event, Failed):
        return None
    if event.code == frames.CONTEXT_OVERFLOW:
        return ContextOverflowError(event.prompt_tokens, event.n_ctx)
    return _ERRORS.get(event.code, RequestFailedError)(event.message)


def raise_failure(event: Event) -> None:
    """Go on only with an event that is no failure.

    Raises:
        EngineError: the request failed.
    """
    error = failure_of(event)
    if error is not None:
        raise error


_ERRORS: Mapping[str, type[EngineError]] = {
    frames.BAD_TEMPLATE: ChatTemplateError,
    frames.BAD_REQUEST: RequestError,
    frames.NOT_SERVED: UnsuitableModelError,
    frames.DEADLINE: DeadlineError,
}
