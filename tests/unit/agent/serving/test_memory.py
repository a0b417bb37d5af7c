from hypothesis import given
from hypothesis import strategies as st

from agent.serving.memory import NoRoom, Resident, Role, Room, forecast, make_room

RESIDENTS = st.lists(
    st.builds(
        Resident,
        slot=st.sampled_from(["main", "other"]),
        role=st.sampled_from(Role),
        bytes=st.integers(0, 100),
        spare=st.booleans(),
    ),
    max_size=6,
)


def test_what_fits_beside_stops_nothing():
    assert make_room("main", 40, [Resident("main", Role.INCUMBENT, 50)], budget=100) == Room()


def test_the_incumbent_goes_when_there_is_no_room_for_both():
    incumbent = Resident("main", Role.INCUMBENT, 50)
    assert make_room("main", 60, [incumbent], budget=100) == Room((incumbent,))


def test_a_spare_goes_before_the_incumbent():
    incumbent = Resident("main", Role.INCUMBENT, 50)
    spare = Resident("other", Role.FORMER, 40)
    assert make_room("main", 50, [incumbent, spare], budget=100) == Room((spare,))


def test_what_another_slot_serves_but_nobody_asks_goes_before_the_incumbent():
    idle = Resident("other", Role.INCUMBENT, 50, spare=True)
    incumbent = Resident("main", Role.INCUMBENT, 50)
    assert make_room("main", 40, [incumbent, idle], budget=100) == Room((idle,))


def test_a_former_bundle_goes_before_one_that_somebody_may_ask_again():
    idle = Resident("other", Role.INCUMBENT, 50, spare=True)
    former = Resident("main", Role.FORMER, 10)
    assert make_room("main", 45, [idle, former], budget=100) == Room((former,))


def test_what_another_slot_serves_is_never_stopped():
    answer = make_room("main", 60, [Resident("other", Role.INCUMBENT, 50)], budget=100)
    assert answer == NoRoom("needs 60 B of memory, may use 100 B, and other slots take 50 B")


def test_a_bundle_without_a_signed_forecast_is_guessed_from_its_weights():
    assert forecast(123, 10**9) == 123
    assert forecast(0, 10**9) > 10**9


@given(RESIDENTS, st.integers(0, 200), st.integers(0, 200))
def test_room_means_that_the_rest_fits(residents, needs, budget):
    answer = make_room("main", needs, residents, budget=budget)
    if isinstance(answer, Room):
        left = sum(one.bytes for one in residents) - sum(one.bytes for one in answer.stop)
        assert left + needs <= budget
        assert all(
            one.slot == "main" or one.role is Role.FORMER or one.spare for one in answer.stop
        )


@given(RESIDENTS, st.integers(0, 200), st.integers(0, 200))
def test_nothing_is_stopped_in_vain(residents, needs, budget):
    answer = make_room("main", needs, residents, budget=budget)
    if isinstance(answer, Room) and answer.stop:
        *_, last = answer.stop
        left = sum(one.bytes for one in residents) - sum(one.bytes for one in answer.stop)
        assert left + last.bytes + needs > budget


def test_what_must_go_on_serving_is_not_stopped():
    incumbent = Resident("main", Role.INCUMBENT, 50)
    spare = Resident("other", Role.FORMER, 40)
    assert make_room("main", 50, [incumbent, spare], budget=100, keep=True) == Room((spare,))
    refused = make_room("main", 60, [incumbent], budget=100, keep=True)
    assert isinstance(refused, NoRoom)
    assert "must go on serving" in refused.reason
