"""One connection: httptools' parser, which is fast, with a bound on what it may have to remember.

The parser itself keeps a head for as long as more of it arrives, so that a client that drips could
fill the memory.
"""

import json
from typing import Final

from typing_extensions import override
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

HEADER_BYTES: Final = 32 * 2**10
TOO_LARGE: Final = f"the headers are larger than {HEADER_BYTES} bytes"


class Connection(HttpToolsProtocol):
    """Leaves whoever sends much that is neither a whole head nor of a body: heads, trailers."""

    _unfinished = 0
    _went_on = False

    @override
    def data_received(self, data: bytes) -> None:
        self._went_on = False
        super().data_received(data)
        self._unfinished = 0 if self._went_on else self._unfinished + len(data)
        if self._unfinished > HEADER_BYTES and not self.transport.is_closing():
            if not self._answering():
                self.transport.write(_REFUSAL)
            self.transport.close()

    @override
    def on_headers_complete(self) -> None:
        self._went_on = True
        super().on_headers_complete()

    @override
    def on_body(self, body: bytes) -> None:
        self._went_on = True
        super().on_body(body)

    def _answering(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is not None and cycle.response_started and not cycle.response_complete


def _refusal() -> bytes:
    error = {
        "message": TOO_LARGE,
        "type": "invalid_request_error",
        "param": None,
        "code": "headers_too_large",
    }
    body = json.dumps({"error": error}).encode()
    head = (
        "HTTP/1.1 431 Request Header Fields Too Large\r\n"
        f"content-type: application/json\r\ncontent-length: {len(body)}\r\n"
        "connection: close\r\n\r\n"
    )
    return head.encode() + body


_REFUSAL: Final = _refusal()
