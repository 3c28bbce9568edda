"""Tasks done from the cards without any model: a summary in so many points, the same answer again, shorter or word for
word."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from rupfam_assistant.answers.excerpts import card_excerpts
from rupfam_assistant.answers.knowledge import Knowledge
from rupfam_assistant.answers.reply import Answer
from rupfam_assistant.french.quantities import find_numbers
from rupfam_assistant.search.cards import Card

MOST_POINTS = 12
TASKS = {"acte-resume", "acte-plus-simple", "acte-plus-court", "acte-ecrire-courriel", "acte-traduire"}
TASKS |= {"acte-rediger", "acte-comparer", "acte-tableau", "acte-avis", "acte-pas-compris"}
"""The acts that a language model may do, when there is one, before they are refused."""

SUMMARY = "resume"
"""What the ids of the cards that sum up a part of a text have in common."""

WHOLE = {"convention-resume": "trame", "circulaire-objet": "circulaire"}
"""The cards about a whole text, and the document."""


def summarise(asked: str, card: Card, knowledge: Knowledge) -> Answer | None:
    """The summaries of the parts of a text, in order, as many points as are asked for; None when the card is not about
    a whole text or no number of points is asked for."""
    numbers = find_numbers(asked) if card.id in WHOLE else ()
    counts = [round(number.value) for number in numbers if 0 < number.value <= MOST_POINTS]
    if not counts:
        return None
    parts = sorted(_summaries(knowledge, WHOLE[card.id]), key=lambda part: min(place.start for place in part.places))
    step = max(len(parts) / counts[0], 1.0)  # evenly spread, the first always there
    told = [parts[int(number * step)] for number in range(min(counts[0], len(parts)))]
    plain = "\n".join(f"{number}. {part.plain}" for number, part in enumerate(told, 1))
    firsts = [replace(part, places=part.places[:1]) for part in told]
    excerpts = card_excerpts(firsts, knowledge.contents.passages, knowledge.documents)
    return Answer(excerpts, plain=plain, cards=tuple(part.id for part in told))


def _summaries(knowledge: Knowledge, document: str) -> list[Card]:
    told = (card for card in knowledge.cards if SUMMARY in card.id and card.id not in WHOLE and card.kind == "answer")
    return [card for card in told if {place.document for place in card.places} == {document}]


def _shorter(before: Answer) -> Answer:
    return replace(before, excerpts=before.excerpts[:1], beside=(), notes=())


def _again(before: Answer) -> Answer:
    return replace(before, plain=f"Voici les mots mêmes du texte, pour vérifier.\n{before.plain}".strip())


AGAIN: Mapping[str, Callable[[Answer], Answer]] = {
    "acte-phrase-exacte": lambda before: replace(before, plain="", notes=()),
    "acte-plus-simple": _shorter,
    "acte-plus-court": _shorter,
    "acte-es-tu-sur": _again,
    "acte-sources": _again,
}
"""What is made of the answer before, by the act that asks for it."""
