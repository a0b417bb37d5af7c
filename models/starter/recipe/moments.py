"""Times of day and delays as people say them."""

import random
import zlib

from quantities import in_words, spoken

Time = tuple[int, int]


def is_held_out(time: Time) -> bool:
    """Whether this time of day is kept for the test: one in six, never noon or midnight."""
    if time in ((0, 0), (12, 0)):
        return False
    return zlib.crc32(f"time {time[0]:02}:{time[1]:02}".encode()) % 6 == 0


def as_clock(time: Time) -> str:
    """The form of the answer: 24 hours, HH:MM."""
    return f"{time[0]:02}:{time[1]:02}"


def time_text(time: Time, rng: random.Random) -> str:
    """The time without a preposition: 19:30, 7:30 pm, half past seven in the evening ..."""
    hour, minute = time
    if minute == 0 and hour in (0, 12) and rng.random() < 0.6:
        return "noon" if hour else "midnight"
    style = rng.random()
    if style < 0.35:
        return rng.choice((f"{hour:02}:{minute:02}", f"{hour}:{minute:02}"))
    twelve = hour % 12 or 12
    half = "am" if hour < 12 else "pm"
    if style < 0.75:
        suffix = rng.choice((half, " " + half, half.upper(), " " + half.upper(),
                             f" {half[0]}.m."))  # fmt: skip
        digits = f"{twelve}:{minute:02}"
        if minute == 0 and rng.random() < 0.8:
            digits = str(twelve)
        return digits + suffix
    return _in_words(twelve, minute, rng) + _day_part(hour, half, rng)


def _day_part(hour: int, half: str, rng: random.Random) -> str:
    if 1 <= hour < 12:
        long = " in the morning"
    elif 12 <= hour < 18:
        long = " in the afternoon"
    else:
        long = " in the evening" if 18 <= hour < 22 else " at night"
    return rng.choice((" " + half, long))


def _in_words(twelve: int, minute: int, rng: random.Random) -> str:  # noqa: PLR0911 - a table
    name = in_words(twelve, rng)
    following = in_words(twelve % 12 + 1, rng)
    match minute:
        case 0:
            return name + rng.choice(("", " o'clock"))
        case 15:
            return rng.choice((f"quarter past {name}", f"{name} fifteen"))
        case 30:
            return rng.choice((f"half past {name}", f"{name} thirty"))
        case 45:
            return f"{name} forty five"
        case _ if minute < 10:
            return rng.choice((f"{name} oh {in_words(minute, rng)}",
                               f"{in_words(minute, rng)} past {name}"))  # fmt: skip
        case 50 | 55 if rng.random() < 0.3:
            return f"{in_words(60 - minute, rng)} to {following}"
        case _:
            return f"{name} {in_words(minute, rng)}"


def delay_text(minutes: int, rng: random.Random) -> str:
    """A delay without a preposition; whole and half hours have their own names."""
    special = {15: ("a quarter of an hour",), 30: ("half an hour",), 60: ("an hour", "one hour"),
               90: ("an hour and a half", "one and a half hours", "90 minutes")}  # fmt: skip
    if minutes in special and rng.random() < 0.7:
        return rng.choice(special[minutes])
    if minutes >= 120 and minutes % 60 == 0:
        return spoken(minutes // 60, rng, words=0.5) + rng.choice((" hours", " hours", " hrs"))
    if minutes == 1:
        return rng.choice(("a minute", "one minute", "1 minute"))
    return spoken(minutes, rng, words=0.4) + rng.choice((" minutes", " minutes", " min", " mins"))
