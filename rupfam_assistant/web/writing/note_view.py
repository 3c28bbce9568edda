"""The HTML of "Partir d’une note": the note, its proposals beside its marked words, each to be confirmed."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import Any

from rupfam_assistant.convention.note import SINGLE, NoteReading, Proposal
from rupfam_assistant.dossier.schema import Field
from rupfam_assistant.french.typography import typeset
from rupfam_assistant.web.writing.fields import FREE, OBJECTIVES, ROWS

RULES_READ = (
    "Aucun modèle de langue n’est réglé : des règles simples lisent les titres, les listes et les phrases courtes."
    " Ce qu’elles ne comprennent pas est proposé comme besoin."
)
LEFT_OUT = ("logo", "title")
PLACEHOLDER = "Besoins : pas d’espace de rencontre au nord, délai 7 mois&#10;Actions : ouvrir un ER à …, pilote UDAF, oct. 2027&#10;Attention : budget non voté"


def note_html(about: str, fault: str, fresh: bool) -> str:
    """The dialog: the note to write, who reads it; `fresh` when it begins a dossier."""
    broken = (
        f'<p class="aide">{escape(typeset(fault))} {escape(typeset("Des règles simples liront la note."))}</p>'
        if fault
        else ""
    )
    where = "un nouveau dossier" if fresh else "ce dossier"
    return (
        f'<h2 id="titre-dialogue" tabindex="-1">Partir d’une note</h2>'
        f'<p class="chapeau">Collez vos notes de réunion telles quelles&nbsp;: elles deviennent des propositions pour {where}, champ par champ.'
        " Rien n’y entre sans votre accord.</p>"
        f"{about or broken or f'<p class=aide>{escape(typeset(RULES_READ))}</p>'}"
        '<div class="champ"><label for="note-texte">Votre note</label>'
        f'<textarea id="note-texte" rows="8" lang="fr" data-note placeholder="{PLACEHOLDER}" aria-describedby="aide-note"></textarea>'
        '<p class="aide" id="aide-note">Ce que vous tapez est gardé dans ce navigateur. Ne nommez aucune famille.</p></div>'
        '<p class="choix-avis"><button type="button" class="principal" data-dialog="read">Lire la note</button>'
        '<button type="button" data-dialog="close">Fermer</button></p>'
        '<div id="note-envoi"></div><div id="note-propositions"></div>'
    )


def proposals_html(note: str, reading: NoteReading, record: Mapping[str, Any], fresh: bool) -> str:
    """The note with the words that each proposal comes from marked, and the proposals."""
    named = (
        next((proposal for proposal in reading.proposals if proposal.field == "department"), None) if fresh else None
    )
    shown = [proposal for proposal in reading.proposals if proposal is not named]
    rows = "".join(_proposal_html(number, proposal, note, record) for number, proposal in enumerate(shown, 1))
    department = _department_html(named) if fresh else ""
    listed = (
        rows
        or '<p class="rien">La note ne donne rien à proposer : écrivez-la autrement, ou remplissez le formulaire.</p>'
    )
    label = "Créer le dossier" if fresh else "Ajouter au dossier"
    confirm = f'<button type="button" class="principal" data-dialog="add">{label}</button>' if shown or fresh else ""
    return (
        '<h3 id="titre-propositions" tabindex="-1">Propositions</h3>'
        "<p>Relisez, corrigez, décochez&nbsp;: seules les lignes cochées entrent dans le dossier.</p>"
        f'<div class="lecture"><section aria-label="La note, ses mots repris marqués"><h4>Votre note</h4>'
        f'<div class="note-lue" tabindex="0">{_marked_html(note, shown)}</div></section>'
        f'<section aria-label="Propositions">{department}{listed}</section></div>'
        f'<p class="choix-avis">{confirm}<button type="button" data-dialog="close">Fermer</button></p>'
    )


def _marked_html(note: str, shown: Sequence[Proposal]) -> str:
    """The note, each run of words marked with the numbers of the proposals that come from it."""
    cuts = sorted({0, len(note), *(cut for proposal in shown for cut in (proposal.start, proposal.end))})
    return "".join(_run_html(note, start, end, shown) for start, end in pairwise(cuts))


def _run_html(note: str, start: int, end: int, shown: Sequence[Proposal]) -> str:
    numbers = [number for number, proposal in enumerate(shown, 1) if proposal.start <= start and end <= proposal.end]
    words = escape(note[start:end])
    if not numbers:
        return words
    first = [number for number in numbers if shown[number - 1].start == start]
    anchors = "".join(f'<sup id="mot-{number}">{number}</sup>' for number in first)
    doubtful = " doute" if any(shown[number - 1].warning for number in numbers) else ""
    return f'<mark class="repris{doubtful}" data-numbers="{" ".join(map(str, numbers))}">{anchors}{words}</mark>'


def _department_html(named: Proposal | None) -> str:
    value = escape(str(named.value)) if named else ""
    return (
        '<div class="champ"><label for="note-departement">Département</label>'
        f'<input type="text" id="note-departement" value="{value}" autocomplete="off" maxlength="200" required></div>'
    )


def _proposal_html(number: int, proposal: Proposal, note: str, record: Mapping[str, Any]) -> str:
    """A proposal: a box to tick, its parts to edit, the words that it comes from, and why it is not ticked when it is
    not."""
    said = " ".join(note[proposal.start : proposal.end].split())
    doubt = proposal.warning or _already(proposal, record)
    label = FREE[proposal.field].label if proposal.field in FREE else ROWS[proposal.field].one
    sign = (
        f'<p class="doute" id="doute-{number}"><span aria-hidden="true">⚠ </span>{escape(typeset(doubt))}</p>'
        if doubt
        else ""
    )
    describes = f'aria-describedby="extrait-{number}{f" doute-{number}" if doubt else ""}"'
    return (
        f'<fieldset class="proposition{" doutee" if doubt else ""}" data-field="{proposal.field}" data-number="{number}">'
        f'<legend><label><input type="checkbox" data-tick {describes}{"" if doubt else " checked"}> {number}. {escape(label)}</label></legend>'
        f'{sign}<div class="champs">{"".join(_inputs_html(number, proposal))}</div>'
        f'<p class="aide" id="extrait-{number}">D’après&nbsp;: «&nbsp;{escape(said)}&nbsp;»'
        f' <button type="button" class="discret" data-dialog="words" data-number="{number}">Voir<span class="lu"> dans la note, proposition {number}'
        "</span></button></p></fieldset>"
    )


def _inputs_html(number: int, proposal: Proposal) -> Iterator[str]:
    if not isinstance(proposal.value, dict):
        field = FREE.get(proposal.field) or ROWS[proposal.field].fields[0]
        yield _input_html(
            number,
            Field("", field.label, kind="line" if proposal.field in SINGLE[:2] else "text"),
            str(proposal.value),
            True,
        )
        return
    if proposal.field == "planned_actions":
        yield _objective_html(number, str(proposal.value.get("objective")))
    for field in ROWS[proposal.field].fields:
        if field.key not in LEFT_OUT:
            value = proposal.value.get(field.key)
            yield _input_html(number, field, "\n".join(value) if isinstance(value, list) else str(value or ""), False)


def _input_html(number: int, field: Field, value: str, alone: bool) -> str:
    name = f"proposition-{number}-{field.key or 'texte'}"
    label = f'<label for="{name}"{" class=lu" if alone else ""}>{escape(field.label)}<span class="lu">, proposition {number}</span></label>'
    control = (
        f'<input type="text" id="{name}" data-part="{field.key}" lang="fr" value="{escape(value)}">'
        if field.kind == "line"
        else f'<textarea id="{name}" data-part="{field.key}" rows="{2 if field.kind == "text" else 1}" lang="fr">\n{escape(value)}</textarea>'
    )
    return f'<div class="champ {field.key or "seul"}">{label}{control}</div>'


def _objective_html(number: int, chosen: str) -> str:
    name = f"proposition-{number}-objective"
    labels = {objective: "Objectif du département" if objective == "X" else objective for objective in OBJECTIVES}
    options = "".join(
        f'<option value="{key}"{" selected" if key == chosen else ""}>{label}</option>' for key, label in labels.items()
    )
    label = f'<label for="{name}">Objectif<span class="lu">, proposition {number}</span></label>'
    return f'<div class="champ objective">{label}<select id="{name}" data-part="objective">{options}</select></div>'


def _already(proposal: Proposal, record: Mapping[str, Any]) -> str:
    """Why a proposal is not to be added to what the dossier says already; "" when nothing speaks against it."""
    there = record.get(proposal.field)
    if isinstance(there, list):
        return "Déjà dans le dossier." if proposal.value in there else ""
    if proposal.field in ("department", "caf_name") and there:
        return (
            "Déjà dans le dossier."
            if there == proposal.value
            else f"Le dossier dit « {there} » : cochez pour le remplacer."
        )
    return ""
