"""What a session says, and when it has nothing to say."""

from agent.link.session import Session, Standing, session_id
from shared.digest import sha256_of
from shared.ids import SessionId
from shared.wire.up import SlotReport
from tests.support.agent_fakes import NOON

CAPABILITY = sha256_of(b"capability")
SERVING = {"main": SlotReport(line="line", version="1", serving=True)}


def a_session() -> Session:
    return Session(SessionId("1-abc"), agent="0.1", capability=CAPABILITY)


def test_the_birth_says_all_of_it():
    birth = a_session().birth(Standing(slots=SERVING, director_version=3, api="http://x"), NOON)
    assert (birth.session, birth.seq, birth.capability) == ("1-abc", 0, CAPABILITY)
    assert (birth.slots, birth.director_version, birth.api) == (SERVING, 3, "http://x")


def test_nothing_new_is_no_news():
    session = a_session()
    session.birth(Standing(slots=SERVING), NOON)
    assert session.news(Standing(slots=dict(SERVING)), NOON) is None


def test_news_is_only_what_changed_and_counts_without_a_gap():
    session = a_session()
    session.birth(Standing(), NOON)
    first = session.news(Standing(slots=SERVING), NOON)
    second = session.news(Standing(slots=SERVING, director_version=4), NOON)
    assert first is not None
    assert second is not None
    assert (first.seq, first.slots, first.director_version) == (1, SERVING, None)
    assert (second.seq, second.slots, second.director_version) == (2, None, 4)


def test_a_second_birth_begins_the_count_again():
    session = a_session()
    session.birth(Standing(), NOON)
    session.news(Standing(director_version=1), NOON)
    session.birth(Standing(director_version=1), NOON)
    news = session.news(Standing(director_version=2), NOON)
    assert news is not None
    assert news.seq == 1


def test_the_will_names_its_session():
    assert a_session().death.session == "1-abc"
    assert session_id(12, salt="ff") == "12-ff"
