"""From a provider's claims to somebody with a role."""

import pytest

from controlplane.access.claims import Identity, identity_of, role_of
from controlplane.access.errors import ProviderError
from controlplane.access.policy import Role

ISSUER = "https://id.example"
ROLES = {"ops": Role.OPERATOR, "leads": Role.APPROVER, "everybody": Role.VIEWER}


def role(held: object, default: Role | None = None) -> Role:
    return role_of({"groups": held}, claim="groups", roles=ROLES, default=default)


def test_the_highest_of_the_roles_counts():
    assert role(["everybody", "leads", "ops"]) is Role.APPROVER


def test_a_single_group_may_come_as_a_text():
    assert role("ops") is Role.OPERATOR


@pytest.mark.parametrize("held", [[], ["gardeners"], "gardeners", None, 7, [7, None], {"ops": 1}])
def test_whoever_has_no_group_of_ours_is_refused(held: object):
    with pytest.raises(ProviderError, match="nothing in 'groups' gives a role"):
        role(held)


def test_a_default_role_lets_everybody_else_in():
    assert role(["gardeners"], Role.VIEWER) is Role.VIEWER


def test_a_name_like_a_role_is_no_role():
    with pytest.raises(ProviderError):
        role(["admin"])


def test_the_name_is_for_people_and_the_subject_is_who_it_is():
    claims = {"sub": "4711", "preferred_username": "ada", "email": "ada@example.com"}

    found = identity_of(claims, issuer=ISSUER, name_claim="email")

    assert found == Identity(ISSUER, "4711", "ada@example.com")


def test_without_the_wanted_claim_another_name_is_taken():
    assert identity_of({"sub": "4711"}, issuer=ISSUER, name_claim="email").name == "4711"


@pytest.mark.parametrize("claims", [{}, {"sub": ""}, {"sub": 4711}])
def test_nobody_without_a_subject(claims: dict[str, object]):
    with pytest.raises(ProviderError, match="no subject"):
        identity_of(claims, issuer=ISSUER, name_claim="name")
