"""What the tab does: each message carries the files that it is about, and nothing of them is kept."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from textwrap import shorten

from fastapi import APIRouter

from rupfam_assistant.accounts.dossiers import Dossiers
from rupfam_assistant.accounts.policy import Act, Caller, require
from rupfam_assistant.errors import Busy
from rupfam_assistant.export.review import write_review
from rupfam_assistant.export.summary import write_review_summary
from rupfam_assistant.review.comparison import article_text
from rupfam_assistant.review.read_back import left_out, read_back
from rupfam_assistant.review.verdict import Reviewed, clause
from rupfam_assistant.web.api import desk_route
from rupfam_assistant.web.messages import File, ReviewMessage, ReviewReply
from rupfam_assistant.web.reviewing.upload import checked, ending, laid_down
from rupfam_assistant.web.reviewing.view import fragments
from rupfam_assistant.web.writing.call import Desk

GESTURES_AT_ONCE = 8
OWN_LAYOUT = {
    "bouton-rapport": "Votre fichier, commenté (.docx)",
    "aide-rapport": "mise en page gardée, un commentaire à chaque écart",
}
NEW_LAYOUT = {
    "bouton-rapport": "Projet commenté (.docx)",
    "aide-rapport": "le texte du projet, un commentaire à chaque écart",
}
MADE = "Dossier fait de ce que dit le projet : relisez chaque champ."
LONGEST_LEFT = 90
"""How the report is offered, by the id of the element; what is said of a dossier, characters of what it leaves out."""


def routes(desk: Desk, caller: Callable[..., object]) -> APIRouter:
    """The route of the tab; `caller` says who sent a request."""
    return desk_route("/api/reviewing", ReviewMessage, partial(answer, desk), GESTURES_AT_ONCE, caller)


def answer(desk: Desk, message: ReviewMessage, caller: Caller) -> ReviewReply:
    """What the page is told back; `wait` while other files are being read."""
    require(caller, Act.ASK)
    try:
        match message.action:
            case "review":
                return _review(desk, message)
            case "download":
                return _download(desk, message, caller)
            case "dossier":
                return _dossier(desk, message, caller)
    except Busy as busy:
        return ReviewReply(wait=str(busy))


def _review(desk: Desk, message: ReviewMessage) -> ReviewReply:
    with _reviewed(desk, message) as (reviewed, _):
        deviations = reviewed.review.deviations
    return ReviewReply(
        fragments=fragments(reviewed, date.today()) | (OWN_LAYOUT if ending(message.draft) == ".docx" else NEW_LAYOUT),
        clauses=[clause(deviation) for deviation in deviations],
        articles=[article_text(desk.office.trame, deviation.article) for deviation in deviations],
        say=reviewed.verdict,
    )


def _download(desk: Desk, message: ReviewMessage, caller: Caller) -> ReviewReply:
    """The draft with a comment at each deviation, in its own layout when it is a .docx; or the summary of a page."""
    with _reviewed(desk, message) as (reviewed, source):
        about = reviewed, date.today()
        if message.kind == "summary":
            kind, told = "synthese", write_review_summary(*about, desk.office.dress_of(caller.office))
        else:
            kind, told = "relu", write_review(*about, source)
    file = File(name=f"{Path(reviewed.name).stem}-{kind}.docx", content=told)
    return ReviewReply(file=file, say=f"Fichier prêt : {file.name}")


def _dossier(desk: Desk, message: ReviewMessage, caller: Caller) -> ReviewReply:
    with laid_down(checked(message.draft)) as (path,):
        text, trame = desk.office.review(path).text, desk.office.trame
    left = [f"« {shorten(said, LONGEST_LEFT, placeholder='…')} »" for said in left_out(text, trame)]
    said = f"{MADE} Ce qui n’a pas de champ n’est pas repris : {', '.join(left)}." if left else MADE
    return ReviewReply(dossier=Dossiers(desk.store(), caller).create(read_back(text, trame)), say=said)


@contextmanager
def _reviewed(desk: Desk, message: ReviewMessage) -> Iterator[tuple[Reviewed, Path]]:
    """A draft compared with the other file of a message, else with the trame; and its file, while the block lasts."""
    draft, *former = (checked(file) for file in (message.draft, message.former) if file)
    with laid_down(draft, *former) as (path, *others):
        review = desk.office.compare(others[0], path) if others else desk.office.review(path)
        yield Reviewed(review, draft.name, *(file.name for file in former)), path
