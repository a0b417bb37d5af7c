from agent.engine.values import Message, Sampling
from agent.serving.servable import GenerateRequest, sampling_of


def test_the_callers_choice_goes_over_the_bundles():
    merged = sampling_of({"temperature": 0.7, "top_k": 5}, {"temperature": 0})
    assert merged == Sampling(temperature=0.0, top_k=5)


def test_parameters_that_are_no_numbers_or_unknown_are_left_out():
    odd = {"temperature": "hot", "top_k": True, "seed": None, "top_p": float("nan"), "stop": 1}
    assert sampling_of(odd) == Sampling()


def test_a_prompts_length_is_guessed_before_it_is_counted():
    assert GenerateRequest(tokens=(1, 2, 3)).guessed_tokens == 3
    long = GenerateRequest(messages=(Message("user", "x" * 300),))
    assert 50 < long.guessed_tokens < 300
