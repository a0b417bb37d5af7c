"""Sign in through an identity provider: OpenID Connect, authorization code with PKCE.

`begin` sends the browser away with state, nonce and challenge; what we must remember travels in a
signed cookie. `finish` trades the code, and believes only an ID token that the provider's key has
signed for us, with our nonce, now.
"""

import base64
import hmac
import json
import secrets
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet, KeySetSerialization
from joserfc.jws import JWSRegistry

from controlplane.access import claims
from controlplane.access.claims import Identity
from controlplane.access.errors import ProviderError
from controlplane.access.policy import Role
from controlplane.db.errors import InvalidError
from controlplane.settings import Settings

DEPARTURE_COOKIE: Final = "flotilla_departure"
DEPARTURE_LIFE: Final = timedelta(minutes=10)
_ALGORITHMS: Final = (
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "EdDSA", "Ed25519"),
)
"""Only what the provider alone can sign: no shared secrets, and never `none`."""
_LEEWAY_S: Final = 60
_TIMEOUT_S: Final = 10.0
_FRESH: Final = timedelta(hours=1)
_RANDOM_BYTES: Final = 32

Sign = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Departure:
    """What is remembered between the way to the provider and the way back."""

    state: str
    nonce: str
    verifier: str
    next: str
    expires: int

    def packed(self, sign: Sign) -> str:
        """Return it as a cookie that only we can have made."""
        payload = json.dumps(asdict(self)).encode()
        return ".".join(
            base64.urlsafe_b64encode(part).decode() for part in (payload, sign(payload))
        )


@dataclass(frozen=True, kw_only=True)
class ProviderSettings:
    """What we know of the provider, and what we make of its claims."""

    issuer: str
    client_id: str
    client_secret: str
    name: str
    scopes: str
    name_claim: str
    role_claim: str
    roles: Mapping[str, Role]
    default_role: Role | None
    tls: ssl.SSLContext


