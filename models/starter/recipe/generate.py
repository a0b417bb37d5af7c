"""Makes examples: a command in plain English and the one function call it means.

Training and test examples come from the same samplers but never share a phrasing, an opener
or closer, or a held-out slot value; `check_split` proves it on the texts themselves.
"""

import json
import random
import string
from dataclasses import dataclass
from typing import Any

import moments
from intents import INTENTS
from language import expand, fill, misspell, omit_word, slots_of, tidy
from phrasebook import TRAINING, Phrases
from places import invented
from source import Draw, Source
from wrappers import stutter, system_prompt, wrap


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


def make_example(rng: random.Random, *, test: bool, phrases: Phrases = TRAINING) -> Example:
    """Draw one example: its values and wrappers from one side of the split."""
    names = [name for name in INTENTS if phrases.get(name)]
    shares = [INTENTS[n].weight * (1 if test else INTENTS[n].effort) for n in names]
    name = rng.choices(names, shares)[0]
    intent = INTENTS[name]
    pattern = None
    while pattern is None:  # one that needs a named zone has no use for `here`
        draw = intent.sample(Source(rng, test=test))
        pattern = _pick(phrases[name], draw, rng)
    imperative = not pattern.startswith("~")
    text = fill(expand(pattern.lstrip("~"), rng), draw.slots)
    tags = {intent.tag}
    if intent.timed and rng.random() < 0.24:
        text = _add_time(text, draw, rng, test=test)
        tags.add("timed")
    elif not test and intent.tag == "out_of_scope" and name != "nonsense":
        text = _as_if_meant(text, draw, rng)
    elif not test and intent.tag == "incomplete" and rng.random() < 0.08:
        text = _add_time(text, Draw(draw.name, {}), rng, test=False, clock=0.0)
    text, how = wrap(text, rng, test=test, imperative=imperative)
    tags |= how
    if rng.random() < (0.1 if test else 0.14):
        text = stutter(text, rng, test=test)
        tags.add("filler")
    if rng.random() < 0.07:
        text = omit_word(text, rng)
        tags.add("clumsy")
    if not test and draw.name != "refuse" and rng.random() < 0.05:
        # Words that nobody knows must not change the answer.
        text = stutter(text, rng, invented(rng).split()[0], test=test)
    if rng.random() < (0.2 if test else 0.26):
        text = misspell(text, rng, rng.choice((1, 1, 2)))
        tags.add("typo")
    text = _finish(tidy(text), rng)
    call = {"name": draw.name, "arguments": draw.arguments}
    return Example(text, call, tuple(sorted(tags)), system_prompt(rng, test=test))


# What is said most often stands more than once.
_TIMES = ("at T",) * 12 + tuple(
    "at exactly T|from T on|starting at T|at T sharp|when it's T|at T today|as of T|once it is T"
    "|around T".split("|")
)
_DELAYS = ("in T",) * 8 + tuple(
    "after T|after T|T from now|T from now|in about T|T later|within T|with a delay of T"
    "|in exactly T|once T have passed".split("|")
)


def _pick(patterns: list[str], draw: Draw, rng: random.Random) -> str | None:
    """A pattern whose slots are all drawn, if one turns up."""
    tries = (rng.choice(patterns) for _ in range(40))
    return next((p for p in tries if slots_of(p) <= draw.slots.keys()), None)


def _add_time(text: str, draw: Draw, rng: random.Random, *, test: bool, clock: float = 0.6) -> str:
    source = Source(rng, test=test)
    if rng.random() < clock:
        time = source.time()
        draw.arguments["at"] = moments.as_clock(time)
        said = "\x01" + moments.time_text(time, rng) + "\x02"
        phrase = rng.choice(_TIMES).replace("T", said)
    else:
        minutes = source.delay()
        draw.arguments["delay_min"] = minutes
        said = "\x01" + moments.delay_text(minutes, rng) + "\x02"
        phrase = rng.choice(_DELAYS).replace("T", said)
    if rng.random() < 0.3:
        return f"{phrase}{rng.choice((',', ''))} {text}"
    return f"{text} {phrase}"


def _as_if_meant(text: str, draw: Draw, rng: random.Random) -> str:
    """A refused request, now and then with a place or a time, as commands have them."""
    if "\x01" not in text and rng.random() < 0.15:
        text = f"{text} \x01{draw.slots['in']}\x02"
    if rng.random() < 0.12:
        text = _add_time(text, Draw(draw.name, {}), rng, test=False)
    return text


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


def make_test_set(count: int, seed: int, train_texts: set[str], phrases: Phrases) -> list[Example]:
    """`count` different test examples, none of whose texts was said in training."""
    rng = random.Random(seed)
    seen: set[str] = set(train_texts)
    examples: list[Example] = []
    while len(examples) < count:
        example = make_example(rng, test=True, phrases=phrases)
        key = normalise(example.user)
        if key and key not in seen:
            seen.add(key)
            examples.append(example)
    return examples
