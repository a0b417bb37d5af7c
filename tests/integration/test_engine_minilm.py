"""The real all-MiniLM-L6-v2, exported to ONNX and quantized, against its float weights."""

import numpy as np
import pytest

from agent.serving.servable import EmbedRequest
from tests.support.engine_slots import a_servable, open_slots
from tests.support.engine_vectors import floats
from tests.support.onnx_minilm import embed_in_numpy, write_minilm

pytestmark = [pytest.mark.model, pytest.mark.slow]

PAIRS = (
    ("A man is eating food.", "A man is eating a piece of bread."),
    ("Turn on the kitchen lights", "Please switch the lamp in the kitchen on"),
    ("It is cold in here", "The room needs heating"),
    ("The stock market fell sharply", "Share prices dropped a lot"),
)
"""Two sentences that mean nearly the same; those of different pairs have nothing in common."""
KNOWN = 0.7553
"""What sentence-transformers says of the first pair."""
FIRST = tuple(pair[0] for pair in PAIRS)
SECOND = tuple(pair[1] for pair in PAIRS)


@pytest.fixture(scope="session")
def float_folder(tmp_path_factory):
    return write_minilm(tmp_path_factory.mktemp("minilm") / "float")


@pytest.fixture(scope="session")
def int8_folder(tmp_path_factory):
    return write_minilm(tmp_path_factory.mktemp("minilm") / "int8", quantized=True)


async def vectors(folder, *texts):
    async with open_slots() as slots:
        await slots.serve("main", a_servable(folder, serves="embeddings", context=512))
        made = await slots.embed("main", EmbedRequest(texts=texts))
        assert slots.describe("main").n_embd == made.dimensions == 384
        assert slots.describe("main").n_ctx == 256
        return np.array([floats(one) for one in made.vectors])


async def test_the_float_model_says_what_its_weights_say(float_folder):
    texts = [*FIRST, *SECOND]
    made = await vectors(float_folder, *texts)
    assert np.abs(made - embed_in_numpy(float_folder, texts)).max() < 1e-4
    assert made[0] @ made[len(FIRST)] == pytest.approx(KNOWN, abs=1e-3)


async def test_the_quantized_model_says_nearly_the_same(float_folder, int8_folder):
    texts = [*FIRST, *SECOND]
    exact = embed_in_numpy(float_folder, texts)
    made = await vectors(int8_folder, *texts)
    assert (made * exact).sum(axis=1).min() > 0.95
    assert np.abs(made @ made.T - exact @ exact.T).max() < 0.1


async def test_sentences_that_mean_the_same_are_nearer_than_any_others(int8_folder):
    made = await vectors(int8_folder, *FIRST, *SECOND)
    first, second = made[: len(FIRST)], made[len(FIRST) :]
    assert ((first @ second.T).argmax(axis=1) == np.arange(len(FIRST))).all()


async def test_a_quantized_vector_does_not_depend_on_who_else_asks(int8_folder):
    alone = await vectors(int8_folder, FIRST[0])
    together = await vectors(int8_folder, *FIRST, *SECOND)
    assert (alone[0] == together[0]).all()
