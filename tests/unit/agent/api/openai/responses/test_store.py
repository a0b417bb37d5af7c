from agent.api.openai.responses.store import Remembered, Store, weight
from agent.engine.values import Message, ToolCall


def entry(size_bytes=10):
    return Remembered("main", {}, (), (), size_bytes)


def test_what_is_kept_is_found_until_it_is_forgotten():
    store = Store()
    kept = entry()
    store.keep("a", kept)
    assert store.find("a") is kept
    assert store.forget("a")
    assert not store.forget("a")
    assert store.find("a") is None


def test_the_least_recently_used_makes_room():
    store = Store(most=2)
    store.keep("a", entry())
    store.keep("b", entry())
    store.find("a")
    store.keep("c", entry())
    assert [name for name in "abc" if store.find(name)] == ["a", "c"]


def test_bytes_are_bounded_too():
    store = Store(most_bytes=25)
    for name in "abc":
        store.keep(name, entry(10))
    assert len(store) == 2
    store.keep("large", entry(26))
    assert store.find("large") is None
    assert len(store) == 2


def test_a_name_that_comes_again_is_counted_once():
    store = Store(most_bytes=20)
    for _ in range(5):
        store.keep("a", entry(10))
    store.keep("b", entry(10))
    assert len(store) == 2


def test_a_conversation_weighs_what_is_said_and_called():
    light = weight("{}", (Message("user", "hi"),))
    heavy = weight("{}", (Message("assistant", "hi", "x" * 50, (ToolCall("c", "f", "y" * 50),)),))
    assert heavy >= light + 100
