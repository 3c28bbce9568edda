"""What the tab does: each message of the browser names an action, and gets back the parts of the page that change."""

import base64
import json
from collections.abc import Callable
from functools import partial

from rupfam_assistant.dossier.reading import make_dossier, parse_dossier
from rupfam_assistant.errors import DossierDeleted, RupfamError, VersionConflict
from rupfam_assistant.storage.dossiers import Saved, export_json
from rupfam_assistant.web.writing.call import UNFORESEEN, Call, Desk, Reply, applied, attempt, mine, whole
from rupfam_assistant.web.writing.document import source_html
from rupfam_assistant.web.writing.dossiers import (
    comparison_html,
    conflict_html,
    deleted_html,
    deletion_html,
    gone_html,
    list_html,
    versions_html,
)
from rupfam_assistant.web.writing.fields import ROWS
from rupfam_assistant.web.writing.files import File, article_file, convention_file, json_file, pdf_file
from rupfam_assistant.web.writing.form import add_id, field_id, row_id
from rupfam_assistant.web.writing.logos import keep_logo
from rupfam_assistant.web.writing.note import add_proposals, open_note, read_the_note, show_note
from rupfam_assistant.web.writing.pages import differences, followed, name_of, notice, opened, whole_page
from rupfam_assistant.web.writing.record import Record, add_row, move_row, remove_row, set_field, siblings, tidy
from rupfam_assistant.web.writing.rewording import accept_wording, drop_wording, open_rewording, reword_one

NOT_UNDERSTOOD = "La page n’est plus à jour : rechargez-la."
CHANGED_MEANWHILE = "Quelqu’un d’autre a enregistré ce dossier entre-temps : voici sa version. Refaites votre geste."
NEW_NAME = "Donnez le nom du département pour commencer."


def answer(desk: Desk, message: object, author: str) -> Reply:
    """What the page is told back: fragments by id, and what to do; a fault is one French sentence."""
    call = Call(desk, message if isinstance(message, dict) else {}, author)
    act = ACTIONS.get(str(call.message.get("action")))
    if act is None:
        return {"fault": NOT_UNDERSTOOD}
    done, fault = attempt(lambda: _acted(act, call), UNFORESEEN)
    return {"fault": fault} if done is None else done


def _acted(act: Callable[[Call], Reply], call: Call) -> Reply:
    """What an action gives, or that somebody else deleted or saved the dossier meanwhile: nothing is overwritten then."""
    try:
        return act(call)
    except DossierDeleted as fault:
        gone = gone_html(fault.dossier)
        return _list(call, gone) if act is _open else {"fault": str(fault), **notice(gone)}
    except VersionConflict:
        theirs = call.desk.store().read(call.dossier)
    if not call.changes:
        return whole_page(call, theirs, CHANGED_MEANWHILE)
    return _conflict(call, theirs)


# Dossiers


def _list(call: Call, undo: str = "", say: str = "") -> Reply:
    return {
        "fragments": {"vue-dossiers": list_html(call.desk.store().list_dossiers(), undo)},
        "view": "list",
        "focus": "titre-dossiers",
        "say": say,
    }


def _new(call: Call) -> Reply:
    department = str(call.message.get("department") or "").strip()
    if not department:
        raise RupfamError(NEW_NAME)
    record = set_field({}, "department", department)
    make_dossier(record)
    return opened(call, call.desk.store().create(record, call.author), f"Dossier « {department} » commencé.")


def _import(call: Call) -> Reply:
    name = str(call.message.get("name") or "importé")
    text = str(call.message.get("content") or "").lstrip("\ufeff")
    parse_dossier(text, f"Le dossier {name}")
    return opened(call, call.desk.store().create(json.loads(text), call.author), f"Dossier {name} importé.")


def _duplicate(call: Call) -> Reply:
    return opened(call, call.desk.store().duplicate(call.dossier, call.author), "Copie du dossier ouverte.")


def _open(call: Call) -> Reply:
    """Opens a dossier; what the browser had kept of an interrupted typing is saved first."""
    if not call.changes:
        return opened(call, call.dossier)
    count = len(call.changes)
    told = (
        "1 champ que ce navigateur avait gardé est enregistré."
        if count == 1
        else f"{count} champs que ce navigateur avait gardés sont enregistrés."
    )
    try:
        return whole_page(call, applied(call), f"Saisie retrouvée dans ce navigateur et enregistrée : {told}.") | {
            "focus": "nom-dossier"
        }
    except VersionConflict:
        saved = call.desk.store().read(call.dossier)
        return whole_page(call, saved) | _conflict(call, saved)


def _delete(call: Call, again: bool = False) -> Reply:
    saved = call.desk.store().read(call.dossier)
    return notice(deletion_html(name_of(saved), saved.number, again))


def _delete_now(call: Call) -> Reply:
    saved = call.desk.store().read(call.dossier)
    call.desk.store().delete(call.dossier)
    return _list(call, deleted_html(call.dossier, name_of(saved)), "Dossier supprimé.")


def _restore(call: Call) -> Reply:
    call.desk.store().restore(call.dossier)
    return _open(call)


# Saving


def _save(call: Call) -> Reply:
    """Saves the fields typed; the form stays as it is, the document follows."""
    return followed(call, applied(call))


def _conflict(call: Call, theirs: Saved) -> Reply:
    changes = differences(theirs.record, mine(call))
    return {"conflict": True, **notice(conflict_html(theirs, changes)), "say": ""}


