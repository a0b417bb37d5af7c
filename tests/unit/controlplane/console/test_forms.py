"""What forms send, and how forgivingly it is read."""

from typing import Any

import pytest
from starlette.datastructures import ImmutableMultiDict

from controlplane.console import forms
from controlplane.console.forms import RolloutForm, WaveForm
from controlplane.db.errors import InvalidError
from controlplane.rollouts import service
from controlplane.rollouts.policy import OnFailure


def a_form(*pairs: tuple[str, str]) -> RolloutForm:
    return RolloutForm.of(ImmutableMultiDict[str, Any](list(pairs)))


def test_labels_may_stand_on_one_line_or_on_several():
    assert forms.labels("site=lisbon, class = kiosk\nlab=yes,") == {
        "site": "lisbon",
        "class": "kiosk",
        "lab": "yes",
    }


@pytest.mark.parametrize("text", ["lisbon", "site=", "=lisbon", "site=ä", "a b=c"])
def test_a_label_that_cannot_be_is_refused_by_name(text: str):
    with pytest.raises(InvalidError, match="label"):
        forms.labels(text)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90", 90), ("90 s", 90), ("1.5 min", 90), ("2h", 7200), ("1 day", 86_400), ("0", 0)],
)
def test_a_time_is_read_with_its_unit(text: str, seconds: float):
    assert forms.seconds(text, field="soak") == seconds


def test_a_time_that_cannot_be_read_names_its_field():
    with pytest.raises(InvalidError, match="soak: 'soon' is not a time"):
        forms.seconds("soon", field="soak")


@pytest.mark.parametrize(
    ("size", "limit"),
    [
        ("3", {"count": 3}),
        ("3 devices", {"count": 3}),
        ("12,5 %", {"percent": 12.5}),
        ("", {}),
        ("rest", {}),
    ],
)
def test_the_size_of_a_wave_is_a_number_a_share_or_all_that_are_left(
    size: str, limit: dict[str, float]
):
    policy = WaveForm("canary", size).policy()

    assert policy == {"name": "canary", "selector": "", **limit}


@pytest.mark.parametrize("size", ["some", "-1", "1.5"])
def test_a_size_that_cannot_be_names_its_wave(size: str):
    with pytest.raises(InvalidError, match="wave 'canary'"):
        WaveForm("canary", size).policy()


def test_a_form_that_sends_nothing_asks_for_a_canary_and_then_the_rest():
    policy = service.parse_policy(a_form().policy())

    assert [(wave.name, wave.count) for wave in policy.waves] == [("canary", 1), ("rest", None)]
    assert policy.on_failure is OnFailure.PAUSE


def test_what_a_form_sends_becomes_the_policy():
    form = a_form(
        ("wave_name", "first"),
        ("wave_size", "2"),
        ("wave_selector", "site=lisbon"),
        ("wave_name", "others"),
        ("wave_size", ""),
        ("wave_selector", ""),
        ("soak", "10 min"),
        ("trial", "1 min"),
        ("on_failure", "roll_back"),
        ("min_golden", "95"),
        ("start", "1"),
    )
    policy = service.parse_policy(form.policy())

    assert [wave.selector for wave in policy.waves] == ["site=lisbon", ""]
    assert policy.soak_s == 600
    assert policy.device.trial_s == 60
    assert policy.on_failure is OnFailure.ROLL_BACK
    assert policy.limits.min_golden_percent == 95
    assert policy.limits.max_slowdown_percent is None
    assert form.start


THREE = [("wave_name", f"name{number}") for number in range(3)]


def test_a_wave_is_added_before_the_last_one():
    form = a_form(*THREE, *[("wave_size", "1"), ("wave_selector", "")] * 3, ("add", "1"))

    assert [wave.name for wave in form.waves] == ["name0", "name1", "wave 2", "name2"]


def test_a_wave_can_be_dropped():
    form = a_form(*THREE, *[("wave_size", "1"), ("wave_selector", "")] * 3, ("drop", "1"))

    assert [wave.name for wave in form.waves] == ["name0", "name2"]


def test_the_last_wave_stays_whatever_is_dropped():
    form = a_form(("wave_name", "all"), ("wave_size", ""), ("wave_selector", ""), ("drop", "0"))

    assert [wave.name for wave in form.waves] == ["all"]


def test_a_preset_replaces_the_waves():
    form = a_form(("preset", "at once"), ("wave_name", "x"), ("wave_size", "1"))

    assert form.waves == (WaveForm("all"),)


def test_a_label_without_a_value_is_taken_away():
    assert forms.label_changes("floor=1, site=") == {"floor": "1", "site": None}


@pytest.mark.parametrize("text", ["", " , ", "site", "ä=", "=x"])
def test_a_change_of_labels_that_cannot_be_is_refused(text: str):
    with pytest.raises(InvalidError):
        forms.label_changes(text)


def test_pace_times_and_approval_become_a_policy():
    form = a_form(
        ("approval", "yes"),
        ("start_at", "2026-12-01T22:00"),
        ("timezone", "Europe/Lisbon"),
        ("deadline", "8 h"),
        ("rate", "20"),
        ("budget_label", "site"),
        ("budget_percent", "25"),
        ("window", "0 2 * * 1-5"),
        ("window_lasts", "3 h"),
        ("prefetch", "next"),
        ("membership", "dynamic"),
        ("supersede", "yes"),
        ("max_slowdown", "15"),
        ("min_tokens_per_s", "8"),
    )

    policy = service.parse_policy(form.policy())

    assert policy.approval.required
    assert policy.start_at is not None
    assert policy.start_at.isoformat() == "2026-12-01T22:00:00+00:00"
    assert policy.deadline is not None
    assert policy.deadline.after_s == 8 * 3600
    assert policy.rate is not None
    assert policy.rate.per_minute == 20
    assert [(each.label, each.percent) for each in policy.budgets] == [("site", 25)]
    (window,) = policy.windows.activate
    assert (window.cron, window.duration_s, window.timezone) == (
        "0 2 * * 1-5",
        10_800,
        "Europe/Lisbon",
    )
    assert (policy.prefetch, policy.membership, policy.supersede) == ("next", "dynamic", True)
    assert policy.gates.max_slowdown_percent == 15
    assert policy.workload.min_tokens_per_s == 8


def test_an_untouched_form_is_the_usual_policy():
    policy = service.parse_policy(a_form().policy())

    assert not policy.approval.required
    assert policy.start_at is None
    assert policy.windows.activate == ()
    assert policy.gates.max_slowdown_percent == 30


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("start_at", "tomorrow", "start: 'tomorrow' is not a time"),
        ("timezone", "Mars/Olympus", "there is no time zone"),
        ("deadline", "soon", "deadline: 'soon' is not a time"),
    ],
)
def test_a_time_of_a_rollout_that_cannot_be_names_its_field(field: str, value: str, words: str):
    given = {"start_at": "2026-12-01T22:00", field: value}

    with pytest.raises(InvalidError, match=words):
        a_form(*given.items()).policy()
