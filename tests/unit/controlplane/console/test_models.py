"""Releases as pages show them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from controlplane.console.views import models
from controlplane.console.views.models import Chart
from controlplane.devices.machines import Kind, Machines
from controlplane.registry.model import Variant
from controlplane.rollouts.measured import Served
from shared.evals import EvalResult
from shared.ids import DeviceId
from tests.support.console_builders import NOON, a_release, a_variant
from tests.support.platform_builders import a_capability

LARGE = a_variant("f16", memory=200, right=98, size=120)
SMALL = a_variant("q4_k_m", memory=80, right=95, size=40)
RELEASE = a_release(LARGE, SMALL)


def a_kind(name: str, memory: int, devices: int = 1) -> Kind:
    return Kind(devices, DeviceId(name), name, a_capability(memory=memory))


def drawn(*variants: Variant, served: Mapping[str, Served] | None = None) -> Chart:
    chart = models.chart(models.cards(a_release(*variants), served or {}))
    assert chart is not None
    return chart


def served(name: str, rate: float) -> Served:
    return Served(name, 3, rate, 80.0, 100.0, 110.0)


FLEET = Machines((a_kind("big", 500, 7), a_kind("small", 100), a_kind("tiny", 10)), known=9)


def test_the_heat_map_says_for_each_kind_of_machine_what_is_chosen_what_fits_and_what_does_not():
    heat = models.heat(RELEASE, FLEET)

    assert heat.variants == ("f16", "q4_k_m")
    assert [[cell.word for cell in row.cells] for row in heat.rows] == [
        ["chosen", "fits"],
        ["no", "chosen"],
        ["no", "no"],
    ]


def test_what_does_not_fit_says_what_is_missing():
    tiny = models.heat(RELEASE, FLEET).rows[-1]

    assert "needs 80 B of memory, may use 10 B" in tiny.cells[1].sentence


def test_what_was_recalled_fits_nowhere():
    heat = models.heat(RELEASE, FLEET, {SMALL.digest or ""})

    assert {row.cells[1].word for row in heat.rows} == {"recalled"}


def test_names_lie_neither_on_each_other_nor_on_other_dots():
    close = [
        a_variant(name, memory=90, right=97, size=60 + number)
        for number, name in enumerate(("q8_0", "q6_k", "q5_k_m"))
    ]
    rates = {name: served(name, 40 + n) for n, name in enumerate(("q8_0", "q6_k", "q5_k_m"))}

    points = drawn(*close, served=rates).points

    for point in points:
        for other in points:
            if other is not point:
                assert abs(point.label_y - other.label_y) >= 14
                assert abs(point.label_y - other.y) >= other.radius


def test_kinds_that_are_not_shown_are_counted():
    heat = models.heat(RELEASE, Machines((a_kind("big", 500, 7),), known=12))

    assert (heat.shown, heat.known) == (7, 12)


def test_nothing_is_chosen_before_it_is_published():
    draft = replace(LARGE, digest=None, target_path=None, manifest_length=None)

    (row,) = models.heat(a_release(draft), Machines((a_kind("big", 500),), 1)).rows

    assert [cell.word for cell in row.cells] == ["fits"]


def test_a_better_variant_is_drawn_higher_a_faster_one_further_right_and_a_larger_one_larger():
    fast = {"f16": served("f16", 20), "q4_k_m": served("q4_k_m", 60)}

    points = {point.name: point for point in drawn(LARGE, SMALL, served=fast).points}

    assert points["f16"].y < points["q4_k_m"].y
    assert points["f16"].x < points["q4_k_m"].x
    assert points["f16"].radius > points["q4_k_m"].radius


def test_speeds_of_devices_are_drawn_only_when_every_variant_has_one():
    assert drawn(LARGE, SMALL, served={"f16": served("f16", 20)}).measured is False


def test_a_forecast_that_was_too_high_has_a_positive_error():
    error = served("f16", 20).memory_error_percent

    assert error == pytest.approx(10)


def test_the_release_before_is_the_one_imported_last_before_it():
    old = a_release(version="0.8", created_at=NOON - timedelta(days=2))
    newer = a_release(version="0.9", created_at=NOON - timedelta(days=1))

    assert models.before(RELEASE, [old, newer, RELEASE]) == newer
    assert models.before(old, [old, newer, RELEASE]) is None


def test_labels_of_neighbours_do_not_lie_on_each_other():
    close = a_variant("q8_0", memory=90, right=95, size=44)
    chart = drawn(LARGE, SMALL, close)
    labels = sorted(point.label_y for point in chart.points if point.name != "f16")

    assert labels[1] - labels[0] >= 14


def test_equal_results_are_not_drawn_as_if_they_differed():
    twin = a_variant("q8_0", memory=90, right=98, size=60)
    chart = drawn(LARGE, twin)

    assert len({point.y for point in chart.points}) == 1


def test_without_an_evaluation_there_is_no_chart():
    bare = replace(LARGE, evaluation=None)

    assert models.chart(models.cards(a_release(bare), {})) is None


def test_a_perfect_score_stays_inside_the_chart():
    perfect = replace(
        LARGE, evaluation=EvalResult(items=5, correct=5, generated_tokens=1, elapsed_ms=1)
    )
    chart = drawn(perfect)

    assert 0 <= chart.points[0].y <= models.CHART_HEIGHT
