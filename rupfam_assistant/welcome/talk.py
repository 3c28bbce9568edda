"""The talk with a partner: its questions answered towards its role."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rupfam_assistant.answers.reply import Answer, Refusal, Reply
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.words import flatten, stems
from rupfam_assistant.welcome.evidence import Evidence
from rupfam_assistant.welcome.kit import Item, KitSection
from rupfam_assistant.welcome.page import page_of
from rupfam_assistant.welcome.place import statements
from rupfam_assistant.welcome.roles import Role, Silence, main_roles, places_of, speaks_of_oneself
from rupfam_assistant.welcome.silences import towards

OWN, OF_A_BODY = ("commitments", "concerns"), ("role-", "partie-", "caf-", "circulaire-invitations")
"""The parts of its page that a partner asks for; how the ids of the cards that tell the part of a body begin."""

SILENT = "Les deux textes ne disent rien de cela ({}). Qui peut répondre : {}."


@dataclass(frozen=True)
class PartnerReply:
    """A reply to a partner; `place` is what the kit says of its place, when it asks and the texts do not refuse; `own`
    the part of its page that it asks about itself, which then answers alone."""

    reply: Reply
    place: Item | None = None
    own: KitSection | None = None


def answer_partner(question: str, history: Sequence[str], roles: Sequence[Role], evidence: Evidence) -> PartnerReply:
    """What the texts answer to a partner: what its page says of what it asks about itself; else the question about
    oneself is asked of its first role, then as it stands. What is asked of another body is never told as its own."""
    of_oneself = bool(roles) and speaks_of_oneself(question)
    reply = evidence.answering.ask(question, history)
    open_to = isinstance(reply, Answer) or reply.kind == "unsure"
    if of_oneself and roles[0].called and open_to:
        towards = evidence.answering.ask(f"{question} ({roles[0].called[0]})", history)
        reply = towards if isinstance(towards, Answer) else reply
    main, said = main_roles(roles), flatten(question)
    if isinstance(reply, Refusal) and reply.kind == "unsure" and (silence := _asked_silence(said, roles, evidence)):
        return PartnerReply(replace(reply, message=SILENT.format(silence.short, silence.who), kind="absent"))
    part = next((key for key in OWN if of_oneself and cues("welcome", key).search(said)), "")
    if of_oneself and main and (part or (isinstance(reply, Answer) and _is_of_another(reply, main, evidence))):
        page = {section.key: section for section in page_of(roles, evidence, main[0].label)}
        return PartnerReply(reply, own=page[part or OWN[0]])
    asks_place = of_oneself and cues("welcome", "place").search(said)
    return PartnerReply(reply, statements(main, evidence)[0] if asks_place and open_to else None)


def _asked_silence(said: str, roles: Sequence[Role], evidence: Evidence) -> Silence | None:
    """What the texts lack of its roles, when the question is the one that their kit proposes about it."""
    sought = (
        silence for role in (*(roles or (evidence.book.stranger,)), evidence.book.common) for silence in role.silences
    )
    asked, main = (one for one in sought if flatten(one.ask) == said and evidence.is_silent(one)), main_roles(roles)
    return next((towards(one, main, main, evidence.book) for one in asked), None)


def _is_of_another(reply: Answer, main: Sequence[Role], evidence: Evidence) -> bool:
    """Whether an answer tells the part of a body that the partner is not."""
    told = [card for name in reply.cards[:1] if (card := evidence.cards.get(name)) and name.startswith(OF_A_BODY)]
    names = [stems(name) for role in main for name in (*role.called, *role.names)]
    return any(not any(next(places_of(n, stems(card.plain)), None) is not None for n in names) for card in told)
