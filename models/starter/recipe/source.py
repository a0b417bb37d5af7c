"""Draws the values of slots, each from one side of the split.

Everything that a training example may say comes from `Source(test=False)`, everything that
the test says from `Source(test=True)`; the held-out sets are those of the modules it asks.
"""

import random
from dataclasses import dataclass, field
from typing import Any

import moments
import places
import quantities
from phrases_refusals import WORDS

# Verbs that say nothing by themselves: the rest of the sentence has the meaning.
VERBS = (
    "shift|nudge|pull|tweak|alter|regulate|ramp|crank|lift|tune|force|send|swing|ease|fix|step|"
    "do|use|pick|choose|try|go for|switch|turn|select|press|work|handle|direct|enter|want|place|"
    "rotate|position|configure|program|note|apply|establish|correct|arrange|modify|restore"
).split("|")

# The share of invented words per kind; a country's weather is told from a room's by its name.
_INVENTED = {"thing": 0.2, "food": 0.15, "person": 0.15, "device": 0.15, "country": 0.0}

Arguments = dict[str, Any]


@dataclass
class Draw:
    """One sampled call, with the texts for the slots that its phrasings may use."""

    name: str
    arguments: Arguments
    slots: dict[str, str] = field(default_factory=dict)


class Source:
    """Draws slot values from one side of the split."""

    def __init__(self, rng: random.Random, *, test: bool) -> None:
        self.rng, self.test = rng, test

    def zone(self, *, named: float = 0.82) -> places.Zone:
        if self.rng.random() < named:
            return places.a_room(self.rng, test=self.test)
        return places.HERE if self.rng.random() < 0.65 else places.ALL

    def value(self, kind: str, choices: list[float]) -> float:
        held = quantities.HELD_OUT[kind]
        return self.rng.choice([c for c in choices if (c in held) == self.test])

    def percent(self) -> int:
        if self.test or self.rng.random() < 0.7:
            return int(self.value("percent", list(range(1, 100))))
        return self.rng.choice((5, 10, 15, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 95))

    def temperature(self, *, fahrenheit: float = 0.3) -> tuple[float, str]:
        if self.rng.random() < fahrenheit:
            return self.value("fahrenheit", list(range(40, 96))), "F"
        return self.value("celsius", [n / 2 for n in range(8, 71)]), "C"

    def time(self) -> moments.Time:
        while True:
            minute = self.rng.choice((0, 0, 15, 30, 30, 45, self.rng.randrange(60),
                                      5 * self.rng.randrange(12)))  # fmt: skip
            # The hours around noon and midnight are the ones that am and pm make difficult.
            hour = self.rng.choice((0, 12)) if self.rng.random() < 0.15 else self.rng.randrange(24)
            time = (hour, minute)
            if moments.is_held_out(time) == self.test:
                return time

    def delay(self) -> int:
        if self.rng.random() < 0.25:
            return self.rng.choice((15, 30, 30, 60, 60, 90, 120, 180, 240, 300, 360, 480, 600))
        return int(self.value("minutes", list(range(1, 60))))

    def number(self, kind: str, top: int) -> int:
        return places.a_number(kind, self.rng, top=top, test=self.test)

    def word(self, kind: str) -> str:
        """A listed word; in training some are invented, so that unknown ones mean no."""
        if not self.test and self.rng.random() < _INVENTED[kind]:
            return places.invented(self.rng).split()[0]
        return self.rng.choice(WORDS[kind][self.test])

    def machine(self, letter: str, noun: str) -> tuple[str, str]:
        """(code, text) of a machine: ("P-307", "pump 307")."""
        number = self.number(letter, 999)
        return f"{letter}-{number}", places.machine_text(letter, number, noun, self.rng)


def zone_slots(zone: places.Zone, rng: random.Random) -> dict[str, str]:
    """All ways to mention a zone; those that need a name exist only for a named one."""
    slots = {"the": places.attributive(zone, rng), "in": places.located(zone, rng)}
    # Nobody knows all verbs, so that some are invented.
    slots["verb"] = rng.choice(VERBS) if rng.random() < 0.8 else places.invented(rng).split()[0]
    if zone.is_named:
        slots |= {"place": places.definite(zone, rng), "bare": places.written(zone, rng)}
    return slots
