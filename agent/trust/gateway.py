"""The requests of enrollment.

The anchors come over a connection that nobody vouches for yet, so the caller compares their hash;
the enrollment itself goes over one that the anchors vouch for.
"""

import http.client
import json
import ssl
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from shared.errors import Category, FlotillaError
from shared.wire.base import Message
from shared.wire.enrol import Anchors, EnrollPending, EnrollPoll, EnrollRequest, EnrollResponse

TIMEOUT_S = 20.0
MAX_ANSWER_BYTES = 1_000_000
DEFAULT_PORT = 8421

_OK = 200
_CREATED = 201
_ACCEPTED = 202

_ANSWER: TypeAdapter[EnrollResponse | EnrollPending] = TypeAdapter(EnrollResponse | EnrollPending)


class GatewayError(FlotillaError):
    """The gateway cannot be reached, or does not answer as a gateway does."""

    code = "gateway_unreachable"
    category = Category.NETWORK
    retryable = True


class EnrollmentRefusedError(FlotillaError):
    """The control plane refused to enroll this device; the message is its own."""

    code = "enrollment_refused"
    category = Category.SECURITY


class Problem(BaseModel):
    """What we read of `application/problem+json`."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    title: str = ""
    detail: str = ""
    code: str = ""


class Gateway:
    """One gateway, by its base URL."""

    def __init__(self, url: str) -> None:
        """Take the URL apart.

        Raises:
            GatewayError: it is not an https URL.
        """
        parts = urlsplit(url if "://" in url else f"https://{url}")
        try:
            self._port = parts.port or DEFAULT_PORT
        except ValueError as error:
            raise GatewayError(f"{url!r} has no usable port: {error}") from error
        if parts.scheme != "https" or not parts.hostname:
            raise GatewayError(f"{url!r} is not the address of a gateway (https://host:port)")
        self._host = parts.hostname
        self._path = parts.path.rstrip("/")

    @property
    def url(self) -> str:
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"https://{host}:{self._port}{self._path}"

    def anchors(self) -> Anchors:
        """Fetch the anchors from whoever answers; the caller compares their hash.

        Raises:
            GatewayError: no answer, or not anchors.
        """
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        body = self._ask("GET", "/anchors", context=context)
        try:
            return Anchors.model_validate_json(body)
        except ValidationError as error:
            raise GatewayError(f"{self.url} did not answer with the fleet's anchors") from error

    def enroll(self, request: EnrollRequest, *, ca_pem: str) -> EnrollResponse | EnrollPending:
        """Trade a token for a certificate, speaking only to a server that the CA vouches for.

        Raises:
            EnrollmentRefusedError: the control plane says no; the message says why.
            GatewayError: no answer, or the server is not of this fleet.
        """
        return self._post("/enroll", request, ca_pem=ca_pem)

    def poll(self, ticket: str, *, ca_pem: str) -> EnrollResponse | EnrollPending:
        """Ask whether a person has let this device in.

        Raises:
            EnrollmentRefusedError, GatewayError: as `enroll` does.
        """
        return self._post("/enroll/poll", EnrollPoll(ticket=ticket), ca_pem=ca_pem)

    def _post(self, path: str, body: Message, *, ca_pem: str) -> EnrollResponse | EnrollPending:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        try:
            context.load_verify_locations(cadata=ca_pem)
        except ssl.SSLError as error:
            raise GatewayError(f"the anchors hold no usable CA certificate: {error}") from error
        answer = self._ask("POST", path, context=context, body=body.model_dump_json().encode())
        try:
            return _ANSWER.validate_json(answer)
        except ValidationError as error:
            raise GatewayError(f"{self.url} answered the enrollment strangely: {error}") from error

    def _ask(
        self, method: str, path: str, *, context: ssl.SSLContext, body: bytes | None = None
    ) -> bytes:
        connection = http.client.HTTPSConnection(
            self._host, self._port, timeout=TIMEOUT_S, context=context
        )
        try:
            headers = {"Content-Type": "application/json"} if body is not None else {}
            connection.request(method, f"{self._path}{path}", body=body, headers=headers)
            response = connection.getresponse()
            answer = response.read(MAX_ANSWER_BYTES + 1)
        except ssl.SSLCertVerificationError as error:
            raise GatewayError(
                f"{self.url} is not the gateway of this token's fleet: {error.verify_message}"
            ) from error
        except (OSError, http.client.HTTPException) as error:
            raise GatewayError(f"{self.url} cannot be reached: {error}") from error
        finally:
            connection.close()
        if len(answer) > MAX_ANSWER_BYTES:
            raise GatewayError(f"{self.url}{path} answers with too much")
        if response.status not in {_OK, _CREATED, _ACCEPTED}:
            raise _refusal(self.url, path, response.status, answer)
        return answer


def _refusal(url: str, path: str, status: int, answer: bytes) -> FlotillaError:
    try:
        problem = Problem.model_validate(json.loads(answer))
    except (ValueError, RecursionError):
        problem = Problem()
    said = problem.detail or problem.title
    if said:
        return EnrollmentRefusedError(f"the control plane says: {said[:1000]}")
    return GatewayError(f"{url}{path} answers with status {status}")
