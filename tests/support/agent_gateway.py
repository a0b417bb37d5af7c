"""A small TLS server that enrolls devices as the gateway does."""

import http.server
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from shared.ids import DeviceId, new_id
from shared.wire.enrol import Anchors, EnrollRequest, EnrollResponse, make_token
from tests.support.agent_broker import Broker
from tests.support.agent_fleet import FleetAuthority

SECRET = "a-secret-of-twenty-and-more"


@dataclass
class EnrollingGateway:
    """What the server answers, and what it was asked."""

    authority: FleetAuthority
    mqtt_port: int = 8883
    roots: Anchors | None = None
    """Where the roots of the repositories are taken from, if they matter."""
    repository_url: str = ""
    """Where repositories and blobs are, when not here."""
    refusal: dict[str, object] | None = None
    requests: list[EnrollRequest] = field(default_factory=list)
    device: DeviceId = field(default_factory=lambda: DeviceId(new_id()))
    port: int = 0
    broker: Broker | None = None
    """The broker it points at, for whoever needs it."""

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"

    @property
    def token(self) -> str:
        return make_token(SECRET, self.anchors().digest())

    def anchors(self) -> Anchors:
        anchors = self.authority.anchors()
        if self.roots is None:
            return anchors
        return self.roots.model_copy(update={"ca_pem": anchors.ca_pem})

    def enroll(self, body: bytes) -> tuple[HTTPStatus, bytes]:
        request = EnrollRequest.model_validate_json(body)
        self.requests.append(request)
        if self.refusal is not None:
            return HTTPStatus.FORBIDDEN, json.dumps(self.refusal).encode()
        response = EnrollResponse(
            device=self.device,
            name=request.name,
            labels=request.labels,
            certificate_pem=self.authority.sign_csr(request.csr_pem, name=self.device)
            + self.authority.pem,
            mqtt_host="localhost",
            mqtt_port=self.mqtt_port,
            gateway_url=self.repository_url or self.url,
        )
        return HTTPStatus.CREATED, response.model_dump_json().encode()


@contextmanager
def gateway_running(gateway: EnrollingGateway, folder: Path) -> Iterator[EnrollingGateway]:
    """Serve on a free port until the block ends."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/anchors":
                self._answer(HTTPStatus.OK, gateway.anchors().model_dump_json().encode())
            else:
                self._answer(HTTPStatus.NOT_FOUND, b"{}")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self._answer(*gateway.enroll(body))

        def log_message(self, *_arguments: object) -> None:
            pass

        def _answer(self, status: HTTPStatus, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    certificate, key = gateway.authority.server().write(folder, "gateway")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    class Server(http.server.HTTPServer):
        def get_request(self) -> tuple[ssl.SSLSocket, object]:
            plain, address = self.socket.accept()
            return context.wrap_socket(plain, server_side=True), address

        def handle_error(self, *_arguments: object) -> None:
            pass  # a client that does not trust us hangs up; the test sees it at its own end

    with Server(("localhost", 0), Handler) as server:
        gateway.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield gateway
        finally:
            server.shutdown()
            thread.join()
