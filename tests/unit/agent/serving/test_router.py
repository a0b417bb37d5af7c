from pathlib import Path

import pytest

from agent.serving.errors import ModelNotFoundError
from agent.serving.router import names, resolve
from agent.serving.servable import Servable
from shared.digest import Digest


def a_servable(line: str = "device-control", version: str = "1.0.0") -> Servable:
    return Servable(Digest("sha256:" + "0" * 64), None, line, version, "q8", Path("/w"), 512, 1)


SERVING = {"main": a_servable(), "second": a_servable(version="2.0.0"), "chat": a_servable("talk")}


@pytest.mark.parametrize(
    ("model", "slot"),
    [
        ("device-control", "main"),
        ("device-control:2.0.0", "second"),
        ("talk", "chat"),
        ("second", "second"),
    ],
)
def test_a_model_is_found_by_line_version_or_slot(model, slot):
    assert resolve(model, SERVING) == slot


def test_a_line_goes_before_a_slot_of_the_same_name():
    assert resolve("talk", {"talk": a_servable(), "other": a_servable("talk")}) == "other"


def test_an_unknown_model_is_told_what_there_is():
    with pytest.raises(ModelNotFoundError, match=r"talk, talk:1\.0\.0, chat"):
        resolve("gpt-4", {"chat": a_servable("talk")})


def test_every_name_given_out_is_found():
    for name in names(SERVING):
        resolve(name, SERVING)
