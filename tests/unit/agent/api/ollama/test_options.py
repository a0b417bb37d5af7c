import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.api.errors import ApiError
from agent.api.ollama.options import options_of


def chosen(bundle=(), **given):
    return options_of(given, bundle=dict(bundle), context=512)


def test_what_nobody_chose_is_as_ollama_has_it():
    options = chosen()
    assert options.sampling == {
        "temperature": 0.8,
        "top_k": 40,
        "top_p": 0.9,
        "min_p": 0.0,
        "typical_p": 1.0,
        "penalty_window": 64,
        "repeat_penalty": 1.0,
        "presence_penalty": 0.0,
        "frequency_penalty": 0.0,
    }
    assert (options.stop, options.max_tokens, options.keep) == ((), None, 4)


def test_what_the_bundle_chose_stands_unless_the_caller_chooses():
    assert "temperature" not in chosen({"temperature": 0.1}).sampling
    assert chosen({"temperature": 0.1}, temperature=0.5).sampling["temperature"] == 0.5


def test_options_take_the_engines_names():
    options = chosen(
        seed=7, repeat_last_n=9, mirostat=2, mirostat_tau=4, num_predict=5, num_keep=3, stop=["a"]
    )
    assert options.sampling["seed"] == 7
    assert options.sampling["penalty_window"] == 9
    assert options.sampling["mirostat"] == 2
    assert options.sampling["mirostat_tau"] == 4.0
    assert (options.max_tokens, options.keep, options.stop) == (5, 3, ("a",))


def test_a_seed_below_0_is_none_and_a_large_one_is_one():
    assert "seed" not in chosen(seed=-1).sampling
    assert chosen(seed=2**40 + 5).sampling["seed"] == 5


def test_a_window_of_minus_1_is_the_whole_context():
    assert chosen(repeat_last_n=-1).sampling["penalty_window"] == 512


@pytest.mark.parametrize("most", [0, -1, -2])
def test_an_answer_without_a_bound_has_none(most):
    assert chosen(num_predict=most).max_tokens is None


def test_whole_numbers_may_be_said_as_fractions_and_back():
    options = chosen(top_k=20.0, temperature=1)
    assert options.sampling["top_k"] == 20
    assert isinstance(options.sampling["top_k"], int)
    assert isinstance(options.sampling["temperature"], float)


def test_what_belongs_to_loading_and_what_nobody_knows_is_ignored():
    assert chosen(num_ctx=10**9, num_gpu="all", wonder=1) == chosen()
    assert chosen(temperature=None) == chosen()


def test_one_stop_may_stand_alone_and_empty_ones_mean_nothing():
    assert chosen(stop="end").stop == ("end",)
    assert chosen(stop=["", "end"]).stop == ("end",)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"temperature": "hot"}, 'option "temperature" must be of type float32'),
        ({"temperature": True}, "of type float32"),
        ({"temperature": float("nan")}, "of type float32"),
        ({"temperature": -1}, "at least 0"),
        ({"top_k": "1"}, "of type integer"),
        ({"top_k": -5}, "at least 0"),
        ({"top_k": 2**40}, "top_k"),
        ({"seed": []}, "of type integer"),
        ({"repeat_penalty": 0}, "at least 0.001"),
        ({"stop": 5}, "array of strings"),
        ({"stop": [5]}, "array of strings"),
        ({"stop": ["x"] * 65}, "at most 64"),
    ],
    ids=range(12),
)
def test_an_option_of_the_wrong_kind_is_refused_by_name(given, why):
    with pytest.raises(ApiError, match=why):
        chosen(**given)


VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=3)
    | st.lists(st.integers() | st.text(max_size=3), max_size=3)
)
NAMES = ("temperature", "top_k", "seed", "num_predict", "num_keep", "repeat_last_n", "stop", "odd")


@given(st.dictionaries(st.sampled_from(NAMES), VALUES))
def test_whatever_is_chosen_comes_to_finite_numbers_or_is_refused(given_options):
    try:
        options = chosen(**given_options)
    except ApiError:
        return
    assert all(math.isfinite(value) for value in options.sampling.values())
    assert options.max_tokens is None or options.max_tokens > 0
