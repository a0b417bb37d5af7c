"""Rollouts as YAML: read strictly, so that a mistake is named with its line and its field.

A file holds one rollout or several, separated by `---`. Its fields are those of the API; a field
that ends in `_s` also takes a duration such as `10m`. Unknown fields, fields given twice, YAML
tags and anchors that could make one value out of another are refused.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from controlplane.api.schemas.rollouts import CreateRollout
from controlplane.cli.durations import seconds
from controlplane.db.errors import InvalidError
from controlplane.rollouts import selectors
from controlplane.rollouts.policy import RolloutPolicy
from shared.errors import Category

Where = tuple[str | int, ...]

_KIND: Final = "Rollout"
MAX_BYTES: Final = 1_000_000


class FileError(InvalidError):
    """A file that cannot be applied: which line, which field, what is wrong."""

    code = "bad_file"
    category = Category.CONFIG

    def __init__(self, file: Path, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}")


@dataclass(frozen=True)
class Wanted:
    """One rollout that a file asks for."""

    line: int
    """Where it begins in the file."""
    body: CreateRollout


def read(file: Path) -> tuple[Wanted, ...]:
    """Read every rollout of a file.

    Raises:
        FileError: it cannot be read, or asks for what makes no sense.
    """
    return tuple(Wanted(each.line, each.rollout()) for each in _documents(file))


def read_policy(file: Path) -> dict[str, Any]:
    """Read a policy alone.

    Raises:
        FileError: it cannot be read, or makes no sense.
    """
    first, *others = _documents(file)
    if others:
        raise FileError(file, others[0].line, "a policy is one document")
    first.checked(RolloutPolicy)
    return first.value


def _documents(file: Path) -> "list[_Document]":
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise FileError(file, 1, f"cannot be read: {error}") from error
    if len(text) > MAX_BYTES:
        raise FileError(file, 1, f"is larger than {MAX_BYTES} bytes")
    try:
        nodes = list(yaml.compose_all(text, Loader=yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = 1 if mark is None else mark.line + 1
        raise FileError(file, line, f"is not YAML: {error.problem or error.context}") from error
    except yaml.YAMLError as error:
        raise FileError(file, 1, f"is not YAML: {error}") from error
    if not nodes:
        raise FileError(file, 1, "asks for nothing")
    return [_Document(file, node) for node in nodes]


M = TypeVar("M", bound=BaseModel)


class _Document:
    """One YAML document: its values, and the line of each."""

    def __init__(self, file: Path, node: yaml.Node) -> None:
        self._file = file
        self.line = node.start_mark.line + 1
        self._lines: dict[Where, int] = {}
        self._seen: set[int] = set()
        found = self._plain(node, ())
        if not isinstance(found, dict):
            raise FileError(file, self.line, "is not a mapping of fields")
        self.value: dict[str, Any] = found

    def rollout(self) -> CreateRollout:
        kind = self.value.pop("kind", _KIND)
        if kind != _KIND:
            raise self._error(("kind",), f"is {kind!r}; only {_KIND} can be applied")
        body = self.checked(CreateRollout)
        try:
            selectors.parse(body.selector)
        except selectors.SelectorError as error:
            raise self._error(("selector",), str(error)) from error
        return body

    def checked(self, model: type[M]) -> M:
        """Return what the document says as `model`.

        Raises:
            FileError: it does not say that.
        """
        try:
            return model.model_validate(self.value)
        except ValidationError as error:
            raise self._first(error, model) from error

    def _plain(self, node: yaml.Node, where: Where) -> Any:
        self._lines[where] = node.start_mark.line + 1
        if id(node) in self._seen:
            raise self._error(where, "is an alias; write it out")
        self._seen.add(id(node))
        match node:
            case yaml.MappingNode():
                return self._mapping(node, where)
            case yaml.SequenceNode():
                return [
                    self._plain(each, (*where, number)) for number, each in enumerate(node.value)
                ]
            case _:
                return self._scalar(node, where)

    def _mapping(self, node: yaml.MappingNode, where: Where) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, each in node.value:
            name = str(key.value)
            if name in found:
                raise FileError(
                    self._file, key.start_mark.line + 1, f"{_dotted((*where, name))} is given twice"
                )
            found[name] = self._plain(each, (*where, name))
            self._lines[*where, name] = key.start_mark.line + 1
        return found

    def _scalar(self, node: yaml.Node, where: Where) -> Any:
        try:
            value = yaml.SafeLoader("").construct_object(node)
        except yaml.YAMLError as error:
            raise self._error(where, f"has a tag that means nothing here: {node.tag}") from error
        name = where[-1] if where else ""
        if isinstance(value, str) and isinstance(name, str) and name.endswith("_s"):
            try:
                return seconds(value)
            except InvalidError as error:
                raise self._error(where, str(error)) from error
        if where == ("version",) and isinstance(value, int | float):
            raise self._error(where, f'is a number; write it in quotes: "{node.value}"')
        return value

    def _first(self, error: ValidationError, model: type[BaseModel]) -> FileError:
        first = error.errors()[0]
        where: Where = tuple(first["loc"])
        if first["type"] == "extra_forbidden":
            return self._error(where, f"is not known{_perhaps(model, where)}")
        return self._error(where, str(first["msg"]).removeprefix("Value error, "))

    def _error(self, where: Where, message: str) -> FileError:
        known = where
        while known and known not in self._lines:
            known = known[:-1]
        line = self._lines.get(known, self.line)
        return FileError(self._file, line, f"{_dotted(where) or 'the document'}: {message}")


def _perhaps(root: type[BaseModel], where: Where) -> str:
    """Name the field that was perhaps meant."""
    model = _model(root, where[:-1])
    names = [] if model is None else list(model.model_fields)
    close = get_close_matches(str(where[-1]), names, n=1)
    if close:
        return f"; did you mean {close[0]}?"
    return f"; known are {', '.join(sorted(names))}" if names else ""


def _model(root: type[BaseModel], where: Where) -> type[BaseModel] | None:
    """Return the model to which a place belongs."""
    model: type[BaseModel] | None = root
    for part in where:
        if isinstance(part, int):
            continue
        if model is None or part not in model.model_fields:
            return None
        model = next(_models(model.model_fields[part].annotation), None)
    return model


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for each in getattr(annotation, "__args__", ()):
        yield from _models(each)


def _dotted(where: Where) -> str:
    return ".".join(str(part) for part in where)


def same(wanted: CreateRollout, known: Mapping[str, Any]) -> bool:
    """Tell whether a rollout that is known already is the one that is wanted."""
    return bool(
        known["line"] == wanted.line
        and known["version"] == wanted.version
        and known["slot"] == wanted.slot
        and known["selector"] == wanted.selector
    )
