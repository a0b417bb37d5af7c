"""What stands between the marks of a call, as rules of a Lark grammar. Pure."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from agent.api.tools.formats import Format, Layout, Tags
from agent.api.tools.kinds import kinds_of
from agent.api.tools.parts import Tool
from agent.engine.constraints.schema import narrowed

_SHARED: Final = frozenset({"$defs", "definitions"})
_KEPT: Final = frozenset({"const", "enum", "default", "example", "examples"})
_MARKS: Final = re.compile(r"(<[^<>]+>|\[[A-Z_]+\])")


class Bodies:
    """The rule `body`, and those that it needs."""

    def __init__(self, form: Format, tools: Sequence[Tool]) -> None:
        self._form = form
        self._tools = tools
        self._options: dict[str, Any] = {"whitespace_flexible": False}
        if form.spaced:
            self._options |= {"item_separator": ", ", "key_separator": ": "}
        if not any(tool.strict for tool in tools):
            # What the caller does not insist on is let go where it cannot be enforced.
            self._options["lenient"] = True

    def rules(self, most: int) -> Iterator[str]:
        """Write them; lists hold up to `most` calls."""
        match self._form.layout:
            case Layout.OBJECT:
                yield f"body: {self._json(self._any('#'))}"
            case Layout.ARRAY:
                calls = {"type": "array", "minItems": 1, "maxItems": most}
                yield f"body: {self._json(calls | {'items': self._any('#/items')})}"
            case Layout.CODE:
                more = f' (", " tool){{0,{most - 1}}}' if most > 1 else ""
                yield f'body: "[" tool{more} "]"'
                yield from self._each("tool")
            case Layout.NAMED | Layout.TAGGED | Layout.GEMMA:
                yield from self._each("body")

    def _each(self, rule: str) -> Iterator[str]:
        yield f"{rule}: " + " | ".join(f"tool{index}" for index in range(len(self._tools)))
        for index, tool in enumerate(self._tools):
            match self._form.layout, self._form.tags:
                case Layout.TAGGED, Tags() as tags:
                    yield f"tool{index}: {self._tagged(tool, tags)}"
                case Layout.CODE, _:
                    yield from self._code(f"tool{index}", tool)
                case Layout.GEMMA, _:
                    yield f"tool{index}: {quoted(f'call:{tool.name}{{')}"
                case _:
                    yield f"tool{index}: {self._named(tool)}"

    def _any(self, root: str) -> dict[str, Any]:
        form = self._form
        return {
            "anyOf": [
                {
                    "type": "object",
                    "properties": {
                        form.key: {"const": tool.name},
                        form.arguments: _arguments(
                            tool, f"{root}/anyOf/{index}/properties/{form.arguments}"
                        ),
                    },
                    "required": [form.key, form.arguments],
                    "additionalProperties": False,
                }
                for index, tool in enumerate(self._tools)
            ]
        }

    def _named(self, tool: Tool) -> str:
        before, after = self._form.header.split("NAME")
        parts = [*_written(before), quoted(tool.name), *_written(after)]
        parts.append(self._json(_arguments(tool, "#")))
        return " ".join([*parts, *_written(self._form.tail)])

    def _tagged(self, tool: Tool, tags: Tags) -> str:
        schema = _arguments(tool, "#")
        parts = [*_written(tags.function.replace("NAME", tool.name))]
        for name, one in schema.get("properties", {}).items():
            begin = " ".join(_written(tags.parameter.replace("NAME", name)))
            value = self._text_or_json(one, schema, tags.value_end)
            needed = name in schema.get("required", ())
            parts.append(f"{begin} {value}" if needed else f"({begin} {value})?")
        return " ".join([*parts, *_written(tags.close)])

    def _text_or_json(self, schema: Any, root: Mapping[str, Any], end: str) -> str:
        """Write a value up to its end: strings stand there as they are, others as JSON."""
        choices = _choices(schema)
        if choices and all(isinstance(choice, str) for choice in choices):
            return "(" + " | ".join(map(quoted, choices)) + f") {quoted(end)}"
        if "string" in kinds_of(schema, root):
            return f"%until {quoted(end)}"
        return f"{self._within(schema, root)} {quoted(end)}"

    def _code(self, rule: str, tool: Tool) -> Iterator[str]:
        """Write `name(key=value, ...)`: commas only between those that are there."""
        schema = _arguments(tool, "#")
        properties = list(schema.get("properties", {}).items())
        yield f"{rule}: {quoted(f'{tool.name}(')} {rule}n0"
        for index, (name, one) in enumerate(properties):
            value = '("True" | "False")'
            if kinds_of(one, schema) != {"boolean"}:
                value = self._within(one, schema)
            follow = f"{rule}s{index + 1}"
            needed = name in schema.get("required", ())
            for state, comma in (("n", ""), ("s", ", ")):
                skip = "" if needed else f" | {rule}{state}{index + 1}"
                yield f"{rule}{state}{index}: {quoted(f'{comma}{name}=')} {value} {follow}{skip}"
        for state in "ns":
            yield f'{rule}{state}{len(properties)}: ")"'

    def _within(self, schema: Any, root: Mapping[str, Any]) -> str:
        shared = {key: root[key] for key in _SHARED & root.keys()}
        return self._json({**(schema if isinstance(schema, Mapping) else {}), **shared})

    def _json(self, schema: Mapping[str, Any]) -> str:
        return f"%json {json.dumps({'x-guidance': self._options, **schema}, ensure_ascii=False)}"


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def token(mark: str) -> str:
    return f"%token {quoted(mark)}"


def _written(text: str) -> Iterator[str]:
    """Write text that may contain marks."""
    for piece in _MARKS.split(text):
        if piece:
            yield token(piece) if piece[0] in "<[" else quoted(piece)


def _choices(schema: Any) -> list[Any]:
    if not isinstance(schema, Mapping):
        return []
    return list(schema.get("enum", [schema["const"]] if "const" in schema else []))


def _arguments(tool: Tool, root: str) -> dict[str, Any]:
    """Return the schema of a tool's arguments for its place at `root` inside another schema."""
    schema = dict(tool.parameters or {})
    if not schema.keys() & {"$ref", "anyOf", "oneOf", "allOf"}:
        schema.setdefault("type", "object")
        if not schema.get("properties"):
            schema.setdefault("additionalProperties", False)
    moved: dict[str, Any] = _moved(narrowed(schema), root)
    return moved


def _moved(node: Any, root: str) -> Any:
    """Let references mean in their new place what they meant in the old one."""
    if isinstance(node, list):
        return [_moved(one, root) for one in node]
    if not isinstance(node, Mapping):
        return node
    made = {}
    for key, value in node.items():
        if key == "$ref" and isinstance(value, str) and value.startswith("#"):
            made[key] = root + value.removeprefix("#")
        else:
            made[key] = value if key in _KEPT else _moved(value, root)
    return made
