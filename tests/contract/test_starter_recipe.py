"""The starter model's training data says nothing that contradicts itself or gives the test away."""

import importlib
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

RECIPE = Path(__file__).parents[2] / "models" / "starter" / "recipe"
REFUSALS = ("near_miss", "foreign_act", "foreign_word", "incomplete")
DRAWS_PER_PATTERN = 2


@pytest.fixture(scope="module")
def recipe() -> Iterator[Any]:
    """The recipe's modules by name; it is a folder of scripts, not a package."""
    before = set(sys.modules)
    sys.path.insert(0, str(RECIPE))

    def module(name: str) -> ModuleType:
        return importlib.import_module(name)

    yield module
    sys.path.remove(str(RECIPE))
    for name in set(sys.modules) - before:
        if str(RECIPE) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9{}_ ]", " ", text.lower()).split())


def test_no_near_miss_says_what_a_command_says(recipe: Any) -> None:
    taught, intents = recipe("phrasebook").TRAINING, recipe("intents").INTENTS
    expand, rng = recipe("language").expand, random.Random(3)
    said: dict[bool, set[str]] = {True: set(), False: set()}
    for name, patterns in taught.items():
        refused = intents[name].tag in ("out_of_scope", "incomplete")
        if refused and name not in REFUSALS:
            continue
        said[refused] |= {
            _bare(expand(pattern.lstrip("~"), rng))
            for pattern in patterns
            for _ in range(DRAWS_PER_PATTERN)
        }
    assert len(said[True]) > 10_000
    assert not said[True] & said[False]


def test_every_near_miss_has_words_for_its_slots(recipe: Any) -> None:
    taught, intents = recipe("phrasebook").TRAINING, recipe("intents").INTENTS
    slots_of, source = recipe("language").slots_of, recipe("source")
    rng = random.Random(4)
    for name in REFUSALS:
        # A zone that was not named has no text of its own, so that one draw may lack those slots.
        draws = [intents[name].sample(source.Source(rng, test=False)) for _ in range(20)]
        known = set[str]().union(*(draw.slots for draw in draws))
        assert {slot for pattern in taught[name] for slot in slots_of(pattern)} <= known
        assert {draw.name for draw in draws} == {"refuse"}


def test_no_word_of_the_test_is_taught_as_foreign(recipe: Any) -> None:
    foreign, words = recipe("foreign"), recipe("phrases_refusals").WORDS
    held_out = {word for _, test in words.values() for word in test}
    taught = {*foreign.OBJECTS, *foreign.METRICS, *foreign.MODES, *foreign.TOPICS}
    assert not held_out & (taught | set(foreign.LOCKABLES))


def test_a_swapped_command_names_only_the_other_thing(recipe: Any) -> None:
    near = recipe("near_misses")
    assert near._swap(["turn on {the} <lights> {in}"], "lights") == ["turn on {the} {new} {in}"]
    assert near._swap(["[lights|lamps] on"], "lights") == ["[{new}|{new}] on"]
    # One choice still says the command, so the pattern is no near miss.
    assert near._swap(["[make it bright|lights on]"], "lights") == []
