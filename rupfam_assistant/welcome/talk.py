"""The talk with a partner: its questions answered from the texts, what names it first where it asks about itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rupfam_assistant.answers.question import LEANING, speaks_of_oneself
from rupfam_assistant.answers.reply import Answer, Reply
from rupfam_assistant.french.words import fold
from rupfam_assistant.welcome.evidence import Evidence
from rupfam_assistant.welcome.kit import Item, place_item
from rupfam_assistant.welcome.roles import Role

PLACE = re.compile(r"\b(?:sign\w+|parti(?:e|es)|list(?:e|es)|nomm\w+|cit(?:e|ee|es|ees))\b")
"""The words of a question about oneself that asks for one's place among the parties."""


@dataclass(frozen=True)
class PartnerReply:
    """A reply to a partner; `place` is what the kit says of its place, when it asked for it and the texts answer."""

    reply: Reply
    place: Item | None = None


def answer_partner(question: str, history: Sequence[str], roles: Sequence[Role], evidence: Evidence) -> PartnerReply:
    """What the texts answer to a partner of these roles; what they do not tell anyone, they do not tell it either.

    A question stands alone, however short, unless its words lean on the one before: those proposed come in any order.
    """
    said = fold(question)
    earlier = history if LEANING.search(said) else ()
    reply = evidence.answering.ask(question, earlier, [wording for role in roles for wording in role.called])
    asks_place = bool(roles) and speaks_of_oneself(question) and bool(PLACE.search(said))
    return PartnerReply(reply, place_item(roles, evidence) if asks_place and isinstance(reply, Answer) else None)
