"""What the tab does: each message carries the files that it is about, as nothing of them is kept here between two messages."""

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rupfam_assistant.office import Office
from rupfam_assistant.review.comparison import article_text
from rupfam_assistant.review.read_back import read_back
from rupfam_assistant.storage.dossiers import Store
from rupfam_assistant.web.reviewing.files import report_file, summary_file
from rupfam_assistant.web.reviewing.text import text_html
from rupfam_assistant.web.reviewing.upload import Upload, laid_down, read_upload
from rupfam_assistant.web.reviewing.view import (
    Reviewed,
    cards_html,
    clause,
    filters_html,
    permitted_html,
    summary_html,
    verdict,
)
from rupfam_assistant.web.writing.call import UNFORESEEN, Message, Reply, attempt

NOT_UNDERSTOOD = "La page n’est plus à jour : rechargez-la."


@dataclass(frozen=True)
class ReviewDesk:
    """What the tab works with: what reviews, and where the dossiers read back are kept."""

    office: Office
    store: Callable[[], Store]


@dataclass(frozen=True)
class Call:
    """A message, and who sent it ("" when the page has no users)."""

    desk: ReviewDesk
    message: Message
    author: str


@dataclass(frozen=True)
class Reading:
    """A review, with the file that it is about, there for as long as the message is answered."""

    reviewed: Reviewed
    source: Path
    upload: Upload


def answer(desk: ReviewDesk, message: object, author: str) -> Reply:
    """What the page is told back: fragments by id, and what to do; a fault is one French sentence."""
    call = Call(desk, message if isinstance(message, dict) else {}, author)
    act = ACTIONS.get(str(call.message.get("action")))
    if act is None:
        return {"fault": NOT_UNDERSTOOD}
    done, fault = attempt(lambda: act(call), UNFORESEEN)
    return {"fault": fault} if done is None else done


def _review(call: Call) -> Reply:
    with _read(call) as reading:
        reviewed = reading.reviewed
    deviations = reviewed.review.deviations
    trame = call.desk.office.trame
    return {
        "fragments": {
            "bilan": summary_html(reviewed),
            "filtres": filters_html(deviations),
            "ecarts": cards_html(reviewed),
            "permis": permitted_html(reviewed),
            "projet-lu": text_html(reviewed.review),
        },
        "total": len(deviations),
        "comparison": reviewed.is_comparison,
        "keeps_layout": reading.upload.ending == ".docx",
        "clauses": [clause(deviation) for deviation in deviations],
        "articles": [article_text(trame, deviation.article) for deviation in deviations],
        "say": verdict(reviewed),
    }


def _download(call: Call) -> Reply:
    with _read(call) as reading:
        if call.message.get("kind") == "summary":
            file = summary_file(reading.reviewed, reading.upload, date.today())
        else:
            file = report_file(reading.reviewed, reading.source, reading.upload)
    content = base64.b64encode(file.content).decode("ascii")
    return {"file": {"name": file.name, "type": file.type, "content": content}, "say": f"Fichier prêt : {file.name}"}


def _dossier(call: Call) -> Reply:
    """A dossier made of what the draft says, saved as any other."""
    office = call.desk.office
    with laid_down(read_upload(call.message.get("draft"))) as (path,):
        record = read_back(office.review(path).text, office.trame)
    return {"dossier": call.desk.store().create(record, call.author)}


@contextmanager
def _read(call: Call) -> Iterator[Reading]:
    """The draft of a message, compared with its other file when it has one, else with the trame."""
    office, upload = call.desk.office, read_upload(call.message.get("draft"))
    if call.message.get("former") is None:
        with laid_down(upload) as (path,):
            yield Reading(Reviewed(office.review(path), upload.name), path, upload)
        return
    former = read_upload(call.message["former"])
    with laid_down(upload, former) as (path, former_path):
        yield Reading(Reviewed(office.compare(former_path, path), upload.name, former.name), path, upload)


ACTIONS: dict[str, Callable[[Call], Reply]] = {"review": _review, "download": _download, "dossier": _dossier}
