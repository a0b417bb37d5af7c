import pytest

from controlplane.rollouts.allotment import Member, allot
from shared.ids import DeviceId
from tests.support.builders import a_policy


def members(*names: str, offline: str = "") -> list[Member]:
    return [
        Member(
            DeviceId(f"id-{name}"),
            name,
            {"site": "lisbon" if name < "m" else "porto"},
            name not in offline.split(),
        )
        for name in names
    ]


def shape(people: list[Member], *waves: dict[str, object]) -> dict[str, list[str]]:
    policy = a_policy(waves=waves)
    return {
        wave.name: [device.removeprefix("id-") for device in wave.devices]
        for wave in allot(people, policy)
    }


def test_the_last_wave_takes_the_rest() -> None:
    assert shape(members("c", "a", "b"), {"name": "canary", "count": 1}, {"name": "rest"}) == {
        "canary": ["a"],
        "rest": ["b", "c"],
    }


def test_devices_that_no_wave_takes_form_a_last_one() -> None:
    assert shape(members("a", "b"), {"name": "canary", "count": 1}) == {
        "canary": ["a"],
        "rest": ["b"],
    }


@pytest.mark.parametrize(("percent", "count"), [(1, 1), (30, 2), (50, 2), (51, 3), (100, 4)])
def test_percent_is_rounded_up_and_is_at_least_one(percent: float, count: int) -> None:
    waves = shape(members("a", "b", "c", "d"), {"name": "first", "percent": percent}, {"name": "z"})
    assert len(waves["first"]) == count


def test_percent_of_a_second_wave_is_of_the_whole() -> None:
    waves = shape(
        members(*"abcdefghij"), {"name": "1", "percent": 10}, {"name": "2", "percent": 50}
    )
    assert [len(devices) for devices in waves.values()] == [1, 5, 4]


def test_a_wave_selector_chooses_its_devices() -> None:
    waves = shape(members("a", "x"), {"name": "1", "selector": "site=porto"}, {"name": "2"})
    assert waves == {"1": ["x"], "2": ["a"]}


def test_a_device_can_be_chosen_by_its_name() -> None:
    waves = shape(members("a", "x"), {"name": "1", "selector": "name=x"}, {"name": "2"})
    assert waves["1"] == ["x"]


def test_devices_that_are_there_come_first() -> None:
    waves = shape(members("a", "b", offline="a"), {"name": "1", "count": 1}, {"name": "2"})
    assert waves == {"1": ["b"], "2": ["a"]}


def test_the_order_in_which_devices_are_listed_does_not_matter() -> None:
    waves = ({"name": "1", "count": 2}, {"name": "2"})
    assert shape(members("c", "a", "b"), *waves) == shape(members("a", "b", "c"), *waves)
