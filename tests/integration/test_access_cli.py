"""`flotilla users`, `tokens`, `sessions`, `audit` and `whoami` against a running control plane."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from shared.errors import FlotillaError
from tests.support.access import PASSWORD

pytestmark = pytest.mark.broker

Flotilla = Callable[..., Result]


def asked(result: Result) -> dict[str, object]:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_user_is_added_and_asked_for_a_password_twice(flotilla: Flotilla):
    added = flotilla("users", "add", "ida", "--role", "operator", said=f"{PASSWORD}\n{PASSWORD}\n")

    assert added.exit_code == 0, added.output
    assert PASSWORD not in added.output
    assert "may sign in at" in added.output
    listed = flotilla("users", "list").output
    (line,) = [line for line in listed.splitlines() if line.startswith("ida")]
    assert line.split()[1:4] == ["operator", "active", "password"]


def test_a_password_may_come_from_a_file(flotilla: Flotilla):
    asked(flotilla("users", "add", "jan", "--password-stdin", "--json", said=f"{PASSWORD}\n"))

    changed = flotilla("users", "password", "jan", "--password-stdin", said="another long phrase\n")

    assert "has a new password" in changed.output


def test_a_user_changes_roles_goes_and_comes_back(flotilla: Flotilla):
    asked(flotilla("users", "add", "kim", "--no-password", "--json"))

    assert asked(flotilla("users", "role", "kim", "approver", "--json"))["role"] == "approver"
    assert asked(flotilla("users", "disable", "kim", "--json"))["disabled_at"]
    assert not asked(flotilla("users", "enable", "kim", "--json"))["disabled_at"]


def test_a_token_is_made_shown_once_used_and_revoked(
    flotilla: Flotilla, monkeypatch: pytest.MonkeyPatch
):
    made = asked(flotilla("tokens", "create", "build", "--expires", "1h", "--json"))
    listed = flotilla("tokens", "list")
    assert str(made["token"]) not in listed.output
    assert "open until" in listed.output

    with monkeypatch.context() as patch:
        patch.setenv("FLOTILLA_TOKEN", str(made["token"]))
        who = asked(flotilla("whoami", "--json"))
        assert (who["name"], who["by_token"]) == ("admin", True)
        refused = flotilla("users", "add", "lea", "--no-password")
        assert isinstance(refused.exception, FlotillaError)
        assert "was not made for users.manage" in str(refused.exception)

    assert flotilla("tokens", "revoke", str(made["id"])[:8]).exit_code == 0
    assert "revoked" in flotilla("tokens", "list").output


def test_sessions_are_listed_and_ended(flotilla: Flotilla):
    found = asked(flotilla("sessions", "list", "--json"))

    assert set(found) == {"sessions"}
    nobody = flotilla("sessions", "end", "nobody")
    assert "there is no session 'nobody'" in str(nobody.exception)


def test_whoami_says_what_one_may(flotilla: Flotilla):
    said = flotilla("whoami").output

    assert "admin" in said
    assert "users.manage" in said


class TestTheLog:
    def test_it_holds_and_a_kept_head_is_still_there(self, flotilla: Flotilla):
        found = asked(flotilla("audit", "verify", "--json"))
        head = found["head"]
        kept = f"{head['seq']}:{head['hash']}"

        assert flotilla("audit", "verify", "--head", kept).exit_code == 0
        other = flotilla("audit", "verify", "--head", f"{head['seq']}:{'0' * 64}")
        assert other.exit_code == 1
        assert "it is not the entry whose hash was kept" in other.output

    def test_an_exported_file_can_be_checked_without_a_server(
        self, flotilla: Flotilla, tmp_path: Path
    ):
        file = tmp_path / "log.jsonl"
        assert flotilla("audit", "export", str(file)).exit_code == 0
        found = asked(flotilla("audit", "verify", str(file), "--json"))
        assert found["holds"]

        lines = file.read_text().splitlines()
        entry = json.loads(lines[0]) | {"text": "nothing happened"}
        file.write_text("\n".join([json.dumps(entry), *lines[1:]]))

        broken = flotilla("audit", "verify", str(file))
        assert broken.exit_code == 1
        assert "entry 1: it was changed" in broken.output

    def test_a_file_that_is_no_log_is_refused_by_line(self, flotilla: Flotilla, tmp_path: Path):
        file = tmp_path / "log.jsonl"
        file.write_text('{"seq": 1}\n')

        refused = flotilla("audit", "verify", str(file))

        assert "line 1: this is no entry" in str(refused.exception)

    def test_the_lines_go_to_standard_output(self, flotilla: Flotilla):
        result = flotilla("audit", "export", "--after", "1")

        assert json.loads(result.stdout.splitlines()[0])["seq"] == 2
