"""Whatever arrives, the link lives."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.link.inbox import Handlers, Inbox
from shared.ids import DeploymentId
from shared.policy import Go
from shared.wire import topics
from shared.wire.base import Message
from shared.wire.codec import encode
from shared.wire.down import Command, DeploymentAck, DeploymentHint, DesiredHint, Verb
from tests.support.agent_fakes import DEVICE, NOON, FakeTimer


class Heard:
    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.inbox = Inbox(
            fleet="default",
            device=DEVICE,
            clock=FakeTimer(),
            handlers=Handlers(
                desired=self.messages.append,
                ack=self.messages.append,
                command=self.messages.append,
                certificate=self.messages.append,
            ),
        )

    def receive(self, leaf: str, message: Message) -> None:
        self.inbox.receive(topics.build("default", DEVICE, leaf), encode(message))


@pytest.fixture
def heard() -> Heard:
    return Heard()


def a_hint(slot: str = "main") -> DesiredHint:
    hint = DeploymentHint(id=DeploymentId("d1"), attempt=1, go=Go.STAGE)
    return DesiredHint(version=1, director_version=1, deployments={slot: hint})


def a_command(name: str = "c1", *, valid_s: float = 60) -> Command:
    return Command(id=name, expires=NOON + timedelta(seconds=valid_s), verb=Verb.PROBE)


def test_each_message_finds_its_handler(heard):
    ack = DeploymentAck(deployment=DeploymentId("d1"), attempt=1, seq=1)
    heard.receive(topics.DOWN_DESIRED, a_hint())
    heard.receive(topics.DOWN_ACK, ack)
    heard.receive(topics.DOWN_COMMAND, a_command())
    assert heard.messages == [a_hint(), ack, a_command()]


def test_a_command_is_heard_once_and_not_too_late(heard):
    heard.receive(topics.DOWN_COMMAND, a_command())
    heard.receive(topics.DOWN_COMMAND, a_command())
    heard.receive(topics.DOWN_COMMAND, a_command("c2", valid_s=0))
    assert heard.messages == [a_command()]


def test_a_slot_that_cannot_be_is_not_heard_of(heard):
    heard.receive(topics.DOWN_DESIRED, a_hint("../../etc"))
    assert heard.messages == []


def test_what_the_device_says_itself_is_no_order(heard):
    heard.receive(topics.UP_STATE, a_hint())
    assert heard.messages == []


def test_a_handler_that_fails_does_not_break_the_link():
    def fail(_message: object) -> None:
        raise RuntimeError

    handlers = Handlers(desired=fail, ack=fail, command=fail, certificate=fail)
    inbox = Inbox(fleet="default", device=DEVICE, clock=FakeTimer(), handlers=handlers)
    inbox.receive(topics.build("default", DEVICE, topics.DOWN_DESIRED), encode(a_hint()))


@given(topic=st.text(max_size=200), payload=st.binary(max_size=500))
def test_any_bytes_on_any_topic_are_dropped(topic, payload):
    heard = Heard()
    heard.inbox.receive(topic, payload)
    for leaf in (
        topics.DOWN_DESIRED,
        topics.DOWN_ACK,
        topics.DOWN_COMMAND,
        topics.DOWN_CERTIFICATE,
    ):
        heard.inbox.receive(topics.build("default", DEVICE, leaf), payload)
    assert heard.messages == []


@given(st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=20))
def test_a_message_for_somebody_else_is_dropped(value):
    heard = Heard()
    other = f"{DEVICE[:-1]}0"
    heard.inbox.receive(f"flotilla/v1/default/{other}/down/desired", encode(a_hint()))
    heard.inbox.receive(f"flotilla/v1/other/{DEVICE}/down/desired", str(value).encode())
    assert heard.messages == []
