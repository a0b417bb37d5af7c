import json

import httpx2
import pytest

from agent.api import server
from agent.api.errors import ApiError
from agent.api.wording import words_of
from agent.serving.errors import (
    BusyError,
    ContextOverflowError,
    DeadlineError,
    EngineCrashedError,
    ModelNotFoundError,
    NotServingError,
    RequestFailedError,
    UnsuitableModelError,
)
from tests.support.api_slots import FakeSlots

BUSY = BusyError("70 requests wait", retry_after_s=7)
OFF = NotServingError("nothing is loaded", retry_after_s=3)
LONG = ContextOverflowError(600, 512)


def said(path, error):
    response = words_of(path)(error, "req-1")
    return response.status_code, json.loads(response.body), response.headers


@pytest.mark.parametrize(
    "path", ["/v1/chat/completions", "/health", "/apis", "/v1/messagesx", "/v"]
)
def test_other_paths_are_nobodys(path):
    assert words_of(path) is None


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (ModelNotFoundError("x", ()), 404, 'model "x" not found, try pulling it first'),
        (BUSY, 503, "server busy, please try again.  maximum pending requests exceeded"),
        (OFF, 503, "nothing is loaded"),
        (LONG, 400, "600"),
        (UnsuitableModelError("it makes vectors"), 400, "vectors"),
        (ApiError("no", status=403), 403, "no"),
        (EngineCrashedError("ended by SIGSEGV"), 503, "SIGSEGV"),
        (RequestFailedError("broken"), 500, "broken"),
    ],
    ids=range(8),
)
def test_ollama_says_one_sentence(error, status, words):
    code, body, _ = said("/api/chat", error)
    assert code == status
    assert list(body) == ["error"]
    assert words in body["error"]


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (ModelNotFoundError("x", ()), 404, "not_found_error"),
        (LONG, 400, "invalid_request_error"),
        (BUSY, 429, "rate_limit_error"),
        (OFF, 529, "overloaded_error"),
        (DeadlineError("late"), 504, "timeout_error"),
        (ApiError("who", status=401), 401, "authentication_error"),
        (ApiError("no", status=403), 403, "permission_error"),
        (ApiError("big", status=413), 413, "request_too_large"),
        (ApiError("how", status=405), 405, "invalid_request_error"),
        (EngineCrashedError("ended by SIGSEGV"), 503, "api_error"),
        (RequestFailedError("broken"), 500, "api_error"),
    ],
    ids=range(11),
)
def test_anthropic_says_a_type_and_the_requests_id(error, status, kind):
    code, body, headers = said("/v1/messages", error)
    assert code == status
    assert body["type"] == "error"
    assert (body["error"]["type"], body["request_id"]) == (kind, "req-1")
    assert body["error"]["message"] == str(error)
    assert headers["request-id"] == "req-1"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ModelNotFoundError("x", ()), 404),
        (LONG, 422),
        (ApiError("bad", code="invalid_value"), 422),
        (ApiError("bad", code="invalid_json"), 400),
        (BUSY, 429),
        (OFF, 503),
        (RequestFailedError("broken"), 500),
    ],
    ids=range(7),
)
def test_open_inference_says_one_sentence(error, status):
    code, body, _ = said("/v2/models/x/infer", error)
    assert (code, body) == (status, {"error": str(error)})


@pytest.mark.parametrize("path", ["/api/chat", "/v1/messages", "/v2/models/x/infer"])
def test_whoever_is_told_to_come_back_is_told_when(path):
    assert said(path, BUSY)[2]["retry-after"] == "7"
    assert said(path, OFF)[2]["retry-after"] == "3"


class BrokenSlots(FakeSlots):
    """Slots with a defect."""

    def resolve(self, model: str) -> str:
        raise ZeroDivisionError(model)


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("/api/show", {"model": "x"}, lambda body: body["error"]),
        (
            "/v1/messages",
            {"model": "x", "max_tokens": 1, "messages": [{"role": "user", "content": "hi"}]},
            lambda body: (body["request_id"] == "mine-1") and body["error"]["message"],
        ),
        ("/v2/models/x/generate", {"text_input": "hi"}, lambda body: body["error"]),
        ("/v1/completions", {"model": "x", "prompt": "hi"}, lambda body: body["error"]["message"]),
    ],
    ids=["ollama", "anthropic", "inference", "openai"],
)
async def test_a_defect_of_ours_is_told_in_the_familys_shape_and_without_details(path, body, said):
    transport = httpx2.ASGITransport(server.build(BrokenSlots()), raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1") as http:
        answer = await http.post(path, json=body, headers={"X-Request-Id": "mine-1"})
    assert answer.status_code == 500
    assert said(answer.json()) == "internal error; the agent's log has the details"
