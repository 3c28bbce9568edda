"""What the tab "Accueillir un partenaire" does: each message names a gesture, and gets back what the page shows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from fastapi import APIRouter

from rupfam_assistant.accounts.audit import Deed, note
from rupfam_assistant.accounts.dossiers import Dossiers
from rupfam_assistant.accounts.policy import Act, Caller, require
from rupfam_assistant.dossier.reading import make_dossier
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.export.kit import write_kit
from rupfam_assistant.export.look import Dress, darkened, read_colour
from rupfam_assistant.export.pdf import write_pdf
from rupfam_assistant.export.pptx import write_slides
from rupfam_assistant.storage.dossiers import Store
from rupfam_assistant.storage.dress import keep_dress, logo_bytes
from rupfam_assistant.web.api import NOT_UNDERSTOOD, desk_route
from rupfam_assistant.web.messages import File, WelcomingMessage, WelcomingReply
from rupfam_assistant.web.opening import Opening
from rupfam_assistant.web.rendering import render, slug
from rupfam_assistant.web.texts import passage
from rupfam_assistant.web.welcoming.view import kit_html, turn_html
from rupfam_assistant.web.writing.files import small_logo
from rupfam_assistant.web.writing.record import tidy
from rupfam_assistant.welcome.kit import Kit

DRESSED = "Couleur et logo gardés pour tous les papiers de votre caisse."
TOO_PALE = "Cette couleur est trop pâle pour se lire sur du blanc : elle est foncée en #{}."
GESTURES_AT_ONCE, LONGEST_NAME = 8, 40
MOST_HISTORY = 8
"""Characters of a partner's name in that of a file; earlier questions that the next one may lean on."""


@dataclass(frozen=True)
class WelcomeDesk:
    """What the tab works with: the assistant as it opens, and the dossiers of the drafting tab."""

    opening: Opening
    store: Callable[[], Store]


def routes(desk: WelcomeDesk, caller: Callable[..., object]) -> APIRouter:
    """The route of the tab; `caller` says who sent a request."""
    return desk_route("/api/welcoming", WelcomingMessage, partial(answer, desk), GESTURES_AT_ONCE, caller)


def answer(desk: WelcomeDesk, message: WelcomingMessage, caller: Caller) -> WelcomingReply:
    """What the page is told back; `wait` is what the assistant is at while it opens."""
    require(caller, Act.ASK)
    if message.action == "dossiers":
        kept = Dossiers(desk.store(), caller).list_dossiers()
        listed = render("welcoming/dossiers.html", dossiers=kept)
        return _dressed(desk.opening.office.dress_of(caller.office), fragments={"dossier-accueil": listed})
    if message.action == "source":
        return _source(desk, message, caller)
    if message.action in ("dress", "unlogo"):
        require(caller, Act.SETTINGS)
        return _dress(desk, message, caller)
    if not desk.opening.done:
        return WelcomingReply(wait=desk.opening.stage)
    if message.action == "ask":
        return _ask(desk, message, caller)
    who = message.who
    dossier = make_dossier(tidy(Dossiers(desk.store(), caller).read(who.dossier).record)) if who.dossier else None
    kit = desk.opening.opened().welcome(who.partner, dossier, who.role, caller.office)
    if message.action == "welcome":
        return _welcome(kit)
    return _download(kit, message.kind, desk.opening.office.dress_of(caller.office))


def _welcome(kit: Kit) -> WelcomingReply:
    proposed = render("welcoming/proposals.html", questions=kit.questions)
    fragments = {"livret": kit_html(kit), "proposees": proposed}
    return WelcomingReply(fragments=fragments, say=f"Livret prêt. {kit.message} {kit.alert}".strip())


def _ask(desk: WelcomeDesk, ask: WelcomingMessage, caller: Caller) -> WelcomingReply:
    history = ask.history[-MOST_HISTORY:]
    reply = desk.opening.opened().talk(ask.question, history, ask.who.partner, ask.who.role, caller.office)
    return WelcomingReply(turn=turn_html(ask.question, reply))


def _source(desk: WelcomeDesk, place: WelcomingMessage, caller: Caller) -> WelcomingReply:
    document = desk.opening.office.documents_of(caller.office).get(place.document)
    if document is None:
        raise RupfamError(NOT_UNDERSTOOD)
    return WelcomingReply(fragments={"passage-texte": passage(document, place.start, place.end, in_whole=True)})


def _download(kit: Kit, kind: str, dress: Dress) -> WelcomingReply:
    """A file of a kit, called by what it is and for whom: "livret-spip-haute-brume.docx"."""
    about = "-".join(filter(None, (slug(kit.partner)[:LONGEST_NAME], slug(kit.department)[:LONGEST_NAME])))
    day = date.today()
    if kind == "pptx":
        file = File(name=f"presentation-{about}.pptx", content=write_slides(kit, day, dress))
    else:
        word = write_kit(kit, day, dress)
        file = File(name=f"livret-{about}.{kind}", content=write_pdf(word) if kind == "pdf" else word)
    return WelcomingReply(file=file, say=f"Fichier prêt : {file.name}")


def _dress(desk: WelcomeDesk, message: WelcomingMessage, caller: Caller) -> WelcomingReply:
    """The office's colour and logo, kept for all its papers; a colour too pale to be read is darkened, and told."""
    office = desk.opening.office
    worn = office.dress_of(caller.office)
    colour = read_colour(message.colour) if message.colour else worn.colour
    logo = None if message.action == "unlogo" else small_logo(message.logo) if message.logo else worn.logo
    dress = Dress(darkened(colour), logo)
    keep_dress(office.settings.dress_of(caller.office), dress)
    note(desk.store().engine, caller, Deed.SETTINGS)
    return _dressed(dress, say=DRESSED if dress.colour == colour else TOO_PALE.format(dress.colour))


def _dressed(dress: Dress, **told: Any) -> WelcomingReply:
    return WelcomingReply(colour=f"#{dress.colour.lower()}", logo=logo_bytes(dress), **told)
