"""Roles, permissions, scopes: who may what."""

import pytest

from controlplane.access.errors import NotAllowedError
from controlplane.access.policy import (
    ALL,
    PERMISSIONS,
    READ,
    UNKNOWN,
    Principal,
    Role,
    covers,
    is_scope,
    roles_that_may,
)


def somebody(role: Role, *scopes: str) -> Principal:
    return Principal(
        "ada", role, "1", token="t" if scopes else None, scopes=frozenset(scopes) or None
    )


@pytest.mark.parametrize("permission", sorted(PERMISSIONS))
def test_a_later_role_may_all_that_an_earlier_one_may(permission: str):
    may = [somebody(role).may(permission) for role in Role]

    assert may == sorted(may)
    assert may[-1], "an admin may everything"


def test_a_viewer_reads_and_keeps_their_own_account():
    may = {name for name in PERMISSIONS if somebody(Role.VIEWER).may(name)}

    assert {name for name in may if not name.endswith(".read")} == {"account.write"}


def test_an_operator_runs_rollouts_but_approves_none():
    operator = somebody(Role.OPERATOR)

    assert operator.may("rollouts.create")
    assert not operator.may("rollouts.approve")
    assert not operator.may("users.manage")


def test_what_is_in_no_table_is_for_admins_alone():
    assert [role for role in Role if somebody(role).may(UNKNOWN)] == [Role.ADMIN]


def test_a_token_may_no_more_than_its_scopes_name():
    token = somebody(Role.ADMIN, READ, "rollouts.*")

    assert token.may("devices.read")
    assert token.may("rollouts.approve")
    assert not token.may("users.manage")
    assert not token.may("devices.label")


def test_a_token_may_no_more_than_its_owner():
    assert not somebody(Role.VIEWER, ALL).may("rollouts.create")


@pytest.mark.parametrize(
    ("scopes", "covered"),
    [
        ({"all"}, True),
        ({"rollouts.*"}, True),
        ({"rollouts.create"}, True),
        ({"read"}, False),
        ({"rollouts.creates"}, False),
        ({"rollout.*"}, False),
        ({""}, False),
        (set(), False),
    ],
)
def test_what_scopes_cover(scopes: set[str], covered: bool):  # noqa: FBT001 - a table
    assert covers(scopes, "rollouts.create") is covered


@pytest.mark.parametrize("scope", ["read", "all", "devices.*", "devices.read"])
def test_a_scope_that_names_something(scope: str):
    assert is_scope(scope)


@pytest.mark.parametrize("scope", ["", "*", "devices", "nothing.*", "devices.fly"])
def test_a_scope_that_names_nothing(scope: str):
    assert not is_scope(scope)


def test_a_refusal_says_what_it_takes():
    with pytest.raises(
        NotAllowedError, match=r"operator or a higher one \(rollouts\.create\); ada is viewer"
    ):
        somebody(Role.VIEWER).must("rollouts.create")


def test_a_refused_token_says_that_it_is_the_token():
    with pytest.raises(NotAllowedError, match=r"token of ada was not made for rollouts\.create"):
        somebody(Role.ADMIN, READ).must("rollouts.create")


def test_who_may_approve():
    assert roles_that_may("rollouts.approve") == (Role.APPROVER, Role.ADMIN)
