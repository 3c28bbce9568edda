"""The border between the page and the desks: what a route raises becomes one French sentence."""

from collections.abc import Callable

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from rupfam_assistant.errors import Forbidden, RupfamError

NOT_UNDERSTOOD = "La page n’est plus à jour : rechargez-la."
UNFORESEEN = (
    "Une erreur imprévue a empêché cette action : réessayez ou relancez le programme ; le détail est dans le terminal."
)


def tell_faults(app: FastAPI) -> None:
    """Makes each fault of a route a reply {"fault": sentence}; the traceback of a bug goes to the terminal besides."""

    def told(status: int, sentence: str = "") -> Callable[[Request, Exception], Response]:
        return lambda request, error: JSONResponse({"fault": sentence or str(error)}, status)

    app.add_exception_handler(RupfamError, told(409))
    app.add_exception_handler(Forbidden, told(403))
    app.add_exception_handler(RequestValidationError, told(422, NOT_UNDERSTOOD))
    app.add_exception_handler(Exception, told(500, UNFORESEEN))
