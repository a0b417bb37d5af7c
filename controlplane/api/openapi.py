"""How the API describes itself."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from controlplane.access.routes import PUBLIC
from controlplane.api.errors import Problem

DESCRIPTION = """Everything the console and the command line do.

Send an API token, or the admin token, as `Authorization: Bearer ...`. What a token may do depends
on its owner's role and its scopes. A refusal is `application/problem+json` with a stable `code` and
a `detail` that says what to do."""


def operation_id(route: APIRoute) -> str:
    """Name an operation after its first tag and its function."""
    return f"{route.tags[0]}_{route.name}" if route.tags else route.name


def install(app: FastAPI) -> None:
    """Add the shape of problems and the bearer token to the description of `app`."""

    def describe() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = get_openapi(
                title=app.title,
                version=app.version,
                description=DESCRIPTION,
                routes=app.routes,
                tags=app.openapi_tags,
            )
            components = schema.setdefault("components", {})
            components.setdefault("schemas", {})["Problem"] = Problem.model_json_schema()
            components["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer"}}
            schema["security"] = [{"bearer": []}]
            for path, item in schema["paths"].items():
                for method, operation in item.items():
                    if (method.upper(), path) in PUBLIC:
                        operation["security"] = []
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = describe  # type: ignore[method-assign]
