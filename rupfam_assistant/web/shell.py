"""The HTML around the tabs: Gradio's own page made French, with our styles and scripts, or the form for a password."""

import secrets
from hashlib import sha256
from pathlib import Path

import gradio as gr
from markupsafe import escape
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rupfam_assistant.accounts.policy import Caller, acts
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.web.door import SEAL, policy
from rupfam_assistant.web.rendering import render
from rupfam_assistant.web.sessions import Entrance

TITLE = "Ruptures familiales – assistant"
SCRIPTS = ("client.js", "page.js", "writing.js", "reviewing.js", "welcoming.js")
STYLES = ("base.css", "components.css", "chat.css", "writing.css", "reviewing.css", "welcoming.css", "print.css")
STATIC = Path(__file__).parent / "static"
VERSION = sha256(b"".join(path.read_bytes() for path in sorted(STATIC.iterdir()))).hexdigest()[:12]
"""What changes with our scripts and styles, so that a browser never shows those of a former version."""

SYSTEM_FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "DejaVu Sans", "sans-serif")


class Shell:
    """Stands before the page: who must give a password gets the form for it, the others Gradio's HTML made French, for
    which Gradio has no setting: it gives what `head` holds only once its loader has spoken English."""

    def __init__(self, app: ASGIApp, entrance: Entrance) -> None:
        self._app = app
        self._entrance = entrance

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request."""
        if scope["type"] != "http" or scope["path"] != "/":
            await self._app(scope, receive, send)
            return
        try:
            caller, office = await run_in_threadpool(self._entrance.find_with_office, Request(scope))
        except RupfamError as error:
            await login_page(str(error), 503)(scope, receive, send)
            return
        if caller is None:
            await login_page(provider=self._entrance.provider)(scope, receive, send)
        else:
            page = await self._page(scope, receive)
            nonce = secrets.token_urlsafe(16)
            sealed = {SEAL: policy(f"'nonce-{nonce}'", "'unsafe-eval'")}
            await HTMLResponse(french_page(page, caller, office, nonce), headers=sealed)(scope, receive, send)

    async def _page(self, scope: Scope, receive: Receive) -> bytes:
        """Gradio's HTML, not compressed."""
        parts = []

        async def gather(message: Message) -> None:
            parts.append(message.get("body", b""))

        headers = [header for header in scope["headers"] if header[0] != b"accept-encoding"]
        await self._app({**scope, "headers": headers}, receive, gather)
        return b"".join(parts)


def login_page(fault: str = "", status: int = 200, provider: str = "", away: str = "") -> HTMLResponse:
    """The form that asks for a password; `fault` says why nobody is let in yet, `provider` which other way there is in,
    `away` where the browser goes at once."""
    told = {"title": "Connexion", "fault": fault, "provider": provider, "away": away}
    return HTMLResponse(render("login.html", version=VERSION, **told), status)


def french_page(page: bytes, caller: Caller, office: str, nonce: str) -> bytes:
    """Gradio's page in French, its scripts named by a nonce, with our styles and scripts in it, and a sentence until it
    is there; who is there, which is whose what the browser keeps is, and what it may do."""
    page = page.replace(b"<script", f'<script nonce="{nonce}"'.encode())
    head = render("head.html", title=TITLE, scripts=SCRIPTS, styles=STYLES, version=VERSION)
    can = acts(caller)
    root = f'lang="fr" data-user="{escape(caller.name)}" data-can="{" ".join(sorted(can))}"'
    page = page.replace(b'lang="en"', root.encode(), 1).replace(b"</head>", f"{head}</head>".encode(), 1)
    first = render("waiting.html", caller=caller, office=office, can=can)
    return page.replace(b"<gradio-app", f"{first}<gradio-app".encode(), 1)


def theme() -> gr.themes.Base:
    """A theme without fonts to fetch; our styles give the colours."""
    fonts = tuple(gr.themes.Font(name) for name in SYSTEM_FONTS)
    return gr.themes.Base(font=fonts, font_mono=(gr.themes.Font("monospace"),))


def lay_html(name: str, template: str, wire: str | None = None, **data: object) -> None:
    """Lays out, in the current Blocks, the HTML of a template in an element of that id; `wire` then runs there."""
    gr.HTML(render(template, **data), elem_id=name, js_on_load=wire, apply_default_css=False)
