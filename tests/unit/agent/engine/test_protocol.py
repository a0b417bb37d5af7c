import json
import struct
from dataclasses import fields, is_dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.engine import protocol
from agent.engine.frames import Delta, Done, Generate, Load, Ready
from agent.engine.protocol import ProtocolError
from agent.engine.values import Message, Sampling, Timings, Usage

FRAMES = [
    Load("/w.gguf", 512, 2, threads=3),
    Generate(7, 10, messages=(Message("user", "hi"),), sampling=Sampling(seed=1), stop=("x",)),
    Generate(8, 10, tokens=(1, 2, 3), deadline_s=2.5),
    Ready(512, 2, 100, "llama", chat_template=True, load_ms=5, sandbox=("no-network",)),
    Delta(7, "é\ud800"),
    Done(7, "stop", Usage(1, 0, 2), Timings(1.0, 2.0, 3.0)),
]


def round_trip(frame):
    data = protocol.encode(frame)
    assert protocol.body_bytes(data[:4]) == len(data) - 4
    return protocol.decode(data[4:])


@pytest.mark.parametrize("frame", FRAMES, ids=range(len(FRAMES)))
def test_a_frame_comes_back_as_it_went(frame):
    assert round_trip(frame) == frame


@given(st.text(), st.integers(0, 2**53))
def test_any_text_travels(text, number):
    assert round_trip(Delta(number, text)) == Delta(number, text)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"kind":"nonsense"}',
        b'{"kind":["delta"]}',
        b'{"kind":"delta","id":"1","text":"x"}',
        b'{"kind":"delta","id":true,"text":"x"}',
        b'{"kind":"delta","id":1}',
        b'{"kind":"delta","id":1,"text":"x","more":1}',
        b'{"kind":"done","id":1,"finish_reason":"stop","usage":3,"timings":{}}',
        b'{"kind":"generate","id":1,"max_tokens":1,"tokens":["a"]}',
        b'{"kind":"generate","id":1,"max_tokens":1,"deadline_s":NaN}',
        b"[" * 100_000,
    ],
)
def test_what_is_not_a_frame_is_refused(body):
    with pytest.raises(ProtocolError):
        protocol.decode(body)


def test_an_announced_giant_is_refused_before_it_is_read():
    with pytest.raises(ProtocolError, match="announced"):
        protocol.body_bytes(struct.pack(">I", protocol.MAX_FRAME_BYTES + 1))


def test_a_giant_is_not_sent():
    with pytest.raises(ProtocolError):
        protocol.encode(Delta(1, "x" * protocol.MAX_FRAME_BYTES))


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists))
def test_no_field_of_a_wrong_type_gets_through(value):
    body = json.dumps({"kind": "delta", "id": value, "text": value}).encode()
    with pytest.raises(ProtocolError):
        protocol.decode(body)


def test_every_frame_is_plain_data():
    for frame in FRAMES:
        assert is_dataclass(frame)
        assert fields(frame)
