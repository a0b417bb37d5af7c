from agent.api.llama.settings import chosen, generation_settings, settings_of
from agent.engine.values import AdapterScale, Constraint, Sampling, TokenBias
from agent.serving.servable import GenerateRequest


def test_parameters_go_by_llama_cpp_s_names():
    said = settings_of(Sampling(penalty_window=7, seed=3))
    assert (said["repeat_last_n"], said["seed"], said["top_k"]) == (7, 3, 40)
    assert settings_of(Sampling())["seed"] == 2**32 - 1


def test_everything_that_decided_about_an_answer_is_told():
    request = GenerateRequest(
        prompt="x",
        stop=("a",),
        constraint=Constraint("gbnf", "root ::= [a-z]"),
        bias=(TokenBias(5, -1.0),),
        adapters=(AdapterScale("tune", 0.5),),
        keep=3,
        logprobs=2,
    )
    said = generation_settings(request, Sampling(), limit=None, stream=True)
    assert (said["n_predict"], said["n_keep"], said["n_probs"]) == (-1, 3, 2)
    assert said["grammar"] == "root ::= [a-z]"
    assert said["logit_bias"] == [{"token": 5, "bias": -1.0}]
    assert said["lora"] == [{"id": 0, "name": "tune", "scale": 0.5}]


def test_wanted_fields_come_out_of_others():
    answer = {"content": "x", "timings": {"prompt_n": 3}}
    assert chosen(answer, None) is answer
    assert chosen(answer, ["content", "timings/prompt_n", "nothing", "content/x"]) == {
        "content": "x",
        "prompt_n": 3,
    }
