import math

import pytest

from agent.api.errors import ApiError
from agent.api.ollama.durations import keep_alive_s


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        (None, None),
        (0, 0),
        (3600, 3600),
        (1.5, 1.5),
        ("+0", 0),
        ("5m", 300),
        ("1h30m", 5400),
        ("1.5h", 5400),
        (".5s", 0.5),
        ("2h45m30.5s", 9930.5),
        ("300ms", 0.3),
        ("10us10µs10ns", 2.001e-5),
        ("+5m", 300),
        (-1, math.inf),
        ("-1s", math.inf),
        ("-1m", math.inf),
        (1e12, math.inf),
        ("999999h", math.inf),
    ],
)
def test_a_duration_is_read_as_go_reads_it(said, seconds):
    assert keep_alive_s(said) == (seconds if seconds is None else pytest.approx(seconds))


@pytest.mark.parametrize(
    "said",
    ["", "5", "-1", "5 m", "m", "5x", "1h 30m", "\u0665m", "1e3s", float("nan"), "9" * 400 + "s"],
)
def test_what_is_no_duration_is_refused(said):
    with pytest.raises(ApiError, match="keep_alive is no duration"):
        keep_alive_s(said)
