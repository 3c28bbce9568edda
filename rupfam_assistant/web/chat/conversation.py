"""The conversation as the page shows it: what was asked, as it was typed, and what was said back."""

from collections.abc import Sequence
from typing import Any

from rupfam_assistant.answers.reply import Answer, Citation, Excerpt, Refusal
from rupfam_assistant.answers.turns import Fault, Turn, reply_title
from rupfam_assistant.french.typography import capitalize
from rupfam_assistant.models.prompts import RULES
from rupfam_assistant.web.rendering import render


def conversation(turns: Sequence[Turn], former: int = 0) -> str:
    """The HTML of all the turns, or the welcome; `former` is how many questions a conversation that was put aside
    holds."""
    told = [_turn(turn, number) for number, turn in enumerate(turns, 1)]
    return render("chat/conversation.html", turns=told, former=former, rules=RULES)


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


def _turn(turn: Turn, number: int) -> dict[str, Any]:
    """A turn for the template: what kind of reply it has, and its parts."""
    told = {"number": number, "question": turn.question, "kind": "waiting", "sources": len(turn.citations)}
    told |= {"sent": turn.sent, "copied": copied_text(turn), "message": "", "notes": (), "plain": (), "suggestions": ()}
    match turn.reply:
        case None:
            return told
        case Answer(excerpts=excerpts, notes=notes, plain=plain):
            told |= {"kind": "unfinished" if turn.unfinished else "answer", "notes": notes, "plain": plain.split("\n")}
        case Refusal(near=excerpts) as refusal:
            kind = "said" if refusal.kind in ("act", "outside") else "refusal"
            told |= {"kind": kind, "message": refusal.message, "suggestions": refusal.suggestions}
        case Fault(message=message):
            excerpts = ()
            told |= {"kind": "fault", "message": message}
    parts = [_excerpt(excerpt, turn.citations) for excerpt in excerpts]
    return {**told, "title": reply_title(turn.reply), "excerpts": parts}


def _excerpt(excerpt: Excerpt, citations: tuple[Citation, ...]) -> dict[str, Any]:
    sources = [{"rank": citations.index(citation) + 1, "place": citation.place} for citation in excerpt.citations]
    places = " et ".join(citation.place for citation in excerpt.citations)
    told = {"sentence": excerpt.sentence, "lines": excerpt.lines, "listed": excerpt.listed}
    return {**told, "places": places, "sources": sources}
