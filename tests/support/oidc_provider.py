"""Identity providers for tests: Canaille, a real one, and one that says what a test wants it to."""

import json
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from joserfc import jwt
from joserfc.jwk import ECKey
from typing_extensions import override

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".tools" / "oidc" / "bin" / "python"
CLIENT = "flotilla"
SECRET = "a client's secret"


@dataclass(frozen=True)
class Certificate:
    certificate_file: Path
    key_file: Path


def a_certificate(folder: Path) -> Certificate:
    """Make a certificate of `localhost` that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
            ),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = Certificate(folder / "provider.pem", folder / "provider.key")
    files.certificate_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    files.key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files


@contextmanager
def canaille(
    certificate: Certificate,
    *,
    people: dict[str, str],
    groups: dict[str, list[str]],
    redirects: list[str],
) -> Iterator[str]:
    """Run Canaille and return its issuer."""
    assert PYTHON.exists(), "Canaille is not installed: deploy/setup/oidc_test.sh"
    known = {"people": people, "groups": groups, "redirects": redirects}
    known |= {"client": CLIENT, "secret": SECRET}
    command = [PYTHON, ROOT / "tests" / "support" / "oidc_canaille.py"]
    command += [certificate.certificate_file, certificate.key_file]
    log_file = certificate.key_file.with_name("canaille.log")
    with (
        log_file.open("wb") as log,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log
        ) as process,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps(known).encode())
            process.stdin.close()
            port = process.stdout.readline().decode().strip()
            assert port, log_file.read_text()
            yield f"https://localhost:{port}"
        finally:
            process.kill()


@dataclass
class Liar:
    """A provider that answers every code with the claims that the test sets."""

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "ES256"
    status: int = 200
    asked: list[dict[str, str]] = field(default_factory=list)
    """The forms that the token endpoint got."""
    key: ECKey = field(
        default_factory=lambda: ECKey.generate_key("P-256", auto_kid=True), repr=False
    )

    def answer(self, path: str, form: dict[str, str]) -> Any:
        match path:
            case "/.well-known/openid-configuration":
                return {
                    "issuer": self.issuer,
                    "authorization_endpoint": f"{self.issuer}/authorize",
                    "token_endpoint": f"{self.issuer}/token",
                    "jwks_uri": f"{self.issuer}/keys",
                    "userinfo_endpoint": f"{self.issuer}/userinfo",
                    **self.metadata,
                }
            case "/keys":
                return {"keys": [self.key.as_dict(private=False)]}
            case "/userinfo":
                return self.userinfo
            case "/token":
                self.asked.append(form)
                return {
                    "access_token": "opaque",
                    "token_type": "Bearer",
                    "id_token": self.signed(),
                }
        return None

    def signed(self) -> str:
        header = {"alg": self.algorithm, "kid": self.key.kid}
        return jwt.encode(header, self.claims, self.key, algorithms=[self.algorithm])


@contextmanager
def a_liar(certificate: Certificate) -> Iterator[Liar]:
    """Serve such a provider."""
    liar = Liar()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(liar.answer(self.path, {}))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            self._say(liar.answer(self.path, dict(parse_qsl(body))))

        def _say(self, value: Any) -> None:
            content = json.dumps(value).encode()
            self.send_response(liar.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        @override
        def log_message(self, format: str, *args: object) -> None:
            pass

    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate.certificate_file, certificate.key_file)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    liar.issuer = f"https://localhost:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield liar
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