def _theirs(call: Call) -> Reply:
    return opened(call, call.dossier, "La version enregistrée est ouverte.")


def _keep_mine(call: Call) -> Reply:
    return opened(
        call, call.desk.store().create(mine(call), call.author), "Votre version est gardée dans une copie, ouverte ici."
    )


def _add(call: Call) -> Reply:
    key, objective = str(call.message.get("list")), str(call.message.get("objective") or "")
    body = str(call.message.get("body") or "")
    values = (
        {"objective": int(objective) if objective.isdecimal() else "X"} if objective else {"body": body} if body else {}
    )
    number = -1

    def change(record: Record) -> Record:
        nonlocal number
        changed, number = add_row(record, key, values)
        return changed

    saved = applied(call, change)
    rows = ROWS[key]
    first = "text" if key == "planned_actions" and objective != "X" else rows.fields[0].key
    focus = field_id(f"{key}.{number}") if rows.texts else field_id(f"{key}.{number}.{first}")
    return whole_page(call, saved, f"{rows.one} en plus.") | {"focus": focus}


def _remove(call: Call) -> Reply:
    key, number = str(call.message.get("list")), whole(call.message, "row")
    before = call.desk.store().read(call.dossier)
    left = [other for other in siblings(tidy(before.record), key, number) if other != number]
    saved = applied(call, lambda record: remove_row(record, key, number))
    objective = str(call.message.get("objective") or "")
    near = min(left, key=lambda other: abs(other - number), default=-1)
    focus = row_id(key, near - (near > number)) if left else add_id(key, objective)
    return whole_page(call, saved, f"{ROWS[key].one} : ligne retirée. Les versions du dossier la gardent.") | {
        "focus": focus
    }


def _move(call: Call) -> Reply:
    key, number, step = str(call.message.get("list")), whole(call.message, "row"), whole(call.message, "step")
    place = number

    def change(record: Record) -> Record:
        nonlocal place
        changed, place = move_row(record, key, number, step)
        return changed

    saved = applied(call, change)
    return whole_page(call, saved, f"{ROWS[key].one} : ligne déplacée.") | {"focus": row_id(key, place)}


def _logo(call: Call) -> Reply:
    path = str(call.message.get("path"))
    content = call.message.get("content")
    name = keep_logo(call.desk.logos, str(content)) if content else None
    saved = applied(call, lambda record: set_field(record, path, name))
    return whole_page(call, saved, "Logo déposé." if name else "Logo retiré.") | {"focus": field_id(path)}


# Versions


def _versions(call: Call) -> Reply:
    versions = call.desk.store().versions(call.dossier)
    return notice(versions_html(versions, versions[0].number))


def _compare(call: Call) -> Reply:
    former, later = (
        call.desk.store().read(call.dossier, whole(call.message, "former")),
        call.desk.store().read(call.dossier),
    )
    return notice(comparison_html(differences(former.record, later.record), former, later))


def _take(call: Call) -> Reply:
    former = call.desk.store().read(call.dossier, whole(call.message, "former"))
    saved = applied(call, lambda record: former.record)
    return whole_page(call, saved, f"La version {former.number} est reprise.") | {"focus": "nom-dossier"}


# Document


def _show(call: Call) -> Reply:
    return followed(call, call.desk.store().read(call.dossier))


def _source(call: Call) -> Reply:
    trame = call.desk.documents["trame"]
    return {
        "fragments": {"origine-passage": source_html(trame, whole(call.message, "start"), whole(call.message, "end"))},
        "focus": "origine",
    }


def _export(call: Call) -> Reply:
    saved = call.desk.store().read(call.dossier)
    return _delivered(json_file(export_json(saved), name_of(saved)))


def _download(call: Call) -> Reply:
    saved = call.desk.store().read(call.dossier)
    dossier, kind, rest = (
        make_dossier(tidy(saved.record)),
        str(call.message.get("kind")),
        call.message.get("rest") is True,
    )
    if kind == "article":
        return _delivered(article_file(call.desk.office.draft(dossier), dossier, comments=True, to_complete=rest))
    convention = call.desk.office.convention(dossier)
    if kind == "pdf":
        return _delivered(pdf_file(convention, dossier, rest, call.desk.logos))
    return _delivered(convention_file(convention, dossier, kind != "clean", rest, call.desk.logos))


def _delivered(file: File) -> Reply:
    content = base64.b64encode(file.content).decode("ascii")
    return {"file": {"name": file.name, "type": file.type, "content": content}, "say": f"Fichier prêt : {file.name}"}


ACTIONS: dict[str, Callable[[Call], Reply]] = {
    "list": _list,
    "new": _new,
    "import": _import,
    "duplicate": _duplicate,
    "open": _open,
    "delete": _delete,
    "delete-again": partial(_delete, again=True),
    "delete-now": _delete_now,
    "restore": _restore,
    "save": _save,
    "theirs": _theirs,
    "mine": _keep_mine,
    "add": _add,
    "remove": _remove,
    "move": _move,
    "logo": _logo,
    "unlogo": _logo,
    "versions": _versions,
    "compare": _compare,
    "take": _take,
    "show": _show,
    "source": _source,
    "export": _export,
    "download": _download,
    "note": open_note,
    "note-sent": show_note,
    "note-read": read_the_note,
    "note-add": add_proposals,
    "reword": open_rewording,
    "reword-one": reword_one,
    "accept": accept_wording,
    "unword": drop_wording,
}
