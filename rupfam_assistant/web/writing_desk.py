"""What the tab does: each message of the browser names an action, and gets back the parts of the page that change."""

import base64
import json
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from rupfam_assistant.assistant import Writer
from rupfam_assistant.convention.dossier import Dossier, make_dossier, parse_dossier
from rupfam_assistant.convention.draft import Draft
from rupfam_assistant.convention.store import DELETED, Conflict, Saved, Store, compare, export_json
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.web.writing_document import (
    alerts_html,
    alerts_title,
    blanks_html,
    blanks_title,
    document_html,
    legend_html,
    need_html,
    source_html,
)
from rupfam_assistant.web.writing_dossiers import (
    bar_html,
    comparison_html,
    conflict_html,
    deleted_html,
    deletion_html,
    gone_html,
    list_html,
    moment,
    versions_html,
)
from rupfam_assistant.web.writing_fields import ROWS
from rupfam_assistant.web.writing_files import File, article_file, convention_file, json_file, pdf_file
from rupfam_assistant.web.writing_form import Form, add_id, field_id, form_html, progress_text, row_id
from rupfam_assistant.web.writing_logos import keep_logo, picture
from rupfam_assistant.web.writing_record import Record, add_row, move_row, progress, record_path, remove_row, set_field, siblings, tidy

T = TypeVar("T")
Message = Mapping[str, Any]
Reply = dict[str, Any]

ARTICLE = "article"
UNFORESEEN = "Une erreur imprévue a empêché cette action : réessayez ou relancez le programme ; le détail est dans le terminal."
UNDRAFTED = "Une erreur imprévue empêche d’écrire le document : votre saisie est enregistrée ; le détail est dans le terminal."
NOT_UNDERSTOOD = "La page n’est plus à jour : rechargez-la."
CHANGED_MEANWHILE = "Quelqu’un d’autre a enregistré ce dossier entre-temps : voici sa version. Refaites votre geste."
NEW_NAME = "Donnez le nom du département pour commencer."

_attempts = ThreadPoolExecutor(8, thread_name_prefix="writing")


@dataclass(frozen=True)
class Desk:
    """What the tab works with: the texts, what writes, where dossiers and logos are kept, and whether PDF can be made."""

    documents: Mapping[str, Document]
    writer: Writer
    store: Callable[[], Store]
    logos: Path


@dataclass(frozen=True)
class Call:
    """A message, and who sent it ("" when the page has no users)."""

    desk: Desk
    message: Message
    author: str

    @property
    def dossier(self) -> int:
        """Which dossier it is about."""
        return _whole(self.message, "dossier")

    @property
    def number(self) -> int:
        """The version that the browser last saw."""
        return _whole(self.message, "number")

    @property
    def changes(self) -> list[tuple[str, object]]:
        """The fields typed since, in order."""
        told = self.message.get("changes")
        pairs = told if isinstance(told, list) else []
        return [(str(pair["path"]), pair.get("value")) for pair in pairs if isinstance(pair, dict) and "path" in pair]


def answer(desk: Desk, message: object, author: str) -> Reply:
    """What the page is told back: fragments by id, and what to do; a fault is one French sentence."""
    call = Call(desk, message if isinstance(message, dict) else {}, author)
    act = ACTIONS.get(str(call.message.get("action")))
    if act is None:
        return {"fault": NOT_UNDERSTOOD}
    done, fault = _attempt(lambda: _unless_conflict(act, call), UNFORESEEN)
    if done is not None:
        return done
    if fault == DELETED.format(dossier=call.dossier):
        gone = gone_html(call.dossier)
        return _list(call, gone) if act is _open else {"fault": fault, **_notice(gone)}
    return {"fault": fault}


def _attempt(work: Callable[[], T], unforeseen: str) -> tuple[T | None, str]:
    """What some work gives, or why it does not, in one French sentence; a bug is told to the log."""
    attempt = _attempts.submit(work)
    error = attempt.exception()
    if error is None:
        return attempt.result(), ""
    if isinstance(error, RupfamError):
        return None, str(error)
    logging.getLogger(__name__).error("the writing tab failed", exc_info=error)
    return None, unforeseen


