"""The parts of the page that change with a dossier: the form, the document beside it, a notice above."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from threading import BoundedSemaphore
from typing import Any

from rupfam_assistant.accounts.policy import Act
from rupfam_assistant.convention.draft import Draft
from rupfam_assistant.convention.local_sentences import accepted_wordings, sentence_fields, written_dossier
from rupfam_assistant.dossier.paths import FieldPath, at
from rupfam_assistant.dossier.reading import make_dossier
from rupfam_assistant.dossier.schema import FIELDS, Dossier
from rupfam_assistant.french.agreement import elides
from rupfam_assistant.french.typography import typeset
from rupfam_assistant.storage.dossiers import Saved
from rupfam_assistant.storage.records import compare
from rupfam_assistant.web.messages import WritingReply
from rupfam_assistant.web.rendering import moment, render
from rupfam_assistant.web.writing import document
from rupfam_assistant.web.writing import record as editing
from rupfam_assistant.web.writing.call import Call, attempt
from rupfam_assistant.web.writing.files import picture
from rupfam_assistant.web.writing.form import form_html, progress_text

UNDRAFTED = (
    "Une erreur imprévue empêche d’écrire le document : votre saisie est enregistrée ; le détail est dans le terminal."
)

SITTING, MOST_TOLD = timedelta(minutes=30), 4
"""The time without a change after which one sits down again; the fields told of a sitting."""

_DRAFTING = BoundedSemaphore(2)
"""Documents written at the same time: the others wait without slowing the page."""


def opened(call: Call, dossier: int, say: str = "") -> WritingReply:
    """A dossier just opened."""
    return whole_page(call, call.store.read(dossier), say, "nom-dossier")


def whole_page(call: Call, saved: Saved, say: str = "", focus: str | None = None) -> WritingReply:
    """A dossier drawn anew: bar, form, document; above, that others wrote in it meanwhile."""
    reply = _followed(call, saved)
    can, at_home = call.store.acts(saved.id), call.store.acts()
    drawn = partial(picture, call.desk.logos)
    form = form_html(saved.record, call.desk.trame, drawn, call.desk.has_model, Act.WRITE in can)
    bar = render("writing/bar.html", department=saved.name, can=can, at_home=at_home)
    reply.fragments = {"barre": bar, "formulaire": form, "avis": "", **reply.fragments}
    if saved.others:
        whose = _whose(saved.others.authors)
        told = {"whose": whose, "fields": _changed(saved.others.typed, saved.record)}
        reply.saved = f"{reply.saved}, fusionné avec ce {whose}"
        reply.fragments["avis"], reply.merged = render("writing/notices/merged.html", **told), True
    reply.view, reply.say, reply.focus = "dossier", say, focus
    return reply


def _whose(authors: Sequence[str]) -> str:
    """ "que Zoé a écrit", "qu’Anne et Zoé ont écrit"."""
    *others, last = filter(None, authors) if any(authors) else [""]
    names = f"{', '.join(others)} et {last}" if others else last
    that = "qu’" if elides(names) else "que "
    return f"{that}{names} {'ont' if others else 'a'} écrit" if last else "qui a été écrit dans une autre fenêtre"


def followed(call: Call, saved: Saved) -> WritingReply:
    """What follows the fields without touching them; the whole page when others changed some of them."""
    return whole_page(call, saved) if saved.others else _followed(call, saved)


def _followed(call: Call, saved: Saved) -> WritingReply:
    """The document, its alerts and blanks, the gauge, the needs' themes."""
    record = editing.tidy(saved.record)
    done = editing.progress(record)
    drafted, fault = attempt(lambda: _drafted(call, record), UNDRAFTED)
    reply = WritingReply(
        dossier=saved.id,
        number=saved.number,
        saved=moment(saved.saved_at),
        titles={"nom-dossier": saved.name or "Département sans nom"},
        fragments={"jauge-etat": render("writing/gauge.html", share=editing.share_filled(done))},
        draft_fault=fault,
    )
    told = {key: progress_text(*pair) for key, pair in done.items()}
    reply.fragments |= {f"avancement-{key}": render("writing/progress.html", told=text) for key, text in told.items()}
    if drafted is None:
        return reply
    dossier, draft = drafted
    locate = editing.locating(record)
    notes = document.notes_html(draft, locate)
    reply.fragments |= {
        "texte": document.document_html(draft, locate, call.desk.has_model),
        "legende": document.legend_html(draft),
        "alertes": document.alerts_html(draft, locate, sum(one.about == "alert" for one in dossier.decisions)),
        "manques": document.blanks_html(draft.blanks, locate),
        **_needs(dossier, draft, locate),
        **_wordings(draft, record, locate),
        **{f"notes-{path}": notes.get(path, "") for path in editing.field_paths(record)},
    }
    reply.titles |= _proposed_places(record, draft, locate) | {
        "titre-alertes": document.alerts_title(document.listed_alerts(draft)),
        "titre-manques": typeset(f"Ce qui reste à compléter : {len(draft.blanks)}"),
    }
    return reply


