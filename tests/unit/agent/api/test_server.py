import pytest

from agent.api import server
from agent.api.auth import is_loopback
from agent.api.errors import ListenError
from agent.serving.slots import Slots
from tests.support.engine_slots import FakeCounters


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("192.168.1.4", False),
        ("device.example", False),
    ],
)
def test_loopback_is_told_from_the_rest(host, loopback):
    assert is_loopback(host) is loopback


async def test_an_api_open_to_others_wants_a_key():
    app = server.build(Slots(memory_budget_bytes=1, counters=FakeCounters()))
    with pytest.raises(ListenError, match="without a key"):
        await server.serve(app, "0.0.0.0", 0)