def _unless_conflict(act: Callable[[Call], Reply], call: Call) -> Reply:
    """What an action gives, or that somebody else saved meanwhile: nothing is overwritten then."""
    try:
        return act(call)
    except Conflict:
        theirs = call.desk.store().read(call.dossier)
    if not call.changes:
        return _whole_page(call, theirs, CHANGED_MEANWHILE)
    return _conflict(call, theirs)


# Dossiers


def _list(call: Call, undo: str = "", say: str = "") -> Reply:
    return {"fragments": {"vue-dossiers": list_html(call.desk.store().list_dossiers(), undo)}, "view": "list", "focus": "titre-dossiers", "say": say}


def _new(call: Call) -> Reply:
    department = str(call.message.get("department") or "").strip()
    if not department:
        raise RupfamError(NEW_NAME)
    record = set_field({}, "department", department)
    make_dossier(record)
    return _opened(call, call.desk.store().create(record, call.author), f"Dossier « {department} » commencé.")


def _import(call: Call) -> Reply:
    name = str(call.message.get("name") or "importé")
    text = str(call.message.get("content") or "").lstrip("\ufeff")
    parse_dossier(text, f"Le dossier {name}")
    return _opened(call, call.desk.store().create(json.loads(text), call.author), f"Dossier {name} importé.")


def _duplicate(call: Call) -> Reply:
    return _opened(call, call.desk.store().duplicate(call.dossier, call.author), "Copie du dossier ouverte.")


def _opened(call: Call, dossier: int, say: str = "") -> Reply:
    saved = call.desk.store().read(dossier)
    return _whole_page(call, saved, say) | {"focus": "nom-dossier"}


def _open(call: Call) -> Reply:
    """Opens a dossier; what the browser had kept of an interrupted typing is saved first."""
    if not call.changes:
        return _opened(call, call.dossier)
    count = len(call.changes)
    told = (
        "1 champ que ce navigateur avait gardé est enregistré." if count == 1 else f"{count} champs que ce navigateur avait gardés sont enregistrés."
    )
    try:
        return _whole_page(call, _applied(call), f"Saisie retrouvée dans ce navigateur et enregistrée : {told}.") | {"focus": "nom-dossier"}
    except Conflict:
        saved = call.desk.store().read(call.dossier)
        return _whole_page(call, saved) | _conflict(call, saved)


def _delete(call: Call, again: bool = False) -> Reply:
    saved = call.desk.store().read(call.dossier)
    return _notice(deletion_html(_name(saved), saved.number, again))


def _delete_now(call: Call) -> Reply:
    saved = call.desk.store().read(call.dossier)
    call.desk.store().delete(call.dossier)
    return _list(call, deleted_html(call.dossier, _name(saved)), "Dossier supprimé.")


def _restore(call: Call) -> Reply:
    call.desk.store().restore(call.dossier)
    return _open(call)


# Saving


def _save(call: Call) -> Reply:
    """Saves the fields typed; the form stays as it is, the document follows."""
    return _followed(call, _applied(call))


def _applied(call: Call, change: Callable[[Record], Record] = lambda record: record) -> Saved:
    """The version that the browser saw, with the fields typed, then a change, saved; Conflict when somebody else saved another meanwhile."""
    return call.desk.store().save(call.dossier, call.number, change(_mine(call)), call.author)


def _mine(call: Call) -> Record:
    """The version that the browser saw, with the fields typed since."""
    record = call.desk.store().read(call.dossier, call.number).record
    for path, value in call.changes:
        record = set_field(record, path, value)
    return record


def _conflict(call: Call, theirs: Saved) -> Reply:
    changes = _differences(theirs.record, _mine(call))
    return {"conflict": True, **_notice(conflict_html(theirs, changes)), "say": ""}


