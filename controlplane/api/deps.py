"""What a route may ask for. The database, never a session: a route opens its own transaction.

A session from `Depends` would be held until the answer is validated, which needs a thread of the
same pool: under load that deadlocks.
"""

from typing import Annotated

from fastapi import Depends, Request

from controlplane.access.policy import Principal
from controlplane.access.service import Access
from controlplane.access.web import access_of, api_actor, api_principal
from controlplane.db.session import Database
from controlplane.registry.storage import Storage
from controlplane.settings import Settings
from shared.clock import Clock
from shared.wire.enrol import Anchors


def _database(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


def _clock(request: Request) -> Clock:
    clock: Clock = request.app.state.clock
    return clock


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _storage(request: Request) -> Storage:
    storage: Storage = request.app.state.storage
    return storage


def _anchors(request: Request) -> Anchors:
    anchors: Anchors = request.app.state.anchors
    return anchors


DatabaseDep = Annotated[Database, Depends(_database)]
ClockDep = Annotated[Clock, Depends(_clock)]
SettingsDep = Annotated[Settings, Depends(_settings)]
StorageDep = Annotated[Storage, Depends(_storage)]
AccessDep = Annotated[Access, Depends(access_of)]
AnchorsDep = Annotated[Anchors, Depends(_anchors)]
ActorDep = Annotated[str, Depends(api_actor)]
"""The name of the authenticated caller; 401 otherwise."""
PrincipalDep = Annotated[Principal, Depends(api_principal)]
"""Who calls, with role and scopes."""
