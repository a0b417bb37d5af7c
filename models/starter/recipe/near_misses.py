"""Near misses: what is taught, with one word changed so that it must be refused.

Each pattern of a command gives its own hard negative. Either what it acts upon becomes something
else (`turn on the kitchen toaster`), or what it needs is missing (`open the valve to 40 %`). They
are made of the patterns themselves, so that a sentence's form says nothing about its answer.
"""

import re

from lexicon import LEXICON

Phrases = dict[str, list[str]]

_PIECES = re.compile(r"(<\w+>|\{\w+\})")
_WINDOW_ETC = LEXICON["blinds"]
_NOUNS = {
    "lights": (*LEXICON["lights"], "lamp", "bulb", "light bulb", "spotlight", "luminaire", "glow",
               "light level", "brightness", "dimmer", "illumination", "light intensity"),
    "blinds": (*_WINDOW_ETC, "blind", "shade", "shutter", "curtain", "roller blind"),
    "fans": (*LEXICON["fans"], "ventilators", "fan speed", "fan power", "fan level", "extraction",
             "ventilation level", "ventilation rate"),
    "thermo": (*LEXICON["thermo"], "heaters", "warmth", "thermometer", "degrees"),
    "alarm": (*LEXICON["alarm"], "alarms", "security", "protection", "intrusion detection"),
    "humidity": ("humidity", "moisture", "relative humidity", "air humidity", "humidity level"),
    "co2": ("co2", "co2 level", "carbon dioxide", "air quality", "co2 value", "co2 concentration",
            "carbon dioxide level"),
    "power": ("power consumption", "power draw", "electricity consumption", "energy consumption",
              "load", "power usage", "wattage", "power use", "electricity usage", "electricity",
              "electrical load", "energy", "consumption", "kilowatts", "watts"),
    "temperature": ("temperature", "temp", "room temperature", "air temperature", "thermometer",
                    "current temperature", "indoor temperature", "degrees"),
    "people": ("people", "persons", "occupancy", "presence", "people count", "headcount",
               "crowd", "occupation", "attendance", "someone", "anyone", "anybody", "somebody"),
    "level": ("level", "water level", "fill level", "filling level", "filling", "contents",
              "level reading"),
    "pressure": ("pressure", "water pressure", "internal pressure", "pressure reading",
                 "pressure level", "current pressure"),
}  # fmt: skip
_CLASSES = {"lights": ("<lights>", "<brightness>"), "blinds": ("<blinds>",), "fans": ("<fans>",),
            "thermo": ("<thermo>",), "alarm": ("<alarm>",), "people": ("<someone>",)}  # fmt: skip


def _swap(patterns: list[str], kind: str) -> list[str]:
    """The patterns that name this kind of thing, with `{new}` in its place."""
    new = "{new}"
    nouns = sorted(set(_NOUNS[kind]), key=len, reverse=True)
    named = re.compile(r"(?<![\w'])(?:" + "|".join(map(re.escape, nouns)) + r")(?![\w'])")
    changed = []
    for pattern in patterns:
        pieces = _PIECES.split(pattern)
        pieces = [
            new if piece in _CLASSES.get(kind, ()) else
            piece if _PIECES.fullmatch(piece) else named.sub(new, piece)
            for piece in pieces
        ]  # fmt: skip
        other = "".join(pieces)
        # A bracket of which only some choices were named could still say the command.
        if other != pattern and _every_choice(other, new):
            changed.append(other)
    return changed


def _every_choice(pattern: str, new: str) -> bool:
    """Whether the new thing is named whatever is chosen in the brackets."""
    outside = re.sub(r"\[[^\[\]]*\]", "", pattern)
    while "[" in outside:
        outside, before = re.sub(r"\[[^\[\]]*\]", "", outside), outside
        if outside == before:
            return False
    if new in outside:
        return True
    groups = re.findall(r"\[([^\[\]]*)\]", pattern)
    return any(all(new in choice for choice in group.split("|")) for group in groups)


def _replace(patterns: list[str], found: str, new: str, *, without: str = "") -> list[str]:
    """The patterns that contain something, with something else for it; some left out."""
    barred = re.compile(without) if without else None
    return [
        re.sub(found, new, pattern)
        for pattern in patterns
        if re.search(found, pattern) and not (barred and barred.search(re.sub(found, "", pattern)))
    ]


_TIMES = (
    r"\[[^\[\]]*\{from\}[^\[\]]*\{to\}[^\[\]]*\]"
    r"|(?:from|between|at) \{from\} (?:to|until|till|and) \{to\}"
)
_MODE = r"\[[^\[\]]*\{mode\}[^\[\]]*\]|\{mode\} mode|mode \{mode\}"
_MODE_WORDS = (
    "away|home|night|eco|holiday|vacation|cleaning|energy|econom|sav|sleep|leav|gone|back|clean"
)
_MACHINE = r"(?:the )?\{machine\}"
_MACHINE_WORDS = r"\b(?:pump|valve|alarm)"
_DOOR_WORDS = r"\bdoors?\b|gate"
_TOPIC_WORDS = "energy|water|alarm|maint|climate|power"
_PERIOD = r",? ?(?:\[[^\[\]]*\]|for|of|from|about|on|over|covering|during|:)? ?\{period\}"
_TOPIC = r"(?:\[[^\[\]]*(?:about|on)[^\[\]]*\] |about |on |the )?\{topic\}:? ?"
_THING = "[{device}|{object}|{object}|{object}s|{gadget}]"
_A_PUMP = "[the pump|a pump|that pump|one of the pumps|pump|some pump|it]"
_A_VALVE = "[the valve|a valve|that valve|one of the valves|valve|some valve]"
_AN_ALARM = "[the alarm|an alarm|that alarm|one of the alarms|this alarm]"
_A_DOOR = "[the door|a door|that door|it|one of the doors|the gate|some door|this door]"
_A_DEVICE = "[the pump|the valve|some pump|one of the valves|one of the pumps|that valve|that pump]"
_A_BIT = "[a bit|a few degrees|some degrees|a little|somewhat|several degrees|a touch]"

