import pytest

from agent.api.errors import ApiError
from agent.api.llama.schema import CompletionBody


def body(**fields):
    return CompletionBody.model_validate({"prompt": "x", **fields})


@pytest.mark.parametrize(
    ("prompt", "found"),
    [
        ("a", [("a",)]),
        (["a", "b"], [("a",), ("b",)]),
        ([1, 2], [(1, 2)]),
        ([1, "a"], [(1, "a")]),
        ([[1, "a"], "b", [2]], [(1, "a"), ("b",), (2,)]),
    ],
)
def test_a_prompt_mixes_texts_and_tokens(prompt, found):
    assert body(prompt=prompt).prompts() == found


@pytest.mark.parametrize("prompt", [[], [[]], [True], [{"prompt_string": "x"}], [[["x"]]]])
def test_a_prompt_of_another_shape_is_refused(prompt):
    with pytest.raises(ApiError) as caught:
        body(prompt=prompt).prompts()
    assert caught.value.param == "prompt"


@pytest.mark.parametrize(
    ("fields", "limit"),
    [
        ({}, None),
        ({"n_predict": -1}, None),
        ({"n_predict": 0}, 0),
        ({"max_tokens": 5}, 5),
        ({"n_predict": 4, "max_tokens": 5}, 4),
    ],
)
def test_a_limit_goes_by_three_names(fields, limit):
    assert body(**fields).limit == limit


def test_minus_one_is_a_random_seed():
    assert "seed" not in body(seed=-1).sampling()
    assert body(seed=7).sampling() == {"seed": 7}


def test_a_temperature_below_nothing_takes_the_likeliest():
    assert body(temperature=-1).sampling() == {"temperature": 0.0}


def test_probabilities_after_sampling_are_refused():
    with pytest.raises(ApiError, match="post_sampling_probs"):
        body(post_sampling_probs=True).refuse_unsupported()
