import pytest

from agent.api.errors import UnsupportedError
from agent.api.openai.schema import ChatRequest, CompletionRequest
from agent.engine.values import Message


def a_chat(**more):
    body = {"model": "m", "messages": [{"role": "user", "content": "hi"}], **more}
    return ChatRequest.model_validate(body)


def a_completion(prompt):
    return CompletionRequest.model_validate({"model": "m", "prompt": prompt})


def test_fields_that_change_nothing_are_ignored():
    a_chat(user="me", metadata={}, store=True, service_tier="auto").refuse_unsupported()


def test_a_client_may_spell_out_the_defaults():
    a_chat(
        n=1,
        tools=[],
        tool_choice="none",
        logprobs=False,
        response_format={"type": "text"},
        modalities=["text"],
        logit_bias={},
        parallel_tool_calls=True,
    ).refuse_unsupported()


def test_what_was_not_chosen_is_left_to_the_bundle():
    assert a_chat().sampling() == {}
    assert a_chat(temperature=0, seed=-1).sampling() == {"temperature": 0, "seed": 2**32 - 1}


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


@pytest.mark.parametrize(
    "turn", [{"role": "tool", "content": "x"}, {"role": "assistant", "tool_calls": [1]}]
)
def test_turns_of_tools_are_refused(turn):
    with pytest.raises(UnsupportedError, match="tools"):
        a_chat(messages=[turn]).conversation()


@pytest.mark.parametrize(
    ("prompt", "found"),
    [
        ("hi", ("hi", None)),
        (["hi"], ("hi", None)),
        ([1, 2], (None, (1, 2))),
        ([[1, 2]], (None, (1, 2))),
    ],
)
def test_one_prompt_comes_in_four_forms(prompt, found):
    assert a_completion(prompt).prompt_or_tokens() == found


@pytest.mark.parametrize("prompt", [["a", "b"], [[1], [2]], []])
def test_several_prompts_are_refused(prompt):
    with pytest.raises(UnsupportedError):
        a_completion(prompt).prompt_or_tokens()


def test_stop_is_one_string_or_several():
    assert a_chat().stops() == ()
    assert a_chat(stop="x").stops() == ("x",)
    assert a_chat(stop=["x", "y"]).stops() == ("x", "y")
