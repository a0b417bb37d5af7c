import pytest

from agent.api.errors import ApiError, UnsupportedError, body_of, headers_of, status_of
from agent.serving.errors import (
    BusyError,
    ContextOverflowError,
    DeadlineError,
    EngineCrashedError,
    EngineTimeoutError,
    ModelNotFoundError,
    NotServingError,
    RequestError,
    RequestFailedError,
)

ERRORS = [
    (ApiError("x", status=413), 413),
    (UnsupportedError("n", "n = 2"), 400),
    (ModelNotFoundError("x", ()), 404),
    (ContextOverflowError(9, 5), 400),
    (RequestError("x"), 400),
    (BusyError("x", retry_after_s=3), 429),
    (NotServingError("x", retry_after_s=3), 503),
    (EngineCrashedError("was ended"), 503),
    (EngineTimeoutError("x"), 504),
    (DeadlineError("x"), 504),
    (RequestFailedError("x"), 500),
]


@pytest.mark.parametrize(("error", "status"), ERRORS, ids=range(len(ERRORS)))
def test_every_failure_has_its_status_and_a_whole_error_object(error, status):
    assert status_of(error) == status
    assert {"message", "type", "param", "code"} <= set(body_of(error)["error"])


def test_who_should_come_back_is_told_when():
    assert headers_of(BusyError("x", retry_after_s=3)) == {"Retry-After": "3"}
    assert headers_of(RequestError("x")) == {}
