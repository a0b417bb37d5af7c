"""The live feed's frames, and what keeps redirects at home."""

import pytest

from controlplane.audit.queries import Event
from controlplane.console.routes.live import frames, named
from controlplane.console.routes.session import local
from tests.support.console_builders import NOON


def an_event(number: int, kind: str = "rollout", subject: str = "r1") -> Event:
    return Event(number, NOON, kind, subject, "ada", "something")


def test_an_event_names_its_subject_and_its_kind():
    subjects, kinds = named([an_event(7)])

    assert (list(subjects), list(kinds)) == (["rollout:r1"], ["rollout"])


def test_several_changes_of_one_thing_are_named_once_with_the_newest_id():
    subjects, kinds = named([an_event(1), an_event(2, "device", "d"), an_event(3)])

    assert subjects == {"rollout:r1": 3, "device:d": 2}
    assert kinds == {"rollout": 3, "device": 2}


def test_a_frame_says_where_to_go_on_after_a_broken_line():
    assert frames({"rollout:r1": 7}, 9) == "id: 9\nevent: rollout:r1\ndata: 7\n\n"


@pytest.mark.parametrize(
    "url", ["https://evil.example/", "//evil.example", "/\\evil.example", "", "evil", "/a\nb"]
)
def test_no_redirect_leaves_the_site(url: str):
    assert local(url) == "/"


def test_a_path_of_ours_is_kept():
    assert local("/rollouts/new?release=1") == "/rollouts/new?release=1"
