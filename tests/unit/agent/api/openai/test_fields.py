import pytest
from pydantic import ValidationError

from agent.api.errors import ApiError, UnsupportedError
from agent.api.openai.fields import FORBIDDEN, MAX_SCHEMA_CHARS, Options
from agent.engine.values import Constraint


def options(**fields):
    return Options.model_validate(fields)


def test_what_was_not_chosen_is_left_to_the_bundle():
    assert options().sampling() == {}
    assert options(temperature=0, seed=-1).sampling() == {"temperature": 0, "seed": 2**32 - 1}


def test_samplers_go_by_the_engine_s_names():
    asked = options(repeat_last_n=32, typical_p=0.9, dry_multiplier=0.8, xtc_probability=0.5)
    assert asked.sampling() == {
        "penalty_window": 32,
        "typical_p": 0.9,
        "dry_multiplier": 0.8,
        "xtc_probability": 0.5,
    }


def test_values_that_switch_a_sampler_off_are_the_engine_s_own():
    asked = options(top_k=-1, repeat_last_n=100_000, dry_penalty_last_n=-1)
    assert asked.sampling() == {"top_k": 0, "penalty_window": 4096, "dry_penalty_last_n": -1}


@pytest.mark.parametrize(
    "fields",
    [
        {"temperature": 2.1},
        {"top_p": float("nan")},
        {"min_p": -1},
        {"mirostat": 3},
        {"n": 0},
        {"model": ""},
        {"lora": [{"id": -1}]},
    ],
)
def test_what_no_engine_can_do_is_refused(fields):
    with pytest.raises(ValidationError):
        options(**fields)


def test_stop_is_one_string_or_several():
    assert options().stops() == ()
    assert options(stop="x").stops() == ("x",)
    assert options(stop=["x", "", "y"]).stops() == ("x", "y")


@pytest.mark.parametrize("stop", [["x"] * 17, "x" * 501])
def test_stops_are_bounded(stop):
    with pytest.raises(ApiError, match="stop"):
        options(stop=stop).stops()


def test_a_bias_comes_in_both_spellings():
    assert options(logit_bias={"15": -5, "word": 2}).biases() == ((15, -5.0), ("word", 2.0))
    listed = options(logit_bias=[[15, -5.5], ["15", 1], [7, False]]).biases()
    assert listed == ((15, -5.5), ("15", 1.0), (7, FORBIDDEN))


@pytest.mark.parametrize("bias", [[[1]], [[1, True]], [[1, "x"]], [["", 1]], [[1.5, 1]]])
def test_a_bias_of_another_shape_is_refused(bias):
    with pytest.raises(ApiError, match="logit_bias"):
        options(logit_bias=bias).biases()


def test_a_grammar_and_a_schema_constrain_but_not_both():
    assert options(grammar='root ::= "x"').constraint() == Constraint("gbnf", 'root ::= "x"')
    assert options(json_schema={"type": "object"}).constraint() == Constraint(
        "json_schema", '{"type":"object"}'
    )
    assert options(json_schema={}).constraint() == Constraint("json_object")
    with pytest.raises(ApiError, match="not both"):
        options(grammar="x", json_schema={}).constraint()


def test_a_schema_has_a_size():
    with pytest.raises(ApiError) as caught:
        options(json_schema={"const": "x" * MAX_SCHEMA_CHARS}).constraint()
    assert caught.value.api_code == "schema_too_large"


@pytest.mark.parametrize(
    ("fields", "param"),
    [({"n": 17}, "n"), ({"n_probs": 21}, "n_probs")],
)
def test_what_cannot_be_honoured_is_named(fields, param):
    with pytest.raises(ApiError) as caught:
        options(**fields).refuse_unsupported()
    assert caught.value.param == param


def test_the_time_of_an_answer_may_be_limited():
    assert options(t_max_predict_ms=-1).predict_s is None
    assert options(t_max_predict_ms=500).predict_s == 0.5


def test_unsupported_fields_are_a_kind_of_refusal_with_their_own_code():
    assert UnsupportedError("x", "x").api_code == "unsupported_parameter"


def test_pings_may_be_chosen():
    assert options().ping_s is None
    assert options(sse_ping_interval=-1).ping_s == 0
    assert options(sse_ping_interval=5).ping_s == 5
