"""The border between the page and the desks: the route of each, its threads, its faults as one French sentence."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import Annotated, ParamSpec, TypeVar

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from rupfam_assistant.accounts.policy import Caller
from rupfam_assistant.errors import Forbidden, RupfamError
from rupfam_assistant.web.messages import Reply

T = TypeVar("T")
P = ParamSpec("P")

NOT_UNDERSTOOD = "La page n’est plus à jour : rechargez-la."
UNFORESEEN = (
    "Une erreur imprévue a empêché cette action : réessayez ou relancez le programme ; le détail est dans le terminal."
)


def in_threads(work: Callable[P, T], at_once: int) -> Callable[P, Awaitable[T]]:
    """Some work as done in threads of its own, so many at once: what waits there holds up nothing else."""
    pool = ThreadPoolExecutor(at_once)

    async def done(*args: P.args, **named: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(pool, copy_context().run, partial(work, *args, **named))

    return done


def desk_route(
    path: str, takes: type[T], answer: Callable[[T, Caller], Reply], at_once: int, caller: Callable[..., object]
) -> APIRouter:
    """The route by which a tab speaks to its desk, in messages of a type; `caller` says who sent a request."""
    router, answered = APIRouter(), in_threads(answer, at_once)

    @router.post(path)
    async def reply(message: takes, by: Annotated[Caller, Depends(caller)]) -> Response:  # type: ignore[valid-type]
        told = await answered(message, by)
        return Response(told.model_dump_json(exclude_defaults=True), media_type="application/json")

    return router


def tell_faults(app: FastAPI) -> None:
    """Makes each fault of a route a reply {"fault": sentence}; the traceback of a bug goes to the terminal besides."""
    app.add_exception_handler(RupfamError, told_fault(409))
    app.add_exception_handler(Forbidden, told_fault(403))
    app.add_exception_handler(RequestValidationError, told_fault(422, NOT_UNDERSTOOD))
    app.add_exception_handler(Exception, told_fault(500, UNFORESEEN))


def told_fault(status: int, sentence: str = "", **headers: str) -> Callable[[Request, Exception], Response]:
    """What makes a fault a reply of a status: by its own sentence, or always by the same."""
    return lambda request, error: JSONResponse({"fault": sentence or str(error)}, status, headers)
