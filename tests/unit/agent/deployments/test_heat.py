"""When a machine counts as slowed down by heat."""

from dataclasses import dataclass

from agent.deployments.heat import Throttling


@dataclass(frozen=True)
class Reading:
    is_slowed: bool = False
    throttled: int = 0


def test_a_machine_that_does_not_say_is_not_judged():
    assert Throttling(lambda: None)() is None


def test_a_place_beyond_its_limit_slows_the_machine():
    assert Throttling(lambda: Reading(is_slowed=True))() is True


def test_a_count_that_grew_between_two_looks_tells_of_it_and_an_old_count_does_not():
    readings = [Reading(throttled=7), Reading(throttled=7), Reading(throttled=9)]
    throttling = Throttling(lambda: readings.pop(0))
    assert [throttling(), throttling(), throttling()] == [False, False, True]
