"""All training phrasings by intent, and the wordings of a test that training cannot produce."""

import re
import string
from functools import cache

import foreign_acts
import idioms_again
import idioms_asked
import idioms_climate
import idioms_lights
import idioms_more
import idioms_plant
import idioms_queries
import idioms_refusals
import idioms_site
import near_misses
import phrases_climate
import phrases_lights
import phrases_plant
import phrases_queries
import phrases_refusals
import phrases_sensors
import phrases_site
import spoken_climate
import spoken_lights
import spoken_plant
import spoken_queries
import spoken_refusals
import spoken_sensors
import spoken_site
import spoken_world
import voices_house
import voices_incomplete
import voices_plant
import voices_refused
import voices_rooms
from language import expansions
from lexicon import LEXICON
from wrappers import BEFORE, CLOSERS, OPENERS

Phrases = dict[str, list[str]]

_MODULES = (
    foreign_acts, phrases_climate, phrases_lights, phrases_plant, phrases_queries,
    phrases_refusals, phrases_sensors, phrases_site, idioms_climate, idioms_lights, idioms_more,
    idioms_asked, idioms_again,
    idioms_plant, idioms_queries, idioms_refusals, idioms_site, spoken_climate,
    spoken_lights, spoken_plant, spoken_queries, spoken_refusals, spoken_sensors,
    spoken_site, spoken_world, voices_house, voices_incomplete, voices_plant, voices_refused,
    voices_rooms,
)  # fmt: skip
# What is refused for the same reason may be said by any of these names' patterns.
_OUT_OF_SCOPE = ("chat", "knowledge", "errand", "unsupported", "nonsense", "near_miss",
                 "foreign_act", "foreign_word")  # fmt: skip
_INCOMPLETE = ("missing", "incomplete")
# Slots for words that are refused; which of them a pattern has makes no difference.
_FOREIGN = ("thing", "food", "person", "device", "gadget", "object", "metric", "lockable", "other",
            "paper", "word")  # fmt: skip
_MARK = re.compile(r"\{(\w+)\}|<(\w+)>|([\[|\]])|(.)", re.DOTALL)


def _merged() -> Phrases:
    merged: Phrases = {}
    for module in _MODULES:
        for name, patterns in module.PHRASES.items():
            merged.setdefault(name, []).extend(patterns)
    return merged | {
        "near_miss": near_misses.out_of_scope(merged),
        "incomplete": near_misses.incomplete(merged),
    }


TRAINING: Phrases = _merged()


def _bare(text: str) -> str:
    """Letters and digits only, slots as words: what two spellings of a wording share."""
    text = re.sub(r"\{(\w+)\}", r"slot\1", text.lower())
    return "".join(c for c in text if c not in string.punctuation and not c.isspace())


def _matcher(pattern: str) -> str:
    """A regular expression for all bare wordings of a pattern."""
    parts = []
    for slot, word_class, bracket, char in _MARK.findall(pattern):
        if slot:
            parts.append(f"slot(?:{'|'.join(_FOREIGN)})" if slot in _FOREIGN else f"slot{slot}")
        elif word_class:
            parts.append("(?:" + "|".join(_matcher(word) for word in LEXICON[word_class]) + ")")
        elif bracket:
            parts.append({"[": "(?:", "]": ")"}.get(bracket, bracket))
        else:
            parts.append(re.escape(_bare(char)))
    return "".join(parts)


@cache
def _matchers(name: str) -> list[re.Pattern[str]]:
    names = next((group for group in (_OUT_OF_SCOPE, _INCOMPLETE) if name in group), (name,))
    return [
        re.compile(_matcher(pattern.lstrip("~"))) for alike in names for pattern in TRAINING[alike]
    ]


@cache
def _around() -> tuple[list[str], list[str]]:
    """All that training may say before and after a command, bare."""
    before = {_bare(text) for pattern in (*BEFORE[0], *OPENERS[0]) for text in expansions(pattern)}
    return sorted(before), sorted(_bare(text) for text in CLOSERS[0])


def _cores(wording: str) -> set[str]:
    """The wording, and what remains of it without opener, request and closer."""
    before, after = _around()
    cores = {wording}
    for _ in range(2):
        cores |= {core[len(b) :] for core in cores for b in before if core.startswith(b)}
    return cores | {core[: -len(a)] for core in cores for a in after if core.endswith(a)}


def can_be_trained(name: str, wording: str) -> bool:
    """Whether a training pattern of this intent can say this, slots left open."""
    cores = _cores(_bare(wording))
    return any(matcher.fullmatch(core) for matcher in _matchers(name) for core in cores)


def untrained(phrases: Phrases) -> Phrases:
    """What training cannot say of these phrasings; those it can say altogether are left out."""
    kept: Phrases = {name: [] for name in phrases}
    for name, patterns in phrases.items():
        for pattern in patterns:
            mark = pattern[: -len(pattern.lstrip("~"))]
            wordings = [w for w in expansions(pattern.lstrip("~")) if not can_be_trained(name, w)]
            if wordings:
                kept[name].append(f"{mark}[{'|'.join(wordings)}]")
    return kept
