import json

import pytest

from agent.api.auth import Key
from agent.api.server import access_of
from agent.cli import main
from agent.keys import add, remove
from agent.settings import FILE_NAME, SettingsError, load


@pytest.fixture
def data(tmp_path):
    settings = {
        "fleet": "default",
        "device": "0123456789abcdef0123456789abcdef",
        "name": "ada",
        "gateway_url": "https://localhost:8421",
        "mqtt_host": "localhost",
        "mqtt_port": 8883,
    }
    (tmp_path / FILE_NAME).write_text(json.dumps(settings))
    return tmp_path


def keys_of(data):
    return access_of(load(data, environment={})).keys


def test_only_the_hash_of_a_new_key_is_kept(data):
    secret = add(data, "kiosk")
    assert secret not in (data / FILE_NAME).read_text()
    assert keys_of(data) == (Key.of(secret, name="kiosk"),)


def test_a_key_may_open_some_slots_only(data):
    secret = add(data, "kiosk", slots=["main"])
    assert keys_of(data) == (Key.of(secret, name="kiosk", slots=["main"]),)


def test_several_keys_stand_beside_each_other_and_go_one_by_one(data):
    first, second = add(data, "one"), add(data, "two")
    assert first != second
    remove(data, "one")
    assert [key.name for key in keys_of(data)] == ["two"]


def test_a_name_is_used_once_and_an_unknown_one_is_not_removed(data):
    add(data, "kiosk")
    with pytest.raises(SettingsError, match="already"):
        add(data, "kiosk")
    with pytest.raises(SettingsError, match="there are: kiosk"):
        remove(data, "other")


def test_the_one_key_of_the_environment_opens_everything(data):
    settings = load(data, environment={"FLOTILLA_AGENT_API_KEY": "a-long-enough-secret"})
    assert access_of(settings).keys == (Key.of("a-long-enough-secret", name="agent"),)


def test_lists_of_the_environment_are_separated_by_commas(data):
    settings = load(
        data, environment={"FLOTILLA_AGENT_API_ORIGINS": "https://a.example, https://b.example"}
    )
    assert access_of(settings).origins == ("https://a.example", "https://b.example")


def test_the_command_shows_a_key_once_and_for_programs(data, capsys):
    assert main(["key", "kiosk", "--data", str(data), "--slot", "main", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert keys_of(data) == (Key.of(said["key"], name="kiosk", slots=["main"]),)
    assert main(["key", "kiosk", "--data", str(data), "--remove"]) == 0
    assert keys_of(data) == ()
    assert main(["key", "kiosk", "--data", str(data), "--remove"]) == 1


def test_the_status_says_nothing_of_keys(data, capsys):
    add(data, "kiosk")
    main(["status", "--data", str(data), "--json"])
    assert "sha256" not in capsys.readouterr().out
