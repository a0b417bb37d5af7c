"""`/status`: the control plane at a glance."""

from importlib.metadata import PackageNotFoundError, version

from fastapi import APIRouter, Request

from controlplane.api.deps import ActorDep, DatabaseDep, SettingsDep
from controlplane.api.schemas.status import DeviceCounts, Status
from controlplane.devices import queries

router = APIRouter(prefix="/status", tags=["status"])


@router.get("")
def show_status(
    request: Request, _actor: ActorDep, database: DatabaseDep, settings: SettingsDep
) -> Status:
    """Show versions, addresses and the fleet in numbers."""
    with database.reading() as session:
        counts = queries.counts(session)
    return Status(
        version=_version(),
        fleet=settings.fleet,
        url=settings.api_url,
        gateway_url=settings.gateway_url,
        mqtt_host=settings.public_host,
        mqtt_port=settings.mqtt_port,
        devices=DeviceCounts(
            devices=counts.devices,
            online=counts.online,
            offline=counts.offline,
            never=counts.never,
        ),
        director_version=request.app.state.director.version,
        broker_connected=request.app.state.broker_connected(),
        evaluation_keys=settings.keys_folder.is_dir(),
    )


def _version() -> str:
    try:
        return version("flotilla")
    except PackageNotFoundError:
        return "0.0.0+source"
