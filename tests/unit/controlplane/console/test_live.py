"""The live feed's frames, and what keeps redirects at home."""

import pytest

from controlplane.audit.queries import Event
from controlplane.console.routes.live import frames
from controlplane.console.routes.session import local
from tests.support.console_builders import NOON


def an_event(number: int, kind: str = "rollout", subject: str = "r1") -> Event:
    return Event(number, NOON, kind, subject, "ada", "something")


def test_an_event_names_its_kind_and_its_subject():
    assert frames([an_event(7)]) == (
        "id: 7\nevent: rollout\ndata: 7\n\nid: 7\nevent: rollout:r1\ndata: 7\n\n"
    )


def test_several_changes_of_one_thing_are_one_event_with_the_newest_id():
    text = frames([an_event(1), an_event(2, "device", "d"), an_event(3)])

    assert text.count("event: rollout\n") == 1
    assert text.rstrip().endswith("data: 3")


@pytest.mark.parametrize(
    "url", ["https://evil.example/", "//evil.example", "/\\evil.example", "", "evil", "/a\nb"]
)
def test_no_redirect_leaves_the_site(url: str):
    assert local(url) == "/"


def test_a_path_of_ours_is_kept():
    assert local("/rollouts/new?release=1") == "/rollouts/new?release=1"
