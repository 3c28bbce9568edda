"""The door: other sites are not heard, what the page has no use for is closed, what is told stays in the page."""

import ipaddress
from collections.abc import Iterable
from contextlib import suppress
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rupfam_assistant.settings import Settings

TRAIL = "/journal.csv"
API = "/api/v1"
READ = (
    *("/", "/aide", "/theme.css", "/favicon.ico", "/health", "/metrics", TRAIL),
    *(f"{API}/openapi.json", f"{API}/documents"),
)
OWN = ("/metrics",)
READ_UNDER = ("/web/", "/assets/", "/static/")
REMOVED_UNDER = f"{API}/documents/"
"""What may be read, the second by programs of this machine alone; what other programs may take away."""

BY_PROVIDER, BACK = "/connexion", "/connexion-retour"
"""Where a browser leaves for the provider of identities, if there is one, and where it comes back from it."""

LARGEST = {
    "/login": 10_000,
    "/logout": 10_000,
    "/api/question": 4_000_000,
    "/api/conversation": 4_000_000,
    "/api/welcoming": 4_000_000,
    "/api/writing": 45_000_000,
    "/api/reviewing": 56_000_000,
    f"{API}/ask": 4_000_000,
    f"{API}/cite": 10_000,
    f"{API}/draft": 4_500_000,
    f"{API}/convention": 4_500_000,
    f"{API}/review": 56_000_000,
    f"{API}/welcome": 4_500_000,
    f"{API}/documents": 28_000_000,
}
"""What a browser may send to, with the bytes that each takes at most: two files of 20 Mo in base64, long imports."""

POLICY = {
    "default-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "object-src": "'none'",
    "frame-src": "'none'",
    "frame-ancestors": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
}
"""What an answer may load, run, send to and stand in; Gradio puts styles of its own in its page."""

SEAL = "Content-Security-Policy"
HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
OTHER_NAME = (
    "Cette adresse n’est pas celle de la page : ouvrez-la par son adresse, ou nommez celle-ci par RUPFAM_PUBLIC_URL."
)
OTHER_SITE = "Cette demande vient d’un autre site : ouvrez la page par son adresse."
CLOSED = "Il n’y a rien à cette adresse."
NOT_JSON = "La page parle au programme en JSON."
TOO_LARGE = "Ce que vous envoyez est trop gros : raccourcissez-le, ou envoyez-le en plusieurs fois."


class Door:
    """Stands before the page and all its routes."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._public = urlsplit(settings.public_url)
        self._only_here = is_loopback(settings.host)
        self._read = (*READ, BY_PROVIDER, BACK) if settings.oidc_issuer else READ

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request in, or says why not."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start":
                _seal(MutableHeaders(scope=message), scope["path"])
            await send(message)

        answer = self._refused(scope) or self._within
        await answer(scope, receive, tell)

    def _refused(self, scope: Scope) -> JSONResponse | None:
        """Why a request is not let in, if it is not."""
        headers, path = Headers(scope=scope), scope["path"]
        reads = scope["method"] in ("GET", "HEAD") and (path in self._read or path.startswith(READ_UNDER))
        writes = scope["method"] == "POST" and path in LARGEST
        removes = scope["method"] == "DELETE" and path.startswith(REMOVED_UNDER)
        hosts = headers.getlist("host")
        if not hosts or not all(map(self._is_ours, hosts)):
            return _refusal(HTTPStatus.MISDIRECTED_REQUEST, OTHER_NAME)
        if not self._is_from_here(headers, hosts) and not (path in ("/", BACK) and reads and _is_visit(headers)):
            return _refusal(HTTPStatus.FORBIDDEN, OTHER_SITE)
        closed = path in OWN and not is_loopback((scope.get("client") or ("",))[0])
        if closed or not (reads or writes or removes):
            return _refusal(HTTPStatus.NOT_FOUND, CLOSED)
        if writes and path.startswith("/api/") and not headers.get("content-type", "").startswith("application/json"):
            return _refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, NOT_JSON)
        size = headers.get("content-length", "0")
        if writes and not (size.isdecimal() and int(size) <= LARGEST[path]):
            return _refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LARGE)
        return None

    def _is_ours(self, host: str) -> bool:
        """Whether a Host names this page: by its public name, by this machine, or by an address that it serves."""
        name = urlsplit(f"//{host}").hostname or ""
        return name == self._public.hostname or is_loopback(name) or (not self._only_here and _is_address(name))

    def _is_from_here(self, headers: Headers, hosts: Iterable[str]) -> bool:
        """Whether a request comes from the page itself, or from no page at all."""
        own = {f"{scheme}://{host.lower()}" for scheme in ("http", "https") for host in hosts}
        if self._public.hostname:
            own.add(f"{self._public.scheme}://{self._public.netloc}".lower())
        sites = headers.getlist("sec-fetch-site")
        return set(map(str.lower, headers.getlist("origin"))) <= own and set(sites) <= {"same-origin", "none"}

    async def _within(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The answer to a request that is let in, as long as its body stays within bounds."""
        left, begun = LARGEST.get(scope["path"], 0), False

        async def hear() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise _TooLarge
            return message

        async def tell(message: Message) -> None:
            nonlocal begun
            if left >= 0 or begun:
                begun = True
                await send(message)

        with suppress(_TooLarge):
            await self._app(scope, hear, tell)
        if left < 0 and not begun:
            await _refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LARGE)(scope, receive, send)


class _TooLarge(Exception):
    """More is sent than was told."""


def is_loopback(host: str) -> bool:
    """Whether a name or an address is that of this machine, for itself alone."""
    return host == "localhost" or (_is_address(host) and ipaddress.ip_address(host).is_loopback)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_visit(headers: Headers) -> bool:
    """Whether somebody follows a link to the page, in a window of its own."""
    return headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"


def policy(*scripts: str) -> str:
    """A Content-Security-Policy under which the files of the page run, and the scripts that are named so."""
    told = {**POLICY, "script-src": " ".join(("'self'", *scripts))}
    return "; ".join(f"{name} {sources}" for name, sources in told.items())


def _seal(headers: MutableHeaders, path: str) -> None:
    """Puts the headers that keep an answer to this page."""
    for name in [name for name in headers if name.startswith("access-control-")]:
        del headers[name]
    headers.update(HEADERS)
    headers.setdefault(SEAL, policy())
    if path in ("/", "/health", *OWN, TRAIL, BACK) or path.startswith("/api/"):
        headers["Cache-Control"] = "no-store"


def _refusal(status: HTTPStatus, sentence: str) -> JSONResponse:
    return JSONResponse({"fault": sentence}, status)
