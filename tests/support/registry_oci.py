"""A real OCI registry (Debian's docker-registry), and the push of a bundle into it."""

import http.client
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from shared.bundle import MANIFEST_TYPE
from shared.digest import Digest, hex_of
from tests.support.web_server import free_port, wait_until_open


@dataclass(frozen=True)
class Registry:
    """A registry that listens on the loopback, without TLS."""

    host: str
    folder: Path

    def url(self, repository: str) -> str:
        return f"oci+http://{self.host}/{repository}"

    def push(
        self, repository: str, manifest: bytes, blobs: Mapping[Digest, Path], login: str = ""
    ) -> None:
        """Push blobs, then the manifest that names them, by the distribution protocol."""
        headers = {"Authorization": login} if login else {}
        for digest, file in blobs.items():
            started = self._request("POST", f"/v2/{repository}/blobs/uploads/", headers, b"")
            place = urlsplit(started["Location"])
            where = f"{place.path}?{place.query}{'&' if place.query else ''}digest={digest}"
            self._request("PUT", where, headers, file.read_bytes())
        kind = {"Content-Type": MANIFEST_TYPE}
        self._request("PUT", f"/v2/{repository}/manifests/v1", {**headers, **kind}, manifest)

    def _request(self, method: str, path: str, headers: Mapping[str, str], body: bytes):
        connection = http.client.HTTPConnection(self.host, timeout=10)
        try:
            connection.request(method, path, body, dict(headers))
            answer = connection.getresponse()
            said = answer.read()
            if answer.status >= 300:
                raise RuntimeError(f"{method} {path}: {answer.status} {said[:500]!r}")
            return answer.headers
        finally:
            connection.close()


def blobs_of(folder: Path, digests: Iterator[Digest] | list[Digest]) -> dict[Digest, Path]:
    return {digest: folder / hex_of(digest) for digest in digests}


@contextmanager
def registry_running(folder: Path, *, auth: str = "") -> Iterator[Registry]:
    """Run until the block ends; `auth` is the `auth:` section of its configuration."""
    program = shutil.which("docker-registry")
    if program is None:
        raise RuntimeError("docker-registry is not installed; run `make setup-test`")
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    configuration = folder / "config.yml"
    configuration.write_text(
        f"version: 0.1\nlog: {{level: error}}\n"
        f"storage: {{filesystem: {{rootdirectory: {folder}/data}}}}\n"
        f"http: {{addr: 127.0.0.1:{port}}}\n{auth}"
    )
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([program, "serve", str(configuration)], stdout=log, stderr=log)
    try:
        wait_until_open(port, process)
        yield Registry(f"127.0.0.1:{port}", folder)
    finally:
        process.terminate()
        process.wait()
