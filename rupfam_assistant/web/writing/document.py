"""The HTML of a draft: each word with its origin, what is left blank, and the alerts beside it."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from itertools import groupby

from rupfam_assistant.convention.draft import Blank, Draft, Paragraph, Span
from rupfam_assistant.convention.local_sentences import sentences_by_objective
from rupfam_assistant.dossier.alert import Alert, AlertKind
from rupfam_assistant.dossier.needs import Need
from rupfam_assistant.dossier.paths import FieldPath, at
from rupfam_assistant.french.typography import capitalize, typeset
from rupfam_assistant.web.writing.fields import AXES, THEMES

Locate = Callable[[FieldPath], FieldPath]
"""From a place in the dossier to the place in the record that the form shows."""

TAGS = {"title": "h3", "heading": "h4", "objective": "h5", "party": "li", "item": "li"}
OBJECTIVE = re.compile(r"\W*Objectif (\w+)")

KINDS: dict[AlertKind, tuple[str, str]] = {
    "contradiction": ("Contradictions", "⇄"),
    "personal_data": ("Données personnelles", "⊘"),
    "instruction": ("Consignes écartées", "⛔"),
    "out_of_scope": ("Hors périmètre", "∅"),
    "date": ("Dates", "◷"),
    "missing": ("Manques", "…"),
    "other": ("À savoir", "i"),
}
"""The kinds of alerts in the order in which they are shown: what they are called, and their sign."""

ORIGINS = (
    ("trame", "Texte de la trame"),
    ("dossier", "Votre dossier"),
    ("model", "Reformulé par un modèle, accepté par vous"),
    ("blank", "[à compléter]"),
)
SHOWN_VALUES = 12


def document_html(draft: Draft, locate: Locate, rewords: bool = False) -> str:
    """A draft, each span a link to where it comes from: a passage of the trame, or a field of the form;

    `rewords` offers to reword what the department says under each objective.
    """
    offered = sentences_by_objective(draft.paragraphs) if rewords else {}
    written = "".join(_paragraphs_html(draft.paragraphs, locate, offered))
    return written.replace('tabindex="-1"', 'tabindex="0"', 1)


def legend_html(draft: Draft) -> str:
    """What the signs and colours of a document mean, for the origins that it has."""
    found = {span.origin for paragraph in draft.paragraphs for span in paragraph.spans}
    entries = "".join(
        f'<li><span class="origine {origin}">{label}</span></li>' for origin, label in ORIGINS if origin in found
    )
    return f'<ul class="legende" aria-label="Légende">{entries}</ul>'


def alerts_html(alerts: Sequence[Alert], locate: Locate) -> str:
    """The alerts by kind, with their values and the way to the field."""
    if not alerts:
        return '<p class="rien">Aucune alerte.</p>'
    by_kind = [(kind, [alert for alert in alerts if alert.kind == kind]) for kind in KINDS]
    return "".join(_kind_html(kind, told, locate) for kind, told in by_kind if told)


def alerts_title(alerts: Sequence[Alert]) -> str:
    """How many alerts there are, by kind, in words."""
    counts = Counter(alert.kind for alert in alerts)
    told = ", ".join(f"{KINDS[kind][0].lower()} : {counts[kind]}" for kind in KINDS if counts[kind])
    return typeset(f"Alertes : {len(alerts)}{f' ({told})' if told else ''}")


def blanks_title(blanks: Sequence[Blank]) -> str:
    """How much is left to fill, in words."""
    return typeset(f"Ce qui reste à compléter : {len(blanks)}")


def blanks_html(blanks: Sequence[Blank], locate: Locate) -> str:
    """What is left to fill: what, who usually knows it, and the way to the field."""
    if not blanks:
        return '<p class="rien">Rien : tout est rempli.</p>'
    parts = []
    for place, group in groupby(blanks, key=_place):
        items = "".join(
            f"<li>{_to_field_html(capitalize(blank.what) if blank.what else 'Blanc', _target(blank, locate))}"
            f"{f'<span class=qui> – {escape(typeset(blank.owner))}</span>' if blank.owner else ''}</li>"
            for blank in group
        )
        parts.append(f"<h4>{escape(place)}</h4><ul>{items}</ul>")
    return "".join(parts)


def need_html(need: Need) -> str:
    """The theme and the axis of a need, or that it is out of scope, with the reason."""
    if not need.in_scope:
        return f'<span class="hors">∅ Hors périmètre</span> {escape(typeset(need.reason))}'
    chips = [f"{theme} – {THEMES[theme]}" for theme in need.themes] + (
        [f"{need.axis} – {AXES[need.axis]}"] if need.axis else []
    )
    return "".join(f'<span class="jeton">{escape(chip)}</span> ' for chip in chips) + escape(typeset(need.reason))


def _paragraphs_html(
    paragraphs: Sequence[Paragraph], locate: Locate, offered: Mapping[int, Sequence[FieldPath]]
) -> Iterator[str]:
    objective, waiting = "", 0
    for listed, group in groupby(paragraphs, key=lambda paragraph: paragraph.style in ("item", "party")):
        inner = ""
        for paragraph in group:
            if paragraph.style in ("heading", "objective"):
                named = OBJECTIVE.match(paragraph.text)
                number = int(named[1]) if named and named[1].isdecimal() else 0
                waiting = number if offered.get(number) else 0
                objective = _known(named[1]) if named else ""
            inner += _paragraph_html(paragraph, objective, locate)
            if paragraph.style == "label" and waiting:
                inner += _offer_html(waiting)
                waiting = 0
        yield f"<ul>{inner}</ul>" if listed else inner


def _offer_html(number: int) -> str:
    """The button under the first words of a department's own part of an objective."""
    return (
        f'<p class="offre"><button type="button" class="discret" data-act="reword" data-objective="{number}">'
        f'<span aria-hidden="true">✎ </span>Reformuler ces phrases<span class="lu"> locales de l’objectif {number}</span></button></p>'
    )


