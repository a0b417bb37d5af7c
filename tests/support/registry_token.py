"""The token server that a registry sends its clients to, and the tokens that it believes."""

import base64
import datetime as dt
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from typing_extensions import override

ISSUER, SERVICE = "test tokens", "test registry"


class TokenServer:
    """Gives tokens to anybody, or only to those with the login."""

    def __init__(self, folder: Path, *, login: str = "") -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._login = login
        self.asked: list[dict[str, list[str]]] = []
        self.certificate = self._certify()
        folder.mkdir(parents=True, exist_ok=True)
        self.bundle = folder / "tokens.pem"
        self.bundle.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))
        self.realm = ""

    def configuration(self) -> str:
        """Return the `auth:` section of the registry that believes these tokens."""
        return (
            f"auth: {{token: {{realm: '{self.realm}', service: '{SERVICE}',"
            f" issuer: '{ISSUER}', rootcertbundle: {self.bundle}}}}}\n"
        )

    def token(self, repository: str, *actions: str) -> str:
        now = int(dt.datetime.now(dt.UTC).timestamp())
        der = self.certificate.public_bytes(serialization.Encoding.DER)
        header = {"typ": "JWT", "alg": "ES256", "x5c": [base64.b64encode(der).decode()]}
        access = {"type": "repository", "name": repository, "actions": list(actions)}
        claims = {
            "iss": ISSUER, "aud": SERVICE, "sub": "", "jti": "1", "iat": now,
            "nbf": now - 10, "exp": now + 300, "access": [access],
        }  # fmt: skip
        said = b".".join(_b64(json.dumps(part).encode()) for part in (header, claims))
        r, s = decode_dss_signature(self._key.sign(said, ec.ECDSA(hashes.SHA256())))
        return (said + b"." + _b64(r.to_bytes(32, "big") + s.to_bytes(32, "big"))).decode()

    def answer(self, query: dict[str, list[str]], authorization: str) -> bytes | None:
        self.asked.append(query)
        if self._login and authorization != self._login:
            return None
        _, repository, action = query["scope"][0].split(":")
        return json.dumps({"token": self.token(repository, action)}).encode()

    def _certify(self) -> x509.Certificate:
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, ISSUER)])
        now = dt.datetime.now(dt.UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self._key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(self._key, hashes.SHA256())
        )


@contextmanager
def tokens_given(folder: Path, *, login: str = "") -> Iterator[TokenServer]:
    given = TokenServer(folder, login=login)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = parse_qs(urlsplit(self.path).query)
            body = given.answer(query, self.headers.get("Authorization", ""))
            self.send_response(401 if body is None else 200)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        @override
        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    given.realm = f"http://127.0.0.1:{server.server_address[1]}/token"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield given
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _b64(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")
