"""The conversation as the page shows it: what was asked, as it was typed, and what was said back."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from rupfam_assistant.answers.reply import Answer, Citation, Excerpt, Refusal
from rupfam_assistant.answers.turns import Fault, Turn, reply_title
from rupfam_assistant.french.typography import capitalize, enumerate_all
from rupfam_assistant.guard.personal import detect_identity
from rupfam_assistant.models.prompts import RULES
from rupfam_assistant.web.messages import Head
from rupfam_assistant.web.rendering import render

WARNING = "Ne nommez pas de famille : votre question contient des données personnelles ({kinds})."
UNTOLD: dict[str, Any] = {"message": "", "notes": (), "plain": (), "suggestions": ()}
UNTOLD |= {"beside": (), "proposals": (), "withdrawn": ()}
"""What a reply may hold, as it is when it does not."""


def conversation(turns: Sequence[Turn]) -> str:
    """The HTML of all the turns, or the welcome."""
    told = [_turn(turn, number) for number, turn in enumerate(turns, 1)]
    return render("chat/conversation.html", turns=told, rules=RULES)


def menu(heads: Sequence[Head], current: str) -> str:
    """The HTML of the conversations that may be opened or deleted; `current` is the id of the one shown."""
    return render("chat/conversations.html", heads=heads, current=current)


def judging(turn: Turn, number: int) -> str:
    """The HTML of what the reader says of a reply, the turn of that number; "" under what is no answer."""
    judgeable = isinstance(turn.reply, Answer) or (isinstance(turn.reply, Refusal) and turn.reply.kind != "act")
    return render("chat/judging.html", judged=turn.judged, number=number) if judgeable else ""


def copied_text(turn: Turn) -> str:
    """A turn as plain text for the clipboard: the question, the answer, and each source in full."""
    if isinstance(turn.reply, Fault) or turn.reply is None:
        return turn.question
    sources = [f"[{number}] {capitalize(c.place)} : « {c.quote} »" for number, c in enumerate(turn.citations, 1)]
    told = [f"Question : {turn.question}", "", turn.reply.text]
    return "\n".join([*told, *(["", "Sources :", *sources] if sources else [])])


@lru_cache(maxsize=256)
def warning(question: str) -> str:
    """Why a question should not have been written so, when it names somebody or gives a number; "" when it does not."""
    kinds = tuple(dict.fromkeys(entity.kind for entity in detect_identity(question)))
    return WARNING.format(kinds=enumerate_all(kinds)) if kinds else ""


def _turn(turn: Turn, number: int) -> dict[str, Any]:
    told = {"number": number, "question": turn.question, "kind": "waiting", "sources": len(turn.citations), **UNTOLD}
    told |= {"warning": warning(turn.question), "judging": judging(turn, number)}
    told |= {"sent": turn.sent, "copied": copied_text(turn)}
    excerpts: Sequence[Excerpt] = ()
    match turn.reply:
        case None:
            return told
        case Answer() as answer:
            told |= {"kind": "unfinished" if turn.unfinished else "answer", "plain": answer.plain.split("\n")}
            told |= {"notes": answer.notes, "proposals": answer.proposals, "withdrawn": answer.withdrawn}
            told["beside"] = [_excerpt(excerpt, turn.citations) for excerpt in answer.beside]
            excerpts = answer.excerpts
        case Refusal() as refusal:
            told |= {"kind": "said" if refusal.kind in ("act", "outside") else "refusal", "message": refusal.message}
            told |= {"suggestions": refusal.suggestions, "withdrawn": refusal.withdrawn}
            excerpts = refusal.near
        case Fault(message=message):
            told |= {"kind": "fault", "message": message}
    parts = [_excerpt(excerpt, turn.citations) for excerpt in excerpts]
    return {**told, "title": reply_title(turn.reply), "excerpts": parts}


def _excerpt(excerpt: Excerpt, citations: tuple[Citation, ...]) -> dict[str, Any]:
    sources = [{"rank": citations.index(citation) + 1, "place": citation.place} for citation in excerpt.citations]
    places = " et ".join(citation.place for citation in excerpt.citations)
    told = {"sentence": excerpt.sentence, "lines": excerpt.lines, "listed": excerpt.listed, "unread": excerpt.unread}
    return {**told, "places": places, "sources": sources}
