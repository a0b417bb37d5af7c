from hypothesis import given
from hypothesis import strategies as st

from agent.api.ollama.truncation import without_oldest
from agent.engine.values import Message, ToolCall


def said(*texts):
    return [Message(*text.split(":", 1)) for text in texts]


def test_the_oldest_turns_go_first():
    messages = said("user:aaaa", "assistant:bbbb", "user:cccc", "assistant:dddd", "user:e")
    shorter = without_oldest(messages, tokens=100, context=80)
    assert shorter == tuple(messages[1:])


def test_about_as_much_goes_as_is_too_much():
    messages = said("user:aaaa", "assistant:bbbb", "user:cccc", "assistant:dddd", "user:eeee")
    assert without_oldest(messages, tokens=100, context=45) == tuple(messages[3:])


def test_what_a_system_says_and_the_last_message_stay():
    messages = said("system:be brief", "user:aaaa", "system:and kind", "user:b")
    shorter = without_oldest(messages, tokens=1000, context=1)
    assert shorter == (messages[0], messages[2], messages[3])


def test_the_result_of_a_call_goes_with_the_call():
    call = Message("assistant", "", tool_calls=(ToolCall("1", "f", "{}"),))
    messages = [call, Message("tool", "42"), *said("user:thanks", "user:more")]
    assert without_oldest(messages, tokens=101, context=100) == tuple(messages[2:])


def test_where_nothing_may_go_there_is_nothing_shorter():
    assert without_oldest(said("system:long", "user:long"), tokens=9, context=1) is None


@given(st.lists(st.sampled_from(["user", "assistant", "tool", "system"]), min_size=1, max_size=9))
def test_every_cut_leaves_fewer_messages_until_none_can_go(roles):
    messages = tuple(Message(role, "text") for role in roles)
    while (shorter := without_oldest(messages, tokens=10, context=5)) is not None:
        assert len(shorter) < len(messages)
        assert shorter[-1] == messages[-1]
        messages = shorter
