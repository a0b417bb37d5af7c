"""The page about policies names every field of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from controlplane.rollouts.policy import RolloutPolicy

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "policy.md"


def fields(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield name
        for inner in models(field.annotation):
            yield from fields(inner)


def models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for each in getattr(annotation, "__args__", ()):
        yield from models(each)


def test_every_field_of_a_policy_is_explained():
    text = PAGE.read_text()
    words = set(text.replace("`", " ").replace(".", " ").replace(",", " ").split())
    assert sorted({*fields(RolloutPolicy)} - words) == []
