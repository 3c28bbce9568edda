"""Answering: from a question and those before it to a reply."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rupfam_assistant.answers.decision import KINDS, LEAST, best_of, match_features, unknown_share
from rupfam_assistant.answers.excerpts import card_excerpts, narrow
from rupfam_assistant.answers.knowledge import Knowledge
from rupfam_assistant.answers.local import LocalAnswers
from rupfam_assistant.answers.question import LONGEST, clean, split_question
from rupfam_assistant.answers.reply import Answer, Excerpt, Refusal, Reply
from rupfam_assistant.answers.tasks import AGAIN, summarise
from rupfam_assistant.french.words import stems
from rupfam_assistant.search.cards import EARLIER, Card, Kind, Side
from rupfam_assistant.search.logistic import Weights
from rupfam_assistant.search.matching import Matcher, Matches
from rupfam_assistant.search.retrieval import Hit, card_hits

EMPTY = (
    "Posez une question sur la circulaire ou sur la trame, par exemple :"
    " « Quel est le préavis pour dénoncer la convention ? »"
)
TOO_LONG = (
    f"Votre texte est trop long : ramenez-le à moins de {LONGEST:_} caractères, de préférence une phrase.".replace(
        "_", "\u202f"
    )
)
UNSURE = "Je n’ai pas trouvé de réponse sûre dans les deux textes."
OUTSIDE = frozenset({"acte-hors-sujet"})

SUGGESTED = 3
TOLD = 24
"""Cards whose quotes are given as passages found."""

BESIDE = 0.45
"""The share of the best card's score from which another card is told beside it."""

PART = 0.6
"""The probability from which a part of a text that holds several is answered by itself."""

MOST_NOTES = 2


@dataclass(frozen=True)
class Interpretation:
    """How a question is understood: its match, its best card, the probability that it is the right one, the way it is
    answered."""

    matches: Matches
    card: Card
    probability: float
    sure: bool
    side: Side


