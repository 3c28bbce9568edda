"""Entering by a password or by the provider of identities of an organisation, leaving; the trail of an office."""

from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from rupfam_assistant.accounts.audit import read_trail, to_csv
from rupfam_assistant.accounts.openid import Provider
from rupfam_assistant.accounts.policy import Caller
from rupfam_assistant.errors import NoAccount, SignInFailed, TooManyTries, WrongLogin
from rupfam_assistant.settings import Settings
from rupfam_assistant.web.door import BACK, BY_PROVIDER, TRAIL
from rupfam_assistant.web.sessions import COOKIE, Entrance
from rupfam_assistant.web.shell import login_page

DEPARTED, SIGNED_IN = "rupfam-depart", "rupfam-fournisseur"
"""The cookies of a browser that left for the provider; of one that it let in, with the token that signs it out."""

TO_COME_BACK = 600
"""Seconds that somebody has to sign in at the provider."""


def routes(entrance: Entrance, settings: Settings) -> APIRouter:
    """The routes; those of the provider only where the settings name one."""
    router = APIRouter()
    provider = Provider(settings) if settings.oidc_issuer else None

    def home(request: Request) -> str:
        return (settings.public_url or str(request.base_url)).rstrip("/")

    def keep(response: Response, request: Request, cookie: str, value: str, seconds: int | None = None) -> None:
        """Gives the browser a cookie, that scripts do not read and other sites' forms do not send."""
        secure = home(request).startswith("https:") or request.url.scheme == "https"
        response.set_cookie(cookie, value, seconds, httponly=True, samesite="lax", secure=secure)

    @router.post("/login")
    async def login(
        request: Request, name: Annotated[str, Form()] = "", password: Annotated[str, Form()] = ""
    ) -> Response:
        try:
            token = await entrance.enter(name, password, request.client.host if request.client else "")
        except (WrongLogin, TooManyTries) as refused:
            return login_page(str(refused), 401 if isinstance(refused, WrongLogin) else 429, entrance.provider)
        entered = RedirectResponse("./", 303)
        keep(entered, request, COOKIE, token)
        return entered

    @router.post("/logout")
    async def logout(request: Request) -> Response:
        await run_in_threadpool(entrance.leave, request)
        away, token = "", request.cookies.get(SIGNED_IN)
        if provider and token:
            with suppress(SignInFailed):
                away = await provider.leave(f"{home(request)}/", token)
        left = login_page(provider=entrance.provider, away=away) if away else RedirectResponse("./", 303)
        for cookie in (COOKIE, SIGNED_IN):
            left.delete_cookie(cookie, httponly=True, samesite="lax")
        return left

    @router.get(TRAIL)
    def download(by: Annotated[Caller, Depends(entrance.caller)]) -> Response:
        told = to_csv(read_trail(entrance.directory.engine, by)).encode("utf-8-sig")
        return Response(told, 200, {"Content-Disposition": 'attachment; filename="journal.csv"'}, "text/csv")

    if provider is None:
        return router

    @router.get(BY_PROVIDER)
    async def depart(request: Request) -> Response:
        try:
            address, kept = await provider.depart(home(request) + BACK)
        except SignInFailed as failed:
            return login_page(str(failed), 503, entrance.provider)
        left = RedirectResponse(address, 303)
        keep(left, request, DEPARTED, kept, TO_COME_BACK)
        return left

    @router.get(BACK)
    async def come_back(request: Request) -> Response:
        kept = request.cookies.get(DEPARTED, "")
        entered: Response = RedirectResponse("./", 303)
        try:
            identity = await provider.identify(home(request) + BACK, kept, request.query_params)
            keep(entered, request, COOKIE, await entrance.enter_as(identity))
            keep(entered, request, SIGNED_IN, identity.token)
        except (SignInFailed, NoAccount) as refused:
            entered = login_page(str(refused), 403, entrance.provider)
        entered.delete_cookie(DEPARTED, httponly=True, samesite="lax")
        return entered

    return router
