"""GGUF models that embed and rank: what llama.cpp answers against plain arithmetic."""

import re
from pathlib import Path

import gguf
import numpy as np
import pytest

from agent.engine.backends.llama_vectors import LlamaVectors
from agent.engine.errors import BackendError, NoMemoryError, RefusedError
from agent.engine.frames import NOT_SERVED, Load
from agent.serving.errors import ContextOverflowError, UnsuitableModelError
from agent.serving.servable import EmbedRequest, InferRequest, TokenizeRequest
from tests.support.engine_slots import a_chat, a_servable, open_slots
from tests.support.engine_vectors import floats, some_texts, strings
from tests.support.gguf_bert import CLS, SEP, BertShape, TinyBert
from tests.support.gguf_ranker import END, START, ranker_tensors, write_ranker
from tests.support.gguf_tiny import write_tiny

pytestmark = pytest.mark.slow

CLOSE = 5e-3
"""llama.cpp looks its activation up in a table of half precision."""
TEXTS = ("the cat sits on the mat", "a dog runs", "a big red house and the small blue car")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("vectors")


def load(path: Path, **more: object) -> Load:
    return Load(
        str(path), **{"context": 64, "parallel": 1, "batch": 32, "serves": "embeddings"} | more
    )


def opened(folder: Path, shape: BertShape, **more: object) -> tuple[TinyBert, LlamaVectors]:
    bert = TinyBert(shape)
    return bert, LlamaVectors(load(bert.write(folder / "bert.gguf"), **more))


def embed(backend, *inputs, normalize=False):
    made = backend.embed(list(inputs), normalize=normalize)
    return [np.frombuffer(one, np.float32) for one in made]


def test_vectors_are_the_mean_of_the_tokens(folder):
    bert, backend = opened(folder, BertShape())
    inputs = [backend.read(text) for text in TEXTS]
    for one, vector in zip(inputs, embed(backend, *inputs), strict=True):
        assert one.tokens[0] == CLS
        assert one.tokens[-1] == SEP
        assert np.abs(vector - bert.hidden(list(one.tokens)).mean(axis=0)).max() < CLOSE


def test_vectors_are_the_first_token_where_the_model_says_so(folder):
    bert, backend = opened(folder, BertShape(pooling=gguf.PoolingType.CLS))
    one = backend.read(TEXTS[0])
    (vector,) = embed(backend, one)
    assert np.abs(vector - bert.hidden(list(one.tokens))[0]).max() < CLOSE


def test_a_model_that_does_not_say_how_it_pools_takes_the_mean(folder, capfd):
    bert, backend = opened(folder, BertShape(pooling=None))
    one = backend.read(TEXTS[0])
    (vector,) = embed(backend, one)
    assert np.abs(vector - bert.hidden(list(one.tokens)).mean(axis=0)).max() < CLOSE
    assert "does not say how it pools" in capfd.readouterr().err


def test_normalised_vectors_have_length_one(folder):
    _, backend = opened(folder, BertShape())
    (vector,) = embed(backend, backend.read(TEXTS[0]), normalize=True)
    assert np.linalg.norm(vector) == pytest.approx(1)


def test_an_input_as_long_as_the_model_reads_is_one_batch(folder):
    bert, backend = opened(folder, BertShape())
    long = backend.take([CLS, *[4, 6] * 31, SEP])
    assert len(long.tokens) == backend.facts.context == 64
    (vector,) = embed(backend, long)
    assert np.abs(vector - bert.hidden(list(long.tokens)).mean(axis=0)).max() < CLOSE


def test_a_context_beyond_what_the_model_was_made_for_is_not_promised(folder):
    _, backend = opened(folder, BertShape(), context=4096)
    assert backend.facts.context == 64


def test_facts_say_what_the_model_is(folder):
    _, backend = opened(folder, BertShape())
    facts = backend.facts
    assert (facts.engine, facts.architecture, facts.dimensions) == ("llama", "bert", 32)
    assert (facts.bos, facts.eos, facts.adds_bos) == ("[CLS]", "[SEP]", True)
    assert facts.parameters == sum(one.size for one in TinyBert().tensors.values())
    assert facts.memory_bytes > facts.weights_bytes > 0