@dataclass(frozen=True)
class Answering:
    """What answering takes: knowledge, the cards matched, the weights of the decision, the added documents."""

    knowledge: Knowledge
    matcher: Matcher
    decision: Mapping[Kind, Weights]
    local: LocalAnswers

    def ask(self, text: str, history: Sequence[str] = ()) -> Reply:
        """Answers a question from the texts, or says why not; `history` holds the earlier questions, oldest first."""
        asked = clean(text)
        if not any(c.isalnum() for c in asked):
            return Refusal(EMPTY, kind="act")
        if len(asked) > LONGEST:
            return Refusal(TOO_LONG, kind="act")
        earlier = [clean(question[:LONGEST]) for question in history[-EARLIER:]]
        whole = self.read(asked, earlier)
        hits = self.hits(whole.matches)
        told = self._told(asked, earlier, whole)
        answered = any(reading.card.kind == "answer" for reading in told)
        local = self.local.find(asked, whole.matches.vector, answered)
        hits = (*local.hits, *hits) if local.leads else (*hits, *local.hits)
        if local.leads and local.excerpts:
            return Answer(local.excerpts, (), hits)
        if told and (summary := summarise(asked, told[0].card, self.knowledge)):
            return replace(summary, hits=hits)
        if answered:
            return self._answer(asked, told, local.excerpts, hits)
        if local.excerpts:
            return Answer(local.excerpts, (), hits)
        return self._refuse(whole, told, history, hits)

    def read(self, asked: str, history: Sequence[str]) -> Interpretation:
        """A question matched with the cards; of the best card of each kind, the likeliest."""
        mend = self.knowledge.speller.mend
        meant = mend(asked).text
        matches, said = self.matcher.match(meant, [mend(question).text for question in history]), stems(meant)
        unknown = unknown_share(said, self.knowledge.known_stems)
        likely: dict[Kind, tuple[float, int]] = {}
        for kind in KINDS:
            best = best_of(kind, matches, self.matcher)
            features = match_features(best, matches, self.matcher, unknown, len(said), bool(history))
            likely[kind] = (self.decision[kind].probability(features), best)
        kind = max(likely, key=lambda name: likely[name])
        probability, number = likely[kind]
        card = self.matcher.cards[number]
        side = self.matcher.side(card, matches)
        return Interpretation(matches, card, probability, probability >= LEAST[kind], side)

    def hits(self, matches: Matches) -> tuple[Hit, ...]:
        """The quotes of the best cards, best first."""
        scored = [(self.matcher.cards[n], float(matches.scores[n])) for n in matches.order[:TOLD]]
        places = ((place, score) for card, score in scored for place in card.places)
        return tuple(card_hits(places, self.knowledge.contents.passages))

    def _told(self, asked: str, history: Sequence[str], whole: Interpretation) -> list[Interpretation]:
        """What is answered: each question that the text holds where it holds several, else the best card and those as
        near."""
        parts = split_question(asked)
        if len(parts) == 1:
            return self._with_next(whole) if whole.sure else []
        readings = [self.read(part, [*history, *parts[:number]]) for number, part in enumerate(parts)]
        asked_for = [r for r in readings if r.probability >= PART and r.card.kind != "act"]
        if len(asked_for) < len(parts) and whole.sure and whole.card.kind != "act":
            asked_for.append(whole)
        return self._distinct(asked_for) or ([whole] if whole.sure else [])

    def _with_next(self, best: Interpretation) -> list[Interpretation]:
        """The best card, and the next where the match holds it as likely."""
        scores = best.matches.scores
        least = BESIDE * scores[self.matcher.numbers[best.card.id]]
        near = (self.matcher.cards[n] for n in best.matches.order[:4] if scores[n] >= least)
        beside = [replace(best, card=card, side="") for card in near if card.kind == best.card.kind == "answer"]
        return self._distinct([best, *beside])[:2]

    def _distinct(self, readings: Sequence[Interpretation]) -> list[Interpretation]:
        """The readings whose cards rest on other words than those before them."""
        kept: list[Interpretation] = []
        for reading in readings:
            number = self.matcher.numbers[reading.card.id]
            if not any(self.matcher.alike[number, self.matcher.numbers[other.card.id]] for other in kept):
                kept.append(reading)
        return kept

    def _named(self, asked: str) -> str:
        """The founding text that a question names, "" for none or both."""
        said = set(stems(asked))
        named = [name for name in self.knowledge.contents.founding if said.issuperset(stems(name))]
        return named[0] if len(named) == 1 else ""

    def _answer(
        self, asked: str, told: Sequence[Interpretation], local: tuple[Excerpt, ...], hits: tuple[Hit, ...]
    ) -> Answer:
        documents, name = self.knowledge.documents, self._named(asked)
        cards = (narrow(reading.card, name, documents) for reading in told if reading.card.kind == "answer")
        excerpts = card_excerpts(cards, self.knowledge.contents.passages, documents)
        notes = dict.fromkeys(reading.card.note for reading in told if reading.card.note)
        plain = "\n".join(_plain(reading) for reading in told)
        return Answer((*excerpts, *local), tuple(notes)[:MOST_NOTES], hits, plain=plain, cards=_ids(told))

    def _refuse(
        self, whole: Interpretation, told: Sequence[Interpretation], history: Sequence[str], hits: tuple[Hit, ...]
    ) -> Reply:
        if not told:
            return Refusal(UNSURE, (), hits, kind="unsure", suggestions=self._suggestions(whole.matches))
        card = told[0].card
        if card.kind == "act":
            again = bool(history) and card.id in AGAIN
            before = self.ask(history[-1], history[-1 - EARLIER : -1]) if again else None
            if isinstance(before, Answer):
                return AGAIN[card.id](before)
            return Refusal(card.plain, (), hits, kind="outside" if card.id in OUTSIDE else "act", cards=(card.id,))
        near = card_excerpts((r.card for r in told), self.knowledge.contents.passages, self.knowledge.documents)
        message = "\n".join(" ".join(filter(None, [r.card.plain, r.card.where])) for r in told)
        return Refusal(message, near, hits, kind="absent", cards=_ids(told))

    def _suggestions(self, matches: Matches) -> tuple[str, ...]:
        """The questions of the nearest cards that answer."""
        cards = (self.matcher.cards[n] for n in matches.order)
        answering = (card.question for card in cards if card.kind == "answer")
        return tuple(question for question, _ in zip(answering, range(SUGGESTED), strict=False))


def _plain(reading: Interpretation) -> str:
    lead = {"oui": "Oui : ", "non": "Non : ", "": ""}[reading.side]
    card = reading.card
    words = card.plain if card.kind == "answer" else " ".join(filter(None, [card.plain, card.where]))
    return f"{lead}{words[0].lower() + words[1:] if lead and not words[:2].isupper() else words}"


def _ids(readings: Sequence[Interpretation]) -> tuple[str, ...]:
    return tuple(reading.card.id for reading in readings)