# Of which commands, what they act upon, what stands in its place, and with which words the
# sentence would still be a command.
_SWAPS = (
    ("light_on light_off light_level light_half light_color", "lights", _THING,
     r"\b(?:dark|bright|brighter|darker|see|glow|late|night|sleep)\b|colou?r of"),
    ("blinds_level blinds_open blinds_close", "blinds", _THING, ""),
    ("fan_level fan_on fan_off", "fans", _THING, ""),
    ("set_temperature warmer cooler", "thermo", _THING, ""),
    ("light_level", "lights", "{read_only}", "dark|bright|dim|see|light"),
    ("fan_level", "fans", "{read_only}", ""),
    ("arm disarm", "alarm", _THING, ""),
    ("read_temperature", "temperature", "{metric}", ""),
    ("read_humidity", "humidity", "{metric}", ""),
    ("read_co2", "co2", "{metric}", ""),
    ("read_power", "power", "{metric}", ""),
    ("read_level", "level", "{metric}", ""),
    ("read_pressure", "pressure", "{metric}", ""),
    ("read_occupancy", "people", f"a {_THING}", ""),
)  # fmt: skip
_FOREIGN = (
    ("read_temperature", r"\[(?:warm|cold|hot)[^\[\]]*\]", "{adjective}", "degrees|temp"),
    ("watch_above watch_below", r"\{quantity\}", "{unwatched}", ""),
    ("lock unlock", r"\{door\}", "[the|the|the|my|] {lockable}", _DOOR_WORDS),
    ("valve_level valve_open valve_close pump_start pump_stop pump_speed status",
     r"\{machine\}", "{other}", _MACHINE_WORDS),
    ("acknowledge", r"\{machine\}", "{paper}", _MACHINE_WORDS),
    *((f"mode_{mode}", rf"\[[^\[\]]*{mode}[^\[\]]* mode[^\[\]]*\]|\b{mode} mode\b",
       "{foreign_mode} mode", _MODE_WORDS)
      for mode in ("away", "home", "night", "eco", "holiday", "cleaning")),
    ("schedule_mode", _MODE, "{foreign_mode} mode", _MODE_WORDS),
    ("report", r"\{topic\}", "{foreign_topic}", _TOPIC_WORDS),
)  # fmt: skip
_UNSAID = (
    ("pump_start pump_stop pump_speed", _MACHINE, _A_PUMP, _MACHINE_WORDS),
    ("valve_open valve_close valve_level", _MACHINE, _A_VALVE, _MACHINE_WORDS),
    ("status", _MACHINE, _A_DEVICE, _MACHINE_WORDS),
    # `Turn off the alarm` disarms.
    ("acknowledge", _MACHINE, _AN_ALARM,
     rf"{_MACHINE_WORDS}|off\b|stop|silen|mute|quiet|end|dis|activ|clear|set|reset"),
    ("lock unlock", r"\{door\}", _A_DOOR, _DOOR_WORDS),
    ("light_level fan_level blinds_level valve_level", r"\{level\}",
     "{vague} [level|value|setting|percentage|position]", "half|open up|fully"),
    ("pump_speed", r"\{speed\}", "{vague} [speed|value|rate|rpm|setting]", ""),
    ("set_temperature", r"\{degrees\}", "{vague} [temperature|value|number of degrees|setting]",
     ""),
    ("light_color", r"\{color\}", "{vague} [colour|color|tint|hue]", ""),
    ("warmer cooler", r"\{steps\}", _A_BIT, ""),
    ("watch_above watch_below", r"\{value\}", "{vague} [limit|value|threshold|level|mark]", ""),
    *(("schedule_mode", _TIMES, times, r"\{from\}|\{to\}")
      for times in ("", "from {from}", "until {to}", "at {from}", "at night", "all day")),
    ("schedule_mode", r",? \{days\}|\{days\},? ", " ", r"\bday|week"),
    ("schedule_mode", _MODE, "[a|the|some|that|the right|another] mode", r"\{mode\}"),
    ("report", _PERIOD, "", r"\{period\}|[:?]|how|week|month|year|day"),
    ("report", _TOPIC, "the ", rf"\{{topic\}}|how|did|{_TOPIC_WORDS}"),
)  # fmt: skip


def out_of_scope(taught: Phrases) -> list[str]:
    """Sentences like the taught ones, about what there is no function for."""
    made = [
        pattern.replace("{new}", new)
        for names, kind, new, without in _SWAPS
        for name in names.split()
        for pattern in _swap(taught[name], kind)
        if not (without and re.search(without, pattern))
    ]
    for names, found, new, without in _FOREIGN:
        for name in names.split():
            made += _replace(taught[name], found, new, without=without)
    return made


def incomplete(taught: Phrases) -> list[str]:
    """Sentences like the taught ones, without something that the call needs."""
    made: list[str] = []
    for names, found, new, without in _UNSAID:
        for name in names.split():
            made += _replace(taught[name], found, new, without=without)
    tidied = (" ".join(pattern.split()) for pattern in made)
    return [pattern for pattern in tidied if pattern.strip("~ ")]
