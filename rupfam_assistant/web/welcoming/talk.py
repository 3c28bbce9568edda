"""The HTML of the talk with a partner: its question, and what the texts say or do not say."""

from collections.abc import Sequence
from html import escape

from rupfam_assistant.answers.reply import Answer, Excerpt
from rupfam_assistant.answers.turns import reply_title
from rupfam_assistant.french.typography import typeset
from rupfam_assistant.web.welcoming.kit import item_html, sources_html
from rupfam_assistant.welcome.talk import PartnerReply


def turn_html(question: str, told: PartnerReply) -> str:
    """A question and its reply."""
    reply = told.reply
    place = f'<p class="place-dite">{item_html(told.place, (), set())}</p>' if told.place else ""
    if isinstance(reply, Answer):
        notes = "".join(f'<p class="remarque">{escape(typeset(note))}</p>' for note in reply.notes)
        inner, kind = f"{place}{_excerpts_html(reply.excerpts)}{notes}", "reponse"
    else:
        near = (
            f"<p>Ce que les textes disent de plus proche&nbsp;:</p>{_excerpts_html(reply.near)}" if reply.near else ""
        )
        inner, kind = f"<p>{escape(typeset(reply.message))}</p>{near}", "reponse refus"
    return f'<h3 class="saisie" dir="auto">{escape(question)}</h3><div class="{kind}"><h4>{escape(reply_title(reply))}</h4>{inner}</div>'


def _excerpts_html(excerpts: Sequence[Excerpt]) -> str:
    return "".join(_excerpt_html(excerpt) for excerpt in excerpts)


def _excerpt_html(excerpt: Excerpt) -> str:
    lines = [escape(typeset(line)) for line in excerpt.lines]
    if excerpt.listed:
        words = f"<p>{lines[0]}</p><ul>{''.join(f'<li>{line}</li>' for line in lines[1:])}</ul>"
    else:
        words = f"<p>«&nbsp;{' '.join(lines)}&nbsp;»</p>"
    return f'<blockquote>{words}</blockquote><p class="sources-livret">{sources_html(excerpt.citations)}</p>'
