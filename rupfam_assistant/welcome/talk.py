"""The talk with a partner: its questions answered from the texts, what names it first where it asks about itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from rupfam_assistant.answers.reply import Answer, Reply
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.words import flatten
from rupfam_assistant.welcome.evidence import Evidence
from rupfam_assistant.welcome.kit import Item
from rupfam_assistant.welcome.making import place_item
from rupfam_assistant.welcome.roles import Role, speaks_of_oneself


@dataclass(frozen=True)
class PartnerReply:
    """A reply to a partner; `place` is what the kit says of its place, when it asks and the texts do not refuse."""

    reply: Reply
    place: Item | None = None


def answer_partner(question: str, history: Sequence[str], roles: Sequence[Role], evidence: Evidence) -> PartnerReply:
    """What the texts answer to a partner; a question about oneself is asked of its first role, then as it stands."""
    of_oneself = bool(roles) and speaks_of_oneself(question)
    reply = evidence.answering.ask(question, history)
    open_to = isinstance(reply, Answer) or reply.kind == "unsure"
    if of_oneself and roles[0].called and open_to:
        towards = evidence.answering.ask(f"{question} ({roles[0].called[0]})", history)
        reply = towards if isinstance(towards, Answer) else reply
    asks_place = of_oneself and cues("welcome", "place").search(flatten(question))
    return PartnerReply(reply, place_item(roles, evidence) if asks_place and open_to else None)