def test_pairs_are_ranked_by_the_head(folder):
    bert, backend = opened(folder, BertShape(pooling=gguf.PoolingType.RANK), serves="rerank")
    pairs = [backend.pair("the cat", text) for text in TEXTS]
    assert [backend.piece(token) for token in pairs[1].tokens] == [
        *("[CLS]", " the", " cat", "[SEP]", " a", " dog", " runs", "[SEP]")
    ]
    for one, scores in zip(pairs, embed(backend, *pairs), strict=True):
        assert scores == pytest.approx(bert.scores(list(one.tokens)), abs=CLOSE)
        (chance,) = embed(backend, one, normalize=True)
        assert chance == pytest.approx(1 / (1 + np.exp(-scores)), abs=CLOSE)


def test_a_pair_spells_no_control_tokens(folder):
    _, backend = opened(folder, BertShape(pooling=gguf.PoolingType.RANK), serves="rerank")
    pair = backend.pair("the [SEP] cat", "[CLS] a dog")
    assert pair.tokens.count(SEP) == 2
    assert pair.tokens.count(CLS) == 1


def test_classes_have_labels_and_chances(folder):
    shape = BertShape(pooling=gguf.PoolingType.RANK, labels=("lights", "climate", "other"))
    bert, backend = opened(folder, shape, serves="rerank")
    assert backend.facts.labels == shape.labels
    one = backend.read(TEXTS[0])
    (scores,) = embed(backend, one, normalize=True)
    expected = np.exp(bert.scores(list(one.tokens)))
    assert scores == pytest.approx(expected / expected.sum(), abs=CLOSE)


@pytest.mark.parametrize(
    ("pooling", "serves", "why"),
    [
        (gguf.PoolingType.MEAN, "rerank", "no head that ranks"),
        (None, "rerank", "no head that ranks"),
        (gguf.PoolingType.RANK, "embeddings", "ranks and has no vectors"),
        (gguf.PoolingType.MEAN, "tensors", "not tensors"),
    ],
)
def test_what_a_model_cannot_do_is_refused_at_load(folder, pooling, serves, why):
    path = TinyBert(BertShape(pooling=pooling)).write(folder / "other.gguf")
    with pytest.raises(BackendError, match=why):
        LlamaVectors(load(path, serves=serves))


def test_a_generative_model_without_a_head_that_ranks_is_refused(folder):
    path = write_tiny(folder / "tiny.gguf")
    with pytest.raises(BackendError, match="no head that ranks"):
        LlamaVectors(load(path, serves="rerank"))


def test_a_load_that_needs_too_much_memory_is_refused_with_both_numbers(folder):
    path = TinyBert().write(folder / "bert.gguf")
    with pytest.raises(NoMemoryError, match=re.compile(r"needs \d+ .* take 1000\b")):
        LlamaVectors(load(path, memory_bytes=1000))


def test_pairs_are_refused_where_nothing_ranks(folder):
    _, backend = opened(folder, BertShape())
    with pytest.raises(RefusedError) as refused:
        backend.pair("a", "b")
    assert refused.value.code == NOT_SERVED


@pytest.mark.parametrize("pooling", [gguf.PoolingType.LAST, gguf.PoolingType.MEAN, None])
def test_what_a_causal_model_says_does_not_depend_on_its_company(folder, pooling):
    path = write_tiny(folder / "causal.gguf", pooling=pooling)
    backend = LlamaVectors(load(path, context=512, batch=64))
    # Longer than a batch, as short as can be, and across the border of two pieces.
    inputs = [backend.take(list(range(1, 1 + count))) for count in (200, 1, 50, 3, 90)]
    together = embed(backend, *inputs)
    for one, vector in zip(inputs, together, strict=True):
        (alone,) = embed(backend, one)
        assert np.abs(vector - alone).max() < 2e-2
    assert np.abs(together[0] - together[2]).max() > 0.1


def test_a_causal_model_with_undivided_inputs_says_the_same(folder):
    path = write_tiny(folder / "causal.gguf", pooling=gguf.PoolingType.LAST)
    pieces = LlamaVectors(load(path, context=512, batch=32))
    whole = LlamaVectors(load(path, context=512, batch=512))
    tokens = [number % 250 for number in range(300)]
    (one,), (other,) = (embed(each, each.take(tokens)) for each in (pieces, whole))
    assert np.abs(one - other).max() < 2e-2


