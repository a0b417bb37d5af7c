import pytest

from agent.api.answers import Question, collect
from agent.api.time_limit import TimeLimit
from agent.engine.frames import Delta
from agent.engine.values import Message
from agent.serving.servable import GenerateRequest
from tests.support.api_slots import FakeSlots


class Clock:
    def __init__(self):
        self.now_s = 100.0

    def __call__(self):
        return self.now_s


def test_an_answer_is_over_after_its_time_and_a_whole_line():
    clock = Clock()
    limit = TimeLimit(1.0, prompt_tokens=7, now=clock)
    clock.now_s += 5
    assert not limit.over(Delta(1, "a"))
    clock.now_s += 2
    assert not limit.over(Delta(1, "b"))
    assert limit.over(Delta(1, "c\n"))
    finish = limit.finish()
    assert (finish.reason, finish.usage.prompt, finish.usage.generated) == ("length", 7, 3)
    assert finish.timings.first_token_ms == pytest.approx(5000)
    assert finish.timings.tokens_per_s == pytest.approx(1.0)


def test_an_answer_within_its_time_goes_on():
    limit = TimeLimit(10.0, prompt_tokens=1, now=Clock())
    assert not limit.over(Delta(1, "a\n"))


@pytest.mark.parametrize(
    "asked", [{"prompt": "one\ntwo"}, {"messages": (Message("user", "one\ntwo"),)}]
)
async def test_an_answer_whose_time_is_up_is_cut_after_its_line(asked):
    slots = FakeSlots()
    question = Question("main", GenerateRequest(**asked), predict_s=0.0)
    whole = await collect(slots, question)
    assert whole.text.endswith("one\n")
    assert whole.finish.reason == "length"
    assert whole.finish.usage.prompt == len(slots.asked[-1].tokens)
