"""Dossiers as the tab keeps them: listed, begun, opened, deleted, shared with another office."""

import json

from rupfam_assistant.dossier.reading import make_dossier, parse_dossier
from rupfam_assistant.errors import InvalidDossier, RupfamError, VersionConflict
from rupfam_assistant.review.verdict import count
from rupfam_assistant.storage.dossiers import Saved
from rupfam_assistant.storage.merging import merge
from rupfam_assistant.storage.records import LONGEST_RECORD
from rupfam_assistant.web.messages import Gesture, WritingReply
from rupfam_assistant.web.rendering import render
from rupfam_assistant.web.writing.call import Call, applied, mine
from rupfam_assistant.web.writing.note import open_document
from rupfam_assistant.web.writing.pages import differences, notice, opened, whole_page
from rupfam_assistant.web.writing.record import set_field

TOO_LONG = f"est trop gros : {LONGEST_RECORD // 1_000_000} million de signes au plus, gardez-en le principal"
NEW_NAME = "Donnez le nom du département pour commencer."


def list_dossiers(call: Call, undo: str = "", say: str = "") -> WritingReply:
    store = call.store
    told = {"dossiers": store.list_dossiers(), "deleted": store.list_dossiers(deleted=True), "at_home": store.acts()}
    listed = render("writing/dossiers.html", **told, undo=undo)
    return WritingReply(fragments={"vue-dossiers": listed}, view="list", focus="titre-dossiers", say=say)


def start(call: Call, act: Gesture) -> WritingReply:
    department = act.department.strip()
    if not department:
        raise RupfamError(NEW_NAME)
    record = set_field({}, "department", department)
    make_dossier(record)
    return opened(call, call.store.create(record), f"Dossier « {department} » commencé.")


def import_file(call: Call, act: Gesture) -> WritingReply:
    if act.content is not None:
        return open_document(call, act)
    text = act.text.lstrip("\ufeff")
    if len(text) > LONGEST_RECORD:
        raise InvalidDossier(f"Le dossier {act.name}", TOO_LONG)
    parse_dossier(text, f"Le dossier {act.name}")
    return opened(call, call.store.create(json.loads(text)), f"Dossier {act.name} importé.")


def duplicate(call: Call) -> WritingReply:
    return opened(call, call.store.duplicate(call.message.dossier), "Copie du dossier ouverte.")


def open_dossier(call: Call) -> WritingReply:
    """Opens a dossier; what the browser had kept of an interrupted typing is saved first."""
    fields = len(call.message.changes)
    if not fields:
        return opened(call, call.message.dossier)
    say = f"Saisie retrouvée dans ce navigateur et enregistrée : {count(fields, 'champ', 'champs')}."
    try:
        return whole_page(call, applied(call), say, "nom-dossier")
    except VersionConflict:
        saved = call.store.read(call.message.dossier)
        return conflicting(call, saved, whole_page(call, saved))


def ask_to_delete(call: Call, again: bool = False) -> WritingReply:
    saved = call.store.read_as_is(call.message.dossier)
    told = {"department": saved.name, "versions": saved.number, "again": again}
    return notice(render("writing/notices/deletion.html", **told))


def delete(call: Call) -> WritingReply:
    saved = call.store.read_as_is(call.message.dossier)
    call.store.delete(call.message.dossier)
    say = f"Le dossier « {saved.name} » est supprimé ; il sera effacé dans trente jours."
    back = {"act": "restore", "dossier": call.message.dossier}
    return list_dossiers(call, render("writing/notices/undo.html", say=say, back=back), "Dossier supprimé.")


def restore(call: Call) -> WritingReply:
    call.store.restore(call.message.dossier)
    return open_dossier(call)


def show_shares(call: Call) -> WritingReply:
    return notice(render("writing/notices/shares.html", shares=call.store.shares(call.message.dossier)))


def share(call: Call, act: Gesture) -> WritingReply:
    """Shares a dossier with a user of another office, or takes that back."""
    given = act.action == "share"
    call.store.share(call.message.dossier, act.body, act.right if given else None)
    reply = show_shares(call)
    reply.say = f"Dossier partagé avec {act.body}." if given else f"Le dossier n’est plus partagé avec {act.body}."
    return reply


def conflicting(call: Call, theirs: Saved, reply: WritingReply) -> WritingReply:
    """That somebody else changed the same fields meanwhile, above what a reply shows."""
    base, typed = call.store.read(call.message.dossier, call.message.number).record, mine(call)
    changes = differences(theirs.record, merge(base, theirs.record, typed)[0])
    reply.fragments["avis"] = render("writing/notices/conflict.html", theirs=theirs, changes=changes)
    return reply.model_copy(update={"conflict": True, "focus": "titre-avis", "say": ""})