class Provider:
    """One identity provider."""

    def __init__(self, settings: ProviderSettings) -> None:
        self.settings = settings
        self._lock = threading.Lock()
        self._metadata: tuple[datetime, dict[str, Any]] | None = None
        self._keys: KeySetSerialization | None = None

    def begin(self, *, redirect_uri: str, next_: str, now: datetime) -> tuple[str, Departure]:
        """Return where to send the browser, and what to remember of it.

        Raises:
            ProviderError: the provider does not answer.
        """
        departure = Departure(
            state=secrets.token_urlsafe(_RANDOM_BYTES),
            nonce=secrets.token_urlsafe(_RANDOM_BYTES),
            verifier=secrets.token_urlsafe(_RANDOM_BYTES),
            next=next_,
            expires=int((now + DEPARTURE_LIFE).timestamp()),
        )
        with self._client(redirect_uri) as client:
            endpoint = self._endpoint(client, "authorization_endpoint", now)
            url, _ = client.create_authorization_url(
                endpoint,
                state=departure.state,
                code_verifier=departure.verifier,
                nonce=departure.nonce,
            )
        return str(url), departure

    def finish(
        self,
        answer: Mapping[str, str],
        departure: Departure | None,
        *,
        redirect_uri: str,
        now: datetime,
    ) -> tuple[Identity, Role]:
        """Return who came back, and with what role.

        Raises:
            ProviderError: this is not the answer to what was asked, or not to be believed.
        """
        if departure is None or departure.expires <= now.timestamp():
            raise ProviderError(
                "this sign-in took too long, or began in another browser; try again"
            )
        if not hmac.compare_digest(answer.get("state", "").encode(), departure.state.encode()):
            raise ProviderError("this is the answer to another sign-in; try again")
        if answer.get("iss", self.settings.issuer) != self.settings.issuer:
            raise ProviderError("the answer comes from another identity provider")
        if "error" in answer:
            said = answer.get("error_description") or answer["error"]
            raise ProviderError(f"the identity provider says no: {said[:200]}")
        try:
            with self._client(redirect_uri) as client:
                found = self._trade(client, answer.get("code", ""), departure, now)
        except (AuthlibBaseError, JoseError, httpx2.HTTPError, ValueError, KeyError) as error:
            raise ProviderError(f"the identity provider's answer does not hold: {error}") from error
        return self._read(found)

    def _trade(
        self, client: OAuth2Client, code: str, departure: Departure, now: datetime
    ) -> dict[str, Any]:
        """Return the claims that a code stands for."""
        token = client.fetch_token(
            self._endpoint(client, "token_endpoint", now),
            grant_type="authorization_code",
            code=code,
            code_verifier=departure.verifier,
        )
        signed = self._decoded(client, str(token["id_token"]), now)
        body = CodeIDToken(
            signed.claims,
            signed.header,
            {
                "iss": {"essential": True, "value": self.settings.issuer},
                "aud": {"essential": True, "value": self.settings.client_id},
            },
            {
                "nonce": departure.nonce,
                "client_id": self.settings.client_id,
                "access_token": token.get("access_token"),
            },
        )
        body.validate(now=int(now.timestamp()), leeway=_LEEWAY_S)
        return self._with_userinfo(client, dict(body), now)

    def _with_userinfo(
        self, client: OAuth2Client, found: dict[str, Any], now: datetime
    ) -> dict[str, Any]:
        """Add what only the userinfo endpoint tells; the ID token goes first."""
        wanted = (self.settings.role_claim, self.settings.name_claim)
        endpoint = self._described(client, now).get("userinfo_endpoint")
        if endpoint is None or all(claim in found for claim in wanted):
            return found
        answer = client.get(endpoint)
        answer.raise_for_status()
        more = answer.json()
        if not isinstance(more, dict) or more.get("sub") != found["sub"]:
            raise ProviderError("the identity provider told about somebody else")
        return {**more, **found}

    def _decoded(self, client: OAuth2Client, token: str, now: datetime) -> jwt.Token:
        """Return a token whose signature is the provider's; new keys are fetched once."""
        registry = JWSRegistry(algorithms=list(_ALGORITHMS), strict_check_header=False)
        try:
            return jwt.decode(token, self._key_set(client, now, anew=False), registry=registry)
        except InvalidKeyIdError:
            return jwt.decode(token, self._key_set(client, now, anew=True), registry=registry)

    def _key_set(self, client: OAuth2Client, now: datetime, *, anew: bool) -> KeySet:
        with self._lock:
            keys = None if anew else self._keys
        if keys is None:
            url = self._endpoint(client, "jwks_uri", now)
            answer = client.request("GET", url, withhold_token=True)
            answer.raise_for_status()
            keys = cast("KeySetSerialization", answer.json())
            with self._lock:
                self._keys = keys
        return KeySet.import_key_set(keys)

    def _endpoint(self, client: OAuth2Client, name: str, now: datetime) -> str:
        url = self._described(client, now).get(name)
        if not isinstance(url, str) or not url.startswith("https://"):
            raise ProviderError(f"the identity provider has no {name} with https")
        return url

    def _described(self, client: OAuth2Client, now: datetime) -> dict[str, Any]:
        """Return what the provider says of itself."""
        with self._lock:
            known = self._metadata
        if known is not None and now - known[0] < _FRESH:
            return known[1]
        url = f"{self.settings.issuer.rstrip('/')}/.well-known/openid-configuration"
        try:
            answer = client.request("GET", url, withhold_token=True)
            answer.raise_for_status()
            metadata = answer.json()
        except (httpx2.HTTPError, ValueError) as error:
            raise ProviderError(f"the identity provider does not answer: {error}") from error
        if not isinstance(metadata, dict) or metadata.get("issuer") != self.settings.issuer:
            raise ProviderError(f"{url} describes another provider than {self.settings.issuer}")
        with self._lock:
            self._metadata = (now, metadata)
            self._keys = None
        return metadata

    def _client(self, redirect_uri: str) -> OAuth2Client:
        is_public = not self.settings.client_secret
        return OAuth2Client(
            self.settings.client_id,
            self.settings.client_secret or None,
            token_endpoint_auth_method="none" if is_public else "client_secret_basic",
            scope=self.settings.scopes,
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
            verify=self.settings.tls,
            timeout=_TIMEOUT_S,
            follow_redirects=False,
        )

    def _read(self, found: Mapping[str, Any]) -> tuple[Identity, Role]:
        known = self.settings
        role = claims.role_of(
            found, claim=known.role_claim, roles=known.roles, default=known.default_role
        )
        return claims.identity_of(found, issuer=known.issuer, name_claim=known.name_claim), role


def unpacked(cookie: str, sign: Sign) -> Departure | None:
    """Return what was remembered; None when the cookie is not ours."""
    try:
        payload, signature = (base64.urlsafe_b64decode(part) for part in cookie.split("."))
        if not hmac.compare_digest(signature, sign(payload)):
            return None
        return Departure(**json.loads(payload))
    except (ValueError, TypeError):
        return None


def provider_of(settings: Settings) -> Provider | None:
    """Return the provider that the settings name, if any.

    Raises:
        InvalidError: the settings are not whole.
    """
    if not settings.oidc_issuer:
        return None
    if not settings.oidc_client_id:
        raise InvalidError("FLOTILLA_OIDC_ISSUER is set, but not FLOTILLA_OIDC_CLIENT_ID")
    tls = ssl.create_default_context()
    if settings.oidc_ca_file is not None:
        tls.load_verify_locations(settings.oidc_ca_file)
    default = settings.oidc_default_role
    return Provider(
        ProviderSettings(
            issuer=settings.oidc_issuer,
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret.get_secret_value(),
            name=settings.oidc_name,
            scopes=settings.oidc_scopes,
            name_claim=settings.oidc_name_claim,
            role_claim=settings.oidc_role_claim,
            roles={name: _role(role) for name, role in settings.oidc_roles.items()},
            default_role=_role(default) if default else None,
            tls=tls,
        )
    )


def _role(name: str) -> Role:
    try:
        return Role(name)
    except ValueError:
        roles = ", ".join(Role)
        raise InvalidError(f"the settings name a role {name!r}; there are {roles}") from None
