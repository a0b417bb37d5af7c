"""A device serves a bundle as the director says, within what the bundle's own signature allows."""

from datetime import UTC, datetime
from typing import Any

from agent.deployments.serving import parameters_of, servable, slot_bundle
from agent.store.journal import SlotBundle
from agent.trust.resolve import Assignment, Target, as_target, decide, directions
from shared.digest import hex_of, sha256_of
from shared.ids import DeploymentId
from shared.sizing import MemoryTable, Parameters, Point
from shared.trust import DirectorCustom, ImageCustom, MemoryForecast, Requirements, bundle_path
from tests.support.agent_fakes import FakeInstalled

MB = 1_000_000
DIGEST = sha256_of(b"manifest")
PATH = bundle_path("lamp", "1.0", "q8_0")
CUSTOM = ImageCustom(
    line="lamp",
    version="1.0",
    variant="q8_0",
    requirements=Requirements(
        format="gguf",
        quantization="q8_0",
        memory=MemoryForecast(
            context=512,
            parallel=2,
            weights_bytes=50 * MB,
            kv_bytes=2 * MB,
            compute_bytes=10 * MB,
            base_bytes=20 * MB,
        ),
        disk_bytes=50 * MB,
        tables=(MemoryTable(points=(Point(512, MB, 10 * MB, 0), Point(2048, 4 * MB, 20 * MB, 0))),),
    ),
)


def assigned(parameters: Parameters | None) -> Assignment:
    """Return what a device makes of two signed targets."""
    said = DirectorCustom(
        bundle=PATH,
        deployment=DeploymentId("d-1"),
        issued=datetime(2026, 3, 1, tzinfo=UTC),
        parameters=parameters,
    )

    def target(path: str, custom: dict[str, Any]) -> Target:
        return Target(path, 8, {"sha256": hex_of(DIGEST)}, custom)

    return decide(
        "main",
        director=target("devices/x/main", said.model_dump(mode="json")),
        image=target(PATH, CUSTOM.model_dump(mode="json")),
        revoked=(),
        director_version=3,
    )


def test_without_a_word_of_the_director_a_bundle_is_served_as_it_says() -> None:
    assignment = assigned(None)
    assert parameters_of(assignment) == Parameters(context=512, parallel=2)
    assert slot_bundle(assignment).memory_bytes == 82 * MB


def test_the_director_s_word_counts_with_the_memory_that_the_bundle_signed_for_it() -> None:
    described = slot_bundle(assigned(Parameters(context=2048, parallel=3)))
    assert (described.context, described.parallel) == (2048, 3)
    assert described.memory_bytes == (50 + 3 * 4 + 20 + 20) * MB
    serves = servable(described, FakeInstalled(DIGEST), threads=None)
    assert (serves.context, serves.parallel, serves.memory_bytes) == (2048, 3, 102 * MB)
    load = serves.load(memory_bytes=0)
    assert (load.context, load.parallel, load.kv_type) == (2048, 3, "f16")


def test_an_assignment_of_earlier_days_keeps_its_parameters() -> None:
    wanted = Parameters(context=2048, parallel=1)
    assert directions(as_target(assigned(wanted))).parameters == wanted


def test_what_a_slot_was_committed_to_before_there_were_parameters_is_read() -> None:
    old = SlotBundle.model_validate(
        {
            "bundle": DIGEST,
            "deployment": None,
            "line": "lamp",
            "version": "1.0",
            "variant": "q8_0",
            "context": 512,
            "parallel": 2,
        }
    )
    assert old.parameters == Parameters(context=512, parallel=2)
