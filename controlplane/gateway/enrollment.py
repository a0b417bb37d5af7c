"""`POST /enroll`: the one request of a device that nobody knows yet."""

import time
from typing import Final

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from controlplane.db.session import Database
from controlplane.devices import service as devices
from controlplane.devices.ca import CertificateAuthority
from controlplane.gateway.limits import RateLimit
from controlplane.gateway.problems import BodyRefusedError, TooManyRequestsError
from controlplane.settings import Settings
from shared.clock import Clock
from shared.wire.enrol import EnrollRequest, EnrollResponse

MAX_BODY_BYTES: Final = 32 * 1024
_BURST: Final = 30
_PER_MINUTE: Final = 30.0


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
        address = request.client.host if request.client else ""
        if not self._limit.allows(address, time.monotonic()):
            raise TooManyRequestsError(
                "too many enrollments from this address have failed; try again in a minute"
            )
        body = await _bounded_body(request)
        try:
            wanted = EnrollRequest.model_validate_json(body)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            raise BodyRefusedError(f"{where or 'body'}: {first['msg']}") from error
        answer = await run_in_threadpool(self._enroll, wanted)
        self._limit.give_back(address)
        return JSONResponse(answer.model_dump(mode="json"), status_code=201)

    def _enroll(self, wanted: EnrollRequest) -> EnrollResponse:
        now = self._clock.now()
        with self._database.transaction() as session:
            enrolled = devices.enroll(session, wanted, ca=self._ca, now=now)
        return EnrollResponse(
            device=enrolled.device,
            name=enrolled.name,
            labels=enrolled.labels,
            certificate_pem=enrolled.certificate_pem,
            mqtt_host=self._settings.public_host,
            mqtt_port=self._settings.mqtt_port,
            gateway_url=self._settings.gateway_url,
        )


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
