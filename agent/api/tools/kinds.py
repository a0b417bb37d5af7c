"""Which types of JSON a schema lets a value have. Pure."""

from collections.abc import Mapping
from typing import Any, Final

_FOLLOWED: Final = 8


def kinds_of(schema: Any, root: Mapping[str, Any], depth: int = _FOLLOWED) -> frozenset[str]:
    """Return the names of the types; none where the schema does not say.

    References point into `root`; they and alternatives are followed a few steps deep.
    """
    if not isinstance(schema, Mapping) or depth == 0:
        return frozenset()
    named = schema.get("type")
    if named is not None:
        return frozenset(named if isinstance(named, list) else [str(named)])
    if "enum" in schema or "const" in schema:
        values = schema.get("enum", [schema.get("const")])
        return frozenset("string" if isinstance(value, str) else "other" for value in values)
    inner = [schema["$ref"]] if "$ref" in schema else []
    alternatives = [_at(root, pointer) for pointer in inner]
    alternatives += [*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())]
    return frozenset().union(*(kinds_of(one, root, depth - 1) for one in alternatives))


def _at(root: Mapping[str, Any], pointer: Any) -> Any:
    found: Any = root
    for step in str(pointer).removeprefix("#").split("/")[1:]:
        found = found.get(step) if isinstance(found, Mapping) else None
    return found


def fits(value: Any, kinds: frozenset[str]) -> bool:
    """Tell whether a value is of one of these types."""
    match value:
        case None:
            return "null" in kinds
        case bool():
            return "boolean" in kinds
        case int():
            return not kinds.isdisjoint({"integer", "number"})
        case float():
            return "number" in kinds
        case str():
            return "string" in kinds
        case _:
            return ("array" if isinstance(value, list) else "object") in kinds
