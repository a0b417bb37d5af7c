"""How fast answers come that must be JSON of a schema: the starter's functions, and a large shape.

Counted are whole answers a second. The large model is noise, so its schema leaves no length open
and a bias keeps both servers from the blanks that JSON allows: they write the same fields, whatever
the weights prefer.
"""

import json
import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from jsonschema import (  # type: ignore[import-untyped]
    Draft202012Validator,
    ValidationError,
)

from bench.report import Row
from bench.support.client import Reply
from bench.support.prompts import Body, chat, words
from bench.support.rounds import AnswerError, Contest, Figures, burst, took_s
from bench.support.servers import Server, Setting
from bench.support.shape import STARTER, white_tokens

CLIENTS = (1, 8)
_SHORT, _LONG = 64, 8
"""Answers in one measurement: short ones need many to be timed well."""
Schema = Mapping[str, Any]


def starter_schema() -> Schema:
    """Return the schema of exactly one call of one of the starter's functions."""
    functions = json.loads((STARTER / "functions.json").read_text(encoding="utf-8"))
    return {
        "anyOf": [
            _object({"name": {"const": one["name"]}, "arguments": _bare(one["parameters"])})
            for one in (entry["function"] for entry in functions)
        ]
    }


def large_schema() -> Schema:
    """Return what schemas are made of, about 100 tokens: lists, choices, numbers, texts."""
    reading = _object(
        {
            "sensor": {"enum": ["temperature", "humidity", "pressure", "occupancy"]},
            "zone": {"type": "string", "pattern": "^[a-z]{6}$"},
            "value": {"type": "integer", "minimum": 100, "maximum": 999},
            "valid": {"type": "boolean"},
        }
    )
    return _object(
        {
            "report": {"enum": ["hourly", "daily", "weekly"]},
            "readings": {"type": "array", "items": reading, "minItems": 3, "maxItems": 3},
            "at": {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"},
        }
    )


def starter_answers(contest: Contest) -> list[Row]:
    """Commands of the held-out set, every answer one function call."""
    lines = (STARTER / "eval.jsonl").read_text(encoding="utf-8").splitlines()
    commands = [json.loads(line)["messages"][-1]["content"] for line in lines]
    schema = starter_schema()

    def body(draw: random.Random) -> Body:
        return chat(user=draw.choice(commands), max_tokens=128, schema=schema)

    # One thread is ours to choose: for a model of this size, two take longer to meet than to work.
    setting = Setting(STARTER / "starter-f16.gguf", context=512, parallel=CLIENTS[-1], threads=None)
    return _answers("starter", setting, body, schema, contest, bursts=_SHORT)


def large_answers(model: Path, contest: Contest) -> list[Row]:
    """Reports of three readings, about 100 tokens each."""
    schema = large_schema()
    no_blanks = {str(token): -100 for token in white_tokens()}

    def body(draw: random.Random) -> Body:
        asked = chat(user=words(draw, 32), max_tokens=400, schema=schema)
        return {**asked, "logit_bias": no_blanks}

    setting = Setting(model, context=1024, parallel=CLIENTS[-1])
    return _answers("large", setting, body, schema, contest, bursts=_LONG)


def _answers(
    name: str,
    setting: Setting,
    body: Callable[[random.Random], Body],
    schema: Schema,
    contest: Contest,
    *,
    bursts: int,
) -> list[Row]:
    async def measure(server: Server, turn: int) -> Figures:
        figures: dict[str, float] = {}
        for clients in CLIENTS:
            draw = random.Random(10_000 * clients + turn)
            replies: list[Reply] = []
            seconds = 0.0
            for _ in range(bursts // clients):
                some = await burst(server, [body(draw) for _ in range(clients)], exact=False)
                seconds += took_s(some)
                replies += some
            _check(server, replies, schema)
            figures[_measure(name, clients)] = len(replies) / seconds
            tokens = sum(reply.generated() for reply in replies) / len(replies)
            figures[f"{name}: tokens in an answer at {clients}"] = tokens
        return figures

    contest.hold(setting, measure)
    return [row for clients in CLIENTS for row in contest.rows(_measure(name, clients), ">= 1.5")]


def _measure(name: str, clients: int) -> str:
    return f"JSON answers/s, {name}, {clients} client{'s' if clients > 1 else ''}"


def _check(server: Server, replies: Sequence[Reply], schema: Schema) -> None:
    judge = Draft202012Validator(schema)
    for reply in replies:
        text = reply.text()
        try:
            judge.validate(json.loads(text))
        except (ValueError, ValidationError) as error:
            raise AnswerError(f"{server.name} left its schema with {text!r}") from error


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _bare(schema: Any) -> Any:
    """Return a schema without its descriptions, which constrain nothing."""
    if isinstance(schema, dict):
        return {key: _bare(value) for key, value in schema.items() if key != "description"}
    return [_bare(value) for value in schema] if isinstance(schema, list) else schema
