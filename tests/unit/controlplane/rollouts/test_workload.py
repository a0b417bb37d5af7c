"""Profiles of work, and what they are for single devices."""

import pytest
from pydantic import ValidationError

from controlplane.devices.query.facts import Facts
from controlplane.rollouts.policy import RolloutPolicy
from controlplane.rollouts.workload import Workload

BERLIN = Facts(labels={"site": "berlin", "class": "kiosk"})
PARIS = Facts(labels={"site": "paris"}, numbers={"memory": (10.0**10,)})

WORKLOAD = Workload.model_validate(
    {
        "min_tokens_per_s": 5,
        "context": 1024,
        "overrides": [
            {"selector": "site=berlin", "min_tokens_per_s": 2},
            {"selector": "class=kiosk", "context": 512, "variants": ["q4_k_m"]},
            {"selector": "memory >= 8GB", "max_context": 8192, "min_tokens_per_s": None},
        ],
    }
)


def test_a_stored_policy_of_old_is_still_read() -> None:
    policy = RolloutPolicy.model_validate({"workload": {"min_quality_percent": 90}})
    assert policy.workload.min_quality_percent == 90
    assert RolloutPolicy.model_validate({"workload": {"min_quality_percent": None}})


def test_an_override_changes_what_it_names_and_nothing_else() -> None:
    demands = WORKLOAD.for_device(BERLIN)
    assert (demands.min_tokens_per_s, demands.context) == (2, 512)
    assert demands.variants == ("q4_k_m",)
    assert demands.max_context is None


def test_an_override_may_ask_for_what_the_device_says_of_itself() -> None:
    demands = WORKLOAD.for_device(PARIS)
    assert (demands.context, demands.max_context) == (1024, 8192)
    assert demands.min_tokens_per_s is None


def test_what_an_override_does_not_name_is_not_named_after_it_was_stored() -> None:
    again = Workload.model_validate_json(WORKLOAD.model_dump_json())
    for facts in (BERLIN, PARIS):
        assert again.for_device(facts) == WORKLOAD.for_device(facts)


def test_equal_demands_are_equal_however_they_came_about() -> None:
    plain = Workload(context=512, min_tokens_per_s=2, variants=("q4_k_m",))
    assert plain.for_device(PARIS) == WORKLOAD.for_device(BERLIN)
    assert hash(plain.for_device(PARIS)) == hash(WORKLOAD.for_device(BERLIN))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"context": 1024, "max_context": 512}, "max_context is 512, less than context"),
        ({"parallel": 4, "max_parallel": 2}, "max_parallel is 2, less than parallel"),
        ({"min_tokens_per_s": 0}, "greater than 0"),
        ({"fast": True}, "Extra inputs"),
        ({"overrides": [{"selector": "a=", "context": 1}]}, "character 3: expected a value"),
        ({"overrides": [{"context": 1}]}, "selector"),
    ],
)
def test_what_makes_no_sense_is_refused(values: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Workload.model_validate(values)
