import hashlib

import pytest

from agent.alone.files import NoModelError, digest_of, find
from tests.support.gguf_tiny import write_tiny


def touch(path, text="x"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_a_gguf_file_is_named_after_itself_and_knows_its_context(tmp_path):
    found = find(write_tiny(tmp_path / "tiny-q8_0.gguf"))
    assert (found.name, found.serves) == ("tiny-q8_0", "text")
    assert found.trained > 0
    assert found.size_bytes == (tmp_path / "tiny-q8_0.gguf").stat().st_size


def test_a_folder_with_one_gguf_file_means_that_file(tmp_path):
    write_tiny(tmp_path / "tiny.gguf")
    assert find(tmp_path).weights == tmp_path / "tiny.gguf"


def test_the_first_part_of_a_model_stands_for_all(tmp_path):
    first = write_tiny(tmp_path / "big-00001-of-00002.gguf")
    touch(tmp_path / "big-00002-of-00002.gguf")
    found = find(tmp_path)
    assert (found.weights, found.name, len(found.files)) == (first, "big", 2)


def test_several_models_in_a_folder_are_told_apart_by_the_caller(tmp_path):
    write_tiny(tmp_path / "a.gguf")
    write_tiny(tmp_path / "b.gguf")
    with pytest.raises(NoModelError, match=r"a\.gguf, b\.gguf"):
        find(tmp_path)


@pytest.mark.parametrize(
    ("names", "serves"),
    [
        (["genai_config.json", "model.onnx"], "text"),
        (["model.onnx", "tokenizer.json"], "embeddings"),
        (["onnx/model.onnx", "tokenizer.json"], "embeddings"),
        (["model.onnx"], "tensors"),
        (["classes.onnx"], "tensors"),
    ],
)
def test_an_onnx_folder_says_by_its_files_what_it_is_for(tmp_path, names, serves):
    folder = tmp_path / "minilm"
    for name in names:
        touch(folder / name)
    found = find(folder)
    assert (found.weights, found.name, found.serves) == (folder, "minilm", serves)


def test_an_onnx_file_beside_a_tokenizer_takes_texts(tmp_path):
    model = touch(tmp_path / "onnx" / "model.onnx")
    assert find(model).serves == "tensors"
    touch(tmp_path / "tokenizer.json")
    assert find(model).serves == "embeddings"


@pytest.mark.parametrize("name", ["README.md", "model.safetensors"])
def test_what_no_engine_runs_is_refused(tmp_path, name):
    with pytest.raises(NoModelError, match="neither"):
        find(touch(tmp_path / name))


def test_a_file_that_only_says_it_is_gguf_is_refused(tmp_path):
    with pytest.raises(NoModelError, match="does not begin with GGUF"):
        find(touch(tmp_path / "model.gguf", "not at all, but long enough to be looked at"))


def test_what_is_missing_and_what_is_empty_are_refused(tmp_path):
    with pytest.raises(NoModelError, match="does not exist"):
        find(tmp_path / "nowhere.gguf")
    with pytest.raises(NoModelError, match="has no model"):
        find(tmp_path)


def test_the_digest_of_one_file_is_what_everybody_else_computes(tmp_path):
    path = write_tiny(tmp_path / "tiny.gguf")
    assert digest_of(find(path)) == f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"


def test_the_digest_of_a_folder_depends_on_every_file(tmp_path):
    touch(tmp_path / "model.onnx")
    touch(tmp_path / "tokenizer.json")
    before = digest_of(find(tmp_path))
    assert digest_of(find(tmp_path)) == before
    touch(tmp_path / "tokenizer.json", "y")
    assert digest_of(find(tmp_path)) != before
