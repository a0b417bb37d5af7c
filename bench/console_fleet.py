"""A large fleet in a database: 10,000 devices, a history of rollouts, one of them under way.

Devices are written straight into the tables, a rollout by the services; where its deployments stand
is then set at once, and the counters are counted anew.
"""

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, update
from sqlmodel import Session, col, select

from controlplane.db import migrate
from controlplane.db.session import Database
from controlplane.devices.tables import (
    DeviceCapabilityRow,
    DeviceRow,
    DeviceSlotRow,
    DeviceStatusRow,
)
from controlplane.rollouts import counts
from controlplane.rollouts.tables import DeploymentEventRow, DeploymentRow, RolloutRow, WaveRow
from controlplane.telemetry.tables import TelemetrySampleRow
from shared.deployment import State
from shared.ids import new_id
from tests.support.console_world import BOARD, GATEWAY, KIOSK, World, bundle_of

DEVICES = 10_000
PAST = 198
PAST_DEVICES = 50
SITES = 200
_PIECE = 1000
_MACHINES = (KIOSK, KIOSK, BOARD, GATEWAY)
_STATES = (
    (State.COMMITTED, 0.45),
    (State.TRIAL, 0.05),
    (State.DOWNLOADING, 0.05),
    (State.ROLLED_BACK, 0.02),
    (State.FAILED, 0.01),
    (State.QUEUED, 0.42),
)
_FAULTS = ("golden_prompts_failed", "disk_full", "engine_crashed", "download_failed")


@dataclass(frozen=True)
class LargeFleet:
    """What the benchmark asks for by name."""

    devices: tuple[str, ...]
    live: str
    """The rollout that is under way on every device."""
    moving: tuple[tuple[str, str, int], ...]
    """Deployments of it that still move: id, device, attempt."""
    session_of: dict[str, str]


def fill(folder: Path, now: datetime) -> tuple[Database, LargeFleet]:
    """Return a database with the fleet in it."""
    database = Database(f"sqlite:///{folder / 'flotilla.db'}")
    migrate.upgrade(database)
    world = World(folder, now - timedelta(days=40), database=database)
    quality = {"f16": 0.98, "q8_0": 0.979, "q6_k": 0.972, "q4_k_m": 0.95}
    releases = [
        world.released("device-control", f"1.{number}.0", parameters=60_000_000, quality=quality)
        for number in range(6)
    ]
    chance = random.Random(7)
    devices = tuple(str(uuid.UUID(int=chance.getrandbits(128), version=4)) for _ in range(DEVICES))
    sessions = {device: f"s-{device[:8]}" for device in devices}
    with database.transaction() as session:
        _devices(session, devices, sessions, now=now, bundle=bundle_of(releases[4], "q8_0"))
        _telemetry(session, devices[0], now)
    with database.transaction() as session:
        for number in range(PAST):
            members = chance.sample(devices, PAST_DEVICES)
            at = now - timedelta(days=30, minutes=-200 * number)
            _past(session, members, release=releases[number % 4], version=number % 4, at=at)
    world.clock.time = now - timedelta(hours=2)
    waves = [{"name": "canary", "count": 100}, {"name": "tenth", "percent": 10}, {"name": "rest"}]
    live = world.roll_out(releases[5], waves=waves, failure_percent=50)
    world.clock.time = now
    with database.transaction() as session:
        moving = _under_way(session, live, chance, now)
    return database, LargeFleet(devices, live, moving, sessions)


def _devices(
    session: Session,
    devices: tuple[str, ...],
    sessions: dict[str, str],
    *,
    now: datetime,
    bundle: str,
) -> None:
    capabilities = [machine.capability() for machine in _MACHINES]
    plain = [(each.digest(), each.model_dump(mode="json")) for each in capabilities]
    for start in range(0, len(devices), _PIECE):
        numbered = list(enumerate(devices))[start : start + _PIECE]
        rows: dict[Any, list[dict[str, Any]]] = {
            DeviceRow: [],
            DeviceStatusRow: [],
            DeviceCapabilityRow: [],
            DeviceSlotRow: [],
        }
        for number, device in numbered:
            digest, capability = plain[number % len(plain)]
            slot = {
                "line": "device-control",
                "version": f"1.{4 if number % 5 else 3}.0",
                "variant": "q8_0",
                "bundle": bundle,
                "serving": number % 997 != 0,
            }
            rows[DeviceRow].append(
                {
                    "id": device,
                    "name": f"kiosk-{number:05}",
                    "labels": {
                        "site": f"site-{number % SITES}",
                        "class": ("kiosk", "till")[number % 2],
                    },
                    "enrolled_at": now - timedelta(days=30),
                    "enrolled_with": "token",
                    "certificate_serial": f"{number:x}",
                    "certificate_expires_at": now + timedelta(days=60),
                }
            )
            rows[DeviceStatusRow].append(
                {
                    "device": device,
                    "online": number % 10 != 0,
                    "session": sessions[device],
                    "seq": 0,
                    "born_at": now - timedelta(days=1),
                    "told_at": now,
                    "last_seen": now,
                    "agent": "0.1.0",
                    "api": "http://127.0.0.1:11500",
                    "director_version": 1,
                    "capability": digest,
                    "slots": {"main": slot},
                }
            )
            rows[DeviceCapabilityRow].append(
                {"device": device, "digest": digest, "reported_at": now, "capability": capability}
            )
            rows[DeviceSlotRow].append({"device": device, "slot": "main", **slot})
        for table, values in rows.items():
            session.exec(insert(table), params=values)


