"""The composition root: builds every part of the agent once, and runs them in one task group.

The idle agent is small because it does not import what it may never need: the HTTP API comes when
the first slot is filled, python-tuf and the downloader when the first deployment does.
"""

import asyncio
import contextlib
import logging
import os
import random
import signal
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from agent import VERSION
from agent.api.front import Front
from agent.bundles.store import BundleStore
from agent.deployments.executor import Executor
from agent.deployments.heat import Throttling
from agent.deployments.lookout import Lookout
from agent.deployments.origin import Origins
from agent.deployments.ports import SystemTimer
from agent.deployments.serving import Incumbent
from agent.deployments.standing import slot_reports
from agent.deployments.steps import Steps
from agent.deployments.withdrawal import Withdrawal
from agent.host.bandwidth import measure_apart
from agent.host.kernels import KernelFile, measure
from agent.host.measuring import Measuring
from agent.host.memory import settle_memory
from agent.host.probe import Wishes, probe
from agent.host.proc import Machine, held_bytes
from agent.host.sensors import Sensors
from agent.host.status import Lock, StatusFile
from agent.link.chat import Chat, Ended
from agent.link.commands import Commands
from agent.link.inbox import Handlers, Inbox
from agent.link.link import Link
from agent.link.paho import PahoDialer
from agent.link.pump import Pump
from agent.link.renewed import RenewedDialer
from agent.link.session import Standing
from agent.serving.slots import Slots
from agent.serving.talk import talk
from agent.settings import Settings
from agent.store.db import Database, StoreError
from agent.store.hints import Hints
from agent.store.journal import Journal
from agent.store.kv import BANDWIDTH, Facts
from agent.store.outbox import Outbox
from agent.store.recalls import RecallList
from agent.store.trust import TrustMemory
from agent.telemetry.counters import Counters
from agent.telemetry.sampler import Sampler
from agent.trust import credentials
from agent.trust.identity import Identity
from agent.trust.renewal import Renewal
from agent.trust.service import Trust
from shared.capabilities import Capability
from shared.clock import SystemClock
from shared.wire import topics
from shared.wire.enrol import RenewalRequest

LOOK_S = 1.0
"""How often the status file is brought up to date."""

logger = logging.getLogger(__name__)


