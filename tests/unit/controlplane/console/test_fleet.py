"""The fleet as pages show it."""

from controlplane.console.views import fleet
from controlplane.devices.model import Counts
from controlplane.devices.slots import InService


def test_versions_in_service_are_counted_by_line_the_most_frequent_first():
    served = [
        InService("device-control", "1.0.0", "q8_0", 1),
        InService("device-control", "2.0.0", "q8_0", 2),
    ]

    (line,) = fleet.in_service(served).values()

    assert [(each.version, each.devices, each.share) for each in line] == [
        ("2.0.0", 2, 66.67),
        ("1.0.0", 1, 33.33),
    ]


def test_the_variants_of_a_version_are_told_apart_and_counted_together():
    served = [
        InService("device-control", "1.0.0", "q4_k_m", 5),
        InService("device-control", "1.0.0", "q8_0", 7),
    ]

    ((version,),) = fleet.in_service(served).values()

    assert version.devices == 12
    assert version.variants == (("q8_0", 7), ("q4_k_m", 5))


def test_who_is_not_there_has_no_part_in_the_bar():
    parts = fleet.presence(Counts(devices=3, online=3, offline=0, never=0))

    assert [(each.label, each.count) for each in parts] == [("online", 3)]
