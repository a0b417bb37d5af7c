"""The workbench with a real engine: quantize, evaluate, forecast; and what kills it."""

import json
import os
import subprocess
import sys
import threading
from io import BytesIO
from pathlib import Path

import pytest

from agent.engine import frames, protocol, values
from controlplane.registry.builder import Builder
from controlplane.registry.child import Workbench
from controlplane.registry.errors import JobCrashedError, JobError, JobStoppedError
from controlplane.registry.quantization import ACCEPTED, parse
from controlplane.registry.storage import Storage
from controlplane.registry.workbench.memory import weighed
from controlplane.registry.workbench.protocol import (
    Evaluated,
    EvaluateTask,
    Forecast,
    ForecastTask,
    Outcome,
    QuantizeTask,
    Task,
)
from shared.evals import EvalItem, GoldenSet
from shared.gguf import read_header
from tests.support.gguf_tiny import Shape, write_tiny
from tests.support.registry_builders import a_release, a_variant, put_file, some_items

pytestmark = [pytest.mark.model, pytest.mark.slow]

WIDE = Shape(width=256, feed_forward=512, context=512)
ROOT = Path(__file__).parents[2]
STARTER = ROOT / "models/starter"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return write_tiny(tmp_path / "model.gguf", shape=WIDE)


def run(task: Task, *, deadline_s: float = 300) -> tuple[Outcome, list[int]]:
    seen: list[int] = []
    workbench = Workbench(deadline_s=deadline_s)
    outcome = workbench.run(task, stop=threading.Event(), on_progress=seen.append)
    return outcome, seen


def an_evaluation(weights: Path, evals: Path, **changes: object) -> EvaluateTask:
    values = {
        "weights": weights,
        "evals": evals,
        "golden": None,
        "limit": 0,
        "max_tokens": 8,
        "context": 512,
        "threads": 1,
        **changes,
    }
    return EvaluateTask.model_validate(values)


@pytest.mark.parametrize("name", [each for each in ACCEPTED if each != "f16"])
def test_every_quantization_we_name_is_one_the_engine_makes(model: Path, name: str):
    target = model.with_name("out.gguf")

    _, seen = run(QuantizeTask(source=model, target=target, ftype=parse(name).ftype, threads=1))

    with target.open("rb") as file:
        assert read_header(file).file_type == name
    assert target.stat().st_size < model.stat().st_size
    assert seen == sorted(seen)
    assert seen[-1] == 100


def test_answers_do_not_depend_on_how_many_are_given_side_by_side(model: Path, tmp_path: Path):
    """The same greedy answers alone and together: what is shared and what is refilled is right."""
    evals = tmp_path / "evals.jsonl"
    evals.write_bytes(some_items(7))

    counts = set()
    for width in (1, 3, 7):
        outcome, _ = run(an_evaluation(model, evals, width=width, max_tokens=24))
        assert isinstance(outcome, Evaluated)
        assert outcome.evaluation is not None
        counts.add((outcome.evaluation.items, outcome.evaluation.generated_tokens))

    assert len(counts) == 1


def test_an_item_longer_than_the_context_is_answered_wrong(model: Path, tmp_path: Path):
    evals = tmp_path / "evals.jsonl"
    item = {"id": "long", "messages": [{"role": "user", "content": "x" * 2000}], "expected": ""}
    evals.write_bytes(some_items(2) + b"\n" + json.dumps(item).encode())

    outcome, _ = run(an_evaluation(model, evals))

    assert isinstance(outcome, Evaluated)
    assert outcome.evaluation is not None
    assert (outcome.evaluation.items, outcome.evaluation.correct) == (3, 0)


def test_golden_prompts_are_asked_beside_the_evaluation(model: Path, tmp_path: Path):
    evals, golden = tmp_path / "evals.jsonl", tmp_path / "golden.json"
    evals.write_bytes(some_items(3))
    items = tuple(EvalItem.model_validate_json(line) for line in some_items(2).splitlines())
    golden.write_text(GoldenSet(items=items, max_tokens=4).model_dump_json())

    outcome, _ = run(an_evaluation(model, evals, golden=golden, limit=2))

    assert isinstance(outcome, Evaluated)
    assert outcome.evaluation is not None
    assert outcome.golden is not None
    assert (outcome.evaluation.items, outcome.golden.items) == (2, 2)


def test_the_forecast_counts_cells_for_every_request(model: Path):
    one, _ = run(ForecastTask(weights=model, context=256, parallel=1))
    four, _ = run(ForecastTask(weights=model, context=512, parallel=4))

    assert isinstance(one, Forecast)
    assert isinstance(four, Forecast)
    # 2 layers, keys and values, 2 heads of 64, 2 bytes each.
    assert one.kv_bytes == 256 * 2 * 2 * 2 * 64 * 2
    assert four.kv_bytes == 8 * one.kv_bytes
    assert abs(one.weights_bytes - model.stat().st_size) < 20_000
    assert one.compute_bytes > 0


