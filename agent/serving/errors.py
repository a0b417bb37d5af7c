"""What can go wrong while a bundle is loaded and served."""

from collections.abc import Iterable

from shared.errors import Category, FlotillaError


class EngineError(FlotillaError):
    """Root of the failures of this package."""

    code = "engine_failed"
    category = Category.MODEL


class EngineLoadError(EngineError):
    """The bundle cannot be loaded: corrupt, hostile, or not for this engine."""

    code = "engine_load_failed"


class OutOfMemoryError(EngineError):
    """The bundle does not fit beside what is loaded, or grew beyond what it may take."""

    code = "out_of_memory"
    category = Category.RESOURCE


class EngineTimeoutError(EngineError):
    """The engine did not answer in time."""

    code = "engine_timeout"
    category = Category.SYSTEM
    retryable = True


class EngineCrashedError(EngineError):
    """The engine process ended while it had requests."""

    code = "engine_crashed"
    category = Category.SYSTEM
    retryable = True

    def __init__(self, how: str, *, retry_after_s: int = 5) -> None:
        super().__init__(f"the engine {how} while it worked on this request; it is being restarted")
        self.retry_after_s = retry_after_s


class RequestFailedError(EngineError):
    """The engine could not finish this one request."""

    code = "request_failed"
    category = Category.SYSTEM


class DeadlineError(EngineError):
    """The request was not done within its time."""

    code = "deadline_exceeded"
    category = Category.RESOURCE
    retryable = True

    def __init__(self, why: str) -> None:
        super().__init__(f"the request was {why}")


class RequestError(EngineError):
    """The request itself is wrong; asking again in the same words will not help."""

    code = "bad_request"
    category = Category.CONFIG


class ChatTemplateError(RequestError):
    """The model has no chat template, or its template cannot take this conversation."""

    code = "bad_chat_template"


class UnsuitableModelError(RequestError):
    """The model does not do what the request wants."""

    code = "unsuitable_model"


class ContextOverflowError(RequestError):
    """The prompt is longer than the context."""

    code = "context_length_exceeded"

    def __init__(self, prompt_tokens: int, context: int) -> None:
        # Clients that fall back to another model know such errors by these words.
        super().__init__(
            f"the prompt is too long: with {prompt_tokens} tokens it is longer than the model's"
            f" context length of {context}, which prompt and answer share; shorten it"
        )
        self.prompt_tokens = prompt_tokens
        self.context = context


class ModelNotFoundError(EngineError):
    """Nothing loaded here is called that."""

    code = "model_not_found"
    category = Category.CONFIG

    def __init__(self, model: str, there: Iterable[str]) -> None:
        names = ", ".join(there) or "nothing yet"
        super().__init__(f"no model is called {model[:100]!r} here; there is: {names}")
        self.model = model


class BusyError(EngineError):
    """The queue is full."""

    code = "queue_full"
    category = Category.RESOURCE
    retryable = True

    def __init__(self, why: str, *, retry_after_s: int) -> None:
        super().__init__(f"{why}; try again in {retry_after_s} s")
        self.retry_after_s = retry_after_s


class NotServingError(EngineError):
    """Nothing is loaded that could answer at this moment."""

    code = "not_serving"
    category = Category.RESOURCE
    retryable = True

    def __init__(self, why: str, *, retry_after_s: int) -> None:
        super().__init__(f"{why}; try again in {retry_after_s} s")
        self.retry_after_s = retry_after_s


class SlowReaderError(EngineError):
    """Whoever asked does not read the answer."""

    code = "reader_too_slow"
    category = Category.RESOURCE

    def __init__(self, unread_bytes: int) -> None:
        super().__init__(
            f"the request was cancelled: {unread_bytes} bytes of its answer were not read; read"
            " streams as they come"
        )


class ForbiddenSlotError(EngineError):
    """The caller's key is for other slots."""

    code = "slot_forbidden"
    category = Category.CONFIG

    def __init__(self, slot: str) -> None:
        super().__init__(f"this key is not for slot {slot!r}; use one that is")


class RecalledError(EngineError):
    """The bundle was recalled; it neither loads nor answers any more."""

    code = "model_recalled"
    category = Category.SECURITY

    def __init__(self, model: str, line: str, reason: str) -> None:
        super().__init__(
            f"{model} was recalled by its publisher: {reason}; it is not served any more, deploy"
            " another version"
        )
        self.model = model
        self.line = line
        self.reason = reason


class SlotStateError(EngineError):
    """The slot is not in a state in which that can be done."""

    code = "slot_state"
    category = Category.SYSTEM
