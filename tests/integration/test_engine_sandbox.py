"""What an engine child can still do once it is shut in: tried in real processes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from agent.engine import landlock
from agent.engine.frames import Adapter, Load
from agent.engine.sandbox import extent, readable
from tests.support.engine_slots import a_servable, answer, open_slots
from tests.support.gguf_tiny import write_tiny

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]

ATTEMPTS = """
import json, os, resource, signal, socket, subprocess, sys, threading
from agent.engine import sandbox
from agent.engine.frames import Load

weights = sys.argv[1]
held = sandbox.enter(os.getppid())
held += sandbox.confine(Load(weights, 256, 1, memory_bytes=2**30))
found = {"held": held}

def attempt(name, act):
    try:
        act()
        found[name] = "done"
    except (OSError, ValueError, MemoryError) as error:
        found[name] = type(error).__name__

def thread():
    started = threading.Thread(target=lambda: None)
    started.start()
    started.join()

attempt("socket", socket.socket)
attempt("pair of sockets", socket.socketpair)
attempt("exec", lambda: os.execv("/bin/true", ["true"]))
attempt("fork", os.fork)
attempt("program", lambda: subprocess.run(["/bin/true"]))
attempt("passwords", lambda: open("/etc/passwd").read())
attempt("neighbour", lambda: open(os.path.join(os.path.dirname(weights), "neighbour")).read())
attempt("environment of the parent", lambda: open(f"/proc/{os.getppid()}/environ").read())
attempt("new file", lambda: open("/tmp/new", "w"))
attempt("write to the model", lambda: open(weights, "r+"))
attempt("delete the model", lambda: os.unlink(weights))
attempt("signal to the parent", lambda: os.kill(os.getppid(), 0))
attempt("raise a limit", lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096)))
attempt("far too much memory", lambda: bytearray(2**40))
attempt("read the model", lambda: open(weights).read())
attempt("thread", thread)
attempt("signal to itself", lambda: os.kill(os.getpid(), 0))
attempt("memory", lambda: bytearray(2**26))
print(json.dumps(found))
"""

TENSORS = """
import json, os, sys
from agent.engine import sandbox
from agent.engine.frames import Load

held = sandbox.enter(os.getppid())
held += sandbox.confine(Load(sys.argv[1], 256, 1, memory_bytes=2**30))
import numpy, onnxruntime
session = onnxruntime.InferenceSession(sys.argv[1], providers=["CPUExecutionProvider"])
(out,) = session.run(None, {"x": numpy.ones((2, 3), numpy.float32)})
print(json.dumps({"held": held, "sum": float(out.sum())}))
"""

ALWAYS = {"no-new-privileges", "no-core-dumps", "few-files", "writes-no-files", "bounded-memory"}


def in_a_child(program, *arguments):
    done = subprocess.run(
        [sys.executable, "-P", "-c", program, *map(str, arguments)],
        capture_output=True,
        check=True,
        cwd="/",
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
    )
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    folder = tmp_path_factory.mktemp("models")
    (folder / "neighbour").write_text("private")
    weights = folder / "model.gguf"
    weights.write_text("weights")
    return in_a_child(ATTEMPTS, weights)


def test_the_measures_that_every_linux_offers_hold(found):
    assert set(found["held"]) >= ALWAYS


@pytest.mark.parametrize(
    ("measure", "attempts"),
    [
        (
            "few-system-calls",
            [
                "socket",
                "pair of sockets",
                "exec",
                "fork",
                "program",
                "new file",
                "write to the model",
                "delete the model",
                "signal to the parent",
            ],
        ),
        ("reads-only-the-model", ["passwords", "neighbour", "environment of the parent"]),
    ],
)
def test_a_measure_that_is_reported_bites(found, measure, attempts):
    refused = {"PermissionError"}
    assert measure not in found["held"] or {found[name] for name in attempts} == refused


def test_limits_hold_and_cannot_be_raised(found):
    assert found["far too much memory"] == "MemoryError"
    assert found["raise a limit"] == "ValueError"


@pytest.mark.parametrize("name", ["read the model", "thread", "signal to itself", "memory"])
def test_what_an_engine_needs_is_left(found, name):
    assert found[name] == "done"


async def test_a_llama_model_loads_and_answers_when_shut_in(tmp_path):
    weights = tmp_path / "tiny.gguf"
    write_tiny(weights)
    async with open_slots() as slots:
        await slots.serve("main", a_servable(weights, context=128))
        assert set(slots.describe("main").sandbox) >= ALWAYS
        assert isinstance(await answer(slots, "hello", max_tokens=5), str)


def test_an_onnx_model_runs_when_shut_in(tmp_path):
    weights = tmp_path / "model.onnx"
    write_doubling(weights)
    found = in_a_child(TENSORS, weights)
    assert found["sum"] == 12.0


def write_doubling(path):
    import onnx  # noqa: PLC0415 - heavy, and only here
    from onnx import TensorProto, helper  # noqa: PLC0415

    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, [None, 3])
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, [None, 3])
    graph = helper.make_graph([helper.make_node("Add", ["x", "x"], ["y"])], "double", [x], [y])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, path)


def test_a_kernel_without_the_measure_says_so():
    assert landlock.version() >= 0


def test_a_model_is_its_file_or_its_folder_where_others_belong_to_it():
    assert extent(Path("/m/a.gguf")) == Path("/m/a.gguf")
    assert extent(Path("/m/a-00001-of-00003.gguf")) == Path("/m")
    assert extent(Path("/m/model.onnx")) == Path("/m")


def test_adapters_may_be_read_too():
    load = Load("/m/a.gguf", 256, 1, adapters=(Adapter("x", "/l/x.gguf"),))
    assert {Path("/m/a.gguf"), Path("/l/x.gguf")} <= set(readable(load))
