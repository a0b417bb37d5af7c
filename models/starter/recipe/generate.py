"""Makes examples: a command in plain English and the one function call it means.

Training and test examples come from the same samplers but never share a phrasing, an opener
or closer, or a held-out slot value; `check_split` proves it on the texts themselves.
"""

import json
import random
import re
import string
from dataclasses import dataclass
from typing import Any

import moments
import phrases_climate
import phrases_lights
import phrases_plant
import phrases_queries
import phrases_refusals
import phrases_sensors
import phrases_site
from intents import INTENTS
from language import expand, expansions, fill, misspell, omit_word, slots_of, tidy
from phrases_fresh import PHRASES as FRESH
from places import invented
from source import Draw, Source
from wrappers import stutter, system_prompt, wrap

PHRASES = (
    phrases_lights.PHRASES
    | phrases_climate.PHRASES
    | phrases_plant.PHRASES
    | phrases_site.PHRASES
    | phrases_sensors.PHRASES
    | phrases_queries.PHRASES
    | phrases_refusals.PHRASES
)


@dataclass(frozen=True)
class Example:
    """One exchange: what was said, the exact answer, and what is difficult about it."""

    user: str
    call: dict[str, Any]
    tags: tuple[str, ...]
    system: str | None = None

    @property
    def expected(self) -> str:
        """The answer to the letter: compact JSON, keys in the order of the schema."""
        return json.dumps(self.call, separators=(",", ":"), ensure_ascii=False)


def make_example(
    rng: random.Random, *, test: bool, phrases: dict[str, list[str]] | None = None
) -> Example:
    """Draw one example from one side of the split, or in other phrasings than the usual."""
    names = list(INTENTS)
    name = rng.choices(names, [INTENTS[n].weight for n in names])[0]
    intent = INTENTS[name]
    draw = intent.sample(Source(rng, test=test))
    pattern = _pick_pattern(phrases[name] if phrases else PHRASES[name][test], draw, rng)
    imperative = not pattern.startswith("~")
    text = fill(expand(pattern.lstrip("~"), rng), draw.slots)
    tags = {intent.tag}
    if intent.timed and rng.random() < 0.24:
        text = _add_time(text, draw, rng, test=test)
        tags.add("timed")
    text, how = wrap(text, rng, test=test, imperative=imperative)
    tags |= how
    if rng.random() < 0.1:
        text = stutter(text, rng)
        tags.add("filler")
    if rng.random() < 0.05:
        text = omit_word(text, rng)
        tags.add("clumsy")
    if not test and draw.name != "refuse" and rng.random() < 0.03:
        # Words that nobody knows must not change the answer.
        text = stutter(text, rng, invented(rng).split()[0])
    if rng.random() < 0.2:
        text = misspell(text, rng, rng.choice((1, 1, 2)))
        tags.add("typo")
    text = _finish(tidy(text), rng)
    call = {"name": draw.name, "arguments": draw.arguments}
    return Example(text, call, tuple(sorted(tags)), system_prompt(rng, test=test))


def _pick_pattern(patterns: list[str], draw: Draw, rng: random.Random) -> str:
    usable = [p for p in patterns if slots_of(p) <= draw.slots.keys()]
    return rng.choice(usable)


def _add_time(text: str, draw: Draw, rng: random.Random, *, test: bool) -> str:
    source = Source(rng, test=test)
    if rng.random() < 0.6:
        time = source.time()
        draw.arguments["at"] = moments.as_clock(time)
        phrase = "at \x01" + moments.time_text(time, rng) + "\x02"
    else:
        minutes = source.delay()
        draw.arguments["delay_min"] = minutes
        said = "\x01" + moments.delay_text(minutes, rng) + "\x02"
        phrase = rng.choice((f"in {said}", f"in {said}", f"after {said}", f"{said} from now"))
    if rng.random() < 0.3:
        return f"{phrase}{rng.choice((',', ''))} {text}"
    return f"{text} {phrase}"


def _finish(text: str, rng: random.Random) -> str:
    """Capital, full stop, apostrophe: as tidy or as careless as people are."""
    if rng.random() < 0.4:
        text = text[0].upper() + text[1:]
    if rng.random() < 0.12:
        text = text.replace("'", "")
    if text and text[-1] not in ".!?" and rng.random() < 0.35:
        text += rng.choice(".....!!?")
    return text


def facts(call: dict[str, Any]) -> set[tuple[str, str]]:
    """The slot values of a call as (kind, value), for comparing the two sides."""
    unit = call["arguments"].get("unit")
    kinds = {"level": "percent", "position": "percent", "from": "time", "to": "time", "at": "time"}
    return {
        (f"{kinds.get(key, key)} {unit or ''}".strip(), str(value))
        for key, value in call["arguments"].items()
    }


def normalise(text: str) -> str:
    """A text without case, punctuation and doubled blanks."""
    kept = text.lower().translate(str.maketrans("", "", string.punctuation))
    return " ".join(kept.split())


def check_phrases() -> None:
    """No phrasing stands on both sides, whichever alternatives and punctuation it takes.

    Raises:
        ValueError: one does.
    """
    if missing := (PHRASES.keys() ^ INTENTS.keys()) | (PHRASES.keys() ^ FRESH.keys()):
        raise ValueError(f"phrases without intent or the reverse: {missing}")
    for name, (train, test) in PHRASES.items():
        trained = _shapes(train)
        if shared := trained & _shapes(test + FRESH[name]):
            raise ValueError(f"{name}: on both sides: {shared}")


def _shapes(patterns: list[str]) -> set[str]:
    """Every wording of some patterns, slots left open."""
    return {
        normalise(re.sub(r"\{(\w+)\}", r" slot\1 ", text))
        for pattern in patterns
        for text in expansions(pattern)
    }


def make_test_set(
    count: int, seed: int, train_texts: set[str], *, fresh: bool = False
) -> list[Example]:
    """`count` different test examples, none of whose texts was said in training."""
    rng = random.Random(seed)
    seen: set[str] = set(train_texts)
    examples: list[Example] = []
    while len(examples) < count:
        example = make_example(rng, test=True, phrases=FRESH if fresh else None)
        key = normalise(example.user)
        if key and key not in seen:
            seen.add(key)
            examples.append(example)
    return examples
