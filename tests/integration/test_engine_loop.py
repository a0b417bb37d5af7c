"""The loop over the real library, in this process: small random models, every kind of memory."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from agent.engine.backends.base import Drawing, Outcome, Span
from agent.engine.backends.llama import LlamaBackend
from agent.engine.backends.llama_forecast import forecast
from agent.engine.errors import BackendError, NoMemoryError
from agent.engine.frames import Load
from agent.engine.sampling import PlainSampler, RowSampler
from agent.engine.values import Adapter, AdapterScale, Constraint, Sampling, TokenBias
from tests.support.engine_loop import Driven, FakeGuide
from tests.support.gguf_odd import write_adapter, write_recurrent, write_sliding
from tests.support.gguf_tiny import TINY, write_tiny

pytestmark = pytest.mark.slow

SYSTEM = "you answer questions about one house, its rooms and all the things in them. " * 2
ROUNDING = 0.1
QUESTIONS = ("is the door shut?", "how warm is it?", "how warm was it?", "", "is the door open?")


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("models")
    return {
        "plain": write_tiny(folder / "plain.gguf"),
        "sliding": write_sliding(folder / "sliding.gguf"),
        "recurrent": write_recurrent(folder / "recurrent.gguf"),
        "adapter": write_adapter(folder / "adapter.gguf"),
    }


@contextmanager
def engine(
    file: Path, *, cache_bytes: int = 0, speculate: bool = False, **load: object
) -> Iterator[Driven]:
    given = {"context": 512, "parallel": 4, "threads": 1, **load}
    backend = LlamaBackend(Load(str(file), **given))
    try:
        yield Driven(backend, cache_bytes=cache_bytes, speculate=speculate)
    finally:
        backend.close()


def answer_of(one: Driven, number: int) -> list[int]:
    """Return the tokens of an answer whose probabilities were asked for."""
    return [token for delta in one.deltas(number) for token in delta.tokens]


def likely(file: Path, prompt: Sequence[int], answer: Sequence[int]) -> bool:
    """Tell whether every token of an answer is the likeliest, but for rounding, in a new context.

    Sums are rounded otherwise in batches of another shape, so near ties may go either way.
    """
    with engine(file, parallel=1) as one:
        backend = one.backend
        backend.sampler(Drawing(logprobs=0)).close()
        tokens = list(prompt)
        assert backend.decode([Span(0, 0, tokens, 1)]) is Outcome.OK
        row = len(tokens) - 1
        for token in answer:
            logits = backend._rows.get(row)
            if logits[token] < logits.max() - ROUNDING:
                return False
            assert backend.decode([Span(0, len(tokens), [token], 1)]) is Outcome.OK
            tokens.append(token)
            row = 0
    return True


@pytest.mark.parametrize("kind", ["plain", "sliding", "recurrent"])
def test_answers_do_not_depend_on_who_else_is_there(files, kind):
    prompts = [SYSTEM + question for question in QUESTIONS] * 2
    with engine(files[kind]) as together:
        for number, prompt in enumerate(prompts):
            together.ask(
                number, "", messages=None, prompt=prompt, max_tokens=24, logprobs=0, special=True
            )
            together.run(steps=number % 3)
        together.run()
        tokens = [together.backend.tokenize(prompt) for prompt in prompts]
        answers = [answer_of(together, number) for number in range(len(prompts))]
    assert sum(map(len, answers)) > 100
    for prompt, answer in zip(tokens, answers, strict=True):
        assert likely(files[kind], prompt, answer)


def test_a_shared_beginning_is_evaluated_once(files):
    with engine(files["plain"]) as one:
        for number, question in enumerate(QUESTIONS[:4]):
            one.ask(number, "", messages=None, prompt=SYSTEM + question, max_tokens=4)
        one.run()
        cached = sorted(one.end(number).usage.cached for number in range(4))
    assert cached[0] == 0
    assert all(count >= len(SYSTEM) for count in cached[1:])


@pytest.mark.parametrize("kind", ["plain", "sliding", "recurrent"])
def test_a_conversation_goes_on_where_it_ended(files, kind):
    with engine(files[kind], parallel=1) as one:
        tokens = tuple(one.backend.tokenize(SYSTEM))
        one.ask(0, "", messages=None, tokens=tokens, max_tokens=1)
        one.run()
        longer = (*tokens, *one.backend.tokenize("and then?", add_special=False))
        one.ask(1, "", messages=None, tokens=longer, max_tokens=8)
        one.run()
        assert one.end(1).usage.cached == len(tokens)
        said = one.text(1)
    with engine(files[kind], parallel=1) as fresh:
        fresh.ask(0, "", messages=None, tokens=longer, max_tokens=8)
        fresh.run()
        assert fresh.text(0) == said


@pytest.mark.parametrize("kind", ["plain", "sliding"])
def test_a_prompt_cut_back_in_memory_gives_the_same_answer(files, kind):
    prompts = [SYSTEM, SYSTEM[:100] + "?", SYSTEM[:20] + "!", SYSTEM]
    with engine(files[kind], parallel=1) as one:
        for number, prompt in enumerate(prompts):
            one.ask(number, "", messages=None, prompt=prompt, max_tokens=12, logprobs=0)
            one.run()
        tokens = [one.backend.tokenize(prompt) for prompt in prompts]
        answers = [answer_of(one, number) for number in range(4)]
    for prompt, answer in zip(tokens, answers, strict=True):
        assert likely(files[kind], prompt, answer)


@pytest.mark.parametrize("kind", ["plain", "recurrent"])
def test_a_state_comes_back_from_the_host(files, kind):
    other = "something else altogether, " * 8
    with engine(files[kind], parallel=1, context=256, cache_bytes=2**24) as one:
        first = tuple(one.backend.tokenize(SYSTEM))
        second = (*first, *one.backend.tokenize("and then?", add_special=False))
        one.ask(0, "", messages=None, tokens=first, max_tokens=1)
        one.run()
        for number in (1, 2):
            one.ask(number, "", messages=None, prompt=other + str(number), max_tokens=1)
            one.run()
        one.ask(3, "", messages=None, tokens=second, max_tokens=8)
        one.run()
        assert one.end(3).usage.cached == len(first)
        said = one.text(3)
    with engine(files[kind], parallel=1, context=256) as fresh:
        fresh.ask(0, "", messages=None, tokens=second, max_tokens=8)
        fresh.run()
        assert fresh.text(0) == said


@pytest.mark.parametrize("kind", ["plain", "sliding"])
def test_guessed_answers_are_the_models_own(files, kind):
    prompt = "abcabcabcabd" * 8
    with engine(files[kind], speculate=True) as one:
        one.ask(0, "", messages=None, prompt=prompt, max_tokens=120, logprobs=0, ignore_end=True)
        one.run()
        answer, tokens = answer_of(one, 0), one.backend.tokenize(prompt)
        assert one.end(0).timings.drafted > 0
    assert likely(files[kind], tokens, answer)


def test_guesses_change_no_drawn_answer(files):
    said = []
    for speculate in (False, True):
        with engine(files["plain"], speculate=speculate) as one:
            sampling = Sampling(temperature=1.2, seed=11)
            prompt = "abbaabaabbabaabb" * 8
            two = (TokenBias(ord("a"), 30.0), TokenBias(ord("b"), 30.0))
            one.ask(
                0, "", messages=None, prompt=prompt, max_tokens=120, sampling=sampling, bias=two
            )
            one.run()
            said.append(one.text(0))
            drafted = one.end(0).timings.drafted
    assert said[0] == said[1]
    assert drafted > 0


def test_a_full_context_is_shifted_and_the_answer_goes_on(files):
    with engine(files["plain"], context=256) as one:
        for number in range(2):
            one.ask(
                number,
                "",
                messages=None,
                prompt=SYSTEM,
                shift=True,
                keep=number * 20,
                ignore_end=True,
                max_tokens=400,
            )
        one.run()
        assert [one.end(number).usage.generated for number in range(2)] == [400, 400]


def test_a_context_that_cannot_be_shifted_says_so(files):
    with engine(files["recurrent"]) as one:
        one.ask(0, "", messages=None, prompt="x", shift=True)
        assert "shifted" in one.end(0).message


def test_an_adapter_changes_the_answer_of_those_who_ask_for_it(files):
    adapter = Adapter("odd", str(files["adapter"]))
    with engine(files["plain"], adapters=(adapter,)) as one:
        asked = [(), (AdapterScale("odd"),), (AdapterScale("odd", 0.0),), (AdapterScale("odd"),)]
        for number, adapters in enumerate(asked):
            one.ask(
                number,
                "",
                messages=None,
                prompt=SYSTEM,
                max_tokens=16,
                adapters=adapters,
                logprobs=0,
                ignore_end=True,
            )
        one.run()
        said = [one.text(number) for number in range(4)]
        answer, tokens = answer_of(one, 0), one.backend.tokenize(SYSTEM)
    assert said[0] == said[2] != said[1] == said[3]
    assert likely(files["plain"], tokens, answer)


def test_an_adapter_of_another_model_is_refused(files):
    adapter = Adapter("odd", str(files["adapter"]))
    with (
        pytest.raises(BackendError, match="odd"),
        engine(files["sliding"], adapters=(adapter,)),
    ):
        pass


def test_probabilities_are_those_of_the_model(files):
    with engine(files["plain"]) as one:
        one.ask(0, "", messages=None, prompt=SYSTEM, max_tokens=6, logprobs=5, ignore_end=True)
        one.run()
        known = [each for delta in one.deltas(0) for each in delta.logprobs]
    assert known
    for one_token in known:
        assert one_token.chosen == one_token.top[0]
        assert len(one_token.top) == 5
        values = [likely.logprob for likely in one_token.top]
        assert values == sorted(values, reverse=True)
        assert max(values) < 0


def test_a_bias_forbids_and_favours(files):
    with engine(files["plain"]) as one:
        for number, bias in enumerate(((), (TokenBias(65, 100.0),), (TokenBias(65, -1e9),))):
            sampling = Sampling(temperature=1.0, seed=3)
            one.ask(
                number,
                "",
                messages=None,
                prompt="A" * 60,
                bias=bias,
                max_tokens=20,
                sampling=sampling,
            )
        one.run()
        assert one.text(1) == "A" * 20
        assert "A" not in one.text(2)


def test_a_guide_is_followed_whatever_the_model_wants(files):
    with engine(files["plain"]) as one:
        for number, temperature in enumerate((0.0, 1.0)):
            one.guide = FakeGuide("ab", *"{x: ", "123", "}")
            one.ask(
                number,
                "hi",
                constraint=Constraint("regex", "..."),
                sampling=Sampling(temperature=temperature, seed=1),
            )
        one.run()
        for number in range(2):
            assert one.text(number)[0] in "ab"
            assert one.text(number)[1:5] == "{x: "
            assert one.text(number)[5] in "123"


SAMPLINGS = {
    "plain": Sampling(temperature=0.8, seed=1),
    "few": Sampling(temperature=1.5, seed=2, top_k=3),
    "all": Sampling(temperature=1.5, seed=3, top_k=0, top_p=1.0, min_p=0.0),
    "penalised": Sampling(temperature=1.0, seed=4, repeat_penalty=1.4, presence_penalty=0.8),
    "favoured": Sampling(temperature=1.0, seed=5, frequency_penalty=-1.5, penalty_window=8),
    "greedy-penalised": Sampling(repeat_penalty=1.3, frequency_penalty=0.5, penalty_window=-1),
    "typical": Sampling(temperature=1.2, seed=6, typical_p=0.7),
    "sigma": Sampling(temperature=1.2, seed=7, top_n_sigma=1.0),
    "xtc": Sampling(temperature=1.2, seed=8, xtc_probability=0.9, xtc_threshold=0.05),
    "dynamic": Sampling(temperature=1.2, seed=9, dynatemp_range=0.8, dynatemp_exponent=1.3),
    "dry": Sampling(temperature=0.7, seed=10, dry_multiplier=1.2, dry_allowed_length=1),
    "mirostat": Sampling(temperature=1.0, seed=11, mirostat=1),
    "mirostat2": Sampling(temperature=1.0, seed=12, mirostat=2, mirostat_tau=3.0),
    "keep": Sampling(temperature=1.0, seed=13, top_p=0.01, min_keep=5),
    "greedy": Sampling(),
}


@pytest.mark.parametrize("name", SAMPLINGS)
def test_looking_at_the_likeliest_alone_draws_what_the_library_draws(files, name):
    with engine(files["plain"], parallel=1) as one:
        backend, file = one.backend, one.backend._file
        prompt = backend.tokenize("it was a dark and stormy night, a very stormy night. " * 2)
        drawing = Drawing(SAMPLINGS[name], (TokenBias(101, -3.0),), prompt)
        backend.sampler(Drawing(logprobs=0)).close()
        samplers = (
            PlainSampler(backend._lib, backend._context, drawing, vocab=file.vocab),
            RowSampler(backend._lib, backend._rows, drawing, vocab=file.vocab, piece=file.piece),
        )
        drawn = []
        for sampler in samplers:
            backend.keep(0, 0)
            assert backend.decode([Span(0, 0, prompt, 1)]) is Outcome.OK
            tokens = [sampler.draw(len(prompt) - 1)]
            for _ in range(40):
                span = Span(0, len(prompt) + len(tokens) - 1, tokens[-1:], 1)
                assert backend.decode([span]) is Outcome.OK
                tokens.append(sampler.draw(0))
            drawn.append(tokens)
            sampler.close()
        assert drawn[0] == drawn[1]


def test_what_would_abort_the_process_is_refused(files):
    with engine(files["plain"], parallel=2, batch=16) as one:
        backend = one.backend
        for spans in (
            [],
            [Span(0, 0, [], 0)],
            [Span(0, 0, [1] * 17, 1)],
            [Span(0, 0, [300], 1)],
            [Span(0, 0, [-1], 1)],
            [Span(9, 0, [1], 1)],
            [Span(0, 0, [1] * 15, 15)],
        ):
            assert backend.decode(spans) is Outcome.INVALID
        assert backend.decode([Span(0, 0, [1, 2], 1)]) is Outcome.OK
        assert backend.decode([Span(0, 7, [1], 1)]) is Outcome.INVALID


def test_a_running_evaluation_can_be_interrupted(files):
    with engine(files["plain"], parallel=1, context=1024, batch=1024) as one:
        done = threading.Event()

        def insist() -> None:
            while not done.is_set():
                one.backend.interrupt()

        thread = threading.Thread(target=insist)
        thread.start()
        try:
            outcome = one.backend.decode([Span(0, 0, [5] * 1000, 1)])
        finally:
            done.set()
            thread.join()
        assert outcome is Outcome.ABORTED
        assert one.backend.keep(0, 0) == 0
        assert one.backend.decode([Span(0, 0, [5] * 1000, 1)]) is Outcome.OK


def test_a_load_that_needs_more_than_it_may_take_is_refused_with_both_numbers(files):
    with (
        pytest.raises(NoMemoryError, match=r"needs [0-9.]+ MB .* may take 5.0 MB"),
        engine(files["plain"], memory_bytes=5_000_000),
    ):
        pass


@pytest.mark.parametrize("kind", ["plain", "sliding", "recurrent"])
def test_the_forecast_is_what_the_load_takes(files, kind):
    load = Load(str(files[kind]), 512, 4, threads=1, kv_type="f16")
    foreseen = forecast(load)
    with engine(files[kind]) as one:
        taken = one.backend.facts.memory_bytes
    assert 0 < taken < foreseen
    if kind != "recurrent":
        assert forecast(Load(str(files[kind]), 1024, 8, threads=1)) > foreseen


@pytest.mark.parametrize("kv_type", ["q8_0", "q4_0"])
def test_keys_and_values_may_be_quantized(tmp_path, kv_type):
    wide = write_tiny(tmp_path / "wide.gguf", shape=replace(TINY, width=128))
    with engine(wide, kv_type=kv_type) as one:
        one.ask(0, "hi", max_tokens=8)
        one.run()
        assert one.end(0).usage.generated >= 1
