from datetime import UTC, datetime, timedelta

from securesystemslib.signer import CryptoSigner

from controlplane.director.lives import due
from controlplane.director.metadata import (
    BINS,
    Assignment,
    bins,
    target_of,
    targets_by_bin,
)
from shared.digest import sha256_of
from shared.ids import DeploymentId, DeviceId, new_id
from shared.trust import DirectorCustom

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def an_assignment(device: str) -> Assignment:
    return Assignment(
        device=DeviceId(device),
        slot="main",
        bundle_path="bundles/lamp/1.0/f32/bundle.json",
        digest=sha256_of(b"m"),
        length=1,
        deployment=DeploymentId("d-1"),
        issued=NOON,
    )


def test_every_assignment_is_in_the_bin_in_which_clients_look():
    roles = bins(CryptoSigner.generate_ed25519().public_key)
    assignments = [an_assignment(new_id()) for _ in range(200)]

    sorted_ = targets_by_bin(roles, assignments)

    assert sum(len(targets) for targets in sorted_.values()) == 200
    assert set(sorted_) <= set(roles.get_roles())
    assert len(list(roles.get_roles())) == BINS
    for role, targets in sorted_.items():
        assert all(roles.get_role_for_target(path) == role for path in targets)


def test_the_custom_block_is_what_devices_read():
    target = target_of(an_assignment("d"), ("https://mirror",))

    custom = DirectorCustom.model_validate(target.custom)

    assert custom.issued == NOON
    assert custom.mirrors == ("https://mirror",)


def test_metadata_is_due_from_half_its_life_on():
    week = timedelta(days=7)

    assert not due(NOON + timedelta(days=4), week, NOON)
    assert due(NOON + timedelta(days=3), week, NOON)
