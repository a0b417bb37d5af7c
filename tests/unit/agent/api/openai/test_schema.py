import pytest

from agent.api.errors import ApiError, UnsupportedError
from agent.api.openai.schema import ChatRequest, CompletionRequest
from agent.engine.values import Constraint, Message, ToolCall

CALL = {"id": "c1", "type": "function", "function": {"name": "add", "arguments": '{"a":1}'}}


def a_chat(**more):
    body = {"model": "m", "messages": [{"role": "user", "content": "hi"}], **more}
    return ChatRequest.model_validate(body)


def a_completion(**more):
    return CompletionRequest.model_validate({"model": "m", "prompt": "hi", **more})


def test_fields_that_change_nothing_are_ignored():
    a_chat(
        user="me",
        metadata={},
        store=True,
        service_tier="auto",
        prediction={"type": "content", "content": "x"},
        prompt_cache_key="k",
        verbosity="low",
    ).refuse_unsupported()


def test_a_client_may_spell_out_the_defaults():
    chat = a_chat(
        n=1,
        tools=[],
        tool_choice="none",
        logprobs=False,
        response_format={"type": "text"},
        modalities=["text"],
        logit_bias={},
        parallel_tool_calls=True,
        max_tokens=-1,
    )
    chat.refuse_unsupported()
    assert (chat.constraint(), chat.alternatives, chat.limit) == (None, None, None)


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"functions": [{"name": "f"}]}, "functions"),
        ({"function_call": "auto"}, "function_call"),
        ({"modalities": ["audio"]}, "modalities"),
        ({"audio": {"voice": "x"}}, "audio"),
        ({"reasoning_format": "strange"}, "reasoning_format"),
        ({"max_tokens": 0}, "max_tokens"),
        ({"top_logprobs": 2}, "top_logprobs"),
        ({"logprobs": True, "top_logprobs": 21}, "top_logprobs"),
        (
            {"continue_final_message": True, "add_generation_prompt": True},
            "continue_final_message",
        ),
    ],
)
def test_what_would_change_the_answer_is_refused_by_name(fields, param):
    with pytest.raises(ApiError) as caught:
        a_chat(**fields).refuse_unsupported()
    assert caught.value.param == param


@pytest.mark.parametrize(
    ("wanted", "constraint"),
    [
        ({"type": "json_object"}, Constraint("json_object")),
        (
            {"type": "json_object", "schema": {"type": "array"}},
            Constraint("json_schema", '{"type":"array"}'),
        ),
        (
            {"type": "json_schema", "json_schema": {"name": "x", "schema": {"type": "array"}}},
            Constraint("json_schema", '{"type":"array"}'),
        ),
    ],
)
def test_a_response_format_constrains(wanted, constraint):
    assert a_chat(response_format=wanted).constraint() == constraint


@pytest.mark.parametrize(
    "wanted", [{"type": "json_schema"}, {"type": "json_schema", "json_schema": {}}, {"type": "xml"}]
)
def test_a_response_format_without_its_schema_is_refused(wanted):
    with pytest.raises(ApiError, match="response_format"):
        a_chat(response_format=wanted).constraint()


def test_a_developer_speaks_as_the_system_and_parts_are_joined():
    chat = a_chat(
        messages=[
            {"role": "developer", "content": "be brief"},
            {
                "role": "user",
                "content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}],
            },
            {"role": "assistant", "content": None},
        ]
    )
    assert chat.conversation() == (
        Message("system", "be brief"),
        Message("user", "a\nb"),
        Message("assistant", ""),
    )


def test_calls_thoughts_and_results_come_along():
    chat = a_chat(
        messages=[
            {
                "role": "assistant",
                "content": None,
                "tool_calls": [CALL],
                "reasoning_content": "hm",
            },
            {"role": "tool", "content": "2", "tool_call_id": "c1"},
            {"role": "assistant", "function_call": {"name": "old", "arguments": {"b": 2}}},
            {"role": "function", "name": "old", "content": None},
        ]
    )
    assert chat.conversation() == (
        Message("assistant", "", "hm", (ToolCall("c1", "add", '{"a":1}'),)),
        Message("tool", "2", tool_call_id="c1"),
        Message("assistant", "", tool_calls=(ToolCall("", "old", '{"b": 2}'),)),
        Message("tool", "", name="old"),
    )


@pytest.mark.parametrize(
    ("turn", "param"),
    [
        ({"role": "user", "content": [{"type": "image_url"}]}, "messages.0.content"),
        ({"role": "assistant", "tool_calls": [{"type": "custom"}]}, "messages.0.tool_calls"),
        ({"role": "user"}, "messages.0.content"),
    ],
)
def test_what_is_no_text_and_no_function_is_refused(turn, param):
    with pytest.raises(ApiError) as caught:
        a_chat(messages=[turn]).conversation()
    assert caught.value.param == param


def test_effort_and_switches_reach_the_template():
    assert a_chat().templating().arguments == ""
    assert a_chat(reasoning_effort="none").templating().arguments == '{"enable_thinking": false}'
    assert a_chat(reasoning_effort="low").templating().arguments == '{"reasoning_effort": "low"}'
    switched = a_chat(chat_template_kwargs={"x": 1}, add_generation_prompt=False).templating()
    assert (switched.arguments, switched.open_answer) == ('{"x": 1}', False)


@pytest.mark.parametrize(
    ("fields", "continues"),
    [
        ({}, False),
        ({"continue_final_message": True}, True),
        ({"add_generation_prompt": False}, True),
        ({"add_generation_prompt": False, "continue_final_message": False}, False),
    ],
)
def test_a_last_answer_is_continued_where_that_was_asked(fields, continues):
    turns = [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]
    assert a_chat(messages=turns, **fields).continues is continues


def test_a_limit_has_several_names():
    assert a_chat(max_tokens=5).limit == 5
    assert a_chat(max_tokens=5, max_completion_tokens=6).limit == 6
    assert a_chat(n_predict=7).limit == 7


def test_probabilities_are_asked_for_in_two_ways():
    assert a_chat(logprobs=True).alternatives == 0
    assert a_chat(logprobs=True, top_logprobs=3).alternatives == 3
    assert a_chat(n_probs=2).alternatives == 2


@pytest.mark.parametrize(
    ("prompt", "found"),
    [
        ("hi", ["hi"]),
        (["hi"], ["hi"]),
        (["a", "b"], ["a", "b"]),
        ([1, 2], [(1, 2)]),
        ([[1, 2], [3]], [(1, 2), (3,)]),
    ],
)
def test_prompts_come_in_five_forms(prompt, found):
    assert a_completion(prompt=prompt).prompts() == found


@pytest.mark.parametrize("fields", [{"prompt": []}, {"prompt": ["x"] * 65, "n": 2}])
def test_prompts_are_counted_with_their_answers(fields):
    with pytest.raises(ApiError, match="prompt"):
        a_completion(**fields).prompts()


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"echo": True, "logprobs": 1}, "logprobs"),
        ({"max_tokens": 0}, "max_tokens"),
        ({"best_of": 1, "n": 2}, "best_of"),
        ({"best_of": 3, "stream": True}, "best_of"),
        ({"best_of": 17}, "best_of"),
        ({"logprobs": 21}, "logprobs"),
    ],
)
def test_a_completion_refuses_by_name(fields, param):
    with pytest.raises(ApiError) as caught:
        a_completion(**fields).refuse_unsupported()
    assert caught.value.param == param


def test_an_unsupported_modality_is_an_unsupported_parameter():
    with pytest.raises(UnsupportedError):
        a_chat(modalities=["audio"]).refuse_unsupported()
