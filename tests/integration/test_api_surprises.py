"""Whatever a body says, the answer is an answer or a refusal: never an internal error.

One field at a time takes every odd value, in requests that are otherwise right.
"""

import json

import httpx2
import pytest

from agent.api.llama.schema import CompletionBody, DetokenizeBody, InfillBody, TokenizeBody
from agent.api.openai.embeddings import EmbeddingRequest
from agent.api.openai.rerank import ClassifyRequest, RerankRequest
from agent.api.openai.responses.schema import ResponseRequest
from agent.api.openai.schema import ChatRequest, CompletionRequest
from tests.support.api_slots import FakeSlots, a_ready
from tests.support.engine_api import open_api

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
    *(None, True, 0, -1, 1, 3, 0.5, 1e308, -1e308, 10**30, "", "x", "\ud800", "x" * 5000),
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


@pytest.mark.slow
@pytest.mark.parametrize("path", ENDPOINTS)
async def test_no_value_of_a_field_is_an_internal_error(path):
    kind, right = ENDPOINTS[path]
    facts = a_ready(adapters=("tone",), labels=("no", "so", "yes"), n_ctx=100_000)
    names = [field.alias or name for name, field in kind.model_fields.items()]
    answered = 0
    async with (
        open_api(FakeSlots(facts_of_model=facts)) as url,
        httpx2.AsyncClient(base_url=url, timeout=30) as http,
    ):
        for name in names:
            for value in ODD:
                answer = await http.post(path, content=json.dumps({**right, name: value}))
                assert answer.status_code < 500, (name, value, answer.text)
                if answer.status_code >= 400:
                    error = answer.json()["error"]
                    assert error["message"], (name, value)
                    assert set(error) >= {"message", "type", "param", "code"}
                answered += answer.status_code == 200
    assert answered > len(names)
