from dataclasses import fields

from agent.engine.frames import Detokenize, Embed, Generate, Infer, Load, Tokenize
from agent.engine.values import Message, Sampling, Tensor
from agent.serving.servable import (
    DetokenizeRequest,
    EmbedRequest,
    GenerateRequest,
    InferRequest,
    Servable,
    TokenizeRequest,
    sampling_of,
)


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


def names(kind):
    return {one.name for one in fields(kind)}


def test_a_request_can_say_everything_that_its_frame_can():
    pairs = (
        (GenerateRequest, Generate),
        (EmbedRequest, Embed),
        (InferRequest, Infer),
        (TokenizeRequest, Tokenize),
        (DetokenizeRequest, Detokenize),
    )
    for request, frame in pairs:
        assert names(frame) - {"id"} <= names(request)


def test_a_servable_can_say_everything_that_a_load_can():
    assert names(Load) <= names(Servable)


def test_every_field_of_sampling_can_be_chosen():
    chosen = {one.name: 1 for one in fields(Sampling)}
    assert sampling_of(chosen) == Sampling(**chosen)


def test_a_frame_takes_what_the_context_leaves_where_nobody_set_a_length():
    frame = GenerateRequest(prompt="x").frame(3, context=99, parameters={"top_k": 7})
    assert (frame.id, frame.max_tokens, frame.sampling.top_k) == (3, 99, 7)


def test_other_requests_are_guessed_too():
    assert EmbedRequest(texts=("x" * 300,), tokens=((1, 2),)).guessed_tokens > 50
    assert EmbedRequest(pairs=(("x" * 300, "y" * 300),)).guessed_tokens > 100
    assert InferRequest((Tensor("a", "FP32", (1,), "x" * 300),)).guessed_tokens > 50
    assert TokenizeRequest(messages=(Message("user", "x" * 300),)).guessed_tokens > 50