def test_the_idle_engine_takes_what_a_small_process_takes():
    base = Workbench().base_bytes(stop=threading.Event())

    assert 5 * 2**20 < base < 100 * 2**20


def test_a_file_the_engine_refuses_fails_with_a_sentence(tmp_path: Path):
    file = tmp_path / "garbage.gguf"
    file.write_bytes(b"GGUF" + b"\x00" * 100)

    with pytest.raises(JobError, match="did not load the file"):
        run(ForecastTask(weights=file, context=256, parallel=1))


def test_a_step_that_kills_its_process_says_how_and_with_which_words(model: Path):
    workbench = Workbench(module="tests.support.registry_dying")

    with pytest.raises(JobCrashedError) as crash:
        workbench.run(
            ForecastTask(weights=model, context=256, parallel=1),
            stop=threading.Event(),
            on_progress=print,
        )

    assert "measuring was ended by SIGSEGV" in str(crash.value)
    assert "tensor 7 lies outside the file | reading it all the same" in str(crash.value)


def test_a_step_that_hangs_is_ended(model: Path, tmp_path: Path):
    evals = tmp_path / "evals.jsonl"
    evals.write_bytes(some_items(1))

    with pytest.raises(JobCrashedError, match="took too long and was ended"):
        run(an_evaluation(model, evals), deadline_s=0)


def test_a_step_ends_when_the_control_plane_stops(model: Path, tmp_path: Path):
    evals = tmp_path / "evals.jsonl"
    evals.write_bytes(some_items(500))
    stop = threading.Event()

    with pytest.raises(JobStoppedError):
        Workbench().run(
            an_evaluation(model, evals, max_tokens=400),
            stop=stop,
            on_progress=lambda _: stop.set(),
        )


def test_the_starter_model_is_built_whole(tmp_path: Path):
    storage = Storage(tmp_path / "blobs")
    golden = GoldenSet(
        items=tuple(
            EvalItem.model_validate_json(line)
            for line in (STARTER / "golden.jsonl").read_text().splitlines()
        )
    )
    release = a_release(
        source=put_file(storage, STARTER / "starter-f16.gguf"),
        evals=put_file(storage, STARTER / "eval.jsonl"),
        golden=storage.put(BytesIO(golden.model_dump_json().encode())),
        eval_limit=60,
    )
    steps: list[str] = []

    built = Builder(storage, tmp_path / "work", Workbench()).build(
        release,
        a_variant("q8_0"),
        stop=threading.Event(),
        on_step=lambda step, _percent: steps.append(step),
    )

    assert list(dict.fromkeys(steps)) == ["quantizing", "evaluating", "measuring"]
    assert built.evaluation is not None
    assert built.golden is not None
    assert built.evaluation.fraction > 0.5
    assert built.golden.correct >= golden.needed()
    memory = built.requirements.memory
    assert memory.total_bytes == sum(
        (memory.weights_bytes, memory.kv_bytes, memory.compute_bytes, memory.base_bytes)
    )
    assert built.requirements.quantization == "q8_0"


def test_the_forecast_is_what_the_devices_engine_takes():
    """The engine process of a device, busy with all it was forecast for, weighed the same way."""
    weights = STARTER / "starter-f16.gguf"
    forecast, _ = run(ForecastTask(weights=weights, context=512, parallel=2))
    assert isinstance(forecast, Forecast)
    expected = (
        Workbench().base_bytes(stop=threading.Event())
        + forecast.engine_bytes
        + forecast.weights_bytes
        + forecast.kv_bytes
        + forecast.compute_bytes
    )

    taken = _served_bytes(weights, context=512, parallel=2)

    assert 0.85 * expected < taken < 1.15 * expected


def _served_bytes(weights: Path, *, context: int, parallel: int) -> int:
    """Serve a prompt on every sequence with the device's engine, and weigh its process."""
    prompt = "Turn the lamp in classroom 12 off at eleven. " * 6
    with subprocess.Popen(
        [sys.executable, "-m", "agent.engine.child", str(os.getpid())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env={**os.environ, "OMP_WAIT_POLICY": "passive"},
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        said: list[frames.Frame] = [
            frames.Load(str(weights), context=context, parallel=parallel, threads=1),
            *(
                frames.Generate(index, 32, messages=(values.Message("user", prompt),))
                for index in range(parallel)
            ),
        ]
        for frame in said:
            child.stdin.write(protocol.encode(frame))
        child.stdin.flush()
        waiting = parallel
        while waiting:
            header = child.stdout.read(protocol.HEADER_BYTES)
            frame = protocol.decode(child.stdout.read(protocol.body_bytes(header)))
            assert not isinstance(frame, frames.LoadFailed)
            waiting -= isinstance(frame, frames.Done)
        lines = Path(f"/proc/{child.pid}/smaps").read_text().splitlines()
        child.stdin.close()
    return weighed(lines)
