"""Build a control plane from its settings."""

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from socket import gethostname

from fastapi import FastAPI

from controlplane.access.oidc import provider_of
from controlplane.access.service import Access, open_secrets
from controlplane.api import errors, metrics, openapi, router
from controlplane.app import reach
from controlplane.app.expirywatch import ExpiryWatch
from controlplane.app.metered import MeteredRecorder, MeteredRunner
from controlplane.app.plane import ControlPlane, Part
from controlplane.app.refusals import Refusals
from controlplane.app.servers import HttpServer
from controlplane.app.upkeep import Upkeep
from controlplane.broker.configuration import Listener
from controlplane.broker.mosquitto import Mosquitto
from controlplane.console import app as console
from controlplane.db import migrate
from controlplane.db.session import Database
from controlplane.devices import anchors, ca
from controlplane.devices.ca import CertificateAuthority
from controlplane.director.signer import DirectorRepository
from controlplane.gateway import server as gateway
from controlplane.gateway.enrollment import Enrollment
from controlplane.gateway.files import Files
from controlplane.ingest.connection import BrokerAddress, Connection
from controlplane.ingest.consumer import Ingest
from controlplane.ingest.downlink import Downlink
from controlplane.ingest.handlers import Handlers
from controlplane.registry.repository import ImageFolder
from controlplane.registry.storage import Storage
from controlplane.registry.worker import JobWorker
from controlplane.rollouts import service as rollouts
from controlplane.settings import Settings
from controlplane.telemetry.meter import Meter
from shared.clock import Clock, SystemClock
from shared.ids import new_id
from shared.wire.enrol import Anchors

_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - where to reach such a listener


def create(
    settings: Settings,
    *,
    clock: Clock | None = None,
    parts: Mapping[str, Part] | None = None,
) -> ControlPlane:
    """Build everything; nothing runs yet. `parts` are more that shall run, by name.

    CA, certificates, secrets and tables are made when they are missing. The repositories are not:
    their roots come from a key ceremony, which is no server's business.

    Raises:
        AuthorityError: there has been no key ceremony.
        OfflineKeyError: an offline key lies within the data folder.
        BrokerMissingError: Mosquitto is not installed.
    """
    clock = clock or SystemClock()
    reach.check(settings)
    for repo in (settings.image_repository, settings.usb_repository):
        ImageFolder(repo).recover()
    authority = ca.ensure(settings.ca_folder, settings.fleet, clock.now())
    _certify_services(authority, settings, clock.now())
    trusted = anchors.read(
        fleet=settings.fleet,
        ca_folder=settings.ca_folder,
        image=settings.image_repository,
        director=settings.director_repository,
        usb=settings.usb_repository,
    )
    secrets = open_secrets(settings.admin_token_file, settings.session_secret_file)
    database = Database(settings.url)
    migrate.upgrade(database)
    storage = Storage(settings.blobs_folder)
    director = DirectorRepository(
        settings.director_repository,
        settings.director_key,
        image=settings.image_repository,
        usb=settings.usb_repository,
    )
    connection = Connection(_broker_address(settings), fleet=settings.fleet)
    broker = Mosquitto(
        folder=settings.broker_folder,
        listener=_listener(settings),
        fleet=settings.fleet,
        clock=clock,
        jitter=random.random,
    )
    refusals = Refusals(
        database, clock, broker, authority=authority, address=_broker_address(settings)
    )
    refusals.step()  # from its first moment the broker refuses whom it refused before
    meter = Meter()
    api = _application()
    for name, value in {
        "database": database,
        "clock": clock,
        "settings": settings,
        "storage": storage,
        "director": director,
        "access": Access(database, secrets),
        "provider": provider_of(settings),
        "meter": meter,
        "anchors": trusted,
        "broker_connected": connection.connected.is_set,
    }.items():
        setattr(api.state, name, value)
    return ControlPlane(
        settings=settings,
        database=database,
        api=api,
        admin_token=secrets.token,
        broker=broker,
        servers=(
            HttpServer(
                api,
                host=settings.host,
                port=settings.port,
                option="--port",
                proxies=settings.proxies,
            ),
            _gateway(settings, database, clock, authority, trusted),
        ),
        parts={
            "ingest": _ingest(
                database,
                clock,
                connection,
                authority=authority,
                settings=settings,
                meter=meter,
            ).run,
            "rollouts": MeteredRunner(
                database, clock, director, meter=meter, name=f"{gethostname()}:{settings.port}"
            ).run,
            "builds": JobWorker(database, storage, clock, settings).run,
            "upkeep": Upkeep(
                database,
                clock,
                broker,
                refusals=refusals,
                keep_telemetry=timedelta(days=settings.telemetry_days),
            ).run,
            "expiries": ExpiryWatch(database, clock, settings).run,
            **(parts or {}),
        },
        jitter=random.random,
    )


def _application() -> FastAPI:
    api = FastAPI(
        title="Flotilla",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        generate_unique_id_function=openapi.operation_id,
    )
    errors.install(api)
    openapi.install(api)
    api.include_router(router.health)
    api.include_router(metrics.router)
    api.include_router(router.build())
    console.mount(api)
    return api


def _ingest(
    database: Database,
    clock: Clock,
    connection: Connection,
    *,
    authority: CertificateAuthority,
    settings: Settings,
    meter: Meter,
) -> Ingest:
    handlers = Handlers(record_deployment=rollouts.record, new_id=new_id, authority=authority)
    recorder = MeteredRecorder(database, clock, handlers, fleet=settings.fleet, meter=meter)
    downlink = Downlink(database, clock, connection)
    return Ingest(connection, recorder, downlink, jitter=random.random)


def _gateway(
    settings: Settings,
    database: Database,
    clock: Clock,
    authority: CertificateAuthority,
    trusted: Anchors,
) -> HttpServer:
    application = gateway.build(
        anchors=trusted,
        enrollment=Enrollment(database=database, clock=clock, ca=authority, settings=settings),
        files=Files(
            image=settings.image_repository,
            director=settings.director_repository,
            blobs=settings.blobs_folder,
        ),
    )
    return HttpServer(
        application,
        host=settings.device_host,
        port=settings.gateway_port,
        option="--gateway-port",
        certificate=_certificate(settings, "server"),
    )


def _certify_services(authority: CertificateAuthority, settings: Settings, now: datetime) -> None:
    hosts = ["localhost", "127.0.0.1", settings.public_host]
    authority.ensure_server(settings.ca_folder, hosts, now)
    authority.ensure_control_plane(settings.ca_folder, now)


def _certificate(settings: Settings, stem: str) -> tuple[Path, Path]:
    folder = settings.ca_folder.resolve()
    return folder / f"{stem}.pem", folder / f"{stem}.key"


def _listener(settings: Settings) -> Listener:
    certificate_file, key_file = _certificate(settings, "server")
    return Listener(
        host=settings.device_host,
        port=settings.mqtt_port,
        ca_file=settings.ca_folder.resolve() / "ca.pem",
        certificate_file=certificate_file,
        key_file=key_file,
    )


def _broker_address(settings: Settings) -> BrokerAddress:
    certificate_file, key_file = _certificate(settings, "control-plane")
    return BrokerAddress(
        host=_EVERYWHERE.get(settings.device_host, settings.device_host),
        port=settings.mqtt_port,
        ca_file=settings.ca_folder.resolve() / "ca.pem",
        certificate_file=certificate_file,
        key_file=key_file,
    )
