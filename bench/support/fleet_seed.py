"""Devices and a release that a control plane believes in, written where enrollment would write.

Thousands of enrollments over HTTPS are another benchmark's matter; keys, certificates and rows are
the same as theirs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from controlplane.db.session import Database
from controlplane.devices.ca import CertificateAuthority
from controlplane.devices.tables import DeviceCapabilityRow, DeviceRow, DeviceStatusRow
from controlplane.registry.machine import ReleaseState, VariantState
from controlplane.registry.tables import LineRow, ReleaseBlobRow, ReleaseRow, VariantRow
from controlplane.settings import Settings
from shared.capabilities import Capability, Engine
from shared.digest import Digest, sha256_of
from shared.ids import DeviceId, new_id
from shared.trust import MemoryForecast, Requirements, bundle_path

LINE = "bench"
MB = 1_000_000
_REQUEST = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))


@dataclass(frozen=True)
class Identity:
    """What a device needs to connect."""

    id: DeviceId
    name: str
    certificate_file: Path
    key_file: Path


def capability(cores: int = 4) -> Capability:
    return Capability(
        architecture="x86_64",
        system="Linux 6",
        cpu_model=f"simulated {cores}",
        cores=cores,
        memory_total_bytes=4000 * MB,
        memory_budget_bytes=2000 * MB,
        disk_total_bytes=32_000 * MB,
        disk_budget_bytes=16_000 * MB,
        engines=(Engine(name="llama", version="0.3", formats=("gguf",)),),
    )


def enroll(
    settings: Settings, database: Database, folder: Path, names: Mapping[str, Mapping[str, str]]
) -> list[Identity]:
    """Enroll devices by name and labels; none of them has connected yet."""
    authority = CertificateAuthority.load(settings.ca_folder)
    now = datetime.now(UTC)
    known = capability()
    found = []
    for name, labels in names.items():
        key = ec.generate_private_key(ec.SECP256R1())
        request = _REQUEST.sign(key, hashes.SHA256())
        device = DeviceId(new_id())
        issued = authority.issue_device(
            request.public_bytes(serialization.Encoding.PEM).decode(), device, now
        )
        identity = Identity(device, name, folder / f"{device}.pem", folder / f"{device}.key")
        identity.certificate_file.write_text(issued.certificate_pem)
        identity.key_file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        found.append((identity, labels, issued))
    with database.transaction() as session:
        for identity, labels, issued in found:
            session.add(
                DeviceRow(
                    id=identity.id,
                    name=identity.name,
                    labels=dict(labels),
                    enrolled_at=now,
                    enrolled_with="bench",
                    certificate_serial=issued.serial,
                    certificate_expires_at=issued.expires_at,
                )
            )
        session.flush()
        for identity, _, _ in found:
            session.add(_status(identity, known, now))
            session.add(
                DeviceCapabilityRow(
                    device=identity.id,
                    digest=known.digest(),
                    reported_at=now,
                    capability=known.model_dump(mode="json"),
                )
            )
    return [identity for identity, _, _ in found]


def publish(database: Database, version: str) -> Digest:
    """Write a published release with one variant that fits every device; return its bundle."""
    now = datetime.now(UTC)
    bundle = sha256_of(f"{LINE} {version}".encode())
    needs = Requirements(
        format="gguf",
        quantization="q4_k_m",
        memory=MemoryForecast(
            context=512,
            parallel=1,
            weights_bytes=300 * MB,
            kv_bytes=10 * MB,
            compute_bytes=10 * MB,
            base_bytes=30 * MB,
        ),
        disk_bytes=300 * MB,
    )
    identifier = new_id()
    with database.transaction() as session:
        if session.get(LineRow, LINE) is None:
            session.add(LineRow(name=LINE, created_at=now))
            session.flush()
        session.add(
            ReleaseRow(
                id=identifier,
                line=LINE,
                version=version,
                state=ReleaseState.PUBLISHED.value,
                created_at=now,
                published_at=now,
                context=512,
                parallel=1,
                eval_limit=0,
                parameters=500_000_000,
                architecture="llama",
            )
        )
        session.flush()
        session.add(
            ReleaseBlobRow(release_id=identifier, digest=bundle, use="source", size_bytes=1)
        )
        session.add(
            VariantRow(
                id=new_id(),
                release_id=identifier,
                position=0,
                name="q4_k_m",
                quantization="q4_k_m",
                state=VariantState.READY.value,
                size_bytes=300 * MB,
                requirements=needs.model_dump(mode="json"),
                digest=bundle,
                target_path=bundle_path(LINE, version, "q4_k_m"),
                manifest_length=1000,
            )
        )
    return bundle


def _status(identity: Identity, known: Capability, now: datetime) -> DeviceStatusRow:
    return DeviceStatusRow(
        device=identity.id,
        online=False,
        session="",
        seq=0,
        born_at=now,
        told_at=now,
        last_seen=now,
        agent="",
        api="",
        director_version=0,
        capability=known.digest(),
        slots={},
    )
