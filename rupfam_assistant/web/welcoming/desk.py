"""What the tab "Accueillir un partenaire" does: each message of the browser names an action, and gets back what the page shows."""

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rupfam_assistant.answers.turns import displayable
from rupfam_assistant.dossier.reading import make_dossier
from rupfam_assistant.dossier.schema import Dossier
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.export.conversation import WORD_TYPE
from rupfam_assistant.export.docx import picture, write_pdf
from rupfam_assistant.export.docx_look import NAVY
from rupfam_assistant.export.kit_docx import write_kit
from rupfam_assistant.export.kit_pptx import write_slides
from rupfam_assistant.office import Office
from rupfam_assistant.storage.dossiers import Store
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.web.opening import Opening
from rupfam_assistant.web.welcoming.kit import dossiers_html, kit_html, passage_html, proposals_html
from rupfam_assistant.web.welcoming.talk import turn_html
from rupfam_assistant.web.writing.call import UNFORESEEN, Message, Reply, attempt, whole
from rupfam_assistant.web.writing.files import PDF_TYPE
from rupfam_assistant.web.writing.record import tidy
from rupfam_assistant.welcome.kit import Kit

SLIDES_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
NOT_UNDERSTOOD = "La page n’est plus à jour : rechargez-la."
LOGO_LOST = "Le logo n’est pas arrivé entier : choisissez-le de nouveau."
LARGEST_LOGO = 2_000_000
"""Bytes of an image beyond which it is refused."""

MOST_HISTORY = 8
"""Earlier questions that the next one may lean on."""


@dataclass(frozen=True)
class WelcomeDesk:
    """What the tab works with: the texts, the program as it opens, and the dossiers of the drafting tab."""

    documents: Mapping[str, Document]
    opening: Opening
    store: Callable[[], Store]

    def office(self) -> Office:
        """The program, its searches open; RupfamError when they will never be."""
        if self.opening.fault:
            raise RupfamError(self.opening.fault)
        return self.opening.opened()


def answer(desk: WelcomeDesk, message: object) -> Reply:
    """What the page is told back; a fault is one French sentence, `wait` what the program is at while it opens."""
    said: Message = message if isinstance(message, dict) else {}
    act = ACTIONS.get(_words(said, "action"))
    if act is None:
        return {"fault": NOT_UNDERSTOOD}
    if act in NEED_ASSISTANT and not desk.opening.done:
        return {"wait": desk.opening.stage}
    done, fault = attempt(lambda: act(desk, said), UNFORESEEN)
    return {"fault": fault} if done is None else done


def _dossiers(desk: WelcomeDesk, message: Message) -> Reply:
    return {"fragments": {"dossier-accueil": dossiers_html(desk.store().list_dossiers())}}


def _welcome(desk: WelcomeDesk, message: Message) -> Reply:
    kit = _kit(desk, message)
    return {
        "fragments": {"livret": kit_html(kit), "proposees": proposals_html(kit.questions)},
        "say": f"Livret prêt. {kit.message}",
    }


def _ask(desk: WelcomeDesk, message: Message) -> Reply:
    question, told = _words(message, "question"), message.get("history")
    history = [displayable(str(earlier)) for earlier in told][-MOST_HISTORY:] if isinstance(told, list) else []
    reply = desk.office().talk(question, history, _words(message, "partner"), _words(message, "role"))
    return {"turn": turn_html(question, reply)}


def _source(desk: WelcomeDesk, message: Message) -> Reply:
    document = desk.documents.get(_words(message, "document"))
    if document is None:
        raise RupfamError(NOT_UNDERSTOOD)
    return {"fragments": {"passage-texte": passage_html(document, whole(message, "start"), whole(message, "end"))}}


def _logo(desk: WelcomeDesk, message: Message) -> Reply:
    """The image as a small PNG that the browser keeps; nothing of it stays here."""
    image = picture(_bytes(_words(message, "content")), 1).getvalue()
    return {"logo": base64.b64encode(image).decode("ascii"), "say": "Logo posé."}


def _download(desk: WelcomeDesk, message: Message) -> Reply:
    kit = _kit(desk, message)
    logo = _bytes(_words(message, "logo")) if message.get("logo") else None
    colour = _words(message, "colour") or NAVY
    kind = _words(message, "kind")
    if kind == "pptx":
        name, mime, content = "presentation.pptx", SLIDES_TYPE, write_slides(kit, colour, logo)
    elif kind == "pdf":
        name, mime, content = "livret-d-accueil.pdf", PDF_TYPE, write_pdf(write_kit(kit, logo, colour))
    else:
        name, mime, content = "livret-d-accueil.docx", WORD_TYPE, write_kit(kit, logo, colour)
    return {
        "file": {"name": name, "type": mime, "content": base64.b64encode(content).decode("ascii")},
        "say": f"Fichier prêt : {name}",
    }


def _kit(desk: WelcomeDesk, message: Message) -> Kit:
    return desk.office().welcome(_words(message, "partner"), _dossier(desk, message), _words(message, "role"))


def _dossier(desk: WelcomeDesk, message: Message) -> Dossier | None:
    """The dossier chosen in the list, if one is."""
    chosen = whole(message, "dossier")
    return make_dossier(tidy(desk.store().read(chosen).record)) if chosen else None


def _bytes(content: str) -> bytes:
    try:
        data = base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError) as error:
        raise RupfamError(LOGO_LOST) from error
    if len(data) > LARGEST_LOGO:
        raise RupfamError("Le logo dépasse 2 Mo : réduisez l’image, puis choisissez-la de nouveau.")
    return data


def _words(message: Message, key: str) -> str:
    """A text of a message, "" when it holds none under that key."""
    value: Any = message.get(key)
    return displayable(value) if isinstance(value, str) else ""


ACTIONS: dict[str, Callable[[WelcomeDesk, Message], Reply]] = {
    "dossiers": _dossiers,
    "welcome": _welcome,
    "ask": _ask,
    "source": _source,
    "logo": _logo,
    "download": _download,
}
NEED_ASSISTANT = (_welcome, _ask, _download)
