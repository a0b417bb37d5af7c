"""One answer for several people at the same moment."""

import threading

import pytest

from controlplane.console.shared import MOST, Shared


class Watch:
    """A clock that stands still until somebody moves it."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_same_key_is_made_once_within_a_second_and_anew_after_it():
    watch = Watch()
    shared: Shared[int] = Shared(monotonic=watch)
    made = iter(range(10))

    seen = [shared.get("page", lambda: next(made)) for _ in range(3)]
    watch.now = 1.5
    seen.append(shared.get("page", lambda: next(made)))

    assert seen == [0, 0, 0, 1]


def test_different_keys_have_nothing_to_do_with_each_other():
    shared: Shared[str] = Shared(monotonic=Watch())

    assert shared.get("a", lambda: "one") == "one"
    assert shared.get("b", lambda: "two") == "two"


def test_what_could_not_be_made_is_tried_again_by_the_next():
    shared: Shared[str] = Shared(monotonic=Watch())

    def fails() -> str:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        shared.get("page", fails)

    assert shared.get("page", lambda: "made") == "made"


def test_people_who_ask_at_once_wait_for_one():
    shared: Shared[int] = Shared(monotonic=Watch())
    begun, may_end = threading.Event(), threading.Event()
    made: list[int] = []

    def slow() -> int:
        begun.set()
        may_end.wait(10)
        made.append(1)
        return 7

    seen: list[int] = []
    people = [
        threading.Thread(target=lambda: seen.append(shared.get("page", slow))) for _ in range(4)
    ]
    for each in people:
        each.start()
    begun.wait(10)
    may_end.set()
    for each in people:
        each.join()

    assert seen == [7, 7, 7, 7]
    assert made == [1]


def test_it_does_not_grow_without_end():
    shared: Shared[int] = Shared(monotonic=Watch())
    for number in range(3 * MOST):
        shared.get(number, lambda: 1)

    assert shared.get(0, lambda: 2) == 2
