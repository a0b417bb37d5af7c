"""Numbers as people write them, and which of them are kept for the test."""

import random

ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

# Values that no training example may carry in the slot of that name.
HELD_OUT: dict[str, frozenset[float]] = {
    "percent": frozenset({7, 12, 17, 23, 34, 38, 45, 52, 61, 68, 74, 83, 89, 96}),
    "celsius": frozenset({13, 16.5, 17, 18.5, 20, 21.5, 22, 23.5, 25, 27.5, 29}),
    "fahrenheit": frozenset({52, 57, 61, 64, 68, 70, 73, 77, 82, 86}),
    "delta": frozenset({2.5, 3, 6}),
    "minutes": frozenset({7, 12, 18, 25, 33, 40, 47, 52}),
}


def in_words(value: float, rng: random.Random) -> str:
    """A number below 10,000 in words; a half is said in one of two ways."""
    whole, half = int(value), value != int(value)
    if whole >= 1000:
        text = ONES[whole // 1000] + " thousand"
        if whole % 1000:
            text += " " + in_words(whole % 1000, rng)
    elif whole >= 100:
        text = ONES[whole // 100] + " hundred"
        if whole % 100:
            text += rng.choice((" and ", " ")) + in_words(whole % 100, rng)
    elif whole >= 20:
        text = TENS[whole // 10]
        if whole % 10:
            text += rng.choice((" ", "-")) + ONES[whole % 10]
    else:
        text = ONES[whole]
    if not half:
        return text
    if whole == 0:
        return "half a"
    return text + rng.choice((" and a half", " point five"))


def in_digits(value: float) -> str:
    """The number in digits, a half as `.5`."""
    return str(int(value)) if value == int(value) else str(value)


def spoken(value: float, rng: random.Random, *, words: float = 0.3) -> str:
    """Digits or words, words with the given probability."""
    return in_words(value, rng) if rng.random() < words else in_digits(value)


def as_json_number(value: float) -> int | float:
    """An int where the value is whole: JSON then shows 21, not 21.0."""
    return int(value) if value == int(value) else value


def percent_text(value: int, rng: random.Random) -> str:
    """40, 40%, 40 percent, forty, forty percent ..."""
    if rng.random() < 0.3:
        return in_words(value, rng) + rng.choice(("", " percent", " percent", " per cent"))
    return str(value) + rng.choice(("", "%", "%", " %", " percent", " per cent", " pct"))


def degrees_text(value: float, unit: str, rng: random.Random) -> str:
    """A temperature; Celsius may go unsaid, Fahrenheit never."""
    if unit == "C":
        if rng.random() < 0.3:
            ending = rng.choice(("", " degrees", " degrees", " degrees celsius", " celsius"))
            return in_words(value, rng) + ending
        endings = ("", "", " degrees", " degrees", " degrees celsius", "°C", " °C", " C", "C",
                   " celsius", "°", " deg")  # fmt: skip
        return in_digits(value) + rng.choice(endings)
    if rng.random() < 0.3:
        return in_words(value, rng) + rng.choice((" degrees fahrenheit", " fahrenheit"))
    endings = (" degrees fahrenheit", "°F", " °F", " F", "F", " fahrenheit", " deg F")
    return in_digits(value) + rng.choice(endings)


def steps_text(value: float, unit: str, rng: random.Random) -> str:
    """A difference of temperatures, which always says "degrees" or carries its unit."""
    number = spoken(value, rng, words=0.45)
    if value == 1:
        number = rng.choice((number, "one", "a"))
        noun = "degree"
    elif value == 0.5:
        return rng.choice(("half a degree", "0.5 degrees")) + _unit_name(unit, rng)
    else:
        noun = "degrees"
    return f"{number} {noun}{_unit_name(unit, rng)}"


def _unit_name(unit: str, rng: random.Random) -> str:
    return " fahrenheit" if unit == "F" else rng.choice(("", "", "", " celsius"))
