"""Releases as pages show them."""

from dataclasses import replace

from controlplane.console.views import models
from controlplane.devices.model import Device
from shared.evals import EvalResult
from shared.ids import DeviceId
from tests.support.console_builders import NOON, a_release, a_variant
from tests.support.platform_builders import a_capability

LARGE = a_variant("f16", memory=200, right=98, size=120)
SMALL = a_variant("q4_k_m", memory=80, right=95, size=40)
RELEASE = a_release(LARGE, SMALL)


def a_device(name: str, memory: int | None) -> Device:
    known = None if memory is None else a_capability(memory=memory)
    return Device(DeviceId(name), name, NOON, capability=known)


FLEET = [a_device("big", 500), a_device("small", 100), a_device("tiny", 10), a_device("new", None)]


def test_each_variant_says_how_many_devices_it_fits_and_for_how_many_it_is_the_best():
    card = models.card(RELEASE, FLEET)

    fits = {each.variant.name: (each.fit.fits, each.fit.chosen) for each in card.variants}

    assert fits == {"f16": (1, 1), "q4_k_m": (2, 1)}
    assert card.known == 3


def test_a_device_that_nothing_fits_is_named_with_the_reason():
    (left,) = models.card(RELEASE, FLEET).left

    assert left.device.name == "tiny"
    assert "needs 80 B of memory, may use 10 B" in left.sentence


def test_nothing_is_the_best_choice_before_it_is_published():
    draft = replace(LARGE, digest=None, target_path=None, manifest_length=None)

    (only,) = models.card(a_release(draft), FLEET).variants

    assert (only.fit.fits, only.fit.chosen) == (1, None)


def test_a_better_variant_is_drawn_higher_and_a_larger_one_further_right():
    chart = models.chart(RELEASE)
    assert chart is not None
    points = {point.name: point for point in chart.points}

    assert points["f16"].y < points["q4_k_m"].y
    assert points["f16"].x > points["q4_k_m"].x


def test_labels_of_neighbours_do_not_lie_on_each_other():
    close = a_variant("q8_0", memory=90, right=95, size=44)
    chart = models.chart(a_release(LARGE, SMALL, close))
    assert chart is not None
    labels = sorted(point.label_y for point in chart.points if point.name != "f16")

    assert labels[1] - labels[0] >= 14


def test_equal_results_are_not_drawn_as_if_they_differed():
    twin = a_variant("q8_0", memory=90, right=98, size=60)
    chart = models.chart(a_release(LARGE, twin))
    assert chart is not None

    assert len({point.y for point in chart.points}) == 1


def test_without_an_evaluation_there_is_no_chart():
    bare = replace(LARGE, evaluation=None)

    assert models.chart(a_release(bare)) is None


def test_a_perfect_score_stays_inside_the_chart():
    perfect = replace(
        LARGE, evaluation=EvalResult(items=5, correct=5, generated_tokens=1, elapsed_ms=1)
    )
    chart = models.chart(a_release(perfect))
    assert chart is not None

    assert 0 <= chart.points[0].y <= models.CHART_HEIGHT