def _known(objective: str) -> str:
    return objective if objective in ("1", "2", "3", "4") else "X"


def _paragraph_html(paragraph: Paragraph, objective: str, locate: Locate) -> str:
    if paragraph.style == "page":
        return "<hr>"
    tag = TAGS.get(paragraph.style, "p")
    told = [span for span in paragraph.spans if span.text]
    follows = [
        before is not None and (before.origin, not before.field) == (span.origin, not span.field)
        for before, span in zip((None, *told), told, strict=False)
    ]
    spans = "".join(_span_html(span, going_on, objective, locate) for span, going_on in zip(told, follows, strict=True))
    return f'<{tag} class="{paragraph.style}">{spans}</{tag}>' if spans else ""


def _span_html(span: Span, going_on: bool, objective: str, locate: Locate) -> str:
    """A span as a link to a field or to a passage of the trame; plain words when it is of neither. Its sign is not
    repeated when it goes on."""
    joint = " joint" if span.origin == "dossier" and not span.field else ""
    about = f'class="origine {span.origin}{joint}{" suite" if going_on else ""}" title="{escape(typeset(capitalize(span.source or span.origin)))}"'
    if span.field and span.origin != "trame":
        where = f'data-field="{escape(_field(span.field, objective, locate))}"'
    elif span.start >= 0:
        where = f'data-passage="{span.start}:{span.end}"'
    else:
        return f"<span {about}>{escape(span.text)}</span>"
    return f'<a {about} href="#origine" tabindex="-1" {where}>{escape(span.text)}</a>'


def _field(field: FieldPath, objective: str, locate: Locate) -> str:
    """The place that the page puts the cursor in: a field, or the button that adds an action under the objective."""
    return f"{field}:{objective}" if field == at("planned_actions") and objective else str(locate(field))


def _kind_html(kind: AlertKind, alerts: Sequence[Alert], locate: Locate) -> str:
    name, sign = KINDS[kind]
    items = "".join(_alert_html(alert, locate) for alert in alerts)
    return f'<section class="alerte {kind}"><h4><span aria-hidden="true">{sign}</span> {name} ({len(alerts)})</h4><ul>{items}</ul></section>'


def _alert_html(alert: Alert, locate: Locate) -> str:
    values = "".join(f"<li>{escape(value)}</li>" for value in alert.values[:SHOWN_VALUES])
    listed = f'<ul class="valeurs" aria-label="Valeurs en cause">{values}</ul>' if values else ""
    way = _to_field_html("Aller au champ", str(locate(alert.fields[0])), alert.message) if alert.fields else ""
    return f'<li>{escape(typeset(alert.message))}<div class="suites">{listed}{way}</div></li>'


def _to_field_html(label: str, target: str, about: str = "") -> str:
    if not target:
        return f"<span>{escape(typeset(label))}</span>"
    reading = f'<span class="lu"> : {escape(about)}</span>' if about else ""
    return f'<button type="button" class="discret" data-field="{escape(target)}">{escape(typeset(label))}{reading}</button>'


def _target(blank: Blank, locate: Locate) -> str:
    if blank.field in (at("planned_actions"), None) and blank.objective is not None:
        return f"planned_actions:{blank.objective}"
    return str(locate(blank.field)) if blank.field else ""


def _place(blank: Blank) -> str:
    if blank.objective is None:
        return blank.article
    return f"{blank.article}, objectif {blank.objective}"
