"""The HTML of the conversation: what was asked, as it was typed, and what was said back."""

from collections.abc import Sequence
from html import escape

from rupfam_assistant.answers.reply import Answer, Citation, Excerpt, Refusal
from rupfam_assistant.answers.turns import Fault, Turn, reply_title
from rupfam_assistant.french.typography import capitalize, typeset
from rupfam_assistant.models.prompts import RULES
from rupfam_assistant.web.chat.examples import EXAMPLES

SEARCHING = "Recherche dans les deux textes…"
WRITING = "Le modèle écrit la suite…"
HIDDEN = "Les données personnelles reconnues sont remplacées par [[1]], [[2]]… avant l’envoi ; le programme les remet ensuite."
ALWAYS_SENT = (
    "S’y ajoutent les deux textes entiers quand le modèle peut les lire, chaque phrase qu’il propose avec le passage qu’elle cite,"
    " pour qu’il la relise, et ces règles :"
)


def conversation_html(turns: Sequence[Turn], former: int = 0) -> str:
    """All the turns, or the welcome; `former` is how many questions a conversation that was put aside holds."""
    inner = (
        "".join(_turn_html(turn, number) for number, turn in enumerate(turns, 1)) if turns else _welcome_html(former)
    )
    return f'<div role="log" aria-live="polite" aria-label="Conversation" id="fil">{inner}</div>'


def copied_text(turn: Turn) -> str:
    """A turn as plain text for the clipboard: the question, the answer, and each source in full."""
    if isinstance(turn.reply, Fault) or turn.reply is None:
        return turn.question
    sources = [
        f"[{number}] {capitalize(citation.place)} : « {citation.quote} »"
        for number, citation in enumerate(turn.citations, 1)
    ]
    return "\n".join(
        [f"Question : {turn.question}", "", turn.reply.text, *(["", "Sources :", *sources] if sources else [])]
    )


def _turn_html(turn: Turn, number: int) -> str:
    return (
        f'<section class="tour" id="tour-{number}" aria-label="Question {number}">'
        f'<div class="demande"><h3>Vous avez demandé</h3><p class="saisie" dir="auto">{escape(turn.question)}</p></div>'
        f"{_reply_html(turn, number)}</section>"
    )


def _reply_html(turn: Turn, number: int) -> str:
    match turn.reply:
        case None:
            return f'<div class="reponse attente"><p>{SEARCHING}</p></div>'
        case Answer(excerpts=excerpts) if turn.unfinished:
            written = _excerpts_html(excerpts, turn, number)
            return f'<div class="reponse attente"><h3>{escape(reply_title(turn.reply))}</h3>{written}<p>{WRITING}</p></div>'
        case Answer(excerpts=excerpts, notes=notes):
            remarks = "".join(f'<p class="remarque">{escape(typeset(note))}</p>' for note in notes)
            return _framed("reponse", turn, number, _excerpts_html(excerpts, turn, number) + remarks)
        case Refusal(message=message, near=near):
            nearby = (
                f"<p>Ce que les textes disent de plus proche&nbsp;:</p>{_excerpts_html(near, turn, number)}"
                if near
                else ""
            )
            return _framed("reponse refus", turn, number, f"<p>{escape(typeset(message))}</p>{nearby}")
        case Fault(message=message):
            return _framed("reponse panne", turn, number, f"<p>{escape(typeset(message))}</p>")


def _framed(classes: str, turn: Turn, number: int, inner: str) -> str:
    assert turn.reply is not None
    copy = "Copier avec les sources" if turn.citations else "Copier"
    return (
        f'<div class="{classes}"><h3>{escape(reply_title(turn.reply))}</h3>{inner}{_sent_html(turn)}'
        f'<p class="outils"><button type="button" class="discret" data-copy="{escape(copied_text(turn))}">'
        f'{copy}<span class="lu"> : réponse {number}</span></button>{_sources_button(turn, number)}</p></div>'
    )


def _sent_html(turn: Turn) -> str:
    """What left for the model, to be unfolded."""
    if not turn.sent:
        return ""
    messages = "".join(f'<pre dir="auto" tabindex="0">{escape(message)}</pre>' for message in turn.sent)
    return (
        '<details class="envoye"><summary>Ce qui a été envoyé au modèle</summary>'
        f'<p>{typeset(HIDDEN)}</p>{messages}<p>{typeset(ALWAYS_SENT)}</p><pre tabindex="0">{escape(RULES)}</pre></details>'
    )


def _sources_button(turn: Turn, number: int) -> str:
    count = len(turn.citations)
    if not count:
        return ""
    label = "Voir la source" if count == 1 else f"Voir les {count} sources"
    reading = f'<span class="lu"> de la réponse {number}</span>'
    return f'<button type="button" class="discret" data-turn="{number}" data-number="0">{label}{reading}</button>'


def _excerpts_html(excerpts: Sequence[Excerpt], turn: Turn, number: int) -> str:
    return "".join(_excerpt_html(excerpt, turn.citations, number) for excerpt in excerpts)


def _excerpt_html(excerpt: Excerpt, citations: tuple[Citation, ...], number: int) -> str:
    places = capitalize(" et ".join(citation.place for citation in excerpt.citations))
    marks = " ".join(_mark_html(citation, citations.index(citation) + 1, number) for citation in excerpt.citations)
    if excerpt.sentence:
        return f'<p class="ecrite">{escape(typeset(excerpt.sentence))} {marks}</p>'
    lines = [escape(line) for line in excerpt.lines]
    if excerpt.listed:
        first, *items = lines
        words = f"<p>{first}</p><ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
    else:
        words = f"<p>«&nbsp;{' '.join(lines)}&nbsp;»</p>"
    return f'<p class="lieu">{escape(places)} {marks}</p><blockquote>{words}</blockquote>'


def _mark_html(citation: Citation, rank: int, number: int) -> str:
    label = escape(f"[{rank}] Voir la source : {citation.place}")
    return f'<button type="button" class="renvoi" data-turn="{number}" data-number="{rank}" aria-label="{label}">[{rank}]</button>'


def _welcome_html(former: int) -> str:
    roles = "".join(
        f"<li><h3>{role}</h3>{''.join(map(_example_html, questions))}</li>" for role, questions in EXAMPLES.items()
    )
    resume = f'<button type="button" class="discret" data-resume="oui">Reprendre la conversation précédente ({_counted(former)})</button>'
    return (
        '<div class="accueil"><h2>Que cherchez-vous dans la circulaire ou dans la trame&nbsp;?</h2>'
        "<p>Les réponses reprennent les mots mêmes des deux textes, chacune avec sa source à vérifier d’un clic."
        " Ce que les textes ne disent pas, l’assistant le dit aussi.</p>"
        f'<ul class="exemples">{roles}</ul>{f"<p>{resume}</p>" if former else ""}</div>'
    )


def _example_html(question: str) -> str:
    return (
        f'<button type="button" class="exemple" data-question="{escape(question)}">{escape(typeset(question))}</button>'
    )


def _counted(questions: int) -> str:
    return "1 question" if questions == 1 else f"{questions} questions"
