"""A draft as the page shows it: each word with its origin, what is left blank, and the alerts beside it."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from typing import Any

from rupfam_assistant.convention.draft import Blank, Draft, Paragraph, Span
from rupfam_assistant.convention.local_sentences import sentences_by_objective
from rupfam_assistant.dossier.alert import Alert, AlertKind
from rupfam_assistant.dossier.needs import Need
from rupfam_assistant.dossier.paths import FieldPath, at
from rupfam_assistant.export.docx import place_of
from rupfam_assistant.french import analyse
from rupfam_assistant.french.agreement import gender, the
from rupfam_assistant.french.numbers import whole
from rupfam_assistant.french.typography import short, typeset
from rupfam_assistant.french.words import fold
from rupfam_assistant.review.verdict import count
from rupfam_assistant.web.rendering import render
from rupfam_assistant.web.writing.fields import LABELS, OBJECTIVES

Locate = Callable[[FieldPath], FieldPath]
Shown = dict[str, Any]
"""From a place in the dossier to the place in the record that the form shows; something as a template has it."""

KINDS: dict[AlertKind, tuple[str, str]] = {
    "contradiction": ("Contradictions", "⇄"),
    "personal_data": ("Données personnelles", "⊘"),
    "instruction": ("Consignes écartées", "⛔"),
    "out_of_scope": ("Hors périmètre", "∅"),
    "date": ("Dates", "◷"),
    "missing": ("Manques", "…"),
    "other": ("À savoir", "i"),
}
FIRSTS = 3
TOGETHER = {"item": "list", "party": "list", "row": "table"}
"""The kinds of alerts in the order in which they are shown: what they are called, and their sign; how many
things that are left are told before a download; paragraphs shown together."""


def document_html(draft: Draft, locate: Locate, rewords: bool = False) -> str:
    """A draft, each span a link to where it comes from; `rewords` offers to reword what each objective says."""
    offered = sentences_by_objective(draft.paragraphs) if rewords else {}
    paragraphs = list(_paragraphs(draft.paragraphs, locate, offered))
    spans = (span for paragraph in paragraphs for cell in paragraph["cells"] for span in cell)
    first = next((span for span in spans if span["field"] or span["passage"]), None)
    together = groupby(paragraphs, key=lambda paragraph: TOGETHER.get(paragraph["style"], ""))
    return render("writing/document.html", groups=[(what, list(group)) for what, group in together], first=first)


def legend_html(draft: Draft) -> str:
    """What the signs and colours of a document mean, for the origins that it has."""
    spans = [span for paragraph in draft.paragraphs for span in paragraph.spans]
    origins = {"added" if span.origin == "dossier" and not span.field else span.origin for span in spans}
    return render("writing/legend.html", origins=origins)


def listed_alerts(draft: Draft) -> list[Alert]:
    """The alerts that are shown one by one: what constraints withhold is in a list of its own."""
    return [alert for alert in draft.alerts if not (alert.kind == "other" and alert.constraint)]


def alerts_html(draft: Draft, locate: Locate, judged: int) -> str:
    """What is withheld, the alerts by kind with what mends them, the wordings proposed, how many alerts were judged."""
    shown = [_shown(alert, locate) for alert in listed_alerts(draft)]
    by_kind = {kind: [told for told in shown if told["alert"].kind == kind] for kind in KINDS}
    proposals = [(str(locate(FieldPath.parse(proposed.field))), proposed) for proposed in draft.proposals]
    withheld = [(one, [(str(locate(field)), field.label) for field in one.fields]) for one in draft.withheld]
    told = {"kinds": KINDS, "count": len(shown), "proposals": proposals, "withheld": withheld, "judged": judged}
    return render("writing/alerts.html", by_kind=by_kind, **told)


def notes_html(draft: Draft, locate: Locate) -> dict[str, str]:
    """What the alerts say of each field, by its place: what is only missing shows by itself."""
    told: dict[str, list[Shown]] = {}
    for alert in chain.from_iterable(one.parts or (one,) for one in draft.alerts):
        for field in alert.fields if alert.remedies or alert.kind != "missing" else ():
            told.setdefault(str(FieldPath(locate(field).parts[:3])), []).append(_shown(alert, locate))
    return {path: render("writing/notes.html", alerts=shown, kinds=KINDS) for path, shown in told.items()}


def _shown(alert: Alert, locate: Locate) -> Shown:
    """An alert, the ways to its fields (place, words), its clicks, each with what it is about."""
    clicks = [
        (one, one.fields[0].root if one.about else " ".join(str(locate(field)) for field in one.fields))
        for one in alert.remedies
    ]
    targets = [(str(locate(field)), _way(alert, field)) for field in alert.fields]
    return {"alert": alert, "targets": targets, "clicks": clicks}


def _way(alert: Alert, field: FieldPath) -> str:
    """The words of the way to a field: "Compléter le pilote"."""
    several = len({one.name for one in alert.fields}) < len(alert.fields)
    if alert.kind == "missing" and field.rank >= 0 and field.told and not alert.remedies:
        called = field.told.called
        article = "les " if called.endswith("s") else the(called, gender(fold(called)) or "m")
        return f"Compléter {article}{called}{f' ({field.rank + 1})' if several else ''}"
    return field.label if len(alert.fields) > 1 else "Aller au champ"


def alerts_title(alerts: Sequence[Alert]) -> str:
    """How many alerts there are, by kind, in words."""
    counts = Counter(alert.kind for alert in alerts)
    told = ", ".join(f"{KINDS[kind][0].lower()} : {counts[kind]}" for kind in KINDS if counts[kind])
    return typeset(f"Alertes : {len(alerts)}{f' ({told})' if told else ''}")


def left_html(draft: Draft, kind: str) -> str:
    """What is left to settle and to fill before a file of a kind is made, "" for nothing."""
    alerts, blanks = listed_alerts(draft), draft.blanks
    if not alerts and not blanks:
        return ""
    counts = count(len(alerts), "alerte", "alertes"), count(len(blanks), "blanc", "blancs")
    told = " et ".join(words for words, some in zip(counts, (alerts, blanks), strict=True) if some)
    firsts = [*(short(alert.message) for alert in alerts), *(blank.what for blank in blanks)]
    shown = {"told": told, "firsts": firsts[:FIRSTS], "others": len(firsts) - FIRSTS}
    return render("writing/left.html", kind=kind, **shown)


def blanks_html(blanks: Sequence[Blank], locate: Locate) -> str:
    """What is left to fill: what, who usually knows it, and the way to the field."""
    shown = [(blank, _target(blank, locate)) for blank in blanks]
    by_place = [(place, list(group)) for place, group in groupby(shown, key=lambda told: place_of(told[0]))]
    return render("writing/blanks.html", by_place=by_place)


def need_html(need: Need) -> str:
    """The theme and the axis of a need, or that it is out of scope, with the reason."""
    return render("writing/need.html", need=need, themes=LABELS["themes"], axes=LABELS["axes"])


def _paragraphs(
    paragraphs: Sequence[Paragraph], locate: Locate, offered: Mapping[int, Sequence[FieldPath]]
) -> Iterator[Shown]:
    """Each paragraph in cells, a single one but for a row; the objective whose sentences are reworded from under it."""
    objective = waiting = ""
    for paragraph in paragraphs:
        if paragraph.style in ("heading", "objective"):
            objective = _objective(paragraph.text)
            waiting = objective if offered.get(whole(objective) or 0) else ""
        offer = waiting if paragraph.style == "label" else ""
        waiting = "" if offer else waiting
        cells = [list(_spans(spans, objective, locate)) for spans in paragraph.cells]
        yield {"style": paragraph.style, "cells": cells, "offer": offer}


def _objective(heading: str) -> str:
    """The objective that a heading names: its number, or a letter; "" when it names none."""
    words = [word.folded.upper() for word in analyse(heading).words[:2]]
    return words[-1] if len(words) == 2 and words[0] == "OBJECTIF" else ""


def _spans(spans: Sequence[Span], objective: str, locate: Locate) -> Iterator[Shown]:
    """Words of one origin, the field, or else the passage, that they lead to, whether that origin goes on."""
    told = [span for span in spans if span.text]
    for before, span in zip((None, *told), told, strict=False):
        goes_on = before is not None and (before.origin, not before.field) == (span.origin, not span.field)
        field = _field(span.field, objective, locate) if span.field and span.origin != "trame" else ""
        passage = f"{span.start}:{span.end}" if span.start >= 0 else ""
        yield {"span": span, "field": field, "passage": passage, "goes_on": goes_on}


def _field(field: FieldPath, objective: str, locate: Locate) -> str:
    """The place that the page puts the cursor in: a field, or the button that adds an action under the objective."""
    if field == at("planned_actions") and objective:
        return f"{field}:{objective if objective in OBJECTIVES else 'X'}"
    return str(locate(field))


def _target(blank: Blank, locate: Locate) -> str:
    if blank.field in (at("planned_actions"), None) and blank.objective is not None:
        return f"planned_actions:{blank.objective}"
    return str(locate(blank.field)) if blank.field else ""
