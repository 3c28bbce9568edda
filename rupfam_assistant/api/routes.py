"""The interface by HTTP, version 1: the calls of other programs, beside the page and behind the same door."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel

from rupfam_assistant import __version__
from rupfam_assistant.accounts.audit import Deed, note
from rupfam_assistant.accounts.policy import Act, Caller, Thing, require
from rupfam_assistant.api import calls
from rupfam_assistant.errors import Busy, IndexAway, NoToken
from rupfam_assistant.texts.added import FOUNDING, add_file, remove_document
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.web.api import in_threads, tell_faults, told_fault
from rupfam_assistant.web.door import API, CLOSED
from rupfam_assistant.web.messages import Upload
from rupfam_assistant.web.opening import Opening
from rupfam_assistant.web.reviewing.upload import checked, laid_down
from rupfam_assistant.web.sessions import Entrance

AT_ONCE = 4
"""Calls of a kind that are answered at the same time."""

ABOUT = (
    "Ce que fait la page, pour d’autres programmes : poser une question à la circulaire et à la trame, lire un passage,"
    " rédiger, vérifier un projet, accueillir un partenaire, tenir les documents ajoutés. Sur une machine sans compte,"
    " aucun jeton n’est demandé ; sinon un référent en crée un par « rupfam tokens add », et chaque demande le porte :"
    " `Authorization: Bearer rupfam_…`."
)
TAGS = [
    {"name": "Textes", "description": "Ce que disent les deux textes et les documents ajoutés, mot pour mot."},
    {"name": "Convention", "description": "Rédiger d’après un dossier, vérifier un projet."},
    {"name": "Partenaires", "description": "Le livret d’accueil."},
    {"name": "Documents", "description": "Les documents que la caisse ajoute."},
]
TOKEN = HTTPBearer(auto_error=False, scheme_name="jeton", description="Un jeton de « rupfam tokens add ».")
WRONG_FIELDS = "Cette demande n’est pas celle que décrit /api/v1/openapi.json : corrigez {}."
DONE = "C’est fait."
REFUSALS = {
    401: "Il manque un jeton valable.",
    403: "Ce jeton ne permet pas cette action, ou la demande vient d’une page d’un autre site.",
    404: "Il n’y a rien à cette adresse.",
    409: "La demande est comprise, mais ne peut pas être servie : la phrase dit pourquoi.",
    413: "C’est trop gros.",
    415: "Envoyez du JSON.",
    421: "Cette adresse n’est pas celle du programme.",
    422: "Un champ manque, ou n’est pas ce qu’il doit être.",
    503: "Le programme est occupé, ou le serveur de l’index ne répond pas : réessayez dans un instant.",
}


class ToldFault(BaseModel):
    """Pourquoi rien n’a été fait, et quoi faire, en une phrase."""

    fault: str


class ToldDocument(BaseModel):
    """Un texte : le nom par lequel on le cite, son titre, son nombre de signes, s’il a été ajouté."""

    name: str
    title: str
    characters: int
    added: bool


class ToldDocuments(BaseModel):
    """Les deux textes fondateurs, puis les documents ajoutés."""

    documents: list[ToldDocument]


class AddedDocument(ToldDocument):
    """Un document ajouté, et ce qui n’a pas pu en être lu."""

    unread: list[calls.ToldUnread]


class RemovedDocument(BaseModel):
    """Le document qui vient d’être retiré."""

    name: str


FAULTS: dict[int | str, dict[str, Any]] = {
    status: {"model": ToldFault, "description": about} for status, about in REFUSALS.items()
}


def add_api(app: FastAPI, opening: Opening, entrance: Entrance) -> None:
    """Adds the interface to the application of the page."""

    def caller(shown: Annotated[HTTPAuthorizationCredentials | None, Depends(TOKEN)]) -> Caller:
        return entrance.program(shown.credentials if shown else "")

    def asks(by: Annotated[Caller, Depends(caller)]) -> None:
        require(by, Act.ASK)

    api = FastAPI(
        title="Ruptures familiales",
        version=__version__,
        description=ABOUT,
        openapi_tags=TAGS,
        docs_url=None,
        redoc_url=None,
        responses=FAULTS,
        dependencies=[Depends(asks)],
    )
    api.include_router(_texts(opening, caller))
    api.include_router(_papers(opening, caller))
    api.include_router(_documents(opening, entrance, caller))
    _tell_faults(api)
    app.mount(API, api)


def _texts(opening: Opening, caller: Callable[..., object]) -> APIRouter:
    router = APIRouter(tags=["Textes"])
    asked, read = in_threads(calls.ask, AT_ONCE), in_threads(calls.read, AT_ONCE)

    @router.post("/ask", summary="Poser une question", response_description=DONE)
    async def ask(put: calls.PutQuestion, by: Annotated[Caller, Depends(caller)]) -> calls.ToldReply:
        """Répond, citations à l’appui, ou dit que les textes ne répondent pas et où chercher."""
        return calls.ToldReply(**await asked(opening, put, by.office))

    @router.post("/cite", summary="Lire un passage", response_description=DONE)
    async def cite(place: calls.NamedPlace, by: Annotated[Caller, Depends(caller)]) -> calls.ToldPassages:
        """Donne en entier les paragraphes ou les listes d’où vient une citation, mot pour mot."""
        return calls.ToldPassages(**await read(opening, place, by.office))

    return router


def _papers(opening: Opening, caller: Callable[..., object]) -> APIRouter:
    router = APIRouter()
    drafted, reviewed = in_threads(calls.draft, AT_ONCE), in_threads(calls.review, AT_ONCE)
    welcomed = in_threads(calls.welcome, AT_ONCE)

    @router.post("/draft", summary="Rédiger l’article 2", response_description=DONE, tags=["Convention"])
    async def draft(given: calls.GivenDossier) -> calls.ToldDraft:
        """L’article 2 d’un département : les mots de la trame et ceux du dossier, des blancs pour ce qui manque."""
        return calls.ToldDraft(**await drafted(opening, given))

    @router.post("/convention", summary="Rédiger la convention", response_description=DONE, tags=["Convention"])
    async def convention(given: calls.GivenDossier) -> calls.ToldDraft:
        """La convention entière d’un département."""
        return calls.ToldDraft(**await drafted(opening, given, whole=True))

    @router.post("/review", summary="Vérifier un projet", response_description=DONE, tags=["Convention"])
    async def review(given: calls.GivenDraft) -> calls.ToldReview:
        """Ce qu’un projet change dans la trame, ou dans un autre projet ; le fichier n’est pas gardé."""
        return calls.ToldReview(**await reviewed(opening, given))

    @router.post("/welcome", summary="Accueillir un partenaire", response_description=DONE, tags=["Partenaires"])
    async def welcome(given: calls.GivenPartner, by: Annotated[Caller, Depends(caller)]) -> calls.ToldKit:
        """Le livret d’accueil d’un partenaire, dit en quelques mots."""
        return calls.ToldKit(**await welcomed(opening, given, by.office))

    return router


def _documents(opening: Opening, entrance: Entrance, caller: Callable[..., object]) -> APIRouter:
    router = APIRouter(tags=["Documents"])
    settings = opening.office.settings

    @router.get("/documents", summary="Donner les documents", response_description=DONE)
    def known(by: Annotated[Caller, Depends(caller)]) -> ToldDocuments:
        """Les deux textes fondateurs, et les documents que la caisse a ajoutés."""
        told = opening.office.documents_of(by.office).values()
        return ToldDocuments(documents=[ToldDocument(**_about(document)) for document in told])

    @router.post("/documents", summary="Ajouter un document", response_description=DONE, status_code=201)
    def add(file: Upload, by: Annotated[Caller, Depends(caller)]) -> AddedDocument:
        """Garde le texte d’un fichier .txt, .md, .docx, .pdf ou .odt ; les questions qui suivent y cherchent aussi."""
        require(by, Act.ADD_DOCUMENT, Thing(by.office))
        given = checked(file)
        with laid_down(given) as (path,):
            document = add_file(path, settings.documents_of(by.office), given.name)
        note(entrance.directory.engine, by, Deed.DOCUMENT_ADDED, about=document.name)
        unread = [calls.ToldUnread(where=part.where, message=part.message) for part in document.unread]
        return AddedDocument(**_about(document), unread=unread)

    @router.delete("/documents/{name}", summary="Retirer un document", response_description=DONE)
    def remove(name: str, by: Annotated[Caller, Depends(caller)]) -> RemovedDocument:
        """Retire un document ajouté, par son nom."""
        require(by, Act.ADD_DOCUMENT, Thing(by.office))
        remove_document(name, settings.documents_of(by.office))
        note(entrance.directory.engine, by, Deed.DOCUMENT_REMOVED, about=name)
        return RemovedDocument(name=name)

    return router


def _about(document: Document) -> dict[str, Any]:
    told = {"name": document.name, "title": document.title, "characters": len(document.text)}
    return {**told, "added": document.name not in FOUNDING}


def _tell_faults(api: FastAPI) -> None:
    """Makes each fault a reply {"fault": sentence}, under its status."""

    def misread(request: Request, error: Exception) -> Response:
        faults = error.errors() if isinstance(error, RequestValidationError) else ()
        fields = dict.fromkeys(".".join(map(str, fault["loc"][1:])) or "JSON" for fault in faults)
        return told_fault(422, WRONG_FIELDS.format(", ".join(f"« {field} »" for field in fields)))(request, error)

    tell_faults(api)
    api.add_exception_handler(NoToken, told_fault(401, **{"WWW-Authenticate": "Bearer"}))
    for busy in (Busy, IndexAway):
        api.add_exception_handler(busy, told_fault(503, **{"Retry-After": "2"}))
    api.add_exception_handler(RequestValidationError, misread)
    for status in (404, 405):
        api.add_exception_handler(status, told_fault(404, CLOSED))