def _theirs(call: Call) -> Reply:
    return _opened(call, call.dossier, "La version enregistrée est ouverte.")


def _keep_mine(call: Call) -> Reply:
    return _opened(call, call.desk.store().create(_mine(call), call.author), "Votre version est gardée dans une copie, ouverte ici.")


def _add(call: Call) -> Reply:
    key, objective = str(call.message.get("list")), str(call.message.get("objective") or "")
    body = str(call.message.get("body") or "")
    values = {"objective": int(objective) if objective.isdecimal() else "X"} if objective else {"body": body} if body else {}
    number = -1

    def change(record: Record) -> Record:
        nonlocal number
        changed, number = add_row(record, key, values)
        return changed

    saved = _applied(call, change)
    rows = ROWS[key]
    first = "text" if key == "planned_actions" and objective != "X" else rows.fields[0].key
    focus = field_id(f"{key}.{number}") if rows.texts else field_id(f"{key}.{number}.{first}")
    return _whole_page(call, saved, f"{rows.one} en plus.") | {"focus": focus}


def _remove(call: Call) -> Reply:
    key, number = str(call.message.get("list")), _whole(call.message, "row")
    before = call.desk.store().read(call.dossier)
    left = [other for other in siblings(tidy(before.record), key, number) if other != number]
    saved = _applied(call, lambda record: remove_row(record, key, number))
    objective = str(call.message.get("objective") or "")
    near = min(left, key=lambda other: abs(other - number), default=-1)
    focus = row_id(key, near - (near > number)) if left else add_id(key, objective)
    return _whole_page(call, saved, f"{ROWS[key].one} : ligne retirée. Les versions du dossier la gardent.") | {"focus": focus}


def _move(call: Call) -> Reply:
    key, number, step = str(call.message.get("list")), _whole(call.message, "row"), _whole(call.message, "step")
    place = number

    def change(record: Record) -> Record:
        nonlocal place
        changed, place = move_row(record, key, number, step)
        return changed

    saved = _applied(call, change)
    return _whole_page(call, saved, f"{ROWS[key].one} : ligne déplacée.") | {"focus": row_id(key, place)}


def _logo(call: Call) -> Reply:
    path = str(call.message.get("path"))
    content = call.message.get("content")
    name = keep_logo(call.desk.logos, str(content)) if content else None
    saved = _applied(call, lambda record: set_field(record, path, name))
    return _whole_page(call, saved, "Logo déposé." if name else "Logo retiré.") | {"focus": field_id(path)}


# Versions


def _versions(call: Call) -> Reply:
    versions = call.desk.store().versions(call.dossier)
    return _notice(versions_html(versions, versions[0].number))


def _compare(call: Call) -> Reply:
    former, later = call.desk.store().read(call.dossier, _whole(call.message, "former")), call.desk.store().read(call.dossier)
    return _notice(comparison_html(_differences(former.record, later.record), former, later))


def _take(call: Call) -> Reply:
    former = call.desk.store().read(call.dossier, _whole(call.message, "former"))
    saved = _applied(call, lambda record: former.record)
    return _whole_page(call, saved, f"La version {former.number} est reprise.") | {"focus": "nom-dossier"}


# Document


def _show(call: Call) -> Reply:
    return _followed(call, call.desk.store().read(call.dossier))


def _source(call: Call) -> Reply:
    trame = call.desk.documents["trame"]
    return {"fragments": {"origine-passage": source_html(trame, _whole(call.message, "start"), _whole(call.message, "end"))}, "focus": "origine"}


def _export(call: Call) -> Reply:
    saved = call.desk.store().read(call.dossier)
    return _delivered(json_file(export_json(saved), _name(saved)))


