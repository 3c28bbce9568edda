"""Answering: from a question and those before it to a reply."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from rupfam_assistant.answers.excerpts import Proofs, card_excerpts, narrow
from rupfam_assistant.answers.knowledge import Knowledge
from rupfam_assistant.answers.local import LocalAnswers, LocalFound
from rupfam_assistant.answers.question import LONGEST, clean
from rupfam_assistant.answers.reading import Chosen, Interpretation, Reader
from rupfam_assistant.answers.reply import Answer, Excerpts, Refusal, Reply
from rupfam_assistant.answers.tasks import AGAIN, summarise
from rupfam_assistant.french.typography import lower
from rupfam_assistant.french.words import stems
from rupfam_assistant.search.cards import EARLIER, Card
from rupfam_assistant.search.retrieval import Hit, card_hits

EMPTY = (
    "Posez une question sur la circulaire ou sur la trame, par exemple :"
    " « Quel est le préavis pour dénoncer la convention ? »"
)
MOST = f"{LONGEST:_}".replace("_", "\u202f")
TOO_LONG = f"Votre texte est trop long : ramenez-le à moins de {MOST} caractères, de préférence une phrase."
UNSURE = "Je n’ai pas trouvé de réponse sûre dans les deux textes."
UNSURE_BESIDE = "Je n’ai pas trouvé de réponse sûre, ni dans les deux textes, ni dans les documents ajoutés."
WORDS_ALONE = "L’index ne répond pas : en attendant, les documents ajoutés ne sont cherchés que par leurs mots."
OUTSIDE = frozenset({"acte-hors-sujet"})

SUGGESTED = 3
TOLD = 24
"""Cards whose quotes are given as passages found."""

MOST_NOTES = 2


@dataclass(frozen=True)
class Answering:
    """What answering takes: knowledge, what reads a question, what chooses its proofs, the added documents."""

    knowledge: Knowledge
    reader: Reader
    proofs: Proofs
    local: LocalAnswers

    def ask(self, text: str, history: Sequence[str] = ()) -> Reply:
        """Answers a question from the texts, or says why not; `history` holds the earlier questions, oldest first. The
        reply says so when the added documents were searched by their words alone."""
        asked = clean(text)
        if not any(c.isalnum() for c in asked):
            return Refusal(EMPTY, kind="act")
        if len(asked) > LONGEST:
            return Refusal(TOO_LONG, kind="act")
        earlier = [clean(question[:LONGEST]) for question in history[-EARLIER:]]
        reading = self.reader.read(asked, earlier)
        told = self.reader.choose(reading)
        left_open = all(one.card.kind == "absent" for one in told)
        local = self.local.find(asked, reading.vectors[0], reading.matches[0].nearest, left_open)
        reply = self._reply(asked, reading, told, local, history)
        if not local.words_alone or (isinstance(reply, Refusal) and reply.kind == "act"):
            return reply
        if isinstance(reply, Answer):
            return replace(reply, notes=(*reply.notes, WORDS_ALONE))
        return replace(reply, message=f"{reply.message} {WORDS_ALONE}")

    def _reply(
        self, asked: str, reading: Interpretation, told: Sequence[Chosen], local: LocalFound, history: Sequence[str]
    ) -> Reply:
        """What the told cards and the added documents say together."""
        answered = any(one.card.kind == "answer" for one in told)
        hits = local.among(self.hits(reading))
        if local.leads and (local.excerpts or answered):
            return Answer(local.excerpts, (), hits) if local.excerpts else self._unsure(reading, local, hits)
        if told and (summary := summarise(asked, told[0].card, self.knowledge)):
            return replace(summary, hits=hits)
        if answered:
            return self._answer(asked, reading, told, local.excerpts, hits)
        if local.excerpts:
            return Answer(local.excerpts, (), hits)
        return self._refuse(reading, told, local, history, hits)

    def hits(self, reading: Interpretation) -> tuple[Hit, ...]:
        """The quotes of the likeliest cards, likeliest first."""
        scored = ((self.knowledge.cards[n], float(reading.scores[n])) for n in reading.order[:TOLD])
        places = ((place, score) for card, score in scored for place in card.places)
        return tuple(card_hits(places, self.knowledge.contents.passages))

    def _answer(
        self, asked: str, reading: Interpretation, told: Sequence[Chosen], local: Excerpts, hits: tuple[Hit, ...]
    ) -> Answer:
        cards, excerpts = card_proofs(asked, told, self.knowledge)
        excerpts, beside = self.proofs.divide(reading.texts[0], reading.vectors, cards, excerpts)
        notes = tuple(dict.fromkeys(one.card.note for one in told if one.card.note))[:MOST_NOTES]
        plain = "\n".join(map(_plain, told))
        return Answer((*excerpts, *local), notes, hits, plain=plain, cards=_ids(told), beside=beside)

    def _refuse(
        self,
        reading: Interpretation,
        told: Sequence[Chosen],
        local: LocalFound,
        history: Sequence[str],
        hits: tuple[Hit, ...],
    ) -> Reply:
        if not told:
            return self._unsure(reading, local, hits)
        card = told[0].card
        if card.kind == "act":
            again = bool(history) and card.id in AGAIN
            before = self.ask(history[-1], history[-1 - EARLIER : -1]) if again else None
            if isinstance(before, Answer):
                return AGAIN[card.id](before)
            return Refusal(card.plain, (), hits, kind="outside" if card.id in OUTSIDE else "act", cards=(card.id,))
        near = (*self._near([one.card for one in told], reading), *local.near)
        message = "\n".join(one.card.words for one in told)
        return Refusal(message, near, hits, kind="absent", cards=_ids(told))

    def _unsure(self, reading: Interpretation, local: LocalFound, hits: tuple[Hit, ...]) -> Refusal:
        message = UNSURE_BESIDE if self.local.index.contents.added else UNSURE
        suggestions = tuple(card.question for card in islice(self._answering(reading), SUGGESTED))
        return Refusal(message, local.near, hits, kind="unsure", suggestions=suggestions)

    def _near(self, absent: Sequence[Card], reading: Interpretation) -> Excerpts:
        """What the texts say closest to what they do not tell: the quotes of its card, else of the likeliest answer."""
        cards = absent if any(card.places for card in absent) else [next(self._answering(reading))]
        return card_excerpts(cards, self.knowledge.contents.passages, self.knowledge.documents)

    def _answering(self, reading: Interpretation) -> Iterator[Card]:
        """The likeliest cards that answer, likeliest first."""
        return (card for n in reading.order if (card := self.knowledge.cards[n]).kind == "answer")


def card_proofs(asked: str, told: Sequence[Chosen], knowledge: Knowledge) -> tuple[tuple[Card, ...], Excerpts]:
    """The told cards that answer, of the text that the question names where it names one, and all their quotes."""
    said, documents = set(stems(asked)), knowledge.documents
    named = [name for name in knowledge.contents.founding if said.issuperset(stems(name))]
    name = named[0] if len(named) == 1 else ""
    cards = tuple(narrow(one.card, name, documents) for one in told if one.card.kind == "answer")
    return cards, card_excerpts(cards, knowledge.contents.passages, documents)


def _plain(told: Chosen) -> str:
    lead = {"oui": "Oui\u00a0: ", "non": "Non\u00a0: ", "": ""}[told.side]
    return f"{lead}{lower(told.card.words)}" if lead else told.card.words


def _ids(told: Sequence[Chosen]) -> tuple[str, ...]:
    return tuple(one.card.id for one in told)
