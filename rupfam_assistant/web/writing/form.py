"""The HTML of the form: the sections of a dossier in order, every field with its explanation and the trame's own
words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from rupfam_assistant.dossier.schema import Field
from rupfam_assistant.french.typography import typeset
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.texts.quotes import find_quote
from rupfam_assistant.web.writing.fields import OBJECTIVES, SECTIONS, SUGGESTED, Rows, Section
from rupfam_assistant.web.writing.logos import IMAGES
from rupfam_assistant.web.writing.record import Record, actions_under, progress, shown, tidy

NO_CHOICE = "Pas encore choisie"


@dataclass(frozen=True)
class Form:
    """What the form is drawn from: a tidy record, the trame, and the address at which a logo of that name is shown
    ("" when it is lost), and whether a model can reword its sentences."""

    record: Record
    trame: Document
    picture: Callable[[str], str]
    rewords: bool = False


def form_html(form: Form) -> str:
    """The whole form, each section folded but the first."""
    drawn = Form(tidy(form.record), form.trame, form.picture, form.rewords)
    steps = "".join(_section_html(drawn, number) for number in range(1, len(SECTIONS) + 1))
    return f'<form id="saisie-dossier" aria-label="Le dossier, étape par étape" autocomplete="off" novalidate>{steps}</form>'


def progress_text(filled: int, total: int) -> str:
    """How far a section is, in words."""
    if not total:
        return "facultatif"
    return "complet" if filled == total else f"{filled} sur {total}"


def field_id(path: str) -> str:
    """The id of the field at a path."""
    return f"champ-{path}"


def row_id(key: str, number: int) -> str:
    """The id of a row."""
    return f"ligne-{key}.{number}"


def add_id(key: str, objective: str = "") -> str:
    """The id of the button that adds a row, under an objective for an action."""
    return f"ajouter-{key}{f'.{objective}' if objective else ''}"


@lru_cache(maxsize=256)
def passage_of(trame: Document, quote: str) -> tuple[int, int]:
    """Where the trame holds those words: character offsets, end exclusive."""
    return find_quote(trame.text, quote)[0]


def _section_html(form: Form, number: int) -> str:
    section = SECTIONS[number - 1]
    filled, total = progress(form.record)[section.key]
    fields = "".join(_field_html(form, field, field.key, form.record) for field in section.fields)
    rows = "".join(_rows_html(form, section))
    following = (
        f'<button type="button" class="suivante" data-step="{SECTIONS[number].key}">'
        f"Étape suivante&nbsp;: {escape(SECTIONS[number].title.lower())}</button>"
        if number < len(SECTIONS)
        else ""
    )
    return (
        f'<details class="etape" id="etape-{section.key}"{" open" if number == 1 else ""}><summary>'
        f'<span class="rang" aria-hidden="true">{number}</span><h3>{escape(section.title)}</h3>'
        f'<span class="avancement" id="avancement-{section.key}">{progress_text(filled, total)}</span></summary>'
        f'<div class="contenu"><p class="intro">{escape(typeset(section.intro))}</p>{_quote_html(form, section.quote, section.title)}'
        f"{fields}{rows}{following}</div></details>"
    )


def _rows_html(form: Form, section: Section) -> Iterator[str]:
    rows = section.rows
    if rows is None:
        return
    yield _explained_html(form, rows)
    if rows.key == "planned_actions":
        for objective in OBJECTIVES:
            yield _objective_html(form, rows, objective)
        return
    numbers = list(range(len(form.record[rows.key])))
    yield from _listed_html(form, rows, numbers)
    yield _suggestions_html(form) if rows.key == "signatories" else _add_html(rows)


def _explained_html(form: Form, rows: Rows) -> str:
    """What each field of a row awaits, said once above the rows."""
    told = "".join(
        f"<dt>{escape(field.label)}</dt>"
        f'<dd id="{_help_id(rows, field)}">{escape(typeset(field.help))}{_quote_html(form, field.quote, field.label, "span")}</dd>'
        for field in rows.fields
    )
    return f'<details class="aides"><summary>Que mettre dans chaque champ&nbsp;?</summary><dl>{told}</dl></details>'


def _objective_html(form: Form, rows: Rows, objective: str) -> str:
    numbers = actions_under(form.record, objective)
    title = "Objectifs du département" if objective == "X" else f"Objectif {objective}"
    listed = "".join(_listed_html(form, rows, numbers))
    return (
        f'<section class="objectif" id="objectif-{objective}" aria-labelledby="titre-objectif-{objective}">'
        f'<h4 id="titre-objectif-{objective}">{title}</h4>{_quote_html(form, OBJECTIVES[objective], title)}'
        f"{listed}{_add_html(rows, objective)}</section>"
    )


def _listed_html(form: Form, rows: Rows, numbers: list[int]) -> Iterator[str]:
    if not numbers:
        yield f'<p class="rien">{escape(rows.none)}</p>'
    for place, number in enumerate(numbers):
        yield _row_html(form, rows, number, place, len(numbers))


def _row_html(form: Form, rows: Rows, number: int, place: int, count: int) -> str:
    row: Any = form.record[rows.key][number]
    path = f"{rows.key}.{number}"
    if rows.texts:
        fields = _field_html(form, rows.fields[0], path, {"": row}, rows, f"{rows.one} {place + 1}")
    else:
        local = str(row.get("objective", "")).strip().upper() not in list(OBJECTIVES)[:-1]
        wanted = [field for field in rows.fields if field.key != "title" or local]
        fields = "".join(_field_html(form, field, f"{path}.{field.key}", row, rows) for field in wanted)
    verdict = f'<p class="classement" id="classement-{number}"></p>' if rows.key == "territory_needs" else ""
    name = f"{rows.one} {place + 1}"
    tools = _row_tools_html(rows, number, name, place, count, form.rewords)
    legend = f'<legend class="lu">{name}</legend>' if rows.texts else f"<legend>{name}</legend>"
    return (
        f'<fieldset class="ligne {rows.key}" id="{row_id(rows.key, number)}" tabindex="-1">{legend}'
        f'<div class="champs">{fields}</div>{verdict}{_reworded_html(rows, path)}{tools}</fieldset>'
    )


def _reworded_html(rows: Rows, path: str) -> str:
    """Where it is said that a model worded the sentence of a row."""
    sentence = _sentence(rows, path)
    return f'<p class="reformulation" id="reformulation-{sentence}"></p>' if sentence else ""


def _sentence(rows: Rows, path: str) -> str:
    """The place of the sentence of a row; "" when it has none."""
    return {"territory_needs": path, "priorities": path, "planned_actions": f"{path}.text"}.get(rows.key, "")


def _row_tools_html(rows: Rows, number: int, name: str, place: int, count: int, rewords: bool) -> str:
    def button(label: str, act: str, step: int = 0) -> str:
        return (
            f'<button type="button" class="discret" data-act="{act}" data-list="{rows.key}" data-number="{number}" data-step-by="{step}">'
            f'{label}<span class="lu"> : {name.lower()}</span></button>'
        )

    up = button("Monter", "move", -1) if place > 0 else ""
    down = button("Descendre", "move", 1) if place + 1 < count else ""
    sentence = _sentence(rows, f"{rows.key}.{number}") if rewords else ""
    ask = (
        f'<button type="button" class="discret" data-act="reword" data-sentence-path="{sentence}"><span aria-hidden="true">✎ </span>'
        f'Reformuler<span class="lu"> : {name.lower()}</span></button>'
        if sentence
        else ""
    )
    return f'<p class="ligne-outils">{up}{down}{button("Retirer", "remove")}{ask}</p>'


def _add_html(rows: Rows, objective: str = "") -> str:
    reading = f'<span class="lu"> à l’objectif {objective}</span>' if objective else ""
    return (
        f'<button type="button" class="ajouter" id="{add_id(rows.key, objective)}" data-act="add" data-list="{rows.key}"'
        f' data-objective="{objective}"><span aria-hidden="true">+ </span>{rows.add}{reading}</button>'
    )


def _suggestions_html(form: Form) -> str:
    """One button for each party of the trame; those already in the list are ticked, in words too."""
    bodies = [shown(row, Field("body", "")) for row in form.record["signatories"]]

    def button(label: str, body: str) -> str:
        there = bool(body) and any(
            body.casefold() in known.casefold() or label.casefold() in known.casefold() for known in bodies
        )
        tick = (
            '<span class="coche" aria-hidden="true"> ✓</span><span class="lu"> (déjà dans la liste)</span>'
            if there
            else ""
        )
        return (
            f'<li><button type="button" class="ajouter" data-act="add" data-list="signatories" data-body="{escape(body)}">'
            f'<span aria-hidden="true">+ </span>{escape(label)}{tick}</button></li>'
        )

    buttons = "".join(button(label, body) for label, body in SUGGESTED)
    return (
        f'<h4 id="{add_id("signatories")}" tabindex="-1">Ajouter une partie</h4><ul class="suggestions">{buttons}</ul>'
    )


def _field_html(
    form: Form, field: Field, path: str, holder: dict[str, Any], rows: Rows | None = None, label: str = ""
) -> str:
    """A field with its label; its explanation stands under it, or above the rows for a field of a row."""
    name = field_id(path)
    help_id = _help_id(rows, field) if rows else f"aide-{path}"
    told = (
        ""
        if rows
        else f'<p class="aide" id="{help_id}">{escape(typeset(field.help))}{_quote_html(form, field.quote, field.label, "span")}</p>'
    )
    verdict = f" classement-{path.rpartition('.')[2]}" if rows is not None and rows.key == "territory_needs" else ""
    attributes = f'id="{name}" data-path="{path}" aria-describedby="{help_id}{verdict}"'
    match field.kind:
        case "choice":
            return _choice_html(field, path, holder, told, help_id)
        case "check":
            ticked = " checked" if holder.get(field.key) is True else ""
            return f'<div class="champ coche"><label><input type="checkbox" {attributes}{ticked}> {escape(field.label)}</label>{told}</div>'
        case "logo":
            return _logo_html(form, path, holder, attributes)
        case "text" | "lines":
            value = escape(shown(holder, field))
            control = f'<textarea {attributes} rows="2" lang="fr">\n{value}</textarea>'
        case "line":
            control = f'<input type="text" {attributes} lang="fr" value="{escape(shown(holder, field))}">'
    return f'<div class="champ {field.key or "seul"}"><label for="{name}">{escape(label or field.label)}</label>{control}{told}</div>'


def _choice_html(field: Field, path: str, holder: dict[str, Any], told: str, help_id: str) -> str:
    chosen = holder.get(field.key)

    def option(value: str, label: str, number: int) -> str:
        ticked = " checked" if (chosen or "") == value else ""
        identity = f' id="{field_id(path)}"' if number == 0 else ""
        return f'<label><input type="radio" name="{path}" value="{escape(value)}" data-path="{path}"{identity}{ticked}> {escape(label)}</label>'

    labels = {
        "CDSF": "CDSF (comité départemental des services aux familles)",
        "comités locaux des financeurs": "Comités locaux des financeurs",
    }
    options = "".join(option(value, labels.get(value, value), number) for number, value in enumerate(field.choices))
    none = option("", NO_CHOICE, len(field.choices))
    return f'<fieldset class="champ choix" aria-describedby="{help_id}"><legend>{escape(field.label)}</legend>{options}{none}{told}</fieldset>'


def _logo_html(form: Form, path: str, holder: dict[str, Any], attributes: str) -> str:
    name = shown(holder, Field("logo", ""))
    body = shown(holder, Field("body", "")) or "cette partie"
    address = form.picture(name) if name else ""
    there = ""
    if name:
        image = (
            f'<img src="{escape(address)}" alt="Logo de {escape(body)}">'
            if address
            else "<span>Image introuvable sur cette machine.</span>"
        )
        there = (
            f'<p class="logo">{image} <button type="button" class="discret" data-act="unlogo" data-path="{path}">'
            f'Retirer le logo<span class="lu"> de {escape(body)}</span></button></p>'
        )
    other = "Changer d’image" if name else "Choisir une image"
    return (
        f'<div class="champ logo"><span class="nom" aria-hidden="true">Logo</span>{there}<label class="depot">'
        f'<input type="file" class="lu" accept="{IMAGES}" {attributes.replace("data-path", "data-logo")}>'
        f'<span><span class="lu">Logo de {escape(body)} : </span>{other}</span></label></div>'
    )


def _quote_html(form: Form, quote: str, about: str, tag: str = "p") -> str:
    """The trame's own words, and the button that shows them at their place."""
    if not quote:
        return ""
    start, end = passage_of(form.trame, quote)
    words = " ".join(form.trame.text[start:end].split())
    return (
        f' <{tag} class="mots-trame">La trame&nbsp;: «&nbsp;{escape(words)}&nbsp;» <button type="button" class="discret"'
        f' data-passage="{start}:{end}">Voir<span class="lu"> ce passage de la trame, pour : {escape(about)}</span></button></{tag}>'
    )


def _help_id(rows: Rows, field: Field) -> str:
    return f"aide-{rows.key}-{field.key or 'texte'}"
