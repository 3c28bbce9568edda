"""An OpenID Connect provider on the loopback, for the tests: discovery, keys, authorization with PKCE, tokens signed with
RS256, user information, end of session; truthful, or lying where a test says so."""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import urlencode

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from fastapi import FastAPI, Form, Header, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from servers.running import running

CLIENT, SECRET = "rupfam", "secret-du-client"
SIGN_IN = '<form method="post"><input name="who" aria-label="Qui"><button>Entrer</button></form>'


@dataclass
class Identities:
    """The provider: whom it knows, by what they type, and what it lies about in its tokens; `bare` gives a signed token
    of user information and keeps all that names somebody out of the other, as ProConnect does."""

    people: dict[str, dict[str, object]]
    address: str = ""
    lies: dict[str, object] = field(default_factory=dict)
    bare: bool = False
    keys: KeySet = field(default_factory=lambda: KeySet([RSAKey.generate_key(2048, {"kid": "1", "use": "sig"})]))
    stranger: RSAKey | None = None
    asked: dict[str, dict[str, str]] = field(default_factory=dict)
    left: list[dict[str, str]] = field(default_factory=list)

    def signed(self, claims: dict[str, object]) -> str:
        """A token of these claims, by its key or by that of a stranger."""
        kept = {name: value for name, value in (claims | self.lies).items() if value is not None}
        key = self.stranger or self.keys.keys[0]
        return jwt.encode({"alg": "RS256", "kid": key.kid}, kept, key)


@contextmanager
def identity_provider(people: dict[str, dict[str, object]]) -> Iterator[Identities]:
    """The running provider."""
    provider = Identities(people)
    with running(_app(provider)) as provider.address:
        yield provider


def _app(provider: Identities) -> FastAPI:
    app = FastAPI()

    @app.get("/.well-known/openid-configuration")
    def discover() -> dict[str, object]:
        here = provider.address
        return {
            "issuer": here,
            "authorization_endpoint": f"{here}/authorize",
            "token_endpoint": f"{here}/token",
            "userinfo_endpoint": f"{here}/userinfo",
            "jwks_uri": f"{here}/jwks",
            "end_session_endpoint": f"{here}/end",
            "scopes_supported": ["openid", "email"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    @app.get("/jwks")
    def tell_keys() -> Any:
        return provider.keys.as_dict(private=False)

    @app.get("/authorize")
    def show(code_challenge_method: str, code_challenge: str, state: str, nonce: str) -> HTMLResponse:
        assert (code_challenge_method, len(code_challenge)) == ("S256", 43)
        assert min(len(state), len(nonce)) >= 32
        return HTMLResponse(SIGN_IN)

    @app.post("/authorize")
    def enter(request: Request, who: Annotated[str, Form()]) -> Response:
        told = dict(request.query_params)
        if who not in provider.people or told["client_id"] != CLIENT:
            return RedirectResponse(f"{told['redirect_uri']}?{urlencode({'error': 'access_denied'})}", 303)
        code = secrets.token_urlsafe(16)
        provider.asked[code] = {**told, "who": who}
        return RedirectResponse(f"{told['redirect_uri']}?{urlencode({'code': code, 'state': told['state']})}", 303)

    @app.post("/token")
    async def give(request: Request) -> JSONResponse:
        form = {name: str(value) for name, value in (await request.form()).items()}
        told = provider.asked.pop(form["code"], None)
        if (
            told is None
            or (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET)
            or form["redirect_uri"] != told["redirect_uri"]
            or create_s256_code_challenge(form["code_verifier"]) != told["code_challenge"]
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        person = provider.people[told["who"]]
        now = int(time.time())
        times = {"iat": now, "exp": now + 60, "nonce": told["nonce"]}
        named = {"sub": person["sub"]} if provider.bare else person
        claims = {"iss": provider.address, "aud": CLIENT, **times, **named}
        bearer = {"access_token": told["who"], "token_type": "Bearer", "expires_in": 60}
        return JSONResponse({**bearer, "id_token": provider.signed(claims)})

    @app.get("/userinfo")
    def tell(authorization: Annotated[str, Header()]) -> Response:
        person = provider.people[authorization.removeprefix("Bearer ")]
        return Response(
            provider.signed({"iss": provider.address, "aud": CLIENT, **person}), media_type="application/jwt"
        )

    @app.get("/end")
    def end(request: Request, post_logout_redirect_uri: str, state: str) -> RedirectResponse:
        provider.left.append(dict(request.query_params))
        return RedirectResponse(f"{post_logout_redirect_uri}?{urlencode({'state': state})}", 303)

    return app
