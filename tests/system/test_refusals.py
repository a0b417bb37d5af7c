"""What must not be served is not served: the old bundle stays, and the console's data says why."""

from pathlib import Path

import pytest

from tests.support.fleet import Fleet
from tests.support.gguf_tiny import write_tiny

pytestmark = [pytest.mark.broker, pytest.mark.slow]

WRONG = [
    {
        "id": "g1",
        "messages": [{"role": "user", "content": "hello"}],
        "expected": "an answer that noise never gives",
    }
]


def the_deployment(detail: dict) -> dict:
    (deployment,) = detail["deployments"]
    return deployment


def damage(fleet: Fleet, digest: str) -> None:
    """Change one byte of a blob on the control plane's disk."""
    blob = fleet.plane.folder / "blobs" / "sha256" / digest.removeprefix("sha256:")
    data = bytearray(blob.read_bytes())
    data[len(data) // 2] ^= 1
    blob.chmod(0o600)
    blob.write_bytes(data)


def blob_on_device(fleet: Fleet, digest: str) -> Path:
    name = digest.removeprefix("sha256:")
    return fleet.data("ada") / "bundles" / "blobs" / "sha256" / name


def variant_of(fleet: Fleet, version: str) -> dict:
    (release,) = fleet.client.get("/releases", {"line": "tiny", "version": version})
    (variant,) = release["variants"]
    return variant


def test_golden_prompts_that_fail_send_the_device_back(fleet):
    before = fleet.served("ada")

    detail = fleet.ended(fleet.roll_out(fleet.publish(golden=WRONG), on_failure="pause"))

    deployment = the_deployment(detail)
    assert deployment["state"] == "rolled_back"
    assert deployment["fault"]["phase"] == "probing"
    assert deployment["fault"]["category"] == "eval"
    assert detail["state"] == "paused"
    assert fleet.served("ada") == before


def test_a_tampered_blob_is_never_installed(fleet):
    before = fleet.served("ada")
    version = fleet.publish()
    weights = variant_of(fleet, version)["weights"]
    damage(fleet, weights)

    detail = fleet.ended(
        fleet.roll_out(version, device={"trial_s": 1, "max_attempts": 1}, retries={"attempts": 1})
    )

    deployment = the_deployment(detail)
    assert deployment["state"] == "failed"
    assert deployment["fault"]["category"] == "security"
    assert deployment["fault"]["component"] == "bundles"
    assert fleet.served("ada") == before
    assert not blob_on_device(fleet, weights).exists()


def test_a_tampered_manifest_is_never_installed(fleet):
    before = fleet.served("ada")
    version = fleet.publish()
    damage(fleet, variant_of(fleet, version)["digest"])

    detail = fleet.ended(
        fleet.roll_out(version, device={"trial_s": 1, "max_attempts": 1}, retries={"attempts": 1})
    )

    deployment = the_deployment(detail)
    assert deployment["state"] == "failed"
    assert deployment["fault"]["category"] == "security"
    assert fleet.served("ada") == before


@pytest.mark.parametrize(
    "flaw", [{"experts_used": 9}, {"epsilon": -1.0}], ids=["while it loads", "at its first token"]
)
def test_a_model_that_kills_its_engine_leaves_the_old_one_serving(fleet, flaw):
    before = fleet.served("ada")
    killer = write_tiny(fleet.folder / f"killer-{'-'.join(flaw)}.gguf", seed=99, **flaw)

    detail = fleet.ended(
        fleet.roll_out(
            fleet.publish(swapped_for=killer),
            device={"trial_s": 1, "max_attempts": 1},
            retries={"attempts": 1},
            on_failure="pause",
        )
    )

    deployment = the_deployment(detail)
    assert deployment["state"] == "rolled_back"
    # An engine tries its memory out before it says that it is ready.
    assert deployment["fault"]["phase"] == "activating"
    assert "SIGABRT" in deployment["fault"]["message"]
    assert fleet.served("ada") == before


def test_a_good_version_after_all_that_is_served(fleet):
    version = fleet.publish()

    detail = fleet.ended(fleet.roll_out(version))

    assert detail["state"] == "completed"
    assert the_deployment(detail)["state"] == "committed"
    assert fleet.served("ada") == version
