"""Every address that is none of ours."""

from http import HTTPStatus

from fastapi import APIRouter, HTTPException, Request, Response

from controlplane.console.problems import ConsoleRoute, problem

router = APIRouter(route_class=ConsoleRoute)


@router.get("/{path:path}")
def missing(request: Request, path: str) -> Response:
    """Say so, as a page; below `/api` that is the API's business."""
    if path.startswith("api/"):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return problem(
        request,
        status=HTTPStatus.NOT_FOUND,
        sentence=f"nothing is at /{path[:200]}; the address may be mistyped",
    )
