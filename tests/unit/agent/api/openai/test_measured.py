from agent.api.answers import Finish
from agent.api.openai.measured import chat_logprobs, text_logprobs, timings_of, usage_of
from agent.engine.values import Likely, Timings, TokenLogprob, Usage

TIMINGS = Timings(prompt_ms=50.0, first_token_ms=60.0, tokens_per_s=20.0)


def finish(prompt=10, cached=5, generated=3, **more):
    usage = Usage(prompt, cached, generated)
    return Finish("stop", usage, Timings(50.0, 60.0, 20.0, **more))


def logprob(text, *top):
    likely = [Likely(ord(one), one, -1.0) for one in top]
    return TokenLogprob(Likely(0, text, -0.5), tuple(likely))


def test_a_prompt_that_answers_share_is_counted_once():
    usage = usage_of([finish(), finish(generated=4)])
    assert (usage["prompt_tokens"], usage["completion_tokens"]) == (10, 7)
    assert usage["total_tokens"] == 17
    assert usage["prompt_tokens_details"] == {"cached_tokens": 5}


def test_prompts_of_their_own_are_added():
    finishes = [finish(prompt=10), finish(prompt=10), finish(prompt=20), finish(prompt=20)]
    assert usage_of(finishes, prompts=range(0, 4, 2))["prompt_tokens"] == 30


def test_timings_are_those_of_llama_cpp_s_server():
    said = timings_of(finish())
    assert (said["cache_n"], said["prompt_n"], said["prompt_per_second"]) == (5, 5, 100.0)
    assert (said["predicted_n"], said["predicted_ms"]) == (3, 100.0)
    assert "draft_n" not in said
    assert timings_of(finish(drafted=4, drafts_taken=3))["draft_n_accepted"] == 3


def test_nothing_is_divided_by_nothing():
    empty = Finish("stop", Usage(0, 0, 0), Timings(0.0, 0.0, 0.0))
    assert timings_of(empty)["predicted_per_token_ms"] == 0.0


def test_bytes_of_a_token_are_told():
    said = chat_logprobs([logprob("é", "a")])
    assert said["content"][0]["bytes"] == [195, 169]
    assert said["content"][0]["top_logprobs"][0]["token"] == "a"
    assert chat_logprobs([]) is None


def test_offsets_go_on_from_what_was_said():
    said = text_logprobs([logprob("ab", "a"), logprob("c")], offset=4)
    assert said["tokens"] == ["ab", "c"]
    assert said["text_offset"] == [4, 6]
    assert said["top_logprobs"] == [{"a": -1.0}, {}]
