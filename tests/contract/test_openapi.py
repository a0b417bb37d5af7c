"""The API's description is one from which a client can be generated."""

import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI

from controlplane.api import metrics, openapi, router


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    app = FastAPI(title="Flotilla", version="1", generate_unique_id_function=openapi.operation_id)
    openapi.install(app)
    for part in (router.health, metrics.router, router.build()):
        app.include_router(part)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # FastAPI warns of ids that are there twice
        return app.openapi()


def operations(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in schema["paths"].items():
        for method, operation in item.items():
            yield f"{method.upper()} {path}", operation


def test_every_operation_has_a_name_of_its_own(schema: dict[str, Any]):
    names = [operation["operationId"] for _, operation in operations(schema)]

    assert sorted(names) == sorted(set(names))
    assert all(name.isidentifier() for name in names)


def test_no_two_bodies_have_the_same_name(schema: dict[str, Any]):
    """FastAPI tells two classes of one name apart by their modules, which no client can read."""
    assert [name for name in schema["components"]["schemas"] if "__" in name] == []


def test_every_operation_says_who_may_call_it_and_how_it_refuses(schema: dict[str, Any]):
    open_to_all = []
    for label, operation in operations(schema):
        if operation.get("security") == []:
            open_to_all.append(label)
        else:
            assert {"401", "403"} <= set(operation["responses"]), label

    assert open_to_all == ["GET /healthz"]
    assert schema["security"] == [{"bearer": []}]


def test_every_reference_leads_somewhere(schema: dict[str, Any]):
    known = {f"#/components/schemas/{name}" for name in schema["components"]["schemas"]}

    assert set(references(schema)) <= known


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for each in value.values():
            yield from references(each)
    elif isinstance(value, list):
        for each in value:
            yield from references(each)
