"""A real nginx over a folder, as somebody would set it up as a mirror."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_WAIT_S = 10.0

_CONFIGURATION = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
    access_log {folder}/access.log;
    sendfile on;
    default_type application/octet-stream;
    client_body_temp_path {folder}/tmp-body;
    proxy_temp_path {folder}/tmp-proxy;
    fastcgi_temp_path {folder}/tmp-fastcgi;
    uwsgi_temp_path {folder}/tmp-uwsgi;
    scgi_temp_path {folder}/tmp-scgi;
    server {{
        listen 127.0.0.1:{port} {tls};
        {certificate}
        location /blobs/sha256/ {{ alias {blobs}/; }}
    }}
}}
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def wait_until_open(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return when somebody listens at the port.

    Raises:
        RuntimeError: the process ended, or nobody does.
    """
    deadline = time.monotonic() + _WAIT_S
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.02)
        else:
            return
    raise RuntimeError(f"nobody listens on port {port}")


@contextmanager
def nginx_running(
    blobs: Path, folder: Path, *, certificate: tuple[Path, Path] | None = None
) -> Iterator[str]:
    """Serve blobs until the block ends; yield the base URL."""
    program = shutil.which("nginx")
    if program is None:
        raise RuntimeError("nginx is not installed; run `make setup-test`")
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    file = folder / "nginx.conf"
    lines = ""
    if certificate is not None:
        lines = f"ssl_certificate {certificate[0]}; ssl_certificate_key {certificate[1]};"
    file.write_text(
        _CONFIGURATION.format(
            folder=folder,
            port=port,
            blobs=blobs,
            tls="ssl" if certificate else "",
            certificate=lines,
        )
    )
    # Its master may run as root: then the worker would be somebody who cannot see our folders.
    process = subprocess.Popen(
        [program, "-e", f"{folder}/error.log", "-p", str(folder), "-c", str(file)]
        + (["-g", "user root;"] if os.geteuid() == 0 else []),
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_open(port, process)
        yield f"https://localhost:{port}" if certificate else f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()
