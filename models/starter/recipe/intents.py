"""The table of intents: what is asked for, how often, and whether a time may be added.

An intent is a way to use a function: `light_off` is `set_light` with level 0. Its name is also
the key of its phrasings.
"""

# ruff: noqa: E501, FBT003 - one intent per line reads best.

from dataclasses import dataclass

import functions as f
from functions import MODES, Sampler


@dataclass(frozen=True)
class Intent:
    """A sampler with its share of the data, its tag, and whether a time may be added.

    `effort` multiplies its share in training alone: what is hard to learn is shown more often.
    """

    sample: Sampler
    weight: float
    tag: str
    timed: bool = False
    effort: float = 1.0


INTENTS: dict[str, Intent] = {
    "light_on": Intent(f.zoned("set_light", level=100), 3, "lights", timed=True),
    "light_off": Intent(f.zoned("set_light", level=0), 3, "lights", timed=True),
    "light_level": Intent(f.percent_of("set_light", "level"), 5, "lights", timed=True),
    "light_half": Intent(f.zoned("set_light", level=50), 0.7, "lights", timed=True),
    "light_color": Intent(f.light_color, 2.5, "lights", timed=True),
    "set_temperature": Intent(f.temperature, 7, "climate", timed=True),
    "warmer": Intent(f.warmth(1), 2, "climate", timed=True),
    "cooler": Intent(f.warmth(-1), 2, "climate", timed=True),
    "fan_level": Intent(f.percent_of("set_fan", "speed"), 3, "fans", timed=True),
    "fan_on": Intent(f.zoned("set_fan", speed=100), 1.3, "fans", timed=True),
    "fan_off": Intent(f.zoned("set_fan", speed=0), 1.3, "fans", timed=True),
    "blinds_level": Intent(f.percent_of("set_blinds", "position"), 3, "blinds", timed=True),
    "blinds_open": Intent(f.zoned("set_blinds", position=100), 1.5, "blinds", timed=True),
    "blinds_close": Intent(f.zoned("set_blinds", position=0), 1.5, "blinds", timed=True),
    "valve_level": Intent(f.valve_level, 3, "valves", timed=True),
    "valve_open": Intent(f.machine("set_valve", "valve", "V", "valve", position=100), 1.5, "valves", timed=True),
    "valve_close": Intent(f.machine("set_valve", "valve", "V", "valve", position=0), 1.5, "valves", timed=True),
    "pump_start": Intent(f.machine("start_pump", "pump", "P", "pump"), 2, "pumps", timed=True),
    "pump_stop": Intent(f.machine("stop_pump", "pump", "P", "pump"), 2, "pumps", timed=True),
    "pump_speed": Intent(f.pump_speed, 3, "pumps", timed=True),
    "lock": Intent(f.lock(True), 2, "locks", timed=True),
    "unlock": Intent(f.lock(False), 2, "locks", timed=True),
    "arm": Intent(f.zoned("set_alarm", armed=True), 1.5, "alarms", timed=True),
    "disarm": Intent(f.zoned("set_alarm", armed=False), 1.5, "alarms", timed=True),
    "acknowledge": Intent(f.machine("acknowledge_alarm", "alarm", "A", "alarm"), 1.5, "alarms"),
    **{f"mode_{mode}": Intent(f.mode(mode), 0.8, "modes", timed=True, effort=1.4) for mode in MODES},
    "schedule_mode": Intent(f.schedule, 3.5, "schedules"),
    **{f"read_{kind}": Intent(f.reading(kind), 1.5, "sensors")
       for kind in ("temperature", "humidity", "co2", "power", "occupancy")},
    "read_level": Intent(f.tank_reading("level"), 1.2, "sensors"),
    "read_pressure": Intent(f.tank_reading("pressure"), 1.2, "sensors"),
    "watch_above": Intent(f.watch("above"), 2.5, "watches"),
    "watch_below": Intent(f.watch("below"), 2.5, "watches"),
    "status": Intent(f.status, 2.5, "status"),
    "report": Intent(f.report, 2.5, "reports"),
    "missing": Intent(f.refusal("missing_argument"), 3.5, "incomplete", effort=2),
    "chat": Intent(f.refusal("out_of_scope"), 2, "out_of_scope", effort=1.6),
    "knowledge": Intent(f.refusal("out_of_scope"), 3.5, "out_of_scope", effort=1.4),
    "errand": Intent(f.refusal("out_of_scope"), 3, "out_of_scope", effort=1.2),
    "unsupported": Intent(f.refusal("out_of_scope"), 4, "out_of_scope", effort=1.6),
    "nonsense": Intent(f.refusal("out_of_scope"), 1, "out_of_scope"),
    # In training alone: tests have no phrasings of these names.
    "near_miss": Intent(f.refusal("out_of_scope"), 5, "out_of_scope"),
    "foreign_act": Intent(f.refusal("out_of_scope"), 5, "out_of_scope"),
    "foreign_word": Intent(f.refusal("out_of_scope"), 3, "out_of_scope"),
    "incomplete": Intent(f.refusal("missing_argument"), 4, "incomplete"),
}  # fmt: skip
