"""The audit log as a chain, in a real database: whole under many writers, broken when touched."""

import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session

from controlplane.audit import queries, service
from controlplane.audit.chain import START
from controlplane.audit.queries import Head
from controlplane.db.session import Database
from tests.support.access import NOON, an_account
from tests.support.databases import a_fresh_database

WRITERS = 8
EACH = 12


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = a_fresh_database(tmp_path)
    yield database
    database.close()


def note(database: Database, *texts: str, now: datetime = NOON) -> None:
    with database.transaction() as session:
        for each in texts:
            service.note(session, kind="device", subject="d1", text=each, now=now)


def fail_after(session: Session, words: str) -> None:
    service.note(session, kind="device", subject="d1", text=words, now=NOON)
    session.flush()
    raise ZeroDivisionError


def change(database: Database, statement: str) -> None:
    with database.transaction() as session:
        session.connection().execute(text(statement))


def touch(session: Session) -> None:
    session.connection().execute(text("UPDATE account SET role = role WHERE name = 'shared'"))


def problems(database: Database, *, expected: Head | None = None) -> list[tuple[int, str]]:
    with database.reading() as session:
        found = queries.verify(session, expected=expected)
    return [(each.seq, each.reason) for each in found.breaks]


def test_what_is_noted_is_chained_when_it_is_committed(database: Database):
    note(database, "one", "two")
    note(database, "three")

    with database.reading() as session:
        entries = list(queries.entries(session))
        head = queries.head(session)
    assert [(each.seq, each.text) for each in entries] == [(1, "one"), (2, "two"), (3, "three")]
    assert entries[0].previous == START
    assert (head.seq, head.hash) == (3, entries[-1].hash)
    assert problems(database) == []


def test_an_empty_log_holds(database: Database):
    assert problems(database) == []


def test_what_is_taken_back_leaves_no_gap(database: Database):
    note(database, "one")
    with pytest.raises(ZeroDivisionError), database.transaction() as session:
        fail_after(session, "never")
    with database.transaction() as session:
        with pytest.raises(ZeroDivisionError), session.begin_nested():
            fail_after(session, "nor this")
        service.note(session, kind="device", subject="d1", text="two", now=NOON)

    with database.reading() as session:
        assert [(each.seq, each.text) for each in queries.entries(session)] == [
            (1, "one"),
            (2, "two"),
        ]
    assert problems(database) == []


def test_many_writers_at_once_make_one_chain(database: Database):
    """Half note before they lock a row that all want, half after: none waits in a circle."""
    an_account(database, "shared")
    begin = threading.Barrier(WRITERS)
    failures: list[BaseException] = []

    def write(number: int) -> None:
        begin.wait()
        try:
            for turn in range(EACH):
                with database.transaction() as session:
                    if number % 2:
                        touch(session)
                    for part in "ab":
                        words = f"{number}.{turn}.{part}"
                        service.note(session, kind="device", subject="d1", text=words, now=NOON)
                        session.flush()
                    touch(session)
        except BaseException as error:  # noqa: BLE001 - handed to the test
            failures.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert problems(database) == []
    with database.reading() as session:
        entries = list(queries.entries(session, after=1))
    assert [each.seq for each in entries] == list(range(2, 2 * WRITERS * EACH + 2))
    for first, second in zip(entries[::2], entries[1::2], strict=True):
        assert first.text.removesuffix("a") == second.text.removesuffix("b")


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE event SET text = 'nothing happened' WHERE seq = 2", (2, "it was changed")),
        ("UPDATE event SET actor = 'eve' WHERE seq = 2", (2, "it was changed")),
        ("DELETE FROM event WHERE seq = 2", (3, "what should stand before it is missing (2)")),
        ("DELETE FROM event WHERE seq = 4", (3, "the chain ends here, and should end at 4")),
    ],
)
def test_whoever_touches_the_table_is_found_out(
    database: Database, statement: str, found: tuple[int, str]
):
    note(database, "one", "two", "three", "four")

    change(database, statement)

    assert problems(database) == [found]


def test_a_cut_end_shows_only_against_a_head_that_was_kept(database: Database):
    note(database, "one", "two", "three")
    with database.reading() as session:
        kept = queries.head(session)
        second = list(queries.entries(session))[1]
    change(database, "DELETE FROM event WHERE seq = 3")
    change(database, f"UPDATE audit_head SET seq = 2, hash = '{second.hash}'")

    assert problems(database) == []
    assert problems(database, expected=Head(second.seq, second.hash)) == []
    assert problems(database, expected=kept) == [(3, "it is not the entry whose hash was kept")]


def test_events_are_read_in_the_order_of_the_chain(database: Database):
    note(database, "one", "two", "three")

    with database.reading() as session:
        assert [each.text for each in queries.after(session, 1)] == ["two", "three"]
        assert [each.text for each in queries.recent(session, limit=2)] == ["three", "two"]
        assert queries.newest_id(session) == 3


def test_a_text_keeps_no_control_characters(database: Database):
    note(database, "a\x00b\x1b[31mc\nd" + "x" * 600)

    with database.reading() as session:
        (event,) = queries.recent(session)
    assert event.text.startswith("a b [31mc d")
    assert len(event.text) == 500
