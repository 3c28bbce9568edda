"""What the tab does: each message of the browser names a gesture, and gets back the parts of the page that change."""

from collections.abc import Callable
from functools import reduce

from fastapi import APIRouter

from rupfam_assistant.accounts.policy import Act
from rupfam_assistant.dossier.paths import FieldPath
from rupfam_assistant.dossier.reading import make_dossier
from rupfam_assistant.dossier.schema import plain_spaces
from rupfam_assistant.errors import DossierDeleted, RupfamError, VersionConflict
from rupfam_assistant.french.numbers import whole
from rupfam_assistant.storage.dossiers import export_json
from rupfam_assistant.web.api import NOT_UNDERSTOOD, desk_route
from rupfam_assistant.web.messages import File, WritingMessage, WritingReply
from rupfam_assistant.web.rendering import render
from rupfam_assistant.web.texts import passage
from rupfam_assistant.web.writing import dossiers, note, rewording
from rupfam_assistant.web.writing import record as editing
from rupfam_assistant.web.writing.call import Call, Desk, Gestures, applied, mine, now_at
from rupfam_assistant.web.writing.document import left_html
from rupfam_assistant.web.writing.dossiers import conflicting, list_dossiers
from rupfam_assistant.web.writing.fields import ROWS
from rupfam_assistant.web.writing.files import draft_file, json_file, keep_logo
from rupfam_assistant.web.writing.pages import differences, followed, notice, sittings, undoable, whole_page

CHANGED_MEANWHILE = "Quelqu’un d’autre a changé ce champ entre-temps : voici sa version. Refaites votre geste."
GESTURES_AT_ONCE = 64
"""Gestures done at the same time: many, for those that save wait for each other and those that reword for a model."""


def routes(desk: Desk, caller: Callable[..., object]) -> APIRouter:
    """The route of the tab; `caller` says who sent a request."""
    return desk_route(
        "/api/writing", WritingMessage, lambda told, by: answer(Call(desk, told, by)), GESTURES_AT_ONCE, caller
    )


def answer(call: Call) -> WritingReply:
    """What the page is told back; nothing that another saved is overwritten, a deleted dossier may be restored."""
    try:
        return _unless_conflict(call)
    except DossierDeleted as deleted:
        gone = render("writing/notices/gone.html", dossier=call.message.dossier)
        return list_dossiers(call, gone) if call.act.action == "open" else notice(gone, fault=str(deleted))


def _unless_conflict(call: Call) -> WritingReply:
    if call.act.action not in GESTURES:
        raise RupfamError(NOT_UNDERSTOOD)
    try:
        return GESTURES[call.act.action](call)
    except VersionConflict:
        theirs = call.store.read(call.message.dossier)
    if not call.message.changes:
        return whole_page(call, theirs, CHANGED_MEANWHILE)
    return conflicting(call, theirs, WritingReply())


# Saving


def _add(call: Call) -> WritingReply:
    values: dict[str, object] = {"body": call.act.body} if call.act.body else {}
    if call.act.objective:
        values = {"objective": "X" if (number := whole(call.act.objective)) is None else number}
    record, number = editing.add_row(mine(call), call.act.list, values)
    saved = applied(call, record)
    rows = ROWS[call.act.list]
    first = "text" if call.act.list == "planned_actions" and call.act.objective != "X" else rows.fields[0].key
    focus = f"{call.act.list}.{number}{'' if rows.texts else f'.{first}'}"
    return whole_page(call, saved, f"{rows.one} en plus.", f"champ-{now_at(saved, focus)}")


def _remove(call: Call) -> WritingReply:
    before = editing.tidy(call.store.read(call.message.dossier).record)
    left = [other for other in editing.siblings(before, call.act.list, call.act.row) if other != call.act.row]
    saved = applied(call, editing.remove_row(mine(call), call.act.list, call.act.row))
    under = f".{call.act.objective}" if call.act.objective else ""
    near = min(left, key=lambda other: abs(other - call.act.row), default=-1)
    row = now_at(saved, f"{call.act.list}.{near - (near > call.act.row)}")
    focus = f"ligne-{row}" if left else f"ajouter-{call.act.list}{under}"
    say = f"{ROWS[call.act.list].one} : ligne retirée."
    back = {"act": "undo", "path": f"{call.act.list}.{call.act.row}", "number": call.message.number}
    return undoable(whole_page(call, saved, say, focus), say, **back)


def _undo(call: Call) -> WritingReply:
    place = FieldPath.parse(call.act.path)
    row = editing.tidy(call.store.read(call.message.dossier, call.act.former).record)[place.root][place.rank]
    saved = applied(call, editing.insert_row(editing.tidy(mine(call)), place.root, place.rank, row))
    return whole_page(call, saved, "Ligne remise.", f"ligne-{now_at(saved, str(place))}")


def _move(call: Call) -> WritingReply:
    record, place = editing.move_row(mine(call), call.act.list, call.act.row, call.act.step)
    saved = applied(call, record)
    focus = f"ligne-{now_at(saved, f'{call.act.list}.{place}')}"
    return whole_page(call, saved, f"{ROWS[call.act.list].one} : ligne déplacée.", focus)


