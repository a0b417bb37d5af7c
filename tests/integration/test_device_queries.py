"""The query language in a database: it means there what it means in Python."""

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from controlplane.db.session import Database
from controlplane.devices import history, listing, queries, service
from controlplane.devices.model import Stay
from controlplane.devices.query import sql
from controlplane.devices.query.facts import of_device
from controlplane.devices.query.match import meets
from controlplane.devices.query.reader import read
from controlplane.devices.tables import DeviceOnlineRow, DeviceRow
from shared.capabilities import Accelerator
from shared.ids import DeviceId, SessionId
from shared.wire.up import Birth, CapabilityReport, Death, SlotReport
from tests.support.builders import a_capability, bundle_of
from tests.support.databases import a_fresh_database
from tests.support.platform_builders import NOON

QUERIES = (
    "",
    "site=berlin",
    "site!=berlin",
    "site",
    "!site",
    "site in (berlin, paris) and not class=kiosk",
    "label.memory=big",
    "name ~ d1",
    "name !~ d1",
    "name ~ D1",
    "id ~ 000",
    "state=online",
    "state=offline or state=never",
    "state!=online",
    "state=serving",
    "not state=failed",
    "state in (failed, never)",
    "seen < 2h",
    "seen >= 1h and seen <= 3h",
    "not seen > 1h",
    "has seen",
    "agent=1.0.0",
    "has agent",
    "memory >= 2GB",
    "not memory >= 2GB",
    "memory != 2GB",
    "memory in (2GB, 4GB)",
    "memory_total > 0 and disk < 5GB",
    "cores > 2",
    "arch=aarch64",
    "cpu ~ 'chip '",
    "system!=Linux",
    "instruction=avx2",
    "not instruction=avx2",
    "engine=llama or site=berlin",
    "format=onnx",
    "has accelerator",
    "accelerator_memory >= 8GB",
    "battery=yes",
    "metered=no",
    "not has metered",
    "slot=main",
    "line=a",
    "line!=a",
    "version ~ 1.",
    "slot.main.version=1.0",
    "slot.main.version!=1.0",
    "has slot.aux.line",
    "has slot",
    "variant in (q8_0, f16)",
    f"bundle={bundle_of('a')}",
    "(memory >= 2GB and instruction=avx2) or (state=never and not site=paris)",
    "not (engine=llama and site=berlin)",
)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder: Path = tmp_path_factory.mktemp("fleet")
    database = a_fresh_database(folder)
    with database.transaction() as session:
        fleet(session)
    yield database
    database.close()


def fleet(session: Session) -> None:
    """Fill in sixty devices of every kind."""
    draw = random.Random(4)
    for number in range(60):
        device = DeviceId(f"{number:04}")
        labels = {"site": draw.choice(["berlin", "paris"])} if draw.random() < 0.8 else {}
        labels |= {"class": "kiosk"} if draw.random() < 0.5 else {"memory": "big"}
        enroll(session, device, f"d{number}", labels)
        if draw.random() < 0.2:
            continue
        at = NOON - timedelta(minutes=draw.randrange(300))
        slots = {
            name: SlotReport(
                bundle=bundle_of(line) if draw.random() < 0.9 else None,
                line=line,
                version=draw.choice(["1.0", "2.0"]),
                variant=draw.choice(["q8_0", "f16", "q4_k_m"]),
                serving=draw.random() < 0.6,
            )
            for name in ("main", "aux")
            if draw.random() < 0.6
            for line in (draw.choice("ab"),)
        }
        service.record_birth(
            session,
            device,
            Birth(
                session=SessionId("1-a"),
                at=at,
                agent=draw.choice(["1.0.0", "1.1.0"]),
                capability=a_capability().digest(),
                slots=slots,
            ),
            at,
        )
        if draw.random() < 0.8:
            told = a_capability(
                draw.choice([1000, 2000, 4000]),
                architecture=draw.choice(["x86_64", "aarch64"]),
                cores=draw.choice([2, 4]),
                cpu_model=draw.choice(["chip A", "other"]),
                disk_budget_bytes=draw.choice([10**9, 10**10]),
                instructions=draw.choice([(), ("avx2",)]),
                accelerators=draw.choice(
                    [(), (Accelerator(kind="ggml X", name="X", memory_bytes=8 * 10**9),)]
                ),
                battery=draw.random() < 0.5,
                metered=draw.choice([None, True, False]),
            )
            report = CapabilityReport(session=SessionId("1-a"), at=at, capability=told)
            service.record_capability(session, device, report, at)
        if draw.random() < 0.3:
            service.record_death(session, device, Death(session=SessionId("1-a")), at)


