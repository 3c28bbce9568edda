"""Signing in by the provider of identities of an organisation (ProConnect, Keycloak…): OpenID Connect, by Authlib."""

import logging
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine

from rupfam_assistant.errors import NoAccount, SignInFailed
from rupfam_assistant.settings import Settings
from rupfam_assistant.storage.database import writing
from rupfam_assistant.storage.tables import USERS

SCOPES = ("openid", "email", "profile")
DISCOVERY = "/.well-known/openid-configuration"
TO_ANSWER, LATE = 10, 60
"""Seconds that the provider has for an answer; by which its clock and this one may differ."""


@dataclass(frozen=True)
class Identity:
    """Whom the provider let in: its subject there, the names that its account may have, the token that signs it out."""

    subject: str
    names: tuple[str, ...]
    token: str


class Provider:
    """The provider of RUPFAM_OIDC_ISSUER; each method raises SignInFailed when it answers nothing, or wrongly."""

    def __init__(self, settings: Settings) -> None:
        from authlib.integrations.starlette_client import OAuth

        self._issuer = settings.oidc_issuer.rstrip("/")
        self._client: Any = OAuth().register(
            "provider",
            client_id=settings.oidc_client,
            client_secret=settings.oidc_secret.get_secret_value(),
            server_metadata_url=self._issuer + DISCOVERY,
            client_kwargs={"code_challenge_method": "S256", "timeout": TO_ANSWER, "leeway": 0},
        )

    async def depart(self, back: str) -> tuple[str, str]:
        """Where a browser signs in before it comes back to `back`; what it keeps until then: state, nonce, verifier."""
        with _refused():
            scopes = (await self._metadata()).get("scopes_supported", SCOPES)
            told = await self._client.create_authorization_url(
                back,
                scope=" ".join(scope for scope in SCOPES if scope in scopes),
                state=secrets.token_urlsafe(32),
                nonce=secrets.token_urlsafe(32),
            )
            return told["url"], ".".join(told[key] for key in ("state", "nonce", "code_verifier"))

    async def identify(self, back: str, kept: str, answer: Mapping[str, str]) -> Identity:
        """Whom the provider's answer, which a browser brings back with what it kept, lets in."""
        with _refused():
            state, nonce, verifier = kept.split(".")
            if not (nonce and verifier and secrets.compare_digest(state.encode(), answer["state"].encode())):
                raise ValueError("state")
            await self._metadata()
            token = await self._client.fetch_access_token(back, code=answer["code"], code_verifier=verifier)
            claims = await self._checked({key: token[key] for key in ("id_token", "access_token")}, nonce)
            known = claims if claims.get("email") else {**claims, **await self._information(token, claims["sub"])}
            email = known.get("email") if known.get("email_verified") is not False else None
            names = tuple(str(name) for name in (email, known.get("preferred_username")) if name)
            return Identity(f"{claims['iss']} {claims['sub']}", names, token["id_token"])

    async def leave(self, back: str, token: str) -> str:
        """Where a browser signs out before it comes back to `back`; "" when the provider has no such address."""
        with _refused():
            if not (await self._metadata()).get("end_session_endpoint"):
                return ""
            whose = {"id_token_hint": token} if token else {"client_id": self._client.client_id}
            told = await self._client.create_logout_url(back, state=secrets.token_urlsafe(32), **whose)
            return str(told["url"])

    async def _metadata(self) -> Mapping[str, Any]:
        """What the provider says of itself, asked once."""
        told: Mapping[str, Any] = await self._client.load_server_metadata()
        if told["issuer"].rstrip("/") != self._issuer:
            raise ValueError("issuer")
        ways = told.get("token_endpoint_auth_methods_supported", ())
        way = "client_secret_post" if "client_secret_post" in ways else "client_secret_basic"
        self._client.client_kwargs["token_endpoint_auth_method"] = way
        return told

    async def _checked(self, token: Mapping[str, Any], nonce: str | None, **reading: object) -> Mapping[str, Any]:
        """The claims of a token, all right: Authlib checks no audience when the token names an authorized party."""
        asked = {"iss": {"value": self._client.server_metadata["issuer"]}, "aud": {"value": self._client.client_id}}
        return dict(await self._client.parse_id_token(token, nonce, claims_options=asked, leeway=LATE, **reading))

    async def _information(self, token: Mapping[str, Any], subject: str) -> Mapping[str, Any]:
        """What the provider tells more of somebody, in JSON or as a signed token."""
        from authlib.oauth2.claims import JWTClaims

        address = self._client.server_metadata.get("userinfo_endpoint")
        if not address:
            return {}
        response = await self._client.get(address, token=token)
        response.raise_for_status()
        signed = "jwt" in response.headers.get("content-type", "")
        told: Mapping[str, Any] = (
            await self._checked({"id_token": response.text}, None, claims_cls=JWTClaims) if signed else response.json()
        )
        if told["sub"] != subject:
            raise ValueError("sub")
        return told


def account_of(engine: Engine, identity: Identity) -> int:
    """The number of the user whose account was made for somebody of the provider, and is this subject's from the first
    time on, whatever it is called there later; NoAccount when there is none."""
    of_provider = sa.select(USERS.c.id).where(USERS.c.source == "openid", USERS.c.disabled_at.is_(None))
    names = {name.lower() for name in identity.names}
    named = of_provider.where(USERS.c.subject.is_(None), sa.func.lower(USERS.c.name).in_(names))
    with writing(engine) as connection:
        found = connection.execute(of_provider.where(USERS.c.subject == identity.subject)).scalar()
        if found is None:
            found = connection.execute(named.limit(1)).scalar()
            connection.execute(sa.update(USERS).where(USERS.c.id == found).values(subject=identity.subject))
    if found is None:
        raise NoAccount(identity.names[0] if identity.names else "vous")
    return int(found)


@contextmanager
def _refused() -> Iterator[None]:
    """SignInFailed for whatever goes wrong with the provider; why is told to the log."""
    from authlib.common.errors import AuthlibBaseError
    from httpx2 import HTTPError, InvalidURL
    from joserfc.errors import JoseError

    try:
        yield
    except (AuthlibBaseError, HTTPError, InvalidURL, JoseError, ValueError, KeyError, TypeError) as error:
        logging.getLogger(__name__).warning("signing in by the provider failed: %r", error)
        raise SignInFailed from error
