"""The HTML of "Reformuler": a sentence in its own words and as a model proposes it, side by side, the differences
marked."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from html import escape

from rupfam_assistant.french.typography import typeset
from rupfam_assistant.models.connection import LanguageModel
from rupfam_assistant.models.requests import Request
from rupfam_assistant.web.writing.model import model_html, sent_html

WORD = re.compile(r"\s+|[\w’'-]+|[^\w\s]")


def rewording_html(sentences: str, model: LanguageModel, requests: Sequence[Request], objective: int) -> str:
    """The dialog: which model, what is sent, and the sentences; nothing is sent before the button."""
    what = f"Reformuler l’objectif {objective}" if objective else "Reformuler une phrase"
    label = "Demander les propositions" if len(requests) > 1 else "Demander une proposition"
    return (
        f'<h2 id="titre-dialogue" tabindex="-1">{what}</h2>'
        '<p class="chapeau">Le modèle propose d’autres mots&nbsp;; le programme vérifie que chaque nombre, date, nom, acteur, négation et condition'
        " reste, et vous choisissez.</p>"
        f"{model_html(model)}{sent_html(requests, 'Ceci part pour le modèle quand vous demandez, une phrase à la fois.')}"
        f'<p class="choix-avis"><button type="button" class="principal" data-dialog="reword">{label}</button>'
        f'<button type="button" data-dialog="close">Fermer</button></p>{sentences}'
    )


def sentence_html(path: str, words: str, accepted: str) -> str:
    """A sentence that waits for its proposition, or has one accepted already."""
    return (
        f'<section class="phrase" data-sentence="{escape(path)}" aria-label="{escape(words)}" tabindex="-1">'
        f'<div id="proposition-{escape(path)}">{settled_html(path, words, accepted)}</div></section>'
    )


def settled_html(path: str, words: str, accepted: str) -> str:
    """A sentence in its own words, and the wording that stands for it, if any, with the way back."""
    own = _side_html("Vos mots", escape(typeset(words)), "notre")
    if not accepted:
        return own
    button = (
        f'<button type="button" data-dialog="unword" data-sentence-path="{escape(path)}">Reprendre mes mots</button>'
    )
    told = _side_html("Dans le document", f'<span class="origine model">{escape(typeset(accepted))}</span>', "leur")
    return f'<div class="cote-a-cote">{own}{told}</div><p class="choix-avis">{button}</p>'


def proposal_html(path: str, words: str, wording: str, faults: Sequence[str]) -> str:
    """Own words and proposed ones side by side, what differs marked by sign and colour, and the choice, or why there is
    none."""
    if wording == words:
        return f'{_side_html("Vos mots", escape(typeset(words)), "notre")}<p class="rien">Le modèle garde vos mots.</p>'
    ours, theirs = _differences(words, wording)
    sides = f'<div class="cote-a-cote">{_side_html("Vos mots", ours, "notre")}{_side_html("Proposé par le modèle", theirs, "leur")}</div>'
    if faults:
        listed = "".join(f"<li>{escape(typeset(fault))}</li>" for fault in faults)
        refused = (
            '<p class="ecartee"><span aria-hidden="true">✕ </span>Écartée : elle change ce que dit le dossier.</p>'
        )
        return f'{sides}{typeset(refused)}<ul class="ecarts">{listed}</ul>'
    place = f'data-sentence-path="{escape(path)}"'
    return (
        f'{sides}<p class="juste"><span aria-hidden="true">✓ </span>Vérifiée&nbsp;: rien de perdu, rien d’ajouté.</p><p class="choix-avis">'
        f'<button type="button" class="principal" data-dialog="accept" {place} data-wording="{escape(wording)}">Accepter</button>'
        f'<button type="button" data-dialog="refuse" {place}>Refuser</button></p>'
    )


def row_html(path: str, wording: str) -> str:
    """Under a field of the form: the wording that stands for it in the document, and the way back."""
    if not wording:
        return ""
    return (
        f'Dans le document, reformulé par un modèle&nbsp;: <span class="origine model">{escape(typeset(wording))}</span> '
        f'<button type="button" class="discret" data-act="unword" data-sentence-path="{escape(path)}">Reprendre mes mots</button>'
    )


def _side_html(title: str, words: str, kind: str) -> str:
    return f'<div class="{kind}"><h3>{title}</h3><p>{words}</p></div>'


def _differences(ours: str, theirs: str) -> tuple[str, str]:
    """Both sentences as HTML, the words of one alone marked in it."""
    mine, other = WORD.findall(typeset(ours)), WORD.findall(typeset(theirs))
    left = right = ""
    for kind, i, j, k, m in SequenceMatcher(None, mine, other, autojunk=False).get_opcodes():
        left += _run_html(mine[i:j], "del" if kind != "equal" else "")
        right += _run_html(other[k:m], "ins" if kind != "equal" else "")
    return left, right


def _run_html(words: Sequence[str], tag: str) -> str:
    text = "".join(words)
    bare = text.strip()
    if not tag or not bare:
        return escape(text)
    before, _, after = text.partition(bare)
    return f"{before}<{tag}>{escape(bare)}</{tag}>{after}"
