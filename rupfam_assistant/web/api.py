"""The border between the page and the desks: what a route raises becomes one French sentence."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from rupfam_assistant.errors import RupfamError

NOT_UNDERSTOOD = "La page n’est plus à jour : rechargez-la."
UNFORESEEN = (
    "Une erreur imprévue a empêché cette action : réessayez ou relancez le programme ; le détail est dans le terminal."
)


def tell_faults(app: FastAPI) -> None:
    """Makes each fault of a route a reply {"fault": sentence}; the traceback of a bug goes to the terminal besides."""

    def foreseen(request: Request, error: Exception) -> JSONResponse:
        return JSONResponse({"fault": str(error)}, 409)

    def misread(request: Request, error: Exception) -> JSONResponse:
        return JSONResponse({"fault": NOT_UNDERSTOOD}, 422)

    def unforeseen(request: Request, error: Exception) -> JSONResponse:
        return JSONResponse({"fault": UNFORESEEN}, 500)

    app.add_exception_handler(RupfamError, foreseen)
    app.add_exception_handler(RequestValidationError, misread)
    app.add_exception_handler(Exception, unforeseen)
