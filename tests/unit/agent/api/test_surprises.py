"""Whatever a body says, the answer is an answer or a refusal: never an internal error.

One field at a time takes every odd value, in requests that are otherwise right.
"""

import asyncio
import json

import pytest

from agent.api import server
from agent.api.llama.schema import CompletionBody, DetokenizeBody, InfillBody, TokenizeBody
from agent.api.openai.embeddings import EmbeddingRequest
from agent.api.openai.rerank import ClassifyRequest, RerankRequest
from agent.api.openai.responses.schema import ResponseRequest
from agent.api.openai.schema import ChatRequest, CompletionRequest
from agent.engine.frames import Tokens
from agent.serving.errors import RequestError
from tests.support.api_slots import FakeSlots, a_ready

CHAT = {"messages": [{"role": "user", "content": "hi"}]}
ENDPOINTS = {
    "/v1/chat/completions": (ChatRequest, CHAT),
    "/v1/completions": (CompletionRequest, {"prompt": "hi"}),
    "/v1/responses": (ResponseRequest, {"input": "hi"}),
    "/v1/responses/input_tokens": (ResponseRequest, {"input": "hi"}),
    "/v1/embeddings": (EmbeddingRequest, {"input": "hi"}),
    "/v1/rerank": (RerankRequest, {"query": "hi", "documents": ["a"]}),
    "/v1/classify": (ClassifyRequest, {"input": "hi"}),
    "/completion": (CompletionBody, {"prompt": "hi"}),
    "/infill": (InfillBody, {"input_prefix": "a", "input_suffix": "b"}),
    "/tokenize": (TokenizeBody, {"content": "hi"}),
    "/detokenize": (DetokenizeBody, {"tokens": [1]}),
    "/apply-template": (ChatRequest, CHAT),
}
ODD = (
    *(None, True, 0, -1, 1, 3, 0.5, 1e308, -1e308, 10**30, "", "x", "\ud800", "x" * 600),
    *([], {}, [None], [[]], [[[]]], [{}], {"": None}, {"type": None}, [1, "x"], ["x", 1]),
    *([True], [[1, 2], "x"], [1.5], {"a": {"b": [{}]}}, [{"type": "x"}], [{"role": "user"}]),
    *([{"type": "function"}], [{"type": "function", "function": {"name": "f"}}]),
    [{"type": "function", "name": "f", "parameters": {"type": 5}}],
    [{"type": "function_call", "name": "f", "arguments": "x", "call_id": "c"}],
    [{"role": "assistant", "content": None, "tool_calls": [{"function": {"name": "f"}}]}],
    [{"role": "tool", "content": [{"type": "text", "text": "x"}]}],
    [{"type": "reasoning", "content": 5}, {"type": "message", "role": "assistant", "content": "x"}],
    *([{"id": 0}], [{"id": 0, "scale": "x"}], [{"id": 1, "scale": 2}], [[5, 1]], [["x", False]]),
    *({"5": 1}, {"x": False}, {"type": "json_schema"}, {"type": "json_object", "schema": {}}),
    {"type": "json_schema", "json_schema": {"schema": {"type": "object"}}},
    {"format": {"type": "json_schema", "schema": {"$ref": "#"}}},
    {"type": "function", "function": {"name": "f"}},
    {"type": "allowed_tools", "mode": "auto", "tools": [{"name": "f"}, 5]},
    *({"effort": "low"}, {"include_usage": True}, {"enable_thinking": False}),
)


class Marked(FakeSlots):
    """Knows the marks around a gap, and only tokens that are characters."""

    async def tokenize(self, slot, request):
        found = await super().tokenize(slot, request)
        marked = request.text.startswith("<|fim_")
        return Tokens(1, (1,), request.text, (request.text,)) if marked else found

    async def detokenize(self, slot, tokens):
        if not all(0 <= token < 1000 for token in tokens):
            raise RequestError("a token is not in the vocabulary")
        return await super().detokenize(slot, tokens)


async def post(app, path, body):
    """Ask the application itself; return the status and what was sent."""
    waiting = [{"type": "http.request", "body": json.dumps(body).encode(), "more_body": False}]
    sent = []

    async def receive():
        return waiting.pop() if waiting else await asyncio.Event().wait()

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [],
    }
    await app(scope, receive, send)
    said = b"".join(message.get("body", b"") for message in sent)
    return sent[0]["status"], said.decode()


@pytest.mark.slow
@pytest.mark.parametrize("path", ENDPOINTS)
async def test_no_value_of_a_field_is_an_internal_error(path):
    kind, right = ENDPOINTS[path]
    facts = a_ready(adapters=("tone",), labels=("no", "so", "yes"), n_ctx=10_000)
    app = server.build(Marked(facts_of_model=facts))
    answered = 0
    for name in [field.alias or name for name, field in kind.model_fields.items()]:
        for value in ODD:
            status, said = await post(app, path, {**right, name: value})
            assert status < 500, (name, value, said)
            answered += status == 200
            if status != 200:
                error = json.loads(said)["error"]
                assert error["message"], (name, value)
                assert set(error) >= {"message", "type", "param", "code"}
    assert answered > len(kind.model_fields)
