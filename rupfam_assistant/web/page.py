"""The page put together: Gradio's layout of the tabs, the routes by which they speak to the desks, the door."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Annotated

import gradio as gr
from fastapi import FastAPI, Form, Request
from fastapi.responses import RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool

from rupfam_assistant.errors import TooManyTries, WrongLogin
from rupfam_assistant.export.look import NAVY
from rupfam_assistant.storage.dossiers import Store, open_store
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.web.api import tell_faults
from rupfam_assistant.web.chat import desk as chat
from rupfam_assistant.web.chat.tab import lay_out_chat
from rupfam_assistant.web.door import Door
from rupfam_assistant.web.opening import Opening
from rupfam_assistant.web.reviewing import desk as reviewing
from rupfam_assistant.web.sessions import COOKIE, Entrance
from rupfam_assistant.web.shell import STATIC, TITLE, Shell, lay_html, login_page, theme
from rupfam_assistant.web.watching import watch
from rupfam_assistant.web.welcoming import desk as welcoming
from rupfam_assistant.web.writing import desk as writing
from rupfam_assistant.web.writing.call import Desk
from rupfam_assistant.web.writing.files import pdf_is_possible


def make_page(documents: Mapping[str, Document], opening: Opening) -> FastAPI:
    """The application that serves the page, its assistant as it opens."""
    store = cache(lambda: open_store(opening.office.settings.dossiers))
    entrance = Entrance(opening.office.settings, store)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Shell, entrance=entrance)
    app.add_middleware(Door, settings=opening.office.settings)
    app.mount("/web", StaticFiles(directory=STATIC))
    tell_faults(app)
    _add_desks(app, documents, opening, store, entrance)
    watch(app, opening, store)
    _add_login(app, entrance, opening.office.settings.public_url.startswith("https:"))
    gr.mount_gradio_app(
        app,
        _layout(documents, opening),
        path="/",
        auth_dependency=entrance.user,
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
        enable_monitoring=False,
        theme=theme(),
    )
    return app


def _layout(documents: Mapping[str, Document], opening: Opening) -> gr.Blocks:
    """The tabs side by side, their parts filled by the desks."""
    with_pdf, patience = pdf_is_possible(), round(opening.office.settings.llm_timeout)
    page: gr.Blocks
    with gr.Blocks(title=TITLE, fill_width=True, analytics_enabled=False) as page:
        lay_html("entete", "header.html")
        box = lay_out_chat(documents, opening.model)
        lay_html("redaction", "writing/tab.html", "rupfam.wireWriting(element);", with_pdf=with_pdf, patience=patience)
        lay_html("verification", "reviewing/tab.html", "rupfam.wireReviewing(element);")
        dressed = {"with_pdf": with_pdf, "roles": opening.office.roles.roles, "colour": NAVY}
        lay_html("accueillir", "welcoming/tab.html", "rupfam.wireWelcoming(element);", **dressed)
        page.load(None, None, box, js="() => rupfam.draft()", show_progress="hidden")
    return page


def _add_desks(
    app: FastAPI, documents: Mapping[str, Document], opening: Opening, store: Callable[[], Store], entrance: Entrance
) -> None:
    office = opening.office
    desk = Desk(documents, office, store, office.settings.home / "data" / "logos")
    app.include_router(chat.routes(chat.Chat(opening), entrance.caller))
    app.include_router(writing.routes(desk, entrance.caller))
    app.include_router(reviewing.routes(desk, entrance.caller))
    app.include_router(welcoming.routes(welcoming.WelcomeDesk(opening, store), entrance.caller))


def _add_login(app: FastAPI, entrance: Entrance, behind_https: bool) -> None:
    @app.post("/login")
    async def login(
        request: Request, name: Annotated[str, Form()] = "", password: Annotated[str, Form()] = ""
    ) -> Response:
        try:
            token = await entrance.enter(name, password, request.client.host if request.client else "")
        except (WrongLogin, TooManyTries) as refused:
            return login_page(str(refused), 401 if isinstance(refused, WrongLogin) else 429)
        entered = RedirectResponse("./", 303)
        secure = behind_https or request.url.scheme == "https"
        entered.set_cookie(COOKIE, token, httponly=True, samesite="lax", secure=secure)
        return entered

    @app.post("/logout")
    async def logout(request: Request) -> Response:
        await run_in_threadpool(entrance.leave, request)
        left = RedirectResponse("./", 303)
        left.delete_cookie(COOKIE, httponly=True, samesite="lax")
        return left
