import pytest
from pydantic import ValidationError

from controlplane.rollouts.policy import RolloutPolicy, canary


def test_the_default_policy_is_one_wave_that_pauses_on_failure() -> None:
    policy = RolloutPolicy()
    assert [wave.name for wave in policy.waves] == ["all"]
    assert policy.on_failure == "pause"


def test_a_policy_survives_being_stored() -> None:
    policy = canary(2, max_in_flight=3)
    assert RolloutPolicy.model_validate(policy.model_dump(mode="json")) == policy


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ({"success_percent": 101}, "success_percent"),
        ({"max_in_flight": 0}, "max_in_flight"),
        ({"soak": 5}, "soak"),
        ({"waves": [{"name": "a", "count": 0}]}, "waves.0.count"),
        ({"waves": [{"name": "a", "selector": "site="}]}, "waves.0.selector"),
        ({"waves": []}, "waves"),
        ({"device": {"trial_s": -1}}, "device.trial_s"),
        ({"offline": {"action": "hope"}}, "offline.action"),
        ({"start_at": "2026-01-01T00:00:00"}, "start_at"),
        ({"start_at": "9999-12-31T23:59:00-14:00"}, "start_at"),
        ({"budgets": [{"label": "site"}]}, "budgets.0"),
        ({"budgets": [{"label": "site", "count": 1}] * 2}, ""),
        ({"rate": {"per_minute": 10, "max_per_minute": 5}}, "rate"),
        ({"deadline": {"after_s": 0}}, "deadline.after_s"),
        ({"retries": {"categories": {"weather": {}}}}, "retries.categories.weather.[key]"),
    ],
)
def test_an_error_names_the_field(value: dict[str, object], where: str) -> None:
    with pytest.raises(ValidationError) as caught:
        RolloutPolicy.model_validate(value)
    assert ".".join(str(part) for part in caught.value.errors()[0]["loc"]) == where


def test_two_limits_for_one_wave_are_refused() -> None:
    with pytest.raises(ValidationError, match="both count and percent"):
        RolloutPolicy.model_validate({"waves": [{"name": "a", "count": 1, "percent": 5}]})


def test_two_waves_of_one_name_are_refused() -> None:
    with pytest.raises(ValidationError, match="same name"):
        RolloutPolicy.model_validate({"waves": [{"name": "a", "count": 1}, {"name": "a"}]})
