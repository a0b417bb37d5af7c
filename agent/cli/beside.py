"""What a command needs that works on a device's folder, beside its agent or without it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from agent.bundles.store import BundleStore
from agent.host.probe import Wishes, probe
from agent.host.proc import Machine, held_bytes
from agent.host.status import StatusFile, is_running
from agent.settings import Settings
from agent.store.db import Database
from agent.store.hints import Hints
from agent.store.journal import Journal
from agent.store.kv import BANDWIDTH, Facts
from agent.store.trust import TrustMemory
from agent.trust.identity import Identity
from agent.trust.service import Trust
from shared.capabilities import Capability
from shared.clock import SystemClock
from shared.errors import Category, FlotillaError

_PRIVATE: Final = 0o077


@dataclass(frozen=True)
class Beside:
    """The durable parts of a device."""

    settings: Settings
    capability: Capability
    database: Database
    journal: Journal
    hints: Hints
    trust: Trust
    bundles: BundleStore


class OwnerError(FlotillaError):
    """The folder is another user's, who could not use what this command would leave in it."""

    code = "not_the_owner"
    category = Category.CONFIG


def check_owner(settings: Settings, *, owner: int, user: int) -> None:
    """Keep root from leaving files in a folder that its agent can then not write.

    Raises:
        OwnerError: the folder is not the user's own.
    """
    if owner != user:
        raise OwnerError(
            f"{settings.data} belongs to the user with the number {owner}; run this as that user,"
            f" with `sudo -u '#{owner}' flotilla-agent ...`"
        )


@contextmanager
def opened(settings: Settings) -> Iterator[Beside]:
    """Open them, and close them at the end.

    Raises:
        OwnerError: the folder is another user's.
    """
    check_owner(settings, owner=settings.data.stat().st_uid, user=os.geteuid())
    os.umask(_PRIVATE)
    identity = Identity(settings.identity_folder)
    database = Database(settings.database_file)
    try:
        capability = _capability(settings, Facts(database))
        yield Beside(
            settings=settings,
            capability=capability,
            database=database,
            journal=Journal(database),
            hints=Hints(database),
            trust=Trust(
                settings.trust_folder,
                gateway_url=settings.gateway_url,
                ca_file=identity.ca_file,
                clock=SystemClock(),
                versions=TrustMemory(database),
            ),
            bundles=BundleStore(
                settings.bundles_folder,
                blob_urls=[settings.gateway_url],
                ca_file=identity.ca_file,
                disk_budget_bytes=capability.disk_budget_bytes,
            ),
        )
    finally:
        database.close()


def _capability(settings: Settings, facts: Facts) -> Capability:
    """Measure what a bundle is held against; an agent with a model loaded has measured it first."""
    running = StatusFile(settings.status_file).read() if is_running(settings.data) else {}
    known, _, rate = (facts.get(BANDWIDTH) or "").partition(" ")
    return probe(
        Machine(),
        data=settings.data,
        wishes=Wishes(
            memory_budget_bytes=running.get("memory_budget_bytes", settings.memory_budget_bytes),
            disk_budget_bytes=settings.disk_budget_bytes,
        ),
        held_bytes=held_bytes(settings.bundles_folder),
        bandwidth=lambda hardware: int(rate) if known == hardware else 0,
    )
