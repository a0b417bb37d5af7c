"""What an agent was told, from file, environment and command line."""

from pathlib import Path

import pytest

from agent.cli import main
from agent.settings import Settings, SettingsError, load, parse_size, save
from shared.ids import DeviceId


def a_settings(data: Path, **facts: object) -> Settings:
    return Settings(
        data=data,
        fleet="default",
        device=DeviceId("11111111-2222-4333-8444-555555555555"),
        name="kiosk-1",
        gateway_url="https://localhost:8421",
        mqtt_host="localhost",
        mqtt_port=8883,
    ).model_copy(update=facts)


def test_what_is_saved_is_loaded(tmp_path):
    settings = a_settings(tmp_path.resolve(), labels={"site": "lisbon"}, threads=3)
    save(settings)
    assert load(tmp_path, environment={}) == settings


def test_the_environment_wins_over_the_file_and_flags_over_both(tmp_path):
    save(a_settings(tmp_path))
    environment = {"FLOTILLA_AGENT_API_PORT": "1234", "FLOTILLA_AGENT_MEMORY_BUDGET_BYTES": "2GB"}
    settings = load(tmp_path, environment=environment)
    assert (settings.api_port, settings.memory_budget_bytes) == (1234, 2 * 10**9)
    assert load(tmp_path, environment=environment, overrides={"api_port": 5}).api_port == 5


def test_a_wrong_value_is_named(tmp_path):
    save(a_settings(tmp_path))
    with pytest.raises(SettingsError, match="api_port"):
        load(tmp_path, environment={"FLOTILLA_AGENT_API_PORT": "high"})


def test_a_folder_without_a_device_says_what_to_do(tmp_path):
    with pytest.raises(SettingsError, match="flotilla-agent enroll"):
        load(tmp_path, environment={})


@pytest.mark.parametrize(
    ("text", "size"),
    [("96MiB", 96 * 2**20), ("2GB", 2 * 10**9), ("1.5 gib", 3 * 2**29), ("1048576", 2**20)],
)
def test_sizes_are_written_as_people_write_them(text, size):
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["", "much", "5 apples", "MiB"])
def test_what_is_no_size_is_refused(text):
    with pytest.raises(SettingsError):
        parse_size(text)


def test_the_version_is_printed(capsys):
    assert main(["version"]) == 0
    assert capsys.readouterr().out == "0.1.0\n"


def test_wrong_usage_has_an_exit_code_of_its_own(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["enroll", "--label", "nonsense"])
    assert caught.value.code == 2
    assert "KEY=VALUE" in capsys.readouterr().err
