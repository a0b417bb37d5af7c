"""`POST /enroll` and `/enroll/poll`: the requests of a device that nobody knows yet."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Final, TypeVar

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from controlplane.db.session import Database
from controlplane.devices import approval
from controlplane.devices.approval import Waiting
from controlplane.devices.ca import CertificateAuthority
from controlplane.devices.enrollment import Enrolled
from controlplane.gateway.limits import RateLimit
from controlplane.gateway.problems import BodyRefusedError, TooManyRequestsError
from controlplane.settings import Settings
from shared.clock import Clock
from shared.wire.base import Message
from shared.wire.enrol import EnrollPending, EnrollPoll, EnrollRequest, EnrollResponse

MAX_BODY_BYTES: Final = 32 * 1024
_BURST: Final = 30
_PER_MINUTE: Final = 30.0
_POLL_S: Final = 5.0

M = TypeVar("M", bound=Message)


class Enrollment:
    """Checks the body, lets the device in, tells it where everything is."""

    def __init__(
        self, *, database: Database, clock: Clock, ca: CertificateAuthority, settings: Settings
    ) -> None:
        self._database = database
        self._clock = clock
        self._ca = ca
        self._settings = settings
        self._limit = RateLimit(burst=_BURST, per_minute=_PER_MINUTE)

    async def enroll(self, request: Request) -> Response:
        return await self._answer(request, EnrollRequest, self._ask)

    async def poll(self, request: Request) -> Response:
        return await self._answer(request, EnrollPoll, self._poll)

    async def _answer(
        self,
        request: Request,
        kind: type[M],
        act: Callable[[M, str, datetime], Enrolled | Waiting],
    ) -> Response:
        address = request.client.host if request.client else ""
        if not self._limit.allows(address, time.monotonic()):
            raise TooManyRequestsError(
                "too many enrollments from this address have failed; try again in a minute"
            )
        wanted = _read(kind, await _bounded_body(request))
        now = self._clock.now()
        outcome = await run_in_threadpool(act, wanted, address, now)
        self._limit.give_back(address)
        if isinstance(outcome, Waiting):
            return JSONResponse(_pending(outcome, now).model_dump(mode="json"), status_code=202)
        return JSONResponse(self._told(outcome).model_dump(mode="json"), status_code=201)

    def _ask(self, wanted: EnrollRequest, address: str, now: datetime) -> Enrolled | Waiting:
        with self._database.transaction() as session:
            return approval.ask(session, wanted, ca=self._ca, address=address, now=now)

    def _poll(self, wanted: EnrollPoll, _address: str, now: datetime) -> Enrolled | Waiting:
        with self._database.transaction() as session:
            return approval.poll(session, wanted.ticket, ca=self._ca, now=now)

    def _told(self, enrolled: Enrolled) -> EnrollResponse:
        return EnrollResponse(
            device=enrolled.device,
            name=enrolled.name,
            labels=enrolled.labels,
            certificate_pem=enrolled.certificate_pem,
            mqtt_host=self._settings.public_host,
            mqtt_port=self._settings.mqtt_port,
            gateway_url=self._settings.gateway_url,
        )


def _pending(waiting: Waiting, now: datetime) -> EnrollPending:
    return EnrollPending(
        ticket=waiting.ticket,
        fingerprint=waiting.fingerprint,
        poll_s=_POLL_S,
        expires_in_s=max(0.0, (waiting.expires_at - now).total_seconds()),
    )


def _read(kind: type[M], body: bytes) -> M:
    try:
        return kind.model_validate_json(body)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BodyRefusedError(f"{where or 'body'}: {first['msg']}") from error


async def _bounded_body(request: Request) -> bytes:
    body = bytearray()
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > MAX_BODY_BYTES:
                raise BodyRefusedError(f"an enrollment has at most {MAX_BODY_BYTES} bytes")
    except ClientDisconnect as error:
        raise BodyRefusedError("the connection ended before the body did") from error
    return bytes(body)
