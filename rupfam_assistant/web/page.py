"""The page put together: Gradio's layout of the tabs, the routes by which they speak to the desks, the door."""

from collections.abc import Callable
from functools import cache

import gradio as gr
from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles

from rupfam_assistant.export.look import NAVY
from rupfam_assistant.storage.dossiers import open_store
from rupfam_assistant.texts.added import FOUNDING
from rupfam_assistant.web import account
from rupfam_assistant.web.api import tell_faults
from rupfam_assistant.web.chat import desk as chat
from rupfam_assistant.web.chat.tab import lay_out_chat
from rupfam_assistant.web.door import Door
from rupfam_assistant.web.guide import guide_page
from rupfam_assistant.web.opening import Opening
from rupfam_assistant.web.reviewing import desk as reviewing
from rupfam_assistant.web.sessions import Entrance
from rupfam_assistant.web.shell import STATIC, TITLE, Shell, lay_html, theme
from rupfam_assistant.web.watching import watch
from rupfam_assistant.web.welcoming import desk as welcoming
from rupfam_assistant.web.writing import desk as writing
from rupfam_assistant.web.writing.call import Desk
from rupfam_assistant.web.writing.files import pdf_is_possible

Addition = Callable[[FastAPI, Opening, Entrance], None]
"""What another door adds to the application, and by whose leave one enters."""


def make_page(opening: Opening, *additions: Addition) -> FastAPI:
    """The application that serves the page, its assistant as it opens, with what other doors add to it."""
    settings = opening.office.settings
    store = cache(lambda: open_store(settings.dossiers))
    entrance = Entrance(settings, store)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Shell, entrance=entrance)
    app.add_middleware(Door, settings=settings)
    app.mount("/web", StaticFiles(directory=STATIC))
    tell_faults(app)
    desk = Desk(opening.office, store, settings.home / "data" / "logos")
    app.include_router(chat.routes(chat.Chat(opening), entrance.caller))
    app.include_router(writing.routes(desk, entrance.caller))
    app.include_router(reviewing.routes(desk, entrance.caller))
    app.include_router(welcoming.routes(welcoming.WelcomeDesk(opening, store), entrance.caller))
    watch(app, opening, store)
    app.get("/aide", dependencies=[Depends(entrance.caller)])(guide_page)
    app.include_router(account.routes(entrance, settings))
    for add in additions:
        add(app, opening, entrance)
    gr.mount_gradio_app(
        app,
        _layout(opening),
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


def _layout(opening: Opening) -> gr.Blocks:
    with_pdf, patience = pdf_is_possible(), round(opening.office.settings.llm_timeout)
    documents = opening.office.documents_of(None)
    page: gr.Blocks
    with gr.Blocks(title=TITLE, fill_width=True, analytics_enabled=False) as page:
        lay_html("entete", "header.html")
        box = lay_out_chat({name: text for name, text in documents.items() if name in FOUNDING}, opening.model)
        lay_html("redaction", "writing/tab.html", "rupfam.wireWriting(element);", with_pdf=with_pdf, patience=patience)
        lay_html("verification", "reviewing/tab.html", "rupfam.wireReviewing(element);")
        dressed = {"with_pdf": with_pdf, "roles": opening.office.roles.roles, "colour": NAVY}
        lay_html("accueillir", "welcoming/tab.html", "rupfam.wireWelcoming(element);", **dressed)
        page.load(None, None, box, js="() => rupfam.draft()", show_progress="hidden")
    return page
