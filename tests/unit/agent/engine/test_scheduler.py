from hypothesis import given
from hypothesis import strategies as st

from agent.engine.scheduler import Demand, Share, plan


@st.composite
def demands(draw):
    kinds = draw(st.lists(st.tuples(st.booleans(), st.integers(1, 50)), max_size=12))
    return [
        Demand(number, 1 if generating else pending, generating=generating)
        for number, (generating, pending) in enumerate(kinds)
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
