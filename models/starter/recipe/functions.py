"""The calls: one sampler per function, or per way to use it.

A sampler draws the arguments of a call and the slot texts that say them; `intents` gives each
its share of the data, and `generate` finds the words around them.
"""

from collections.abc import Callable
from typing import Any

import foreign
import moments
import places
import quantities
from phrases_refusals import WORDS
from source import VERBS, Draw, Source, zone_slots

Sampler = Callable[[Source], Draw]


def zoned(name: str, **fixed: Any) -> Sampler:
    def sample(source: Source) -> Draw:
        zone = source.zone()
        return Draw(name, {"zone": zone.name, **fixed}, zone_slots(zone, source.rng))

    return sample


def percent_of(name: str, argument: str) -> Sampler:
    def sample(source: Source) -> Draw:
        draw = zoned(name)(source)
        draw.arguments[argument] = level = source.percent()
        draw.slots["level"] = quantities.percent_text(level, source.rng)
        return draw

    return sample


COLORS = ("red", "green", "blue", "yellow", "orange", "purple", "pink", "warm white", "cold white")


def light_color(source: Source) -> Draw:
    draw = zoned("set_light_color")(source)
    color = source.rng.choice(COLORS)
    draw.arguments["color"] = color.replace(" ", "_")
    draw.slots["color"] = color
    return draw


def temperature(source: Source) -> Draw:
    draw = zoned("set_temperature")(source)
    value, unit = source.temperature()
    draw.arguments |= {"value": quantities.as_json_number(value), "unit": unit}
    draw.slots["degrees"] = quantities.degrees_text(value, unit, source.rng)
    return draw


def warmth(sign: int) -> Sampler:
    def sample(source: Source) -> Draw:
        draw = zoned("adjust_temperature")(source)
        unit = "F" if source.rng.random() < 0.2 else "C"
        steps = source.value("delta", [0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 10])
        draw.arguments |= {"delta": quantities.as_json_number(sign * steps), "unit": unit}
        draw.slots["steps"] = quantities.steps_text(steps, unit, source.rng)
        return draw

    return sample


def machine(name: str, argument: str, letter: str, noun: str, **fixed: Any) -> Sampler:
    def sample(source: Source) -> Draw:
        code, text = source.machine(letter, noun)
        verb = source.rng.choice(VERBS)
        return Draw(name, {argument: code, **fixed}, {"machine": text, "verb": verb})

    return sample


def valve_level(source: Source) -> Draw:
    draw = machine("set_valve", "valve", "V", "valve")(source)
    draw.arguments["position"] = level = source.percent()
    draw.slots["level"] = quantities.percent_text(level, source.rng)
    return draw


def pump_speed(source: Source) -> Draw:
    draw = machine("set_pump_speed", "pump", "P", "pump")(source)
    rng = source.rng
    if rng.random() < 0.5:
        value, unit = source.percent(), "percent"
        text = quantities.spoken(value, rng) + rng.choice((" percent", " percent", " per cent"))
        if text[0].isdigit():
            text = f"{value}{rng.choice(('%', '%', ' %', ' percent'))}"
    else:
        value, unit = 10 * source.number("rpm", 360), "rpm"
        text = quantities.spoken(value, rng, words=0.12) + rng.choice(
            (" rpm", " rpm", "rpm", " RPM")
        )
    draw.arguments |= {"speed": value, "unit": unit}
    draw.slots["speed"] = text
    return draw


def lock(locked: bool) -> Sampler:  # noqa: FBT001 - reads as lock or unlock in the table
    def sample(source: Source) -> Draw:
        door = places.a_door(source.rng, test=source.test)
        slots = {"door": places.definite(door, source.rng)}
        return Draw("set_lock", {"door": door.name, "locked": locked}, slots)

    return sample


def mode(mode: str) -> Sampler:
    return lambda source: Draw(
        "set_mode", {"mode": mode}, {"verb_free": source.rng.choice((*VERBS, "i want", "we need"))}
    )


MODES = {"away": ("away",), "home": ("home",), "night": ("night",),
         "eco": ("eco", "eco", "energy saving", "economy"), "holiday": ("holiday", "vacation"),
         "cleaning": ("cleaning",)}  # fmt: skip
