import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Self

import pytest

from agent.link.errors import LinkError
from agent.link.ports import Connection, Greeting, Outgoing
from agent.link.renewed import RenewedDialer
from agent.trust.credentials import Life
from agent.trust.identity import IdentityError
from agent.trust.renewal import Renewal, due
from shared.wire.enrol import CertificateGrant, RenewalRequest
from tests.support.agent_fakes import NOON, FakeTimer

DAY = timedelta(days=1)
GREETING = Greeting(will=Outgoing("t", b""), subscription="s", on_message=lambda *_: None)


class FakeCredentials:
    """A certificate of 90 days that began `age` ago."""

    def __init__(self, age: timedelta) -> None:
        self.held = Life(NOON - age, NOON - age + 90 * DAY)
        self.accepted: list[str] = []

    def life(self, _folder: Path) -> Life:
        return self.held

    def request(self, _folder: Path) -> str:
        return "csr"

    def accept(self, _folder: Path, certificate_pem: str) -> None:
        if certificate_pem == "bad":
            raise IdentityError("not of this fleet's authority")
        self.accepted.append(certificate_pem)


class World:
    def __init__(self, age: timedelta) -> None:
        self.credentials = FakeCredentials(age)
        self.asked: asyncio.Queue[RenewalRequest] = asyncio.Queue()
        self.granted = asyncio.Event()
        self.renewal = Renewal(
            Path("identity"),
            credentials=self.credentials,
            clock=FakeTimer(),
            ask=self.asked.put_nowait,
            granted=self.granted.set,
        )

    async def __aenter__(self) -> Self:
        self.task = asyncio.create_task(self.renewal.run())
        return self

    async def __aexit__(self, *_error: object) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


def test_a_certificate_is_due_after_two_thirds_of_its_life():
    assert due(Life(NOON, NOON + 90 * DAY)) == NOON + 60 * DAY


async def test_an_old_certificate_is_renewed_and_the_link_connects_anew():
    async with World(61 * DAY) as world:
        assert (await world.asked.get()).csr_pem == "csr"
        world.renewal.hear(CertificateGrant(certificate_pem="good"))
        await world.granted.wait()
    assert world.credentials.accepted == ["good"]
    assert world.asked.empty()


async def test_a_young_certificate_is_renewed_on_command_only():
    async with World(DAY) as world:
        await asyncio.sleep(0)
        assert world.asked.empty()
        world.renewal.renew_now()
        await world.asked.get()


async def test_a_certificate_that_is_not_ours_changes_nothing():
    async with World(61 * DAY) as world:
        await world.asked.get()
        world.renewal.hear(CertificateGrant(certificate_pem="bad"))
        world.renewal.renew_now()
        await world.asked.get()
    assert world.credentials.accepted == []
    assert not world.granted.is_set()


class FakeDialer:
    def __init__(self, name: str, *, works: bool) -> None:
        self.name, self.works = name, works

    async def connect(self, _greeting: Greeting) -> Connection:
        if not self.works:
            raise LinkError(f"{self.name} does not work")
        return self  # type: ignore[return-value] - it only has to be recognised


class Trial:
    """A candidate beside the identity in use."""

    def __init__(self, *, candidate: bool, active: bool) -> None:
        self.candidate: FakeDialer | None = FakeDialer("candidate", works=candidate)
        self.active = FakeDialer("active", works=active)
        self.adopted = self.discarded = False
        self.dialer = RenewedDialer(
            active=lambda: self.active,
            candidate=lambda: self.candidate,
            adopt=self._adopt,
            discard=self._discard,
        )

    def _adopt(self) -> None:
        self.adopted = True

    def _discard(self) -> None:
        self.discarded = True


async def test_a_candidate_that_works_is_adopted():
    trial = Trial(candidate=True, active=True)
    assert await trial.dialer.connect(GREETING) is trial.candidate
    assert (trial.adopted, trial.discarded) == (True, False)


async def test_a_candidate_that_fails_where_the_old_one_works_is_given_up():
    trial = Trial(candidate=False, active=True)
    assert await trial.dialer.connect(GREETING) is trial.active
    assert (trial.adopted, trial.discarded) == (False, True)


async def test_a_network_that_is_down_proves_nothing_about_a_candidate():
    trial = Trial(candidate=False, active=False)
    with pytest.raises(LinkError, match="active"):
        await trial.dialer.connect(GREETING)
    assert (trial.adopted, trial.discarded) == (False, False)