def _telemetry(session: Session, device: str, now: datetime) -> None:
    session.exec(
        insert(TelemetrySampleRow),
        params=[
            {
                "device": device,
                "batch": f"b{minute // 60}",
                "position": minute % 60,
                "received_at": now,
                "at": now - timedelta(minutes=minute),
                "interval_s": 60.0,
                "slot": "main",
                "requests": 3,
                "failed": 0,
                "prompt_tokens": 90,
                "generated_tokens": 60,
                "first_token_ms_p50": 80.0,
                "tokens_per_s_p50": 40.0,
                "memory_bytes": 120_000_000,
            }
            for minute in range(600)
        ],
    )


def _past(
    session: Session, members: list[str], *, release: str, version: int, at: datetime
) -> None:
    rollout = new_id()
    values = {"line": "device-control", "version": f"1.{version}.0"}
    session.add(
        RolloutRow(
            id=rollout,
            release_id=release,
            slot="main",
            selector="",
            policy={},
            state="completed",
            sentence="completed",
            created_by="admin",
            created_at=at,
            started_at=at,
            finished_at=at + timedelta(hours=1),
            **values,
        )
    )
    session.flush()
    session.add(WaveRow(rollout_id=rollout, position=0, name="all", state="passed"))
    rows = list(_deployments(rollout, members, values, at))
    session.exec(insert(DeploymentRow), params=rows)
    session.exec(
        insert(DeploymentEventRow),
        params=[
            {
                "deployment_id": row["id"],
                "attempt": 1,
                "seq": seq,
                "state": state,
                "at": at + timedelta(seconds=seq),
                "received_at": at + timedelta(seconds=seq),
                "late": False,
                "text": "",
            }
            for row in rows
            for seq, state in enumerate(("accepted", "downloading", "trial", "committed"), 1)
        ],
    )
    counts.mend(session, rollout)


def _deployments(
    rollout: str, members: list[str], values: dict[str, str], at: datetime
) -> Iterator[dict[str, Any]]:
    for position, device in enumerate(members):
        failed = position == 0
        yield {
            "id": new_id(),
            "rollout_id": rollout,
            "wave": 0,
            "position": position,
            "kind": "forward",
            "device": device,
            "slot": "main",
            "variant": "q8_0",
            "bundle": f"sha256:{'0' * 64}",
            "why": "q8_0 is the best that fits: needs 116.2 MB of memory, may use 420.0 MB",
            "state": "failed" if failed else "committed",
            "attempt": 1,
            "seq": 4,
            "by_server": False,
            "final": True,
            "created_at": at,
            "changed_at": at + timedelta(seconds=4),
            "finished_at": at + timedelta(seconds=4),
            "reason": "",
            "fault": _fault("disk_full") if failed else None,
            "steps": {},
            **values,
        }


def _under_way(
    session: Session, rollout: str, chance: random.Random, now: datetime
) -> tuple[tuple[str, str, int], ...]:
    found = session.exec(
        select(DeploymentRow.id, DeploymentRow.device).where(DeploymentRow.rollout_id == rollout)
    ).all()
    states, weights = zip(*_STATES, strict=True)
    moving = []
    for deployment, device in found:
        state = chance.choices(states, weights)[0]
        values: dict[str, Any] = {"state": state.value, "changed_at": now - timedelta(minutes=5)}
        if state in {State.ROLLED_BACK, State.FAILED}:
            values["fault"] = _fault(chance.choice(_FAULTS))
        if state is State.COMMITTED:
            values["measurements"] = {
                "golden_right": 20,
                "golden_items": 20,
                "tokens_per_s": 40.0,
                "first_token_ms": 80.0,
                "memory_bytes": 118_000_000,
            }
        if state is State.DOWNLOADING:
            moving.append((deployment, device, 1))
            values |= {"offered_at": now, "heard_at": now, "seq": 2}
        session.exec(
            update(DeploymentRow).where(col(DeploymentRow.id) == deployment).values(**values)
        )
    counts.mend(session, rollout)
    return tuple(moving)


def _fault(code: str) -> dict[str, Any]:
    return {
        "phase": "downloading",
        "component": "bundles",
        "category": "storage",
        "code": code,
        "retryable": False,
        "message": f"it failed: {code}",
    }