class Agent:
    """Everything that runs on one device."""

    def __init__(self, settings: Settings, database: Database) -> None:
        clock, timer = SystemClock(), SystemTimer()
        identity = Identity(settings.identity_folder)
        self._settings = settings
        self._database = database
        self._facts = Facts(database)
        self._memory = TrustMemory(database)
        self._journal = Journal(database)
        self._status = StatusFile(settings.status_file)
        self._status.remove()
        self._measuring = Measuring(
            look=self._look,
            file=KernelFile(settings.kernels_file or settings.data / "kernels.json"),
            measure=measure,
            on_change=self._tell_all,
            measures=settings.measure_kernels,
        )
        self._outbox = Outbox(database, budget_bytes=settings.outbox_bytes)
        counters = Counters()
        self._slots = Slots(
            memory_budget_bytes=self.capability.memory_budget_bytes, counters=counters
        )
        bundles = BundleStore(
            settings.bundles_folder,
            blob_urls=[settings.gateway_url],
            ca_file=identity.ca_file,
            disk_budget_bytes=self.capability.disk_budget_bytes,
            mirrors=settings.mirrors,
            logins=settings.registry_logins,
            identity=identity.active,
            bytes_per_s=settings.download_bytes_per_s,
        )
        self._bundles, self._identity = bundles, identity
        hints = Hints(database)
        incumbent = Incumbent(bundles=bundles, slots=self._slots, threads=settings.threads)
        self._recalls = RecallList(database)
        self._trust = trust = Trust(
            settings.trust_folder,
            gateway_url=settings.gateway_url,
            ca_file=identity.ca_file,
            clock=clock,
            versions=self._memory,
            on_recall=self._heed_recalls,
        )
        self._lookout = Lookout(
            trust=trust, journal=self._journal, timer=timer, random=random.random
        )
        self._executor = Executor(
            journal=self._journal,
            hints=hints,
            steps=Steps(
                device=settings.device,
                trust=Origins(
                    trust=trust, hints=hints, journal=self._journal, labels=settings.labels
                ),
                bundles=bundles,
                slots=self._slots,
                journal=self._journal,
                clock=clock,
                timer=timer,
                capability=lambda: self.capability,
                on_change=self._on_change,
                threads=settings.threads,
                peers=hints.peers_of,
                throttled=Throttling(Sensors().heat),
            ),
            incumbent=incumbent,
            withdrawal=Withdrawal(recalls=self._recalls, journal=self._journal, slots=self._slots),
            timer=timer,
            clock=clock,
            random=random.random,
            on_change=self._on_change,
        )
        self._renewal = Renewal(
            settings.identity_folder,
            credentials=credentials,
            clock=clock,
            ask=self._ask_renewal,
            granted=self._redial,
            lived=lambda life: self._memory.raise_time_floor(life.begins),
        )
        self._chat = Chat(
            outbox=self._outbox,
            talk=partial(talk, self._slots, ended=Ended),
            on_reply=self._on_change,
            allowed=settings.remote_chat,
        )
        self._commands = Commands(
            outbox=self._outbox,
            tell_all=self._tell_all,
            probe=self._measuring.again,
            restart=self._restart,
            renew=self._renewal.renew_now,
            look=self._lookout.look_now,
            chat=self._chat,
            on_reply=self._on_change,
        )
        self._pump = Pump(self._outbox, topic_of=self._topic)
        self._link = Link(
            dialer=_dialer(settings, identity),
            pump=self._pump,
            facts=self._facts,
            clock=clock,
            random=random.random,
            agent=VERSION,
            topic_of=self._topic,
            subscription=topics.every_down(settings.fleet, settings.device),
            on_message=Inbox(
                fleet=settings.fleet,
                device=settings.device,
                clock=clock,
                handlers=Handlers(
                    desired=self._executor.hear,
                    ack=self._outbox.acked,
                    command=self._commands.hear,
                    certificate=self._renewal.hear,
                ),
            ).receive,
            standing=self._standing,
            capability=lambda: self.capability,
            on_connected=self._on_connected,
        )
        self._front = Front(settings, slots=self._slots, on_listening=self._link.changed)
        self._incumbent = incumbent
        self._sampler = Sampler(
            counters=counters,
            outbox=self._outbox,
            clock=clock,
            interval_s=settings.telemetry_interval_s,
            memory_of=lambda slot: self._slots.facts(slot).memory_bytes or None,
            on_batch=self._pump.wake,
            temperature=Sensors().celsius,
        )

    async def run(self) -> None:
        """Run until cancelled; then leave in good order."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._executor.run())
                tasks.create_task(self._lookout.run())
                tasks.create_task(self._link.run())
                tasks.create_task(self._sampler.run())
                tasks.create_task(self._measuring.run())
                tasks.create_task(self._commands.run())
                tasks.create_task(self._chat.run())
                tasks.create_task(self._renewal.run())
                tasks.create_task(self._front.run())
                if self._settings.share_blobs:
                    tasks.create_task(self._share_blobs())
                tasks.create_task(self._keep_status())
                settle_memory()
        finally:
            self._status.remove()
            await self._slots.close()

    def _on_change(self) -> None:
        self._pump.wake()
        self._link.changed()
        self._front.changed()

    def _heed_recalls(self) -> None:
        self._executor.heed_recalls()

    def _on_connected(self) -> None:
        self._executor.retry_now()
        self._lookout.connected()

    def _ask_renewal(self, request: RenewalRequest) -> None:
        self._outbox.put_event(topics.UP_RENEWAL, request)
        self._pump.wake()

    def _redial(self) -> None:
        self._link.redial()

    def _tell_all(self) -> None:
        self._link.tell_all()

    def _standing(self) -> Standing:
        return Standing(
            slots=slot_reports(self._journal, self._slots, self._recalls.all()),
            director_version=self._memory.versions("director").get("timestamp", 0),
            api=self._front.url,
        )

    def _topic(self, leaf: str) -> str:
        return topics.build(self._settings.fleet, self._settings.device, leaf)

    @property
    def capability(self) -> Capability:
        return self._measuring.capability

    def _look(self) -> Capability:
        settings = self._settings
        found = probe(
            Machine(),
            data=settings.data,
            wishes=Wishes(
                memory_budget_bytes=settings.memory_budget_bytes,
                disk_budget_bytes=settings.disk_budget_bytes,
                threads=settings.threads,
                metered=settings.metered,
            ),
            held_bytes=held_bytes(settings.bundles_folder),
            bandwidth=self._bandwidth,
        )
        return found.model_copy(update={"share": self._share_url()})

    def _share_url(self) -> str:
        settings = self._settings
        if not settings.share_blobs:
            return ""
        from agent.bundles.share import address_towards  # noqa: PLC0415 - few devices share

        host = settings.share_address or address_towards(settings.gateway_url)
        return f"https://{host}:{settings.share_port}" if host else ""

    def _bandwidth(self, hardware: str) -> int:
        """Measure once per hardware."""
        known, _, rate = (self._facts.get(BANDWIDTH) or "").partition(" ")
        if known == hardware:
            return int(rate)
        measured = measure_apart()
        if measured:
            self._facts.put(BANDWIDTH, f"{hardware} {measured}")
        return measured

    async def _restart(self, slot: str) -> None:
        await self._incumbent.serve(slot, self._journal.slots()[slot], check=False)

    async def _share_blobs(self) -> None:
        from agent.bundles.share import Share  # noqa: PLC0415 - few devices share

        share = Share(
            host=self._settings.share_host,
            port=self._settings.share_port,
            ca_file=self._identity.ca_file,
            identity=self._identity.active,
            find=self._bundles.shareable,
            bytes_per_s=self._settings.share_bytes_per_s,
        )
        await share.keep()

    async def _keep_status(self) -> None:
        while True:
            self._heed_other_processes()
            standing = self._standing()
            self._status.write(
                {
                    "pid": os.getpid(),
                    "connected": self._link.connected,
                    "api": standing.api,
                    "director_version": standing.director_version,
                    "memory_budget_bytes": self.capability.memory_budget_bytes,
                    "repositories": self._trust.health.told(),
                    "slots": {
                        name: report.model_dump(mode="json")
                        for name, report in standing.slots.items()
                    },
                }
            )
            await asyncio.sleep(LOOK_S)

    def _heed_other_processes(self) -> None:
        """Notice what a command beside this agent wrote, such as an import."""
        try:
            if self._database.changed_elsewhere():
                self._executor.look_again()
        except StoreError:
            logger.exception("the database cannot be looked at")


def _dialer(settings: Settings, identity: Identity) -> RenewedDialer:
    """Return a dialer that reads the identity anew for every connection."""

    def dialer(tls: ssl.SSLContext) -> PahoDialer:
        return PahoDialer(
            host=settings.mqtt_host,
            port=settings.mqtt_port,
            client_id=settings.device,
            keepalive_s=settings.keepalive_s,
            tls=tls,
        )

    def candidate() -> PahoDialer | None:
        tls = identity.candidate_tls()
        return None if tls is None else dialer(tls)

    identity.tls()  # a device without a usable identity does not start
    return RenewedDialer(
        active=lambda: dialer(identity.tls()),
        candidate=candidate,
        adopt=identity.adopt,
        discard=identity.discard,
    )


async def run(settings: Settings) -> None:
    """Run the agent of `settings` until SIGTERM or SIGINT.

    Raises:
        FlotillaError: it cannot start.
    """
    with Lock(settings.data), _opened(settings) as database:
        agent = Agent(settings, database)
        logger.info("agent starts", extra={"device": settings.device, "name_": settings.name})
        running = asyncio.ensure_future(agent.run())
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, running.cancel)
        with contextlib.suppress(asyncio.CancelledError):
            await running
        logger.info("agent stopped")


@contextmanager
def _opened(settings: Settings) -> Iterator[Database]:
    database = Database(settings.database_file)
    try:
        yield database
    finally:
        database.close()