DAYS = {
    "daily": (
        "every day",
        "daily",
        "each day",
        "all week",
        "every single day",
        "all days",
        "day by day",
        "seven days a week",
        "on all days",
    ),
    "weekdays": (
        "on weekdays",
        "monday to friday",
        "on working days",
        "during the week",
        "on workdays",
        "every weekday",
        "from monday to friday",
        "mondays to fridays",
        "each weekday",
        "on every working day",
        "monday through friday",
    ),
    "weekends": (
        "on weekends",
        "on the weekend",
        "at the weekend",
        "saturday and sunday",
        "every weekend",
        "on saturdays and sundays",
        "at weekends",
        "each weekend",
        "saturdays and sundays",
    ),
} | {
    f"{d}s": (
        f"on {d}s",
        f"every {d}",
        f"each {d}",
        f"{d}s",
        f"on every {d}",
        f"every single {d}",
        f"on a {d}",
    )
    for d in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
}


def schedule(source: Source) -> Draw:
    rng = source.rng
    mode, days = rng.choice(list(MODES)), rng.choice(list(DAYS))
    start, end = source.time(), source.time()
    slots = {"mode": rng.choice(MODES[mode]), "days": rng.choice(DAYS[days]),
             "from": moments.time_text(start, rng), "to": moments.time_text(end, rng)}  # fmt: skip
    times = {"from": moments.as_clock(start), "to": moments.as_clock(end)}
    return Draw("schedule_mode", {"mode": mode, "days": days} | times, slots)


def reading(kind: str) -> Sampler:
    def sample(source: Source) -> Draw:
        zone = source.zone(named=0.9)
        if zone is places.ALL:
            zone = places.HERE
        arguments = {"sensor": kind, "zone": zone.name}
        return Draw("read_sensor", arguments, zone_slots(zone, source.rng))

    return sample


def a_tank(source: Source) -> places.Zone:
    rng = source.rng
    if rng.random() < 0.55:
        noun = rng.choice(("tank", "tank", "boiler", "well", "silo", "basin", "vessel"))
        return places.Zone(f"{noun} {source.number('zone', 400)}", takes_article=False)
    if source.test:
        return places.Zone(
            rng.choice(("sprinkler tank", "whey tank", "upper basin", "slurry tank"))
        )
    if rng.random() < 0.5:
        noun = rng.choice(("tank", "tank", "basin", "boiler", "vessel", "well"))
        word = rng.choice((places.invented(rng).split()[0], rng.choice(places.FIRST_WORDS)))
        return places.Zone(f"{word} {noun}")
    return places.Zone(rng.choice(("water tank", "rain barrel", "main boiler", "hot water tank",
                                   "oil tank", "milk tank", "cistern", "old well", "lower basin",
                                   "buffer tank", "pressure vessel", "fish pond")))  # fmt: skip


def tank_reading(kind: str) -> Sampler:
    def sample(source: Source) -> Draw:
        tank = a_tank(source)
        slots = {"tank": places.definite(tank, source.rng)}
        return Draw("read_sensor", {"sensor": kind, "zone": tank.name}, slots)

    return sample


QUANTITIES = {
    "temperature": ("temperature", "temperature", "temp", "air temperature", "room temperature"),
    "humidity": ("humidity", "humidity", "air humidity", "relative humidity", "moisture"),
    "co2": ("co2", "co2", "co2 level", "carbon dioxide", "co2 value", "co2 concentration"),
    "power": (
        "power",
        "power consumption",
        "power draw",
        "load",
        "electricity consumption",
        "energy consumption",
        "power use",
    ),
}


def watch(when: str) -> Sampler:
    def sample(source: Source) -> Draw:
        rng = source.rng
        zone = source.zone(named=0.93)
        if zone is places.ALL:
            zone = places.HERE
        sensor = rng.choice(list(QUANTITIES))
        value, unit, text = threshold(sensor, source)
        slots = zone_slots(zone, rng) | {"quantity": rng.choice(QUANTITIES[sensor]), "value": text}
        return Draw("watch_sensor", {"sensor": sensor, "zone": zone.name, "when": when,
                                     "value": value, "unit": unit}, slots)  # fmt: skip

    return sample