def _drafted(call: Call, record: editing.Record) -> tuple[Dossier, Draft]:
    dossier = make_dossier(record)
    write = call.desk.office.draft if call.message.shown == "article" else call.desk.office.convention
    with _DRAFTING:
        return dossier, write(dossier)


def _needs(dossier: Dossier, draft: Draft, locate: Callable[[FieldPath], FieldPath]) -> dict[str, str]:
    """What is said under each need, by the id of its place in the form."""
    texts, needs = dossier.territory_needs, draft.classification
    known = {need.text: need for need in needs}
    told = needs if len(needs) == len(texts) else [known.get(text) for text in texts]
    places = (locate(at("territory_needs", number)) for number in range(len(texts)))
    shown = (document.need_html(need) if need else "" for need in told)
    return {f"classement-{place.rank}": html for place, html in zip(places, shown, strict=True)}


def _proposed_places(record: editing.Record, draft: Draft, locate: Callable[[FieldPath], FieldPath]) -> dict[str, str]:
    """Where the program puts each fact for which the officer chose nothing, by the id of that choice."""
    places = {locate(path): number for path, number in draft.places.items()}
    told = {path: f"Proposée : objectif {n}" for path, n in places.items() if not editing.chosen_place(record, path)}
    facts = (at(key, number) for key in editing.PLACED for number in range(len(record[key])))
    return {f"place-{path}": told.get(path, "Proposée par le programme") for path in facts}


def _wordings(draft: Draft, record: editing.Record, locate: Callable[[FieldPath], FieldPath]) -> dict[str, str]:
    """What is said under each local sentence that was worded, or might be, by the id of its place in the form."""
    dossier = written_dossier(record)
    accepted = accepted_wordings(dossier)
    proposed = {FieldPath.parse(one.field): one.wording for one in draft.proposals}
    shown: dict[str, str] = {}
    for field in sentence_fields(dossier):
        told = {"path": str(locate(field)), "wording": accepted.get(field, ""), "proposed": proposed.get(field, "")}
        shown[f"reformulation-{told['path']}"] = render("writing/rewording/row.html", **told)
    return shown


def sittings(versions: Sequence[Saved]) -> list[dict[str, Any]]:
    """The versions of a dossier, the last one first, by sitting of one person, named by the fields that changed."""
    groups: list[list[Saved]] = []
    for version in versions:
        after = groups[-1][-1] if groups else None
        if after and after.author == version.author and after.saved_at - version.saved_at < SITTING:
            groups[-1].append(version)
        else:
            groups.append([version])
    before = [*(group[0].record for group in groups[1:]), {}]
    names = (_changed(former, one[0].record) for one, former in zip(groups, before, strict=True))
    return [{"versions": one, "name": name} for one, name in zip(groups, names, strict=True)]


def _changed(before: editing.Record, after: editing.Record) -> str:
    """The fields that changed, in words; "" for none that the user reads."""
    told = dict.fromkeys(at(path.root).label for path, _, _ in compare(before, after) if (path.root,) in FIELDS)
    return ", ".join([*told][:MOST_TOLD]) + (", …" if len(told) > MOST_TOLD else "")


def differences(before: editing.Record, after: editing.Record) -> list[tuple[str, str, str]]:
    """What changed from a record to another: field, before, after, in words."""
    return [(path.label, _as_text(old), _as_text(new)) for path, old, new in compare(before, after)]


def _as_text(value: object) -> str:
    if isinstance(value, list):
        return " ; ".join(_as_text(item) for item in value)
    return "" if value is None else {True: "oui", False: "non"}[value] if isinstance(value, bool) else str(value)


def undoable(reply: WritingReply, say: str, **back: object) -> WritingReply:
    """A reply, with above the form what was taken out, and the data of the button that takes it back."""
    reply.fragments["avis"] = reply.fragments.get("avis", "") + render("writing/notices/undo.html", say=say, back=back)
    return reply


def dialog(html: str, focus: str = "titre-dialogue", say: str | None = None) -> WritingReply:
    """A dialog above the page."""
    return WritingReply(fragments={"dialogue-contenu": html}, dialog=True, focus=focus, say=say)


def notice(html: str, fault: str | None = None) -> WritingReply:
    """Something to read or to decide above the form."""
    return WritingReply(fragments={"avis": html}, focus="titre-avis", fault=fault)
