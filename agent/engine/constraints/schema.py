"""What may stand in a JSON schema, and how much of it. Pure.

llguidance ignores keywords that it does not know, and a schema that is not enforced is worse than
one that is refused; so every keyword is looked at here: those that llguidance enforces and those
that only annotate are let through, all others are refused by name.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from agent.engine.constraints.errors import ConstraintError

MAX_NESTING: Final = 48
"""Schemas inside schemas; llguidance stops reading JSON at 128 brackets."""
MAX_VALUE_NESTING: Final = 32
MAX_PROPERTIES: Final = 1_000
MAX_CHOICES: Final = 5_000
"""Values of `enum` and members of `anyOf`, `oneOf` and `allOf`, all together."""
MAX_NUMBER: Final = 2**63
MAX_INTERSECTED: Final = 16
MAX_MULTIPLES: Final = 20_000
"""The sum of all `multipleOf`: each costs an automaton of that many states."""
MAX_INTEGER: Final = 2**63 - 1024
"""The largest integer of 64 bits that a double holds, too."""

_ONE: Final = frozenset({"additionalProperties", "items"})
_LISTS: Final = frozenset({"anyOf", "oneOf", "allOf", "prefixItems"})
_MAPS: Final = frozenset({"properties", "patternProperties", "$defs", "definitions"})
_OBJECT: Final = frozenset({"properties", "patternProperties", "additionalProperties", "required"})
_BOUNDS: Final = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"})
_COUNTS: Final = frozenset(
    {"minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"}
)
_ANNOTATIONS: Final = frozenset(
    {
        "$schema",
        "$id",
        "id",
        "$comment",
        "title",
        "description",
        "default",
        "example",
        "examples",
        "deprecated",
        "readOnly",
        "writeOnly",
        "contentMediaType",
        "contentEncoding",
        "discriminator",
        "externalDocs",
        "propertyOrdering",
        "xml",
        "nullable",
    }
)
_TYPES: Final = frozenset({"null", "boolean", "integer", "number", "string", "array", "object"})
_FORMATS: Final = frozenset(
    {"date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid", "uri"}
)


def check(schema: Any, *, lenient: bool = False) -> None:
    """Refuse a schema that is too big or could not be enforced.

    A lenient look lets pass what cannot be enforced, but not what would be too much work.

    Raises:
        ConstraintError: it says which keyword, and where.
    """
    properties = choices = 0
    multiples = 0.0
    for where, node in _nodes(schema):
        if isinstance(node, bool):
            continue
        if not isinstance(node, Mapping):
            raise ConstraintError(f"the JSON schema at {where} is neither an object nor true")
        for key, value in node.items():
            wrong = _wrong(key, value, lenient=lenient)
            if wrong:
                raise ConstraintError(f"the JSON schema at {where}: {wrong}")
        properties += len(node.get("properties", ()))
        choices += sum(len(node.get(key, ())) for key in ("enum", *_LISTS))
        multiples += node.get("multipleOf", 0)
        if multiples > MAX_MULTIPLES:
            raise ConstraintError(f"all 'multipleOf' together exceed {MAX_MULTIPLES}")
        if properties > MAX_PROPERTIES:
            raise ConstraintError(f"the JSON schema has more than {MAX_PROPERTIES} properties")
        if choices > MAX_CHOICES:
            raise ConstraintError(f"the JSON schema has more than {MAX_CHOICES} choices")


def narrowed(schema: Any) -> Any:
    """Return the schema without the room in which small models get lost.

    Whoever lists the properties of an object wants those and no others: objects are closed where
    the schema does not say whether they are open. And integers have 64 bits, so that digits come
    to an end. What is valid afterwards was valid before. A schema that intersects others is left
    as it is: closing one part would forbid the properties of another.
    """
    if any(isinstance(node, Mapping) and _intersects(node) for _, node in _nodes(schema)):
        return schema
    return _narrowed(schema)


def _intersects(node: Mapping[str, Any]) -> bool:
    both = bool(node.keys() & {"$ref", "anyOf", "oneOf"}) and bool(node.keys() & _OBJECT)
    return both or "allOf" in node


def _narrowed(node: Any) -> Any:
    if not isinstance(node, Mapping):
        return node
    made: dict[str, Any] = {}
    for key, value in node.items():
        if key in _MAPS and isinstance(value, Mapping):
            made[key] = {name: _narrowed(one) for name, one in value.items()}
        elif key in _LISTS and isinstance(value, list):
            made[key] = [_narrowed(one) for one in value]
        else:
            made[key] = _narrowed(value) if key in _ONE else value
    if node.get("properties") and "patternProperties" not in node:
        made.setdefault("additionalProperties", False)
    kinds = node.get("type")
    if "integer" in (kinds if isinstance(kinds, list) else [kinds]) and not node.keys() & _BOUNDS:
        made |= {"minimum": -MAX_INTEGER, "maximum": MAX_INTEGER}
    return made


def _nodes(schema: Any) -> Iterator[tuple[str, Any]]:
    """Walk through all schemas inside a schema, itself included."""
    waiting: list[tuple[str, Any, int]] = [("#", schema, 0)]
    while waiting:
        where, node, depth = waiting.pop()
        if depth > MAX_NESTING:
            raise ConstraintError(
                f"the JSON schema nests more than {MAX_NESTING} schemas inside each other"
            )
        yield where, node
        if isinstance(node, Mapping):
            inner = [(f"{where}/{path}", one, depth + 1) for path, one in _inner(node)]
            waiting.extend(reversed(inner))


def _inner(node: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in node.items():
        if key in _ONE:
            yield key, value
        elif key in _LISTS and isinstance(value, list):
            yield from ((f"{key}/{index}", one) for index, one in enumerate(value))
        elif key in _MAPS and isinstance(value, Mapping):
            yield from ((f"{key}/{name}", one) for name, one in value.items())


def _wrong(key: str, value: Any, *, lenient: bool) -> str:
    """Return what is wrong with a keyword, or nothing."""
    look = _CHECKS.get(key)
    if look is not None:
        wrong = look(value)
        return wrong and f"{key!r} {wrong}"
    harmless = key in _ANNOTATIONS or key.startswith("x-") or (key, value) == ("uniqueItems", False)
    if key == "x-guidance" or not (harmless or lenient or key == "format"):
        return f"the keyword {key!r} is not supported"
    if key == "format" and not lenient and str(value) not in _FORMATS:
        return f"the format {value!r} is not supported"
    return ""


def _number(value: Any) -> str:
    fits = isinstance(value, int | float) and not isinstance(value, bool)
    return "" if fits and abs(value) < MAX_NUMBER else "must be a number between -2^63 and 2^63"


def _multiple(value: Any) -> str:
    return _number(value) or ("" if value > 0 else "must be above 0")


def _count(value: Any) -> str:
    return _number(value) or (
        "" if value >= 0 and value == int(value) else "must be a whole number from 0"
    )


def _schema(value: Any) -> str:
    return "" if isinstance(value, Mapping | bool) else "must be a schema"


def _map(value: Any) -> str:
    return "" if isinstance(value, Mapping) else "must be an object of schemas"


def _list(value: Any) -> str:
    return "" if isinstance(value, list) and value else "must be an array of schemas"


def _few(value: Any) -> str:
    few = f"may have {MAX_INTERSECTED} members at most"
    return _list(value) or ("" if len(value) <= MAX_INTERSECTED else few)


def _type(value: Any) -> str:
    kinds = value if isinstance(value, list) and value else [value]
    return next((f"knows no {kind!r}" for kind in kinds if str(kind) not in _TYPES), "")


def _values(value: Any) -> str:
    return _value(value) if isinstance(value, list) and value else "must be an array of values"


def _value(value: Any, depth: int = 0) -> str:
    if depth > MAX_VALUE_NESTING:
        return f"nests deeper than {MAX_VALUE_NESTING}"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _number(value)
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return next(filter(None, (_value(one, depth + 1) for one in inner)), "")


def _names(value: Any) -> str:
    fits = isinstance(value, list) and all(isinstance(one, str) for one in value)
    return "" if fits else "must be an array of names"


def _text(value: Any) -> str:
    return "" if isinstance(value, str) else "must be a text"


def _reference(value: Any) -> str:
    local = isinstance(value, str) and (value == "#" or value.startswith("#/"))
    return "" if local else f"points outside of the schema: {value!r}"


_CHECKS: Final[Mapping[str, Callable[[Any], str]]] = {
    **dict.fromkeys(_BOUNDS, _number),
    **dict.fromkeys(_COUNTS, _count),
    **dict.fromkeys(_ONE, _schema),
    **dict.fromkeys(_MAPS, _map),
    **dict.fromkeys(_LISTS, _list),
    "allOf": _few,
    "multipleOf": _multiple,
    "type": _type,
    "enum": _values,
    "const": _value,
    "required": _names,
    "pattern": _text,
    "$ref": _reference,
}
