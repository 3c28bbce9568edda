"""Dossiers as the tab keeps them: listed, begun, opened, deleted, shared with another office."""

import json
from functools import partial

from rupfam_assistant.dossier.reading import make_dossier, parse_dossier
from rupfam_assistant.errors import InvalidDossier, RupfamError, VersionConflict
from rupfam_assistant.review.verdict import count
from rupfam_assistant.storage.dossiers import Saved
from rupfam_assistant.storage.merging import merge
from rupfam_assistant.storage.records import LONGEST_RECORD
from rupfam_assistant.web.messages import WritingReply
from rupfam_assistant.web.rendering import render
from rupfam_assistant.web.writing.call import Call, Gestures, applied, mine
from rupfam_assistant.web.writing.note import open_document
from rupfam_assistant.web.writing.pages import differences, notice, opened, whole_page
from rupfam_assistant.web.writing.record import set_field

TOO_LONG = f"est trop gros : {LONGEST_RECORD // 1_000_000} million de signes au plus, gardez-en le principal"
NEW_NAME = "Donnez le nom du département pour commencer."
KEPT_APART = "Votre version est gardée dans une copie, ouverte ici."


def list_dossiers(call: Call, undo: str = "", say: str = "") -> WritingReply:
    store = call.store
    told = {"dossiers": store.list_dossiers(), "deleted": store.list_dossiers(deleted=True), "at_home": store.acts()}
    listed = render("writing/dossiers.html", **told, undo=undo)
    return WritingReply(fragments={"vue-dossiers": listed}, view="list", focus="titre-dossiers", say=say)


def _start(call: Call) -> WritingReply:
    department = call.act.department.strip()
    if not department:
        raise RupfamError(NEW_NAME)
    record = set_field({}, "department", department)
    make_dossier(record)
    return opened(call, call.store.create(record), f"Dossier « {department} » commencé.")


def _import_file(call: Call) -> WritingReply:
    if call.act.content is not None:
        return open_document(call)
    text = call.act.text.lstrip("\ufeff")
    if len(text) > LONGEST_RECORD:
        raise InvalidDossier(f"Le dossier {call.act.name}", TOO_LONG)
    parse_dossier(text, f"Le dossier {call.act.name}")
    return opened(call, call.store.create(json.loads(text)), f"Dossier {call.act.name} importé.")


def _open_dossier(call: Call) -> WritingReply:
    """Opens a dossier; what the browser had kept of an interrupted typing is saved first."""
    fields = len(call.message.changes)
    if not fields:
        return opened(call, call.message.dossier)
    say = f"Saisie retrouvée dans ce navigateur et enregistrée : {count(fields, 'champ', 'champs')}."
    try:
        return whole_page(call, applied(call, mine(call)), say, "nom-dossier")
    except VersionConflict:
        saved = call.store.read(call.message.dossier)
        return conflicting(call, saved, whole_page(call, saved))


def _ask_to_delete(call: Call, again: bool = False) -> WritingReply:
    saved = call.store.read_as_is(call.message.dossier)
    told = {"department": saved.name, "versions": saved.number, "again": again}
    return notice(render("writing/notices/deletion.html", **told))


def _delete(call: Call) -> WritingReply:
    saved = call.store.read_as_is(call.message.dossier)
    call.store.delete(call.message.dossier)
    say = f"Le dossier « {saved.name} » est supprimé ; il sera effacé dans trente jours."
    back = {"act": "restore", "dossier": call.message.dossier}
    return list_dossiers(call, render("writing/notices/undo.html", say=say, back=back), "Dossier supprimé.")


def _restore(call: Call) -> WritingReply:
    call.store.restore(call.message.dossier)
    return _open_dossier(call)


def _show_shares(call: Call) -> WritingReply:
    return notice(render("writing/notices/shares.html", shares=call.store.shares(call.message.dossier)))


def _share(call: Call) -> WritingReply:
    given = call.act.action == "share"
    call.store.share(call.message.dossier, call.act.body, call.act.right if given else None)
    reply = _show_shares(call)
    shared = f"partagé avec {call.act.body}."
    reply.say = f"Dossier {shared}" if given else f"Le dossier n’est plus {shared}"
    return reply


def conflicting(call: Call, theirs: Saved, reply: WritingReply) -> WritingReply:
    """That somebody else changed the same fields meanwhile, above what a reply shows."""
    base, typed = call.store.read(call.message.dossier, call.message.number).record, mine(call)
    changes = differences(theirs.record, merge(base, theirs.record, typed)[0])
    reply.fragments["avis"] = render("writing/notices/conflict.html", theirs=theirs, changes=changes)
    return reply.model_copy(update={"conflict": True, "focus": "titre-avis", "say": ""})


GESTURES: Gestures = {
    "list": list_dossiers,
    "new": _start,
    "import": _import_file,
    "duplicate": lambda call: opened(call, call.store.duplicate(call.message.dossier), "Copie du dossier ouverte."),
    "theirs": lambda call: opened(call, call.message.dossier, "La version enregistrée est ouverte."),
    "mine": lambda call: opened(call, call.store.create(mine(call)), KEPT_APART),
    "open": _open_dossier,
    "delete": _ask_to_delete,
    "delete-again": partial(_ask_to_delete, again=True),
    "delete-now": _delete,
    "restore": _restore,
    "shares": _show_shares,
    "share": _share,
    "unshare": _share,
}
