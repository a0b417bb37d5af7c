from hypothesis import given
from hypothesis import strategies as st

from agent.engine.scheduler import Demand, Share, divide, plan


@st.composite
def demands(draw):
    kinds = draw(
        st.lists(st.tuples(st.booleans(), st.integers(1, 50), st.integers(0, 8)), max_size=12)
    )
    return [
        Demand(number, pending, generating=generating, guesses=guesses if generating else 0)
        for number, (generating, pending, guesses) in enumerate(kinds)
    ]


SIZES = st.integers(1, 40)


def test_everybody_who_generates_goes_before_any_prompt():
    shares = plan(
        [Demand(0, 100, generating=False), Demand(1, 1, generating=True)], batch=8, beside=4
    )
    assert shares == (Share(1, 1, output=True), Share(0, 4, output=False))


def test_a_prompt_alone_gets_the_whole_batch():
    assert plan([Demand(0, 100, generating=False)], batch=8, beside=2) == (
        Share(0, 8, output=False),
    )


def test_the_last_part_of_a_prompt_asks_for_the_next_token():
    assert plan([Demand(0, 3, generating=False)], batch=8, beside=2) == (Share(0, 3, output=True),)


def test_what_the_oldest_prompt_leaves_goes_to_the_next():
    shares = plan(
        [Demand(0, 3, generating=False), Demand(1, 9, generating=False)], batch=8, beside=2
    )
    assert shares == (Share(0, 3, output=True), Share(1, 5, output=False))


def test_a_forced_answer_goes_on_beside_others_when_it_is_longer_than_a_batch():
    shares = plan(
        [Demand(0, 50, generating=True), Demand(1, 1, generating=True)], batch=8, beside=4
    )
    assert shares == (Share(0, 7, output=False), Share(1, 1, output=True))


@given(demands(), SIZES, SIZES)
def test_a_batch_is_never_too_large(wanted, batch, beside):
    assert sum(share.rows for share in plan(wanted, batch=batch, beside=beside)) <= batch


@given(demands(), SIZES, SIZES)
def test_nobody_gets_more_than_he_wants_and_output_means_all_of_it(wanted, batch, beside):
    by_number = {demand.sequence: demand for demand in wanted}
    for share in plan(wanted, batch=batch, beside=beside):
        pending = by_number[share.sequence].pending
        assert 1 <= share.rows <= pending
        assert share.output == (share.rows == pending)


@given(demands(), SIZES)
def test_with_a_place_for_each_nobody_who_generates_goes_without(wanted, beside):
    served = {share.sequence for share in plan(wanted, batch=12, beside=beside)}
    assert {demand.sequence for demand in wanted if demand.generating} <= served


@given(demands(), SIZES, SIZES)
def test_while_somebody_generates_prompts_share_a_bounded_part(wanted, batch, beside):
    generating = {demand.sequence for demand in wanted if demand.generating}
    shares = plan(wanted, batch=batch, beside=beside)
    if generating:
        assert sum(share.rows for share in shares if share.sequence not in generating) <= beside


@given(demands(), SIZES, SIZES)
def test_some_work_is_always_done_when_there_is_any(wanted, batch, beside):
    assert bool(plan(wanted, batch=batch, beside=beside)) == bool(wanted)


def test_what_is_forced_goes_before_prompts():
    shares = plan(
        [Demand(0, 100, generating=False), Demand(1, 6, generating=True)], batch=8, beside=4
    )
    assert shares == (Share(1, 6, output=True), Share(0, 2, output=False))


def test_guesses_get_the_room_that_nobody_needs():
    shares = plan([Demand(0, 1, generating=True, guesses=8)], batch=6, beside=4)
    assert shares == (Share(0, 1, output=True, guesses=5),)


def test_guesses_follow_only_what_is_evaluated_to_its_end():
    shares = plan([Demand(0, 9, generating=True, guesses=8)], batch=6, beside=4)
    assert shares == (Share(0, 6, output=False, guesses=0),)


def test_no_more_outputs_than_the_backend_has():
    wanted = [Demand(n, 1, generating=True, guesses=8) for n in range(2)]
    shares = plan(wanted, batch=64, beside=4, outputs=5)
    assert sum(share.output + share.guesses for share in shares) == 5


def test_one_prompt_is_done_after_the_other_oldest_first():
    assert divide([100, 100, 3], 120) == [100, 20, 0]


def test_in_its_turn_the_shortest_prompt_goes_first():
    assert divide([100, 100, 3], 60, shortest=True) == [57, 0, 3]


@given(st.lists(st.integers(1, 600), max_size=12), st.integers(0, 600), st.booleans())
def test_a_division_gives_nobody_more_than_he_wants_and_wastes_nothing(wanted, room, shortest):
    granted = divide(wanted, room, shortest=shortest)
    assert all(0 <= got <= want for got, want in zip(granted, wanted, strict=True))
    assert sum(granted) == min(room, sum(wanted))


@given(st.lists(st.integers(1, 600), min_size=1, max_size=12), st.integers(1, 600))
def test_within_two_steps_the_oldest_and_the_shortest_have_moved_on(wanted, room):
    steps = [divide(wanted, room, shortest=shortest) for shortest in (False, True)]
    assert steps[0][0] > 0
    assert steps[1][wanted.index(min(wanted))] > 0


@given(demands(), SIZES, SIZES, st.integers(1, 40))
def test_outputs_are_never_too_many(wanted, batch, beside, outputs):
    shares = plan(wanted, batch=batch, beside=beside, outputs=outputs)
    assert sum(share.output + share.guesses for share in shares) <= outputs
    assert sum(share.rows + share.guesses for share in shares) <= batch
