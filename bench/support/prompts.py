"""Prompts of an exact length, never the same twice: letters with blanks between, a token each."""

import random
import string
from collections.abc import Iterator, Mapping
from typing import Any

from bench.support.servers import MODEL

Body = Mapping[str, Any]


def words(draw: random.Random, count: int) -> str:
    """Return a text of `count` tokens in the large model's vocabulary."""
    return " ".join(draw.choices(string.ascii_lowercase, k=count))


def chat(
    *, user: str, system: str = "", max_tokens: int, schema: Mapping[str, Any] | None = None
) -> Body:
    """Return the body of a streamed request, the likeliest answer wanted."""
    turns = [("system", system), ("user", user)] if system else [("user", user)]
    body: dict[str, Any] = {
        "model": MODEL,
        "messages": [{"role": role, "content": content} for role, content in turns],
        "max_tokens": max_tokens,
        "temperature": 0,
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    if schema is not None:
        wanted = {"name": "answer", "strict": True, "schema": schema}
        body["response_format"] = {"type": "json_schema", "json_schema": wanted}
    return body


def seeds(first: int) -> Iterator[random.Random]:
    """Return generators, every one of its own; a server never sees a prompt a second time."""
    while True:
        yield random.Random(first)
        first += 1
