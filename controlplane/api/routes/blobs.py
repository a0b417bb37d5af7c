"""Blobs by digest: upload streamed and verified, download with ranges."""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import contextmanager_in_threadpool, run_in_threadpool
from fastapi.responses import FileResponse

from controlplane.api.deps import ActorDep, StorageDep
from controlplane.api.schemas.blobs import Blob
from controlplane.registry.errors import BlobNotFoundError
from shared.digest import parse_digest

_PIECE_BYTES = 2**20

router = APIRouter(tags=["blobs"])


@router.put(
    "/blobs/{digest}",
    status_code=HTTPStatus.CREATED,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"format": "binary"}}},
        }
    },
)
async def put(
    digest: str, request: Request, response: Response, storage: StorageDep, _actor: ActorDep
) -> Blob:
    """Store the body under its digest; bytes with another digest are refused."""
    expected = parse_digest(digest)
    if storage.has(expected):
        async for _ in request.stream():
            pass  # a client that is still sending would not hear an early answer
        response.status_code = HTTPStatus.OK
        return Blob(digest=expected, size_bytes=storage.size(expected), created=False)
    announced = request.headers.get("content-length", "")
    length = int(announced) if announced.isdigit() else None
    incoming = storage.incoming(expected=expected, length=length)
    async with contextmanager_in_threadpool(incoming) as blob:
        waiting = bytearray()
        async for piece in request.stream():
            waiting += piece
            if len(waiting) >= _PIECE_BYTES:
                await run_in_threadpool(blob.write, bytes(waiting))
                waiting.clear()
        await run_in_threadpool(blob.write, bytes(waiting))
    return Blob(digest=expected, size_bytes=blob.length, created=True)


@router.get("/blobs/{digest}", response_class=FileResponse)
def get(digest: str, storage: StorageDep, _actor: ActorDep) -> FileResponse:
    """Return a blob; `Range` is honoured."""
    wanted = parse_digest(digest)
    if not storage.has(wanted):
        raise BlobNotFoundError(wanted)
    return FileResponse(
        storage.path(wanted),
        media_type="application/octet-stream",
        headers={"ETag": f'"{wanted}"', "Cache-Control": "private, immutable, max-age=31536000"},
    )
