"""The HTML of the right-hand panel: the sources of an answer, and both texts whole with the chosen source marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from rupfam_assistant.answers.reply import EXTRACTIVE, Answer, Citation
from rupfam_assistant.answers.turns import Turn
from rupfam_assistant.french.typography import capitalize, typeset
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.web.texts import Place, contents_html, document_html, surroundings_html

Tab = Literal["sources", "textes"]

HOW_TO_CHECK = (
    "Posez une question : les passages qui y répondent s’afficheront ici, avec leur place dans le texte.",
    "Dans la réponse, un numéro comme [1] ouvre le texte entier à la phrase citée, qui y est marquée.",
    "Si les textes ne répondent pas, l’assistant le dit et indique où chercher.",
)
FOUNDING = 2
NO_SOURCE_OF_TURN = "Cette réponse n’a pas de source."


@dataclass(frozen=True)
class Selection:
    """The turn and the number of the source that are looked at, both counted from 1; 0 for none."""

    turn: int = 0
    number: int = 0


def panel_html(
    documents: Mapping[str, Document], turns: Sequence[Turn], selection: Selection, tab: Tab = "sources"
) -> str:
    """Both tabs, one of them shown."""
    chosen = chosen_citation(turns, selection)
    return (
        f'<section aria-label="Sources et textes" id="panneau" data-selection="{selection.turn}:{selection.number}">'
        '<div role="tablist" aria-label="Sources et textes">'
        f"{_tab_html('sources', 'Sources', tab)}{_tab_html('textes', 'Les deux textes', tab)}</div>"
        f"{_volet_html('sources', _sources_html(turns, selection), tab)}"
        f"{_volet_html('textes', _texts_html(documents, chosen, selection), tab)}"
        "</section>"
    )


def chosen_citation(turns: Sequence[Turn], selection: Selection) -> Citation | None:
    """The source that is selected, if there is such a one."""
    citations = turns[selection.turn - 1].citations if 0 < selection.turn <= len(turns) else ()
    return citations[selection.number - 1] if 0 < selection.number <= len(citations) else None


def _tab_html(name: Tab, label: str, shown: Tab) -> str:
    selected = name == shown
    return (
        f'<button type="button" role="tab" id="onglet-{name}" aria-controls="volet-{name}" aria-selected="{str(selected).lower()}"'
        f' tabindex="{0 if selected else -1}">{label}</button>'
    )


def _volet_html(name: Tab, inner: str, shown: Tab) -> str:
    hidden = "" if name == shown else " hidden"
    return f'<div role="tabpanel" class="volet" id="volet-{name}" aria-labelledby="onglet-{name}" tabindex="0"{hidden}>{inner}</div>'


def _sources_html(turns: Sequence[Turn], selection: Selection) -> str:
    if not 0 < selection.turn <= len(turns):
        steps = "".join(f"<li>{typeset(step)}</li>" for step in HOW_TO_CHECK)
        return f'<div class="vide-sources"><h2>Vérifier une réponse</h2><ol>{steps}</ol></div>'
    turn = turns[selection.turn - 1]
    heading = f'<h2>Sources de la réponse à <span class="rappel" dir="auto">«&nbsp;{escape(_shortened(turn.question))}&nbsp;»</span></h2>'
    if not turn.citations:
        return f'{heading}<p class="vide-sources">{NO_SOURCE_OF_TURN}</p>'
    if isinstance(turn.reply, Answer) and turn.reply.mode != EXTRACTIVE:
        return heading + _checked_html(turn.reply, selection)
    return heading + "".join(
        _source_html(citation, number, selection) for number, citation in enumerate(turn.citations, 1)
    )


def _checked_html(answer: Answer, selection: Selection) -> str:
    """Each sentence of a model with the passages that it leans on under it; a passage already shown is named."""
    numbers = {citation: number for number, citation in enumerate(answer.citations, 1)}
    parts, shown = [], set()
    for excerpt in answer.excerpts:
        parts.append(f'<p class="appuyee">{escape(typeset(excerpt.sentence))}</p>')
        for citation in excerpt.citations:
            number = numbers[citation]
            again = f'<p class="vide-sources">Source {number}, montrée plus haut.</p>'
            parts.append(again if citation in shown else _source_html(citation, number, selection))
            shown.add(citation)
    return "".join(parts)


def _source_html(citation: Citation, number: int, selection: Selection) -> str:
    place = Place(citation.document.name, citation.start, citation.end)
    current, label = (
        (' aria-current="true"', ' <span class="choisie">source choisie</span>')
        if number == selection.number
        else ("", "")
    )
    return (
        f'<article class="source" id="source-{number}"{current}>'
        f'<h3><span class="numero">{number}</span> {escape(capitalize(citation.place))}{label}</h3>'
        f'<div class="extrait">{surroundings_html(citation.document, place)}</div>'
        f'<button type="button" class="discret" data-turn="{selection.turn}" data-number="{number}">'
        f'Voir dans le texte entier<span class="lu"> la source {number}</span></button></article>'
    )


def _texts_html(documents: Mapping[str, Document], chosen: Citation | None, selection: Selection) -> str:
    marked = Place(chosen.document.name, chosen.start, chosen.end) if chosen else None
    texts = "".join(document_html(document, marked) for document in documents.values())
    reminder = _reminder_html(chosen, selection) if chosen else ""
    return f"{reminder}<h2>{'Les deux textes' if len(documents) == FOUNDING else 'Les textes'}</h2>{contents_html(documents.values())}{texts}"


def _reminder_html(chosen: Citation, selection: Selection) -> str:
    """Which source is marked below, and the way back to the answer."""
    return (
        f'<p class="repere"><span><span class="numero">{selection.number}</span> '
        f'<span class="passage">Passage marqué&nbsp;: {escape(chosen.place)}</span></span> '
        f'<button type="button" class="discret" data-back="{selection.turn}:{selection.number}">Revenir à la réponse</button></p>'
    )


def _shortened(question: str) -> str:
    return question if len(question) <= 90 else f"{question[:90].rstrip()}…"
