from hypothesis import given
from hypothesis import strategies as st

from agent.serving.rates import Rates


def observe(rates, **more):
    given = {"evaluated": 100, "prompt_ms": 500, "generated": 20, "tokens_per_s": 10, "beside": 0}
    rates.observe(**{**given, **more})


def test_the_first_measurement_replaces_the_guess():
    rates = Rates()
    observe(rates)
    assert (rates.prompt_tokens_per_s, rates.answer_tokens_per_s, rates.answer_tokens) == (
        200,
        10,
        20,
    )


def test_requests_that_were_answered_beside_it_count_for_the_rate_of_all():
    rates = Rates()
    observe(rates, beside=3)
    assert rates.answer_tokens_per_s == 40


def test_one_odd_answer_moves_the_mean_a_little():
    rates = Rates()
    for _ in range(20):
        observe(rates)
    observe(rates, tokens_per_s=1000)
    assert 10 < rates.answer_tokens_per_s < 250


def test_an_answer_that_measured_nothing_leaves_the_rates_alone():
    rates = Rates()
    observe(rates)
    observe(rates, evaluated=0, prompt_ms=0, tokens_per_s=0)
    assert (rates.prompt_tokens_per_s, rates.answer_tokens_per_s) == (200, 10)


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "evaluated": st.integers(0, 10**6),
                "prompt_ms": st.floats(0, 1e7),
                "generated": st.integers(0, 10**6),
                "tokens_per_s": st.floats(0, 1e6),
                "beside": st.integers(0, 64),
            }
        )
    ),
    st.integers(0, 10**6),
    st.integers(0, 100),
)
def test_work_always_takes_a_finite_time(measurements, prompt_tokens, answers):
    rates = Rates()
    for one in measurements:
        rates.observe(**one)
    assert 0 <= rates.seconds(prompt_tokens=prompt_tokens, answers=answers) < float("inf")