def threshold(sensor: str, source: Source) -> tuple[float, str, str]:
    rng = source.rng
    match sensor:
        case "temperature":
            value, unit = source.temperature()
            return (quantities.as_json_number(value), unit,
                    quantities.degrees_text(value, unit, rng))  # fmt: skip
        case "humidity":
            value = source.percent()
            return value, "percent", quantities.percent_text(value, rng)
        case "co2":
            value = 10 * source.number("ppm", 250)
            return value, "ppm", str(value) + rng.choice(("", " ppm", " ppm", "ppm"))
        case _:
            value = source.number("watts", 90)
            return value, "kW", str(value) + rng.choice((" kW", " kilowatts", "kW", " kw"))


def status(source: Source) -> Draw:
    letter, noun = source.rng.choice((("P", "pump"), ("V", "valve")))
    return machine("get_status", "device", letter, noun)(source)


TOPICS = {
    "energy": (
        "energy",
        "energy",
        "power",
        "electricity",
        "energy consumption",
        "electricity consumption",
        "energy use",
        "power consumption",
    ),
    "water": ("water", "water", "water usage", "water consumption", "water use"),
    "alarms": ("alarm", "alarms", "alarm history"),
    "maintenance": ("maintenance", "maintenance", "service", "servicing"),
    "climate": ("climate", "climate", "indoor climate", "room climate"),
}
PERIODS = {
    "today": ("today",),
    "yesterday": ("yesterday",),
    "this_week": ("this week", "the current week"),
    "last_week": (
        "last week",
        "the past week",
        "the last week",
        "the previous week",
        "the week before",
    ),
    "this_month": ("this month", "the current month"),
    "last_month": (
        "last month",
        "the past month",
        "the last month",
        "the previous month",
        "the month before",
    ),
    "this_year": ("this year", "the current year"),
    "last_year": ("last year", "the past year", "the previous year"),
}


def report(source: Source) -> Draw:
    rng = source.rng
    topic, period = rng.choice(list(TOPICS)), rng.choice(list(PERIODS))
    slots = {"topic": rng.choice(TOPICS[topic]), "period": rng.choice(PERIODS[period])}
    return Draw("send_report", {"topic": topic, "period": period}, slots)


def _near_slots(source: Source) -> dict[str, str]:
    """What near misses are made of: the words of real commands, and of what is none."""
    rng = source.rng
    value, unit = source.temperature()
    letter, noun = rng.choice((("P", "pump"), ("V", "valve")))
    return foreign.slots(rng, source.number("P", 999)) | {
        "machine": source.machine(letter, noun)[1],
        "verb_free": rng.choice(VERBS),
        "door": places.definite(places.a_door(rng, test=False), rng),
        "tank": places.definite(a_tank(source), rng),
        "degrees": quantities.degrees_text(value, unit, rng),
        "steps": quantities.steps_text(rng.choice((1, 2, 4, 5)), unit, rng),
        "speed": f"{10 * source.number('rpm', 360)} rpm",
        "value": threshold(rng.choice(list(QUANTITIES)), source)[2],
        "color": rng.choice(COLORS),
        "mode": rng.choice(MODES[rng.choice(list(MODES))]),
        "days": rng.choice(DAYS[rng.choice(list(DAYS))]),
        "from": moments.time_text(source.time(), rng),
        "to": moments.time_text(source.time(), rng),
        "topic": rng.choice(TOPICS[rng.choice(list(TOPICS))]),
        "period": rng.choice(PERIODS[rng.choice(list(PERIODS))]),
    }


def refusal(reason: str) -> Sampler:
    def sample(source: Source) -> Draw:
        zone = source.zone()
        slots = zone_slots(zone, source.rng) | {kind: source.word(kind) for kind in WORDS}
        slots["number"] = str(source.number("zone", 999))
        # A bare number could be a temperature, so a level without its function says "percent".
        level = quantities.percent_text(source.percent(), source.rng)
        has_unit = "%" in level or level.endswith(("cent", "pct"))
        slots["level"] = level if has_unit else f"{level} percent"
        slots["gadget"] = source.rng.choice(WORDS["device"][source.test])
        slots["quantity"] = source.rng.choice(QUANTITIES[source.rng.choice(list(QUANTITIES))])
        slots["word"] = places.invented(source.rng).split()[0]
        if not source.test:
            slots |= _near_slots(source)
        return Draw("refuse", {"reason": reason}, slots)

    return sample
