"""An HTTP server in a thread of its own, stopped by the event that stops everything."""

import socket
import threading
from pathlib import Path
from typing import Any, Final

import uvicorn
from typing_extensions import override

from controlplane.app.errors import PortTakenError

_GRACE_S: Final = 3
_BACKLOG: Final = 1024


class HttpServer:
    """Serves one application on one port."""

    def __init__(
        self,
        application: Any,
        *,
        host: str,
        port: int,
        option: str,
        certificate: tuple[Path, Path] | None = None,
        proxies: str = "",
    ) -> None:
        certificate_file, key_file = certificate or (None, None)
        self._host = host
        self._port = port
        self._option = option
        self._socket: socket.socket | None = None
        self._config = uvicorn.Config(
            application,
            log_config=None,
            access_log=False,
            lifespan="off",
            ws="none",
            server_header=False,
            proxy_headers=bool(proxies),
            forwarded_allow_ips=proxies or None,
            timeout_graceful_shutdown=_GRACE_S,
            ssl_certfile=certificate_file,
            ssl_keyfile=key_file,
        )

    def bind(self) -> None:
        """Take the port; from now on connections wait for `run`.

        Raises:
            PortTakenError: something else has it.
        """
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        listener = socket.socket(family)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((self._host, self._port))
            listener.listen(_BACKLOG)
        except OSError as error:
            listener.close()
            raise PortTakenError(
                host=self._host,
                port=self._port,
                option=self._option,
                reason=error.strerror or str(error),
            ) from error
        self._socket = listener

    def run(self, stop: threading.Event) -> None:
        """Serve until `stop` is set."""
        if self._socket is None:
            self.bind()
        assert self._socket is not None
        try:
            _Server(self._config, stop).run(sockets=[self._socket])
        finally:
            self.release()

    def release(self) -> None:
        """Give the port back."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, stop: threading.Event) -> None:
        super().__init__(config)
        self._stop = stop

    @override
    async def on_tick(self, counter: int) -> bool:
        return await super().on_tick(counter) or self._stop.is_set()
