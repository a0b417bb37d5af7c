"""Files for devices: repositories and blobs, never anything beside them.

Names are matched against what may exist before a path is made of them, so no name can lead out of
its folder. Everything whose name carries its version or its hash never changes and may be kept by
any cache; `timestamp.json` alone is asked for again each time.
"""

import re
from pathlib import Path
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.types import Receive, Scope, Send
from typing_extensions import override

_METADATA: Final = re.compile(r"timestamp\.json|[0-9]{1,9}\.[a-z0-9][a-z0-9._-]{0,99}\.json")
_TARGET: Final = re.compile(r"(?:[a-z0-9][a-z0-9._-]{0,99}/){0,8}[0-9a-f]{64}\.[a-z0-9._-]{1,100}")
_BLOB: Final = re.compile(r"[0-9a-f]{64}")
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_ASK_AGAIN: Final = "no-cache"


class LargeFileResponse(FileResponse):
    """A file sent in pieces large enough for a fast line."""

    chunk_size = 1024 * 1024

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # The server's own shortcut for files does not go through TLS.
        scope.get("extensions", {}).pop("http.response.pathsend", None)
        await super().__call__(scope, receive, send)


class Files:
    """The folders that the gateway serves from."""

    def __init__(self, *, image: Path, director: Path, blobs: Path) -> None:
        self._image = image
        self._director = director
        self._blobs = blobs / "sha256"

    async def image_metadata(self, request: Request) -> Response:
        return _metadata(self._image, request)

    async def director_metadata(self, request: Request) -> Response:
        return _metadata(self._director, request)

    async def image_target(self, request: Request) -> Response:
        path = request.path_params["path"]
        if not _TARGET.fullmatch(path) or ".." in path:
            raise _missing(path)
        return _file(self._image / "targets" / path, cache=_FOR_EVER)

    async def blob(self, request: Request) -> Response:
        name = request.path_params["name"]
        if not _BLOB.fullmatch(name):
            raise _missing(name)
        tag = f'"sha256:{name}"'
        file = self._blobs / name
        if request.headers.get("if-none-match") == tag and file.is_file():
            return Response(status_code=304, headers={"ETag": tag, "Cache-Control": _FOR_EVER})
        return _file(file, cache=_FOR_EVER, tag=tag)


def _metadata(repository: Path, request: Request) -> Response:
    name = request.path_params["name"]
    if not _METADATA.fullmatch(name) or ".." in name:
        raise _missing(name)
    cache = _ASK_AGAIN if name == "timestamp.json" else _FOR_EVER
    return _file(repository / "metadata" / name, cache=cache, media_type="application/json")


def _file(
    file: Path,
    *,
    cache: str,
    tag: str | None = None,
    media_type: str = "application/octet-stream",
) -> Response:
    if not file.is_file():
        raise _missing(file.name)
    headers = {"Cache-Control": cache}
    if tag is not None:
        headers["ETag"] = tag
    return LargeFileResponse(file, headers=headers, media_type=media_type)


def _missing(name: str) -> HTTPException:
    return HTTPException(404, f"there is no file {name[:200]!r}")
