"""The gateway's addresses."""

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from controlplane.gateway.enrollment import Enrollment
from controlplane.gateway.files import Files
from controlplane.gateway.problems import answer
from shared.errors import FlotillaError
from shared.wire.enrol import Anchors


def build(*, anchors: Anchors, enrollment: Enrollment, files: Files) -> Starlette:
    """Return the application that devices talk to."""
    body = anchors.model_dump(mode="json")

    async def show_anchors(_request: Request) -> Response:
        return JSONResponse(body)

    async def show_health(_request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    return Starlette(
        routes=[
            Route("/healthz", show_health),
            Route("/anchors", show_anchors),
            Route("/enroll", enrollment.enroll, methods=["POST"]),
            Route("/enroll/poll", enrollment.poll, methods=["POST"]),
            Route("/image/metadata/{name}", files.image_metadata),
            Route("/image/targets/{path:path}", files.image_target),
            Route("/director/metadata/{name}", files.director_metadata),
            Route("/blobs/sha256/{name}", files.blob),
        ],
        exception_handlers={FlotillaError: answer, HTTPException: answer, Exception: answer},
    )
