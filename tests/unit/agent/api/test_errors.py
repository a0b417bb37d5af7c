import pytest

from agent.api.errors import (
    ApiError,
    GoneError,
    UnsupportedError,
    body_of,
    headers_of,
    status_of,
)
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
    RequestError,
    RequestFailedError,
    SlowReaderError,
    UnsuitableModelError,
)

INVALID = "invalid_request_error"
ERRORS = [
    (ApiError("x", status=413), 413, INVALID),
    (ApiError("x", status=401), 401, "authentication_error"),
    (ApiError("x", status=404), 404, "not_found_error"),
    (ApiError("x", status=501), 501, "not_supported_error"),
    (UnsupportedError("n", "n = 2"), 400, INVALID),
    (GoneError(), 499, INVALID),
    (ModelNotFoundError("x", ()), 404, INVALID),
    (ContextOverflowError(9, 5), 400, "exceed_context_size_error"),
    (UnsuitableModelError("x"), 400, "not_supported_error"),
    (RequestError("x"), 400, INVALID),
    (ForbiddenSlotError("x"), 403, "permission_error"),
    (BusyError("x", retry_after_s=3), 429, "rate_limit_error"),
    (NotServingError("x", retry_after_s=3), 503, "unavailable_error"),
    (OutOfMemoryError("x"), 503, "unavailable_error"),
    (EngineCrashedError("was ended"), 503, "server_error"),
    (EngineTimeoutError("x"), 504, "server_error"),
    (DeadlineError("x"), 504, "server_error"),
    (SlowReaderError(5), 408, INVALID),
    (RequestFailedError("x"), 500, "server_error"),
]


@pytest.mark.parametrize(("error", "status", "kind"), ERRORS, ids=range(len(ERRORS)))
def test_every_failure_has_its_status_and_a_whole_error_object(error, status, kind):
    assert status_of(error) == status
    said = body_of(error)["error"]
    assert {"message", "type", "param", "code"} <= set(said)
    assert said["type"] == kind


def test_a_failure_of_the_model_names_the_parameter_that_chose_it():
    for error in (ModelNotFoundError("x", ()), UnsuitableModelError("x"), ForbiddenSlotError("x")):
        assert body_of(error)["error"]["param"] == "model"


def test_an_overlong_prompt_is_told_both_numbers():
    said = body_of(ContextOverflowError(9, 5))["error"]
    assert (said["n_prompt_tokens"], said["n_ctx"]) == (9, 5)


def test_who_should_come_back_is_told_when():
    assert headers_of(BusyError("x", retry_after_s=3)) == {"Retry-After": "3"}
    assert headers_of(RequestError("x")) == {}
