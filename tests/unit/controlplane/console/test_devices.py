"""Changes to many devices, in words; a command as a picture."""

import pytest

from controlplane.console.views import codes
from controlplane.console.views.devices import BULK_VERBS, Bulk, Change
from controlplane.devices.bulk import ONE_BY_ONE
from shared.wire.down import Verb


@pytest.mark.parametrize(
    ("labels", "sentence"),
    [
        ({"floor": "1", "site": None}, "Each gets floor=1 and loses site."),
        ({"floor": "1"}, "Each gets floor=1."),
        ({"site": None, "class": None}, "Each loses site, class."),
    ],
    ids=["both", "gets", "loses"],
)
def test_a_change_of_labels_says_what_each_gets_and_loses(
    labels: dict[str, str | None], sentence: str
):
    assert Bulk(Change.LABEL, everyone=True, labels=labels).sentence.startswith(sentence)


def test_a_command_says_who_does_not_hear_it():
    bulk = Bulk(Change.ASK, everyone=False, verb=Verb.PROBE)

    assert bulk.label == "Measure again"
    assert "away" in bulk.sentence


def test_neither_a_talk_nor_a_restart_is_asked_of_many():
    assert not ONE_BY_ONE & BULK_VERBS.keys()


def test_a_long_command_still_fits_into_a_code():
    short, long = codes.code("flotilla-agent run"), codes.code("x" * 1200)

    assert short.size < long.size
    assert short.path.startswith("M4 4h1v1h-1z")
