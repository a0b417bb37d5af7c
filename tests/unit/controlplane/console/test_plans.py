"""What a rollout would do, as the wizard shows it."""

from controlplane.console.views import plans
from controlplane.rollouts.preflight import Forecast, Outcome, PlannedWave, Preflight
from shared.ids import DeviceId


def a_forecast(name: str, outcome: Outcome = Outcome.DEPLOY, *, online: bool = True) -> Forecast:
    return Forecast(DeviceId(name), name, {"site": "lisbon"}, online, outcome, "because")


def a_preflight(*devices: Forecast) -> Preflight:
    return Preflight(
        line="chat",
        version="1.0.0",
        waves=(PlannedWave("canary", 1), PlannedWave("rest", len(devices) - 1)),
        devices=devices,
        unmatched=3,
    )


def test_everybody_is_counted_by_what_would_happen_to_them():
    plan = plans.plan(
        a_preflight(
            a_forecast("a"),
            a_forecast("b", online=False),
            a_forecast("c", Outcome.SKIP),
            a_forecast("d", Outcome.LEFT_OUT),
        )
    )

    assert (plan.selected, plan.deploy, plan.same, plan.left_out) == (4, 2, 1, 1)
    assert (plan.unmatched, plan.offline) == (3, 1)
    assert [(part.label, part.count) for part in plan.parts] == [
        ("get it", 2),
        ("run it already", 1),
        ("cannot run it", 1),
    ]


def test_a_large_fleet_is_cut_to_what_a_page_shows():
    plan = plans.plan(a_preflight(*(a_forecast(f"d{number}") for number in range(500))))

    assert (plan.selected, len(plan.devices)) == (500, plans.SHOWN)
    assert [wave.share for wave in plan.waves] == [0.2, 99.8]


def test_what_nobody_would_get_cannot_be_started():
    assert not plans.plan(a_preflight(a_forecast("a", Outcome.LEFT_OUT))).starts
    assert plans.plan(a_preflight(a_forecast("a", Outcome.SKIP))).starts