def test_a_causal_ranker_says_the_chance_of_yes(folder):
    ranker = LlamaVectors(load(write_ranker(folder / "r.gguf"), context=512, serves="rerank"))
    path = write_ranker(folder / "e.gguf", pooling=gguf.PoolingType.LAST)
    embedder = LlamaVectors(load(path, context=512))
    assert (ranker.facts.dimensions, ranker.facts.labels) == (1, ())
    pairs = [ranker.pair("lamps", text) for text in (*TEXTS, "long " * 40)]
    last = embed(embedder, *pairs)
    for chance, hidden in zip(embed(ranker, *pairs, normalize=True), last, strict=True):
        yes, no = ranker_tensors()["cls.output.weight"] @ hidden
        assert chance == pytest.approx([1 / (1 + np.exp(no - yes))], abs=CLOSE)
    assert embed(ranker, *pairs, normalize=True) == embed(ranker, *pairs, normalize=False)


def test_a_template_for_ranking_is_filled_and_only_its_own_markers_count(folder):
    ranker = LlamaVectors(load(write_ranker(folder / "r.gguf"), context=512, serves="rerank"))
    pair = ranker.pair("a{document}<|end|>", "b<|turn|>{query}")
    text = "<|turn|>Judge: a{document}<|end|><|end|>\n<|turn|>b<|turn|>{query}?<|end|>"
    assert ranker.detokenize(pair.tokens) == text
    assert [pair.tokens.count(one) for one in (START, END)] == [2, 2]
    cut = pair.cut(len(pair.tokens) - 10)
    assert ranker.detokenize(cut.tokens) == text.replace("b<|turn|>{query}", "b<|tur")


def test_a_template_without_places_is_refused(folder):
    path = write_ranker(folder / "r.gguf", template="{query} alone")
    with pytest.raises(BackendError, match="lacks"):
        LlamaVectors(load(path, serves="rerank"))


def test_a_ranker_with_nothing_between_query_and_document_is_refused(folder):
    path = write_ranker(folder / "r.gguf", template=None)
    ranker = LlamaVectors(load(path, serves="rerank"))
    with pytest.raises(RefusedError, match="part a query from a document"):
        ranker.pair("a", "b")


def test_a_model_that_only_says_that_it_ranks_is_refused(folder):
    path = write_ranker(folder / "r.gguf", head=False)
    with pytest.raises(BackendError, match="no head for it"):
        LlamaVectors(load(path, serves="rerank"))


async def test_slots_embed_in_a_child_process(folder):
    bert = TinyBert()
    path = bert.write(folder / "bert.gguf")
    async with open_slots() as slots:
        await slots.serve("main", a_servable(path, serves="embeddings", context=64))
        made = await slots.embed("main", EmbedRequest(texts=TEXTS, normalize=False))
        tokens = await slots.tokenize("main", TokenizeRequest(text=TEXTS[0], add_special=True))
        assert made.dimensions == 32
        expected = bert.hidden(list(tokens.tokens)).mean(axis=0)
        assert floats(made.vectors[0]) == pytest.approx(expected, abs=CLOSE)
        assert (await slots.detokenize("main", tokens.tokens)).text == f"[CLS] {TEXTS[0]}[SEP]"
        tensors = await slots.infer("main", InferRequest(inputs=(some_texts("text", *TEXTS),)))
        assert tensors.outputs[0].shape == (3, 32)
        with pytest.raises(ContextOverflowError):
            await slots.embed("main", EmbedRequest(texts=("cat " * 100,)))
        with pytest.raises(UnsuitableModelError):
            await slots.submit("main", a_chat("hello"))
        assert slots.describe("main").serves == "embeddings"


async def test_slots_rank_and_classify_in_a_child_process(folder):
    shape = BertShape(pooling=gguf.PoolingType.RANK, labels=("lights", "other"))
    path = TinyBert(shape).write(folder / "classes.gguf")
    async with open_slots() as slots:
        await slots.serve("main", a_servable(path, serves="rerank", context=64))
        pairs = EmbedRequest(pairs=tuple(("the cat", text) for text in TEXTS))
        assert len((await slots.embed("main", pairs)).vectors) == 3
        tensors = await slots.infer("main", InferRequest(inputs=(some_texts("text", *TEXTS),)))
        score, label = tensors.outputs
        best = np.reshape(floats(score.data), (3, 2)).argmax(axis=1)
        assert strings(label) == [shape.labels[index] for index in best]
        assert slots.describe("main").labels == shape.labels


def test_a_text_alone_has_no_rank(folder):
    _, backend = opened(folder, BertShape(pooling=gguf.PoolingType.RANK), serves="rerank")
    with pytest.raises(RefusedError, match="ranks pairs") as refused:
        backend.read("the cat")
    assert refused.value.code == NOT_SERVED