def _download(call: Call) -> Reply:
    saved = call.desk.store().read(call.dossier)
    dossier, kind, rest = make_dossier(tidy(saved.record)), str(call.message.get("kind")), call.message.get("rest") is True
    if kind == "article":
        return _delivered(article_file(call.desk.writer.draft(dossier), dossier, comments=True, to_complete=rest))
    convention = call.desk.writer.convention(dossier)
    if kind == "pdf":
        return _delivered(pdf_file(convention, dossier, rest, call.desk.logos))
    return _delivered(convention_file(convention, dossier, kind != "clean", rest, call.desk.logos))


def _delivered(file: File) -> Reply:
    content = base64.b64encode(file.content).decode("ascii")
    return {"file": {"name": file.name, "type": file.type, "content": content}, "say": f"Fichier prêt : {file.name}"}


def _whole_page(call: Call, saved: Saved, say: str = "") -> Reply:
    """A dossier drawn anew: bar, form, document."""
    followed = _followed(call, saved)
    trame = call.desk.documents["trame"]
    drawn = {
        "barre": bar_html(_name(saved)),
        "formulaire": form_html(Form(saved.record, trame, partial(picture, call.desk.logos))),
        "avis": "",
    }
    return {**followed, "fragments": {**drawn, **followed["fragments"]}, "view": "dossier", "say": say}


def _followed(call: Call, saved: Saved) -> Reply:
    """What follows the fields without touching them: the document, its alerts and blanks, the gauge, the needs' themes."""
    record = tidy(saved.record)
    done = progress(record)
    drafted, fault = _attempt(lambda: _drafted(call, record), UNDRAFTED)
    filled, total = (sum(pair[place] for pair in done.values()) for place in (0, 1))
    reply: Reply = {
        "dossier": saved.id,
        "number": saved.number,
        "saved": moment(saved.saved_at),
        "name": _name(saved),
        "progress": {key: progress_text(*pair) for key, pair in done.items()},
        "gauge": {"filled": filled, "total": total},
        "draft_fault": fault,
        "fragments": {},
    }
    if drafted is None:
        return reply
    dossier, draft = drafted
    locate = partial(record_path, record)
    reply["fragments"] = {
        "texte": document_html(draft, locate),
        "legende": legend_html(draft),
        "alertes": alerts_html(draft.alerts, locate),
        "manques": blanks_html(draft.blanks, locate),
        **_needs(dossier, draft, locate),
    }
    reply["titles"] = {"titre-alertes": alerts_title(draft.alerts), "titre-manques": blanks_title(draft.blanks)}
    return reply


def _drafted(call: Call, record: Record) -> tuple[Dossier, Draft]:
    dossier = make_dossier(record)
    write = call.desk.writer.draft if call.message.get("shown", ARTICLE) == ARTICLE else call.desk.writer.convention
    return dossier, write(dossier)


def _needs(dossier: Dossier, draft: Draft, locate: Callable[[str], str]) -> dict[str, str]:
    """What is said under each need, by the id of its place in the form."""
    needs = dossier.territory_needs
    if len(needs) == len(draft.classification):
        told = dict(enumerate(draft.classification))
    else:
        known = {need.text: need for need in draft.classification}
        told = {number: known[text] for number, text in enumerate(needs) if text in known}
    return {
        f"classement-{locate(f'territory_needs.{number}').rpartition('.')[2]}": need_html(told[number]) if number in told else ""
        for number in range(len(needs))
    }


def _differences(before: Record, after: Record) -> list[tuple[str, str, str]]:
    return [(change.label, _told(change.before), _told(change.after)) for change in compare(before, after)]


def _told(value: object) -> str:
    if isinstance(value, list):
        return " ; ".join(_told(item) for item in value)
    return "" if value is None else {True: "oui", False: "non"}[value] if isinstance(value, bool) else str(value)


def _notice(html: str) -> Reply:
    """Something to read or to decide above the form."""
    return {"fragments": {"avis": html}, "focus": "titre-avis"}


def _name(saved: Saved) -> str:
    department = saved.record.get("department")
    return department if isinstance(department, str) else ""


def _whole(message: Message, key: str) -> int:
    value = message.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


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
}