def enroll(session: Session, device: DeviceId, name: str, labels: dict[str, str]) -> None:
    session.add(
        DeviceRow(
            id=device,
            name=name,
            labels=labels,
            enrolled_at=NOON,
            enrolled_with="t",
            certificate_serial="1",
            certificate_expires_at=NOON + timedelta(days=90),
        )
    )
    session.flush()


@pytest.mark.parametrize("text", QUERIES)
def test_a_list_is_what_looking_at_each_device_finds(database: Database, text: str) -> None:
    node = read(text)
    with database.reading() as session:
        everybody = queries.devices(session)
        found = listing.page(session, listing.Wanted(node=node), now=NOON, offset=0, limit=1000)
        expected = [each.id for each in everybody if meets(node, of_device(each, NOON))]
    assert [each.id for each in found.devices] == expected
    assert found.total == len(expected)


def test_the_fleet_of_these_tests_is_of_every_kind(database: Database) -> None:
    """No query is true or false of everybody, but for the empty one."""
    with database.reading() as session:
        everybody = queries.devices(session)
    assert len(everybody) == 60
    for text in QUERIES[1:]:
        number = sum(meets(read(text), of_device(each, NOON)) for each in everybody)
        assert 0 <= number <= 60
    counts = [
        sum(meets(read(text), of_device(each, NOON)) for each in everybody) for text in QUERIES[1:]
    ]
    assert sum(0 < number < 60 for number in counts) > 0.75 * len(counts)


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("site=berlin and memory >= 2GB and not state=failed", True),
        ("slot.main.line=a or line=b", True),
        ("seen > 1d", True),
        ("instruction=avx2", False),
        ("site=berlin and not engine=llama", False),
    ],
)
def test_only_lists_inside_a_capability_are_looked_at_again(text: str, *, exact: bool) -> None:
    assert sql.compiled(read(text), NOON).exact is exact


def test_what_a_database_is_asked_takes_parameters_and_no_text(database: Database) -> None:
    hostile = """site="x' OR 1=1 --" """
    with database.reading() as session:
        found = listing.page(
            session, listing.Wanted(node=read(hostile)), now=NOON, offset=0, limit=10
        )
    assert found.total == 0


def test_stays_are_kept_from_birth_to_the_end_of_being_online(database: Database) -> None:
    device = DeviceId("away")
    with database.transaction() as session:
        enroll(session, device, "away", {})
        for day in (40, 20, 3):
            begin = NOON - timedelta(days=day)
            birth = Birth(
                session=SessionId(f"{day}-a"),
                at=begin,
                agent="1",
                capability=a_capability().digest(),
            )
            service.record_birth(session, device, birth, begin)
            service.record_birth(session, device, birth, begin + timedelta(minutes=1))
            end = begin + timedelta(hours=1)
            service.record_death(session, device, Death(session=birth.session), end)
        session.flush()
        found = history.stays(session, [device], NOON - timedelta(days=30))
        rows = session.exec(
            select(DeviceOnlineRow.began_at).where(col(DeviceOnlineRow.device) == device)
        ).all()
    hour = timedelta(hours=1)
    assert found[device] == tuple(
        Stay(NOON - timedelta(days=day), NOON - timedelta(days=day) + hour) for day in (20, 3)
    )
    assert len(rows) == 2  # what is longer ago than that is forgotten
