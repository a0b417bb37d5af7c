"""`/metrics`: the control plane in Prometheus' text form.

Whoever asks from the machine itself is answered, unless a proxy asks for somebody else; everybody
else needs a token whose scopes include `metrics.read`.
"""

import ipaddress
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response

from controlplane.access.web import api_principal
from controlplane.api.deps import DatabaseDep, SettingsDep
from controlplane.api.errors import RESPONSES
from controlplane.audit import queries as audit
from controlplane.devices import queries as devices
from controlplane.devices.model import Counts
from controlplane.rollouts import counting
from controlplane.rollouts.counting import Tally
from controlplane.telemetry.meter import Meter, Reading

MEDIA_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_FORWARDED: Final = ("forwarded", "x-forwarded-for", "x-real-ip")
_COUNTERS: Final = {
    "ingest_batches": "Batches of messages that were committed.",
    "ingest_failures": "Batches that the database did not take.",
    "ingest_messages": "Messages of devices that were committed.",
    "ingest_seconds": "Time that committing them took.",
    "tick_failures": "Ticks of the rollouts that failed.",
    "tick_seconds": "Time that ticks of the rollouts took.",
    "ticks": "Ticks of the rollouts.",
}
_GAUGES: Final = {
    "ingest_lag_seconds": "From hearing the oldest message of the last batch to its commit.",
}


def may_scrape(request: Request) -> None:
    """Let the machine itself in, and tokens that may.

    Raises:
        SignInRequiredError: it is neither.
        NotAllowedError: the token was made for something else.
    """
    is_direct = not any(name in request.headers for name in _FORWARDED)
    if is_direct and "authorization" not in request.headers and is_loopback(request):
        return
    api_principal(request)


def is_loopback(request: Request) -> bool:
    try:
        address = request.client.host if request.client is not None else ""
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


router = APIRouter(tags=["status"])


@router.get(
    "/metrics",
    response_class=Response,
    responses={
        **RESPONSES,
        HTTPStatus.OK.value: {"content": {"text/plain": {"schema": {"type": "string"}}}},
    },
)
def show_metrics(
    request: Request,
    _scraper: Annotated[None, Depends(may_scrape)],
    database: DatabaseDep,
    settings: SettingsDep,
) -> Response:
    """Show what is counted, for Prometheus."""
    meter: Meter = request.app.state.meter
    with database.reading() as session:
        counts = devices.counts(session)
        tally = counting.tally(session)
        entries = audit.head(session).seq
    text = "".join(
        f"{line}\n"
        for line in _lines(
            counts,
            tally,
            meter.read(),
            entries=entries,
            director=request.app.state.director.version,
            broker=request.app.state.broker_connected(),
            fleet=settings.fleet,
        )
    )
    return Response(text, media_type=MEDIA_TYPE)


def _lines(
    counts: Counts,
    tally: Tally,
    reading: Reading,
    *,
    entries: int,
    director: int,
    broker: bool,
    fleet: str,
) -> Iterator[str]:
    """Write every family."""
    yield from _family("info", "gauge", "This control plane.", {f'fleet="{fleet}"': 1})
    presence = {"online": counts.online, "offline": counts.offline, "never": counts.never}
    yield from _family("devices", "gauge", "Devices by presence.", _by("presence", presence))
    yield from _family("rollouts", "gauge", "Rollouts by state.", _by("state", tally.rollouts))
    text = "Deployments that have not ended, by state."
    yield from _family("deployments", "gauge", text, _by("state", tally.deployments))
    yield from _family("hints", "gauge", "Hints to devices by state.", _by("state", tally.hints))
    yield from _family("audit_entries_total", "counter", "Length of the log.", {"": entries})
    yield from _family("director_version", "gauge", "What devices are told.", {"": director})
    yield from _family("broker_connected", "gauge", "Whether ingest hears.", {"": int(broker)})
    for name, text in _COUNTERS.items():
        yield from _family(f"{name}_total", "counter", text, {"": reading.counts.get(name, 0)})
    for name, text in _GAUGES.items():
        if name in reading.gauges:
            yield from _family(name, "gauge", text, {"": reading.gauges[name]})


def _by(label: str, values: Mapping[str, float]) -> dict[str, float]:
    return {f'{label}="{name}"': value for name, value in sorted(values.items())}


def _family(name: str, kind: str, text: str, values: Mapping[str, float]) -> Iterator[str]:
    name = f"flotilla_{name}"
    yield f"# HELP {name} {text}"
    yield f"# TYPE {name} {kind}"
    for labels, value in values.items():
        yield f"{name}{{{labels}}} {value:g}" if labels else f"{name} {value:.15g}"
