"""Rollouts as YAML: what is read, and how a mistake is named."""

from pathlib import Path

import pytest

from controlplane.cli.rollout_file import FileError, read, read_policy

GOOD = """\
kind: Rollout
line: device-control
version: "1.2.0"
selector: site=lisbon
start: false
policy:
  waves:
    - name: canary
      count: 2
      soak_s: 10m
    - name: rest
  soak_s: 1h
  rate: {per_minute: 10, factor: 2, every: 50, max_per_minute: 200}
  budgets:
    - {label: site, percent: 20}
  windows:
    activate:
      - {cron: "0 2 * * *", duration_s: 4h, timezone: Europe/Lisbon}
"""


def a_file(folder: Path, text: str) -> Path:
    file = folder / "rollout.yaml"
    file.write_text(text)
    return file


def test_a_rollout_is_read_with_its_durations(tmp_path):
    [wanted] = read(a_file(tmp_path, GOOD))
    policy = wanted.body.policy
    assert (wanted.body.line, wanted.body.version, wanted.body.start) == (
        "device-control",
        "1.2.0",
        False,
    )
    assert [wave.soak_s for wave in policy.waves] == [600, None]
    assert policy.soak_s == 3600
    assert policy.windows.activate[0].duration_s == 4 * 3600


def test_several_rollouts_stand_in_one_file(tmp_path):
    two = GOOD + "---\n" + GOOD.replace("1.2.0", "1.3.0")
    assert [each.body.version for each in read(a_file(tmp_path, two))] == ["1.2.0", "1.3.0"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("count: 2", "count: none", ":9: policy.waves.0.count: Input should be a valid integer"),
        ("count: 2", "cuont: 2", ":9: policy.waves.0.cuont: is not known; did you mean count?"),
        ("selector: site", "selektor: site", ":4: selektor: is not known; did you mean selector?"),
        ("soak_s: 1h", "soak_s: soon", ":12: policy.soak_s: 'soon' is not a duration"),
        ("soak_s: 1h", "soak_s: 1h\n  soak_s: 2h", ":13: policy.soak_s is given twice"),
        ('"1.2.0"', "1.2", ":3: version: is a number; write it in quotes"),
        ("percent: 20}", "percent: 20, count: 3}", ":15: policy.budgets.0: budget of 'site'"),
        ("Europe/Lisbon", "Lisbon", ":18: policy.windows.activate.0.timezone: there is no time"),
        ("kind: Rollout", "kind: Pod", ":1: kind: is 'Pod'; only Rollout can be applied"),
        ("start: false", "start: !!python/name:os.system", ":5: start: has a tag"),
        ("start: false", "start: [", ": is not YAML"),
        ("site=lisbon", "'site='", ":4: selector"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_its_field(tmp_path, old, new, message):
    assert old in GOOD
    with pytest.raises(FileError) as caught:
        read(a_file(tmp_path, GOOD.replace(old, new, 1)))
    assert message in str(caught.value)


def test_an_alias_is_refused(tmp_path):
    bomb = "a: &a [1, 1]\nb: [*a, *a]\n"
    with pytest.raises(FileError, match="is an alias; write it out"):
        read(a_file(tmp_path, bomb))


def test_an_empty_file_and_a_missing_one_are_refused(tmp_path):
    with pytest.raises(FileError, match="asks for nothing"):
        read(a_file(tmp_path, ""))
    with pytest.raises(FileError, match="cannot be read"):
        read(tmp_path / "none.yaml")


def test_a_policy_alone_may_be_yaml_or_json(tmp_path):
    assert read_policy(a_file(tmp_path, "soak_s: 5m\n")) == {"soak_s": 300}
    assert read_policy(a_file(tmp_path, '{"soak_s": 7}')) == {"soak_s": 7}
    with pytest.raises(FileError, match=r":1: sook_s: is not known; did you mean soak_s\?"):
        read_policy(a_file(tmp_path, "sook_s: 1\n"))
