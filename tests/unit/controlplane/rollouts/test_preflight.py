"""Who gets what, who cannot and why, what is moved where to, and how long it takes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from controlplane.devices.model import Device, Stay
from controlplane.registry.model import Variant
from controlplane.rollouts import duration
from controlplane.rollouts.duration import Pace, Past, Reach, Terms, pace_of
from controlplane.rollouts.policy import RolloutPolicy
from controlplane.rollouts.preflight import Forecast, Outcome, Preflight, foresee, timed
from controlplane.rollouts.waiting import HERE, UNKNOWN, Wait, wait_for
from shared.ids import DeviceId
from shared.sizing import Parameters
from shared.wire.up import SlotReport
from tests.support.builders import MB, a_candidate, a_capability, a_policy, bundle_of
from tests.support.registry_builders import a_release, a_variant

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def published(name: str, *, memory_mb: float, percent: float, size_mb: float) -> Variant:
    known = a_candidate(name, memory_mb=memory_mb, percent=percent, size_mb=size_mb)
    return a_variant(
        name,
        digest=known.bundle,
        target_path=known.target_path,
        manifest_length=known.manifest_length,
        size_bytes=known.size_bytes,
        requirements=known.requirements,
        evaluation=known.evaluation,
    )


RELEASE = a_release(
    variants=(
        published("f16", memory_mb=83.1, percent=99.1, size_mb=50),
        published("q8_0", memory_mb=71, percent=99.0, size_mb=27),
        published("q4_k_m", memory_mb=60, percent=95, size_mb=16),
    )
)


def a_device(name: str, memory_mb: float = 96, **changes: Any) -> Device:
    values: dict[str, Any] = {
        "id": DeviceId(name),
        "name": name,
        "enrolled_at": NOON,
        "labels": {"site": name[0]},
        "presence": "online",
        "capability": a_capability(memory_mb),
    }
    return Device(**{**values, **changes})


def plan(*devices: Device, selector: str = "", **policy: Any) -> Preflight:
    return foresee(
        devices, RELEASE, slot="main", selector=selector, policy=a_policy(**policy), now=NOON
    )


def one(found: Preflight, name: str) -> Forecast:
    return next(each for each in found.devices if each.name == name)


def test_devices_that_cannot_are_told_once_for_all_that_share_a_reason() -> None:
    found = plan(a_device("a1", 50), a_device("a2", 40), a_device("b1", 96))
    silent = plan(a_device("c", capability=None))
    (group,) = found.groups
    assert (group.code, group.variant, group.devices) == ("memory", "q4_k_m", 2)
    assert group.sentence == (
        "2 devices: q4_k_m needs 60.0 MB of memory, they may use 40.0 MB to 50.0 MB"
    )
    assert group.names == ("a1", "a2")
    assert silent.groups[0].sentence.startswith("1 device: the device has not yet said")


def test_what_is_moved_is_added_up_by_site_without_what_is_there() -> None:
    held = {"other": SlotReport(bundle=bundle_of("f16"), serving=True)}
    found = plan(
        a_device("a1"), a_device("a2", slots=held), a_device("b1", 75), a_device("c", labels={})
    )
    assert [(site.name, site.devices, site.bytes, site.held_bytes) for site in found.sites] == [
        ("", 1, 83_100_000, 0),
        ("a", 2, 83_100_000, 83_100_000),
        ("b", 1, 71 * MB, 0),
    ]


def test_a_device_that_serves_the_bundle_otherwise_gets_it_again() -> None:
    def serving(context: int | None) -> dict[str, SlotReport]:
        report = SlotReport(
            bundle=bundle_of("f16"), serving=True, context=context, parallel=context and 1
        )
        return {"main": report}

    found = plan(
        a_device("a", slots=serving(512)),
        a_device("b", slots=serving(256)),
        a_device("c", slots=serving(None)),
    )
    outcomes = {each.name: each.outcome for each in found.devices}
    assert outcomes == {"a": Outcome.SKIP, "b": Outcome.DEPLOY, "c": Outcome.SKIP}


def test_only_what_differs_from_the_bundle_is_signed() -> None:
    (found,) = plan(a_device("a")).devices
    assert found.parameters == Parameters(context=512, parallel=1)
    assert found.parameters_to_sign is None
    (less,) = plan(a_device("a"), workload={"context": 256}).devices
    assert less.parameters_to_sign == {"context": 256, "parallel": 1, "kv_type": "f16"}


def test_a_selector_may_ask_for_memory_and_state() -> None:
    found = plan(
        a_device("a", 96),
        a_device("b", 64),
        a_device("c", 96, presence="offline"),
        selector="memory >= 80MB and not state=offline",
    )
    assert [each.name for each in found.devices] == ["a"]
    assert found.unmatched == 2


def test_a_wave_may_ask_for_memory_too() -> None:
    waves = [{"name": "large", "selector": "memory > 80MB"}, {"name": "rest"}]
    found = plan(a_device("a", 64), a_device("b", 96), waves=waves)
    assert [(each.name, each.wave) for each in found.devices] == [("b", 0), ("a", 1)]


def test_an_override_holds_for_the_devices_that_it_means() -> None:
    overrides = [{"selector": "site=a", "variants": ["q4_k_m"]}]
    found = plan(a_device("a1"), a_device("b1"), workload={"overrides": overrides})
    assert found.variants == {"q4_k_m": 1, "f16": 1}


def test_devices_that_are_alike_are_chosen_for_alike() -> None:
    found = plan(*(a_device(f"a{number}") for number in range(50)))
    assert found.variants == {"f16": 50}
    assert len({each.sentence for each in found.devices}) == 1


def stays(*hours: tuple[float, float | None]) -> tuple[Stay, ...]:
    """Return stays that began and ended so many hours before noon."""
    return tuple(
        Stay(
            NOON - timedelta(hours=began),
            None if ended is None else NOON - timedelta(hours=ended),
        )
        for began, ended in hours
    )


def test_nobody_waits_for_a_device_that_is_there() -> None:
    assert wait_for((), NOON, online=True) == HERE


def test_a_device_without_a_past_is_not_guessed_at() -> None:
    assert wait_for((), NOON, online=False) == UNKNOWN
    assert wait_for(stays((5, 4)), NOON, online=False) == UNKNOWN


def test_one_waits_as_long_as_gaps_of_the_past_went_on() -> None:
    # Gaps of 2, 6 and 10 hours; away for 3 hours now, so 3 or 7 more.
    past = stays((30, 29), (27, 26), (20, 19), (9, 3))
    assert wait_for(past, NOON, online=False) == Wait(5 * 3600, 7 * 3600)


def test_a_gap_that_is_longer_than_any_before_tells_nothing() -> None:
    assert wait_for(stays((30, 29), (28, 20)), NOON, online=False) == UNKNOWN


TERMS = Terms(max_in_flight=10, soak_s=60, trial_s=30, patience_s=3600)


def reach(count: int, wait: Wait = HERE) -> list[Reach]:
    return [Reach(20 * MB, wait)] * count


def test_a_wave_takes_as_many_rounds_as_its_size_needs() -> None:
    pace = Pace(bytes_per_s=2 * MB, other_s=20, deployments=50)
    found = duration.forecast([reach(1), reach(25)], TERMS, pace)
    assert found.likely_s == (60 + 60) + (3 * 60 + 60)
    assert found.late_s == found.likely_s
    assert found.sentence == "about 6 min (judged by 50 deployments)"


def test_a_wave_waits_for_devices_that_are_away_but_not_for_ever() -> None:
    pace = Pace(bytes_per_s=2 * MB, other_s=20)
    away = [*reach(3), *reach(1, Wait(600, 7200))]
    found = duration.forecast([away], TERMS, pace)
    assert (found.likely_s, found.late_s) == (600 + 60 + 60, 3600 + 60 + 60)
    assert "assumed, because too few" in found.sentence
    unknown = duration.forecast([reach(2, UNKNOWN)], TERMS, pace)
    assert unknown.unknown == 2
    assert unknown.sentence.endswith("nobody knows when 2 of them come back")


def test_the_pace_is_the_middle_of_what_was_finished() -> None:
    assert pace_of([Past(1, 1, 1)] * 4) == Pace()
    past = [Past(10, 10 * MB, 5), Past(None, 0, 7), Past(10, 30 * MB, 9)] * 2
    assert pace_of(past) == Pace(bytes_per_s=2 * MB, other_s=7, deployments=6)


def test_a_plan_is_timed_by_what_is_known_of_its_devices() -> None:
    found = plan(a_device("a"), a_device("b", presence="offline"))
    policy = RolloutPolicy.model_validate({"soak_s": 0, "offline": {"after_s": 7200}})
    known = timed(
        found,
        policy,
        stays={DeviceId("b"): stays((30, 29), (27, 1))},
        pace=Pace(deployments=9),
        now=NOON,
    )
    assert known.duration is not None
    assert known.duration.unknown == 0
    assert known.duration.likely_s == pytest.approx(3600, rel=0.05)
