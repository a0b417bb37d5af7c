"""The HTTP client of the command line: finds the control plane, sends, and words its refusals.

Address and token come from `FLOTILLA_URL` and `FLOTILLA_TOKEN`, else from `client.json`, which
`flotilla up` writes into its data folder (`FLOTILLA_DATA`, `./data/controlplane` by default).
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import httpx2
from pydantic import BaseModel, ValidationError

from controlplane.settings import Settings
from shared.errors import Category, FlotillaError

_TIMEOUT_S = 30.0
_UPLOAD_TIMEOUT_S = 600.0


class ServerMissingError(FlotillaError):
    """There is no control plane to ask."""

    code = "no_control_plane"
    category = Category.NETWORK
    retryable = True


class RefusedError(FlotillaError):
    """The control plane answered, and the answer is no."""

    code = "refused"
    category = Category.CONFIG

    def __init__(self, *, status: int, detail: str, reason: str) -> None:
        super().__init__(detail)
        self.status = status
        self.reason = reason
        """The stable code of the problem."""


class Address(BaseModel):
    """What `client.json` holds."""

    url: str
    token: str


class Client:
    """Asks the API of one control plane; `path` is below `/api/v1` and begins with a slash."""

    def __init__(self, http: httpx2.Client, *, url: str) -> None:
        self._http = http
        self.url = url

    @classmethod
    def to(cls, address: Address) -> Self:
        http = httpx2.Client(
            base_url=f"{address.url}/api/v1",
            headers={"Authorization": f"Bearer {address.token}"},
            timeout=_TIMEOUT_S,
        )
        return cls(http, url=address.url)

    def close(self) -> None:
        self._http.close()

    def get(self, path: str, params: Mapping[str, str | int] | None = None) -> Any:
        return self._ask("GET", path, params=params)

    def post(self, path: str, body: Any = None) -> Any:
        return self._ask("POST", path, body=body)

    def patch(self, path: str, body: Any) -> Any:
        return self._ask("PATCH", path, body=body)

    def put(self, path: str, body: Any) -> Any:
        return self._ask("PUT", path, body=body)

    def delete(self, path: str) -> Any:
        return self._ask("DELETE", path)

    def put_bytes(self, path: str, pieces: Iterable[bytes] | bytes) -> Any:
        """Upload raw bytes, streamed."""
        return self._ask("PUT", path, content=pieces)

    def get_bytes(self, path: str) -> bytes:
        """Download a small file whole."""
        return self._send("GET", path).content

    @contextmanager
    def stream(self, path: str) -> Iterator[Iterator[bytes]]:
        """Download a large file piece by piece."""
        try:
            with self._http.stream("GET", path, timeout=_UPLOAD_TIMEOUT_S) as answer:
                if answer.is_error:
                    answer.read()
                    raise _refusal(answer)
                yield answer.iter_bytes()
        except httpx2.TransportError as error:
            raise self._missing(error) from error

    def _ask(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str | int] | None = None,
        body: Any = None,
        content: Iterable[bytes] | bytes | None = None,
    ) -> Any:
        answer = self._send(method, path, params=params, body=body, content=content)
        return answer.json() if answer.content else None

    def _send(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str | int] | None = None,
        body: Any = None,
        content: Iterable[bytes] | bytes | None = None,
    ) -> httpx2.Response:
        timeout = _TIMEOUT_S if content is None else _UPLOAD_TIMEOUT_S
        try:
            answer = self._http.request(
                method, path, params=params, json=body, content=content, timeout=timeout
            )
        except httpx2.TransportError as error:
            raise self._missing(error) from error
        if answer.is_error:
            raise _refusal(answer)
        return answer

    def _missing(self, error: Exception) -> ServerMissingError:
        return ServerMissingError(
            f"no control plane answers at {self.url} ({error}); start one with `flotilla up`"
        )


def find(environment: Mapping[str, str] = os.environ) -> Address:
    """Return where the control plane is and the token for it.

    Raises:
        ServerMissingError: nothing says where one is.
    """
    url, token = environment.get("FLOTILLA_URL"), environment.get("FLOTILLA_TOKEN")
    if url and token:
        return Address(url=url.rstrip("/"), token=token)
    file = Settings().client_file
    try:
        stored = Address.model_validate(json.loads(file.read_bytes()))
    except FileNotFoundError:
        raise ServerMissingError(
            f"no control plane is known here: {file} does not exist; start one with `flotilla up`,"
            " name its folder with FLOTILLA_DATA, or set FLOTILLA_URL and FLOTILLA_TOKEN"
        ) from None
    except (OSError, ValueError, ValidationError) as error:
        raise ServerMissingError(f"cannot read {file}: {error}") from error
    return Address(url=url or stored.url, token=token or stored.token)


@contextmanager
def connected() -> Iterator[Client]:
    """Open the client that every verb uses."""
    client = Client.to(find())
    try:
        yield client
    finally:
        client.close()


def wait_file(file: Path) -> Address | None:
    """Return what a client file says, None while it is not there or not whole."""
    try:
        return Address.model_validate_json(file.read_bytes())
    except (OSError, ValidationError):
        return None


def _refusal(answer: httpx2.Response) -> RefusedError:
    try:
        problem = answer.json()
        detail, reason = str(problem["detail"]), str(problem["code"])
    except (ValueError, KeyError, TypeError):
        detail, reason = f"{answer.status_code} {answer.reason_phrase}", "unknown"
    return RefusedError(status=answer.status_code, detail=detail, reason=reason)
