import argparse

import pytest

from agent.alone.files import NoModelError, find
from agent.alone.options import add_arguments
from agent.alone.run import budget, example, servable
from agent.engine.values import Adapter
from agent.host.proc import Machine
from tests.support.engine_slots import a_servable
from tests.support.gguf_tiny import write_tiny


@pytest.fixture
def tiny(tmp_path):
    return write_tiny(tmp_path / "tiny.gguf")


def options(*words):
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return parser.parse_args(list(map(str, words)))


def described(path, *words):
    return servable(options(path, *words), find(path))


def test_a_model_is_unmanaged_and_called_like_its_file(tiny):
    served = described(tiny)
    assert (served.name, served.line, served.version, served.managed) == ("tiny", "tiny", "", False)
    assert served.deployment is None


def test_the_context_is_what_the_model_was_made_for_at_most(tiny):
    trained = find(tiny).trained
    assert described(tiny).context == min(4096, trained)
    assert described(tiny, "--ctx", trained * 2).context == trained
    assert described(tiny, "--ctx", 32).context == 32
    assert described(tiny, "--ctx", 0).context == trained


def test_every_choice_reaches_the_load(tiny, tmp_path):
    adapter = tmp_path / "french.gguf"
    adapter.write_text("x")
    words = [
        *("--alias", "chatty", "--parallel", 3, "--threads", 5, "--kv", "q8_0"),
        *("--batch", 64, "--repack", "--no-speculation", "--cache", "1MiB"),
        *("--lora", f"french={adapter}", "--rerank"),
    ]
    load = described(tiny, *words).load(memory_bytes=7)
    assert (load.parallel, load.threads, load.kv_type, load.batch) == (3, 5, "q8_0", 64)
    assert (load.repack, load.speculate, load.cache_bytes) == (True, False, 2**20)
    assert (load.serves, load.memory_bytes) == ("rerank", 7)
    assert load.adapters == (Adapter("french", str(adapter)),)


def test_an_adapter_that_is_not_there_is_named(tiny):
    with pytest.raises(NoModelError, match="french"):
        described(tiny, "--lora", "french=/nowhere")


@pytest.mark.parametrize(
    "words",
    [
        ["--lora", "french"],
        ["--parallel", "0"],
        ["--parallel", "many"],
        ["--cache", "much"],
        ["--embeddings", "--rerank"],
        ["--kv", "q2"],
    ],
)
def test_wrong_usage_is_refused_before_anything_is_done(words, capsys):
    with pytest.raises(SystemExit):
        options("model.gguf", *words)
    assert "usage" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("serves", "chats", "path"),
    [
        ("text", True, "/v1/chat/completions"),
        ("text", False, "/v1/completions"),
        ("embeddings", False, "/v1/embeddings"),
        ("rerank", False, "/v1/rerank"),
        ("tensors", False, "/v2/models/"),
    ],
)
def test_the_example_fits_the_model(tmp_path, serves, chats, path):
    served = a_servable(tmp_path / "x", serves=serves)
    command = example("http://127.0.0.1:1", served, chats=chats, keyed=False)
    assert f"http://127.0.0.1:1{path}" in command
    assert served.name in command


def test_the_example_names_the_key_and_does_not_show_it(tmp_path):
    served = a_servable(tmp_path / "x")
    assert "$FLOTILLA_AGENT_API_KEY" in example("http://h", served, chats=True, keyed=True)


def test_a_model_may_take_what_is_free_or_what_was_chosen(tmp_path):
    facts = tmp_path / "proc" / "meminfo"
    facts.parent.mkdir()
    facts.write_text("MemTotal: 1000 kB\nMemAvailable: 600 kB\n")
    limits = tmp_path / "sys" / "fs" / "cgroup"
    limits.mkdir(parents=True)
    machine = Machine(tmp_path)
    assert budget(machine, None) == 600 * 1024
    (limits / "memory.max").write_text("1024\n")
    assert budget(machine, None) == 1024
    assert budget(machine, 5) == 5
