"""What who keeps the program running sees: /health, /metrics, a line for each request; never what people say."""

import logging
import re
import sys
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any
from uuid import uuid4

from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Gauge, Histogram, generate_latest
from pythonjsonlogger.json import JsonFormatter
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rupfam_assistant import __version__
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.storage.dossiers import Store
from rupfam_assistant.web.api import in_threads
from rupfam_assistant.web.door import READ_UNDER
from rupfam_assistant.web.opening import Opening

NUMBER = "x-request-id"
"""The header by which a server in front gives a request its number, and by which the answer tells it."""

FIELDS = "%(asctime)s %(levelname)s %(name)s %(message)s %(request)s"
RENAMED = {"asctime": "time", "levelname": "level", "name": "logger"}
BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60)

REQUESTS = Counter("rupfam_requests", "Demandes, par route et par code de réponse.", ("route", "status"))
SECONDS = Histogram("rupfam_request_seconds", "Durée d’une demande, par route.", ("route",), buckets=BUCKETS)
RUNNING = Gauge("rupfam_requests_running", "Demandes en cours.")
OPENED = Gauge("rupfam_searches_open", "1 quand les recherches sont ouvertes.")
AWAY = Gauge("rupfam_index_away", "1 quand le serveur de l’index ne répond pas.")

_request: ContextVar[str] = ContextVar("request", default="")
_requests = logging.getLogger("rupfam_assistant.requests")


class Watch:
    """Stands before the door: gives each request a number, counts it, and writes a line about it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets everything through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(NUMBER, "")
        number = given if re.fullmatch(r"[\w-]{8,64}", given) else uuid4().hex
        _request.set(number)
        status, started = 500, time.perf_counter()

        async def tell(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[NUMBER] = number
            await send(message)

        with RUNNING.track_inprogress():
            try:
                await self._app(scope, receive, tell)
            finally:
                took, route = time.perf_counter() - started, _route(scope)
                REQUESTS.labels(route, status).inc()
                SECONDS.labels(route).observe(took)
                about = {"method": scope["method"], "route": route, "status": status, "ms": round(1e3 * took, 1)}
                _requests.info("request", extra=about)


def watch(app: FastAPI, opening: Opening, store: Callable[[], Store]) -> None:
    """Adds /health and /metrics to a page, and watches all its requests."""
    looked = in_threads(lambda: look(opening, store), 2)

    @app.get("/health")
    async def health() -> Response:
        told = await looked()
        is_well = told["searches"] == "open" and told["database"] == "ok"
        return JSONResponse(told, 200 if is_well else 503)

    @app.get("/metrics")
    async def metrics() -> Response:
        told = await looked()
        OPENED.set(told["searches"] == "open")
        AWAY.set(told["index"] == "away")
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    app.add_middleware(Watch)


def look(opening: Opening, store: Callable[[], Store]) -> dict[str, str]:
    """How the parts of the program are: the page serves with its index away, by the words of the documents."""
    searches = "fault" if opening.fault else "open" if opening.done else "opening"
    is_away = searches == "open" and not opening.office.answering.local.index.vectors.is_reached()
    database = "ok"
    try:
        store().reach()
    except RupfamError:
        database = "away"
    return {"version": __version__, "searches": searches, "database": database, "index": "away" if is_away else "ok"}


def write_lines() -> None:
    """What is logged: sentences in a terminal; elsewhere lines of JSON with the number of the request, one for each."""
    handler = logging.StreamHandler()
    if sys.stderr.isatty():
        handler.setFormatter(logging.Formatter("%(message)s"))
        _requests.setLevel(logging.WARNING)
    else:
        formatter = JsonFormatter(FIELDS, rename_fields=RENAMED, json_ensure_ascii=False, datefmt="%Y-%m-%dT%H:%M:%SZ")
        formatter.converter = time.gmtime
        handler.setFormatter(formatter)
        handler.addFilter(_number)
    logging.basicConfig(handlers=[handler], force=True)


def _number(record: logging.LogRecord) -> bool:
    record.request = _request.get()
    return True


def _route(scope: Scope) -> str:
    """The route of a request, without what it names; "" for none."""
    route: Any = scope.get("route")
    path: str = f"{scope.get('root_path', '')}{route.path}" if hasattr(route, "path") else scope["path"]
    under = next((start for start in READ_UNDER if path.startswith(start)), "")
    return under or (path if route is not None or path == "/" else "")
