"""The functions as JSON schemas in the form of OpenAI's `tools`, and the file that holds them.

    python recipe/schemas.py --out functions.json

The order of the properties is the order of the keys in the model's answers. `at` and
`delay_min` are optional, exclude each other, and always come last.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from functions import COLORS, DAYS, MODES, PERIODS, TOPICS

Schema = dict[str, Any]

ZONE = {"type": "string", "description": "Place as said, in lower case and without article; "
        "`here` when none was named, `all` for every place."}  # fmt: skip
PERCENT = {"type": "integer", "minimum": 0, "maximum": 100}
DEGREES_UNIT = {"type": "string", "enum": ["C", "F"], "description": "C unless F was said."}
CLOCK = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}
LATER = {
    "at": CLOCK | {"description": "When to do it, if a time of day was said."},
    "delay_min": {"type": "integer", "minimum": 1, "description": "Minutes to wait, if said."},
}


def _code(letter: str) -> Schema:
    return {"type": "string", "pattern": f"^{letter}-[0-9]+$"}


def _choice(values: Any) -> Schema:
    return {"type": "string", "enum": list(values)}


def _boolean(description: str) -> Schema:
    return {"type": "boolean", "description": description}


# name: (description, arguments, whether it may be timed)
FUNCTIONS: dict[str, tuple[str, dict[str, Schema], bool]] = {
    "set_light": ("Brightness of lights; on is 100, off is 0.",
                  {"zone": ZONE, "level": PERCENT}, True),
    "set_light_color": ("Colour of lights.", {"zone": ZONE, "color": _choice(
        color.replace(" ", "_") for color in COLORS)}, True),
    "set_temperature": ("Set point of the climate control.",
                        {"zone": ZONE, "value": {"type": "number"}, "unit": DEGREES_UNIT}, True),
    "adjust_temperature": ("Change of the set point, negative for cooler.",
                           {"zone": ZONE, "delta": {"type": "number"}, "unit": DEGREES_UNIT}, True),
    "set_fan": ("Speed of fans or ventilation; on is 100, off is 0.",
                {"zone": ZONE, "speed": PERCENT}, True),
    "set_blinds": ("Opening of blinds, shades, shutters or curtains; open is 100.",
                   {"zone": ZONE, "position": PERCENT}, True),
    "set_valve": ("Opening of a valve; open is 100.",
                  {"valve": _code("V"), "position": PERCENT}, True),
    "start_pump": ("Start a pump.", {"pump": _code("P")}, True),
    "stop_pump": ("Stop a pump.", {"pump": _code("P")}, True),
    "set_pump_speed": ("Speed of a pump.", {"pump": _code("P"), "speed": {"type": "integer"},
                                            "unit": _choice(("percent", "rpm"))}, True),
    "set_lock": ("Lock or unlock a door, gate or room.",
                 {"door": {"type": "string"}, "locked": _boolean("true locks")}, True),
    "set_alarm": ("Arm or disarm the burglar alarm.",
                  {"zone": ZONE, "armed": _boolean("true arms")}, True),
    "acknowledge_alarm": ("Acknowledge a raised alarm.", {"alarm": _code("A")}, False),
    "set_mode": ("Mode of the whole site.", {"mode": _choice(MODES)}, True),
    "schedule_mode": ("Run a mode at set hours.",
                      {"mode": _choice(MODES), "days": _choice(DAYS), "from": CLOCK, "to": CLOCK},
                      False),
    "read_sensor": ("Read a sensor once.", {"sensor": _choice(
        ("temperature", "humidity", "co2", "power", "occupancy", "level", "pressure")),
        "zone": ZONE}, False),
    "watch_sensor": ("Warn when a sensor passes a limit.", {
        "sensor": _choice(("temperature", "humidity", "co2", "power")), "zone": ZONE,
        "when": _choice(("above", "below")), "value": {"type": "number"},
        "unit": _choice(("C", "F", "percent", "ppm", "kW"))}, False),
    "get_status": ("State of a pump or valve.",
                   {"device": {"type": "string", "pattern": "^[PV]-[0-9]+$"}}, False),
    "send_report": ("Send a report.",
                    {"topic": _choice(TOPICS), "period": _choice(PERIODS)}, False),
    "refuse": ("The answer to everything else.",
               {"reason": _choice(("out_of_scope", "missing_argument"))}, False),
}  # fmt: skip


def as_tools() -> list[Schema]:
    """All functions, each as one entry of `tools`."""
    return [
        {"type": "function", "function": {
            "name": name, "description": description,
            "parameters": {"type": "object", "properties": arguments | (LATER if timed else {}),
                           "required": list(arguments), "additionalProperties": False}}}
        for name, (description, arguments, timed) in FUNCTIONS.items()
    ]  # fmt: skip


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.write_text(json.dumps(as_tools(), indent=2) + "\n")


if __name__ == "__main__":
    main()
