"""Signing in through an identity provider: what it must prove, over HTTPS, and what is refused."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import ECKey

from controlplane.access.errors import ProviderError
from controlplane.access.oidc import (
    DEPARTURE_LIFE,
    Departure,
    Provider,
    provider_of,
    unpacked,
)
from controlplane.access.policy import Role
from controlplane.db.errors import InvalidError
from controlplane.settings import Settings
from tests.support.oidc_provider import CLIENT, SECRET, Certificate, Liar, a_certificate, a_liar

REDIRECT = "https://flotilla.example/sign-in/callback"
NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return a_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def liar(certificate: Certificate) -> Iterator[Liar]:
    with a_liar(certificate) as found:
        yield found


def a_provider(liar: Liar, certificate: Certificate, **changes: Any) -> Provider:
    values = {
        "oidc_issuer": liar.issuer,
        "oidc_client_id": CLIENT,
        "oidc_client_secret": SECRET,
        "oidc_roles": {"ops": "operator", "leads": "approver"},
        "oidc_ca_file": certificate.certificate_file,
        **changes,
    }
    found = provider_of(Settings(**values))
    assert found is not None
    return found


@pytest.fixture
def provider(liar: Liar, certificate: Certificate) -> Provider:
    return a_provider(liar, certificate)


def depart(provider: Provider, liar: Liar) -> Departure:
    """Begin, and have the provider prepare honest claims."""
    _, departure = provider.begin(redirect_uri=REDIRECT, next_="/rollouts", now=NOW)
    liar.claims = {
        "iss": liar.issuer,
        "aud": CLIENT,
        "sub": "4711",
        "nonce": departure.nonce,
        "iat": int(NOW.timestamp()),
        "exp": int((NOW + timedelta(minutes=5)).timestamp()),
        "preferred_username": "ada",
        "groups": ["ops", "everybody"],
    }
    return departure


def arrive(provider: Provider, departure: Departure | None, **answer: str) -> tuple[str, Role]:
    state = departure.state if departure is not None else ""
    given = {"code": "a code", "state": state, **answer}
    identity, role = provider.finish(given, departure, redirect_uri=REDIRECT, now=NOW)
    return identity.name, role


def test_the_browser_is_sent_with_state_nonce_and_challenge(provider: Provider, liar: Liar):
    url, departure = provider.begin(redirect_uri=REDIRECT, next_="/", now=NOW)

    asked = {key: value[0] for key, value in parse_qs(urlsplit(url).query).items()}
    assert url.startswith(f"{liar.issuer}/authorize?")
    assert asked["response_type"] == "code"
    assert asked["redirect_uri"] == REDIRECT
    assert asked["code_challenge_method"] == "S256"
    assert (asked["state"], asked["nonce"]) == (departure.state, departure.nonce)
    assert departure.verifier not in url


def test_whoever_comes_back_honestly_is_let_in(provider: Provider, liar: Liar):
    departure = depart(provider, liar)

    assert arrive(provider, departure) == ("ada", Role.OPERATOR)
    (form,) = liar.asked
    assert (form["code"], form["code_verifier"]) == ("a code", departure.verifier)
    assert SECRET not in str(form), "the secret goes into the header"


@pytest.mark.parametrize(
    "change",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another"},
        {"aud": ["another", "third"]},
        {"aud": ["another", CLIENT], "azp": "another"},
        {"iss": "https://evil.example"},
        {"exp": timedelta(minutes=-5)},
        {"exp": None},
        {"sub": None},
        {"nbf": timedelta(minutes=9)},
        {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
    ],
    ids=lambda change: ",".join(f"{key}={value}" for key, value in change.items())[:40],
)
def test_a_claim_that_does_not_fit_is_refused(
    provider: Provider, liar: Liar, change: dict[str, Any]
):
    departure = depart(provider, liar)
    for key, value in change.items():
        if value is None:
            del liar.claims[key]
        elif isinstance(value, timedelta):
            liar.claims[key] = int((NOW + value).timestamp())
        else:
            liar.claims[key] = value

    with pytest.raises(ProviderError):
        arrive(provider, departure)


def test_another_key_than_the_providers_is_refused(provider: Provider, liar: Liar):
    departure = depart(provider, liar)
    honest = liar.key
    liar.key = ECKey.generate_key("P-256", parameters={"kid": honest.kid})
    forged = liar.signed()
    liar.key = honest
    liar.signed = lambda: forged

    with pytest.raises(ProviderError, match="does not hold"):
        arrive(provider, departure)


def test_a_key_that_is_new_since_the_last_time_is_fetched(provider: Provider, liar: Liar):
    assert arrive(provider, depart(provider, liar)) == ("ada", Role.OPERATOR)

    liar.key = ECKey.generate_key("P-256", auto_kid=True)

    assert arrive(provider, depart(provider, liar)) == ("ada", Role.OPERATOR)


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_that_the_provider_alone_cannot_have_signed_is_refused(
    provider: Provider, liar: Liar, algorithm: str
):
    departure = depart(provider, liar)
    honest = liar.signed()
    header, payload, _ = honest.split(".")
    other = {"none": "eyJhbGciOiJub25lIn0", "HS256": "eyJhbGciOiJIUzI1NiJ9"}[algorithm]
    assert header != other
    liar.signed = lambda: f"{other}.{payload}."

    with pytest.raises(ProviderError, match="does not hold"):
        arrive(provider, departure)


def test_the_answer_to_another_sign_in_is_refused(provider: Provider, liar: Liar):
    departure = depart(provider, liar)

    with pytest.raises(ProviderError, match="another sign-in"):
        arrive(provider, departure, state="another")
    with pytest.raises(ProviderError, match="another browser"):
        arrive(provider, None)
    assert liar.asked == [], "the code is not even traded"


def test_the_answer_of_another_provider_is_refused(provider: Provider, liar: Liar):
    departure = depart(provider, liar)

    with pytest.raises(ProviderError, match="another identity provider"):
        arrive(provider, departure, iss="https://evil.example")


def test_whoever_takes_too_long_begins_anew(provider: Provider, liar: Liar):
    departure = depart(provider, liar)

    with pytest.raises(ProviderError, match="took too long"):
        provider.finish(
            {"code": "a code", "state": departure.state},
            departure,
            redirect_uri=REDIRECT,
            now=NOW + DEPARTURE_LIFE,
        )


def test_a_no_of_the_provider_is_passed_on(provider: Provider, liar: Liar):
    departure = depart(provider, liar)

    with pytest.raises(ProviderError, match="says no: you are not on duty"):
        arrive(provider, departure, error="access_denied", error_description="you are not on duty")


def test_whoever_has_no_group_of_ours_is_refused(provider: Provider, liar: Liar):
    departure = depart(provider, liar)
    liar.claims["groups"] = ["gardeners"]

    with pytest.raises(ProviderError, match="nothing in 'groups'"):
        arrive(provider, departure)


def test_groups_may_come_from_the_userinfo_endpoint(provider: Provider, liar: Liar):
    departure = depart(provider, liar)
    del liar.claims["groups"]
    liar.userinfo = {"sub": "4711", "groups": ["leads"]}

    assert arrive(provider, departure) == ("ada", Role.APPROVER)


def test_userinfo_about_somebody_else_is_refused(provider: Provider, liar: Liar):
    departure = depart(provider, liar)
    del liar.claims["groups"]
    liar.userinfo = {"sub": "0815", "groups": ["leads"]}

    with pytest.raises(ProviderError, match="somebody else"):
        arrive(provider, departure)


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://localhost/token"},
        {"jwks_uri": None},
    ],
    ids=str,
)
def test_a_description_that_does_not_fit_is_refused(
    provider: Provider, liar: Liar, change: dict[str, Any]
):
    liar.metadata = change

    with pytest.raises(ProviderError):
        arrive(provider, depart(provider, liar))


def test_a_provider_whose_certificate_nobody_vouches_for_is_refused(
    liar: Liar, certificate: Certificate
):
    provider = a_provider(liar, certificate, oidc_ca_file=None)

    with pytest.raises(ProviderError, match="does not answer"):
        provider.begin(redirect_uri=REDIRECT, next_="/", now=NOW)


def test_a_provider_that_fails_is_said_to_fail(provider: Provider, liar: Liar):
    departure = depart(provider, liar)
    liar.status = 500

    with pytest.raises(ProviderError):
        arrive(provider, departure)


def test_what_the_browser_carries_cannot_be_changed(provider: Provider, liar: Liar):
    departure = depart(provider, liar)

    def sign(payload: bytes) -> bytes:
        return b"signed " + payload[:8]

    cookie = departure.packed(sign)
    assert unpacked(cookie, sign) == departure
    assert unpacked(cookie, lambda payload: b"other " + payload[:8]) is None
    for broken in ("", ".", "a.b", cookie + "A", cookie[4:], "é.é"):
        assert unpacked(broken, sign) is None


def test_settings_that_are_not_whole_are_refused_at_the_start(tmp_path: Path):
    issuer = {"oidc_issuer": "https://id.example"}
    assert provider_of(Settings(data=tmp_path)) is None
    with pytest.raises(InvalidError, match="CLIENT_ID"):
        provider_of(Settings(data=tmp_path, **issuer))
    with pytest.raises(InvalidError, match="a role 'boss'"):
        provider_of(
            Settings(data=tmp_path, **issuer, oidc_client_id="x", oidc_roles={"ops": "boss"})
        )