def _logo(call: Call) -> WritingReply:
    call.store.check(Act.WRITE, call.message.dossier)
    name = keep_logo(call.desk.logos, call.act.content) if call.act.content else None
    return _given(call, call.act.path, name, "Logo déposé." if name else "Logo retiré.")


def _retain(call: Call) -> WritingReply:
    wording = call.act.wording
    return _given(call, call.act.path, wording, f"Retenu : {wording}." if wording else "Retiré.")


def _given(call: Call, paths: str, value: str | None, say: str) -> WritingReply:
    first, *_ = places = paths.split() or [paths]
    record = editing.tidy(mine(call))
    former = editing.text_at(record, first)
    saved = applied(call, reduce(lambda told, path: editing.set_field(told, path, value), places, record))
    now = [now_at(saved, path) for path in places]
    page = whole_page(call, saved, say, f"champ-{now[0]}")
    return undoable(page, say, act="retain", path=" ".join(now), wording=former)


def _decide(call: Call) -> WritingReply:
    """Keeps what the officer judged (`list`) of words (`body`) of a field; no `wording` takes the judgement back."""
    judged = {"about": call.act.list, "field": call.act.path, "original": plain_spaces(call.act.body)}
    reply = followed(call, applied(call, editing.judge(mine(call), {**judged, "value": call.act.wording})))
    reply.say, reply.focus = "C’est noté.", "titre-tenu" if call.act.list == "ban" else "titre-alertes"
    if not call.act.wording or call.act.list == "ban":
        return reply
    back = {"act": "decide", "list": call.act.list, "path": call.act.path, "body": call.act.body, "wording": ""}
    return undoable(reply, f"C’est noté : {call.act.wording}.", **back)


def _reconsider(call: Call) -> WritingReply:
    record = mine(call)
    left = [row for row in record.get("decisions") or [] if row.get("about") != "alert"]
    reply = followed(call, applied(call, {**record, "decisions": left}))
    reply.focus = "titre-alertes"
    return reply


def _print(call: Call) -> WritingReply:
    saved = applied(call, editing.toggle_printed(editing.tidy(mine(call)), call.act.path))
    path = now_at(saved, call.act.path)
    say = "Ce champ ne sera pas imprimé." if editing.is_ticked(saved.record, path) else "Ce champ s’imprime."
    return whole_page(call, saved, say, f"champ-{path}")


# Versions


def _versions(call: Call) -> WritingReply:
    versions = call.store.versions(call.message.dossier)
    told = {"sittings": sittings(versions), "current": versions[0].number}
    return notice(render("writing/notices/versions.html", **told))


def _compare(call: Call) -> WritingReply:
    former, later = (call.store.read(call.message.dossier, number) for number in (call.act.former, None))
    told = {"changes": differences(former.record, later.record), "former": former, "later": later}
    return notice(render("writing/notices/comparison.html", **told))


def _take(call: Call) -> WritingReply:
    former = call.store.read(call.message.dossier, call.act.former)
    saved = applied(call, former.record)
    return whole_page(call, saved, f"La version {former.number} est reprise.", "nom-dossier")


# Document


def _source(call: Call) -> WritingReply:
    found = passage(call.desk.trame, call.act.start, call.act.end)
    return WritingReply(fragments={"origine-passage": found}, focus="origine")


def _export(call: Call) -> WritingReply:
    saved = call.store.export(call.message.dossier)
    delivered = _delivered(json_file(export_json(saved), saved.department))
    delivered.view = "list" if saved.raw else None
    return delivered


def _download(call: Call) -> WritingReply:
    dossier = make_dossier(editing.tidy(call.store.read(call.message.dossier).record))
    draft = call.desk.office.draft(dossier) if call.act.kind == "article" else call.desk.office.convention(dossier)
    if not call.act.sure and (left := left_html(draft, call.act.kind)):
        return WritingReply(fragments={"reste-avant": left, "etat-fichier": ""}, focus="titre-reste")
    reply = _delivered(draft_file(call.act.kind, draft, dossier, call.act.rest, call.desk.logos))
    reply.fragments |= {"reste-avant": "", "etat-fichier": "Fichier prêt."}
    return reply


def _delivered(file: File) -> WritingReply:
    return WritingReply(file=file, say=f"Fichier prêt : {file.name}")


GESTURES: Gestures = {
    **dossiers.GESTURES,
    **note.GESTURES,
    **rewording.GESTURES,
    "save": lambda call: followed(call, applied(call, mine(call))),
    "show": lambda call: followed(call, call.store.read(call.message.dossier)),
    "add": _add,
    "remove": _remove,
    "undo": _undo,
    "move": _move,
    "logo": _logo,
    "unlogo": _logo,
    "retain": _retain,
    "decide": _decide,
    "reconsider": _reconsider,
    "print": _print,
    "versions": _versions,
    "compare": _compare,
    "take": _take,
    "source": _source,
    "export": _export,
    "download": _download,
}
