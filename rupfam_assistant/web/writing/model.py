"""What the tab says of the language model: which one, where it runs, and what is sent to it."""

from collections.abc import Sequence
from html import escape

from rupfam_assistant.french.typography import typeset
from rupfam_assistant.models.connection import LanguageModel
from rupfam_assistant.models.requests import Request


def model_html(model: LanguageModel) -> str:
    """Which model is asked, and where it runs."""
    told = (
        "Avant l’envoi, les données personnelles sont remplacées par des repères, [[1]], [[2]]…"
        if model.is_remote
        else "Rien ne sort d’ici."
    )
    return f'<p class="modele">{escape(typeset(model.told))}. {escape(typeset(told))}</p>'


def sent_html(requests: Sequence[Request], when: str) -> str:
    """The exact words that are sent, to be unfolded."""
    hidden = sum(request.mask.count for request in requests)
    count = (
        f" {hidden} donnée{'s' if hidden > 1 else ''} personnelle{'s' if hidden > 1 else ''} en repères."
        if hidden
        else ""
    )
    texts = "".join(f"<pre>{escape(request.text)}</pre>" for request in requests)
    rules = escape(requests[0].rules) if requests else ""
    return (
        f'<details class="envoi" id="envoi"><summary>Ce qui est envoyé</summary><p class="aide">{escape(typeset(when + count))}</p>'
        f'{texts}<p class="aide">Avec ces règles&nbsp;:</p><pre>{rules}</pre></details>'
    )
