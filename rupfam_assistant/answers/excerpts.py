"""Excerpts: the quotes of a card, or a sentence of a document, as an answer shows them; which of them a question asks
for, and which, that prove the rest of what the cards say, stand beside."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from rapidfuzz import fuzz

from rupfam_assistant.answers.reply import Citation, Excerpt, Excerpts
from rupfam_assistant.french.words import fold, stems
from rupfam_assistant.search.cards import Card, Place
from rupfam_assistant.search.encoder import Encoder
from rupfam_assistant.search.logistic import Weights
from rupfam_assistant.search.retrieval import passage_at
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.texts.passages import Passage, collapse

TWINS = 75.0
"""How alike, in 0..100, two wordings of two texts must be for one to stand for the other."""

PROOF = ("cosine", "below the best", "words", "several cards", "quotes", "length", "whole card")
"""What shows that a question asks for a quote: its cosine with the question, by how much the best one goes beyond it,
the share of the question's words that it holds, whether several cards are told, how many quotes, how long it is, the
cosine of the question with what its card is asked by."""

LEAST, ITSELF = 0.55, 0.93
"""The probability from which a quote is asked for; the cosine from which a question is that of its card, and asks for
all its quotes."""


def card_excerpts(cards: Iterable[Card], passages: Sequence[Passage], documents: Mapping[str, Document]) -> Excerpts:
    """The quotes of cards in their order, each place once; the same words in both texts are one excerpt with two
    sources."""
    places = dict.fromkeys(place for card in cards for place in card.places)
    outermost = (one for one in places if not any(other != one and other.holds(one) for other in places))
    return merge_twins(place_excerpt(place, passages, documents) for place in outermost)


def merge_twins(excerpts: Iterable[Excerpt]) -> Excerpts:
    """The excerpts in order, those of the same words as one with all their sources."""
    told: dict[str, Excerpt] = {}
    for excerpt in excerpts:
        key = wording_key(" ".join(excerpt.lines))
        former = told.get(key)
        told[key] = Excerpt(former.lines, (*former.citations, *excerpt.citations), former.listed) if former else excerpt
    return tuple(told.values())


def narrow(card: Card, name: str, documents: Mapping[str, Document]) -> Card:
    """A card with its quotes from the text of that name alone, where each of the others says about the same as one of
    them."""
    words = {place: wording_key(documents[place.document].text[place.start : place.end]) for place in card.places}
    kept = [place for place in card.places if place.document == name]
    others = (place for place in card.places if place.document != name)
    if kept and all(any(fuzz.ratio(words[o], words[k]) >= TWINS for k in kept) for o in others):
        return replace(card, places=tuple(kept))
    return card


def wording_key(text: str) -> str:
    """The folded letters and digits of a text: what two twin sentences share."""
    return "".join(c for c in fold(text) if c.isalnum())


def place_excerpt(place: Place, passages: Sequence[Passage], documents: Mapping[str, Document]) -> Excerpt:
    """The words of a place, a list as its introduction and its items."""
    passage = passage_at(place, passages)
    lines = tuple(_lines(place, passages))
    items = any(s.role == "item" and s.start < place.end and place.start < s.end for s in passage.sentences)
    source = Citation(documents[place.document], passage.section, place.start, place.end)
    return Excerpt(lines or (source.quote,), (source,), listed=items and len(lines) > 1)


def sentence_excerpt(passage: Passage, rank: int, documents: Mapping[str, Document]) -> Excerpt:
    """One sentence and its source."""
    sentence = passage.sentences[rank]
    source = Citation(documents[passage.document], passage.section, sentence.start, sentence.end)
    return Excerpt((passage.told(sentence),), (source,))


def _lines(place: Place, passages: Sequence[Passage]) -> Iterator[str]:
    """The sentences of a place, the parts of them that stand in it."""
    for passage in passages:
        if passage.document == place.document and passage.start < place.end and place.start < passage.end:
            for sentence in passage.sentences:
                start, end = max(sentence.start, place.start), min(sentence.end, place.end)
                if start < end:
                    yield collapse(passage.text[start - passage.start : end - passage.start])


@dataclass(frozen=True)
class Proofs:
    """What encodes quotes, and the weights of PROOF."""

    encoder: Encoder
    weights: Weights

    def divide(
        self, question: str, vectors: np.ndarray, cards: Sequence[Card], excerpts: Excerpts
    ) -> tuple[Excerpts, Excerpts]:
        """The excerpts that a question asks for, the best of each card among them, then the others; `vectors` are those
        of the question, whole and in its parts."""
        rows = self.features(question, vectors, cards, excerpts)
        likely = [self.weights.probability(row) for row in rows]
        kept = {number for number, one in enumerate(likely) if one >= LEAST}
        for card in cards:
            mine = [number for number, excerpt in enumerate(excerpts) if rests_on(card, excerpt)]
            is_itself = any(rows[number][PROOF.index("whole card")] >= ITSELF for number in mine)
            kept.update(mine if card.whole or is_itself else [max(mine, key=likely.__getitem__)])
        asked = tuple(excerpt for number, excerpt in enumerate(excerpts) if number in kept)
        return asked, tuple(excerpt for number, excerpt in enumerate(excerpts) if number not in kept)

    def features(
        self, question: str, vectors: np.ndarray, cards: Sequence[Card], excerpts: Sequence[Excerpt]
    ) -> list[tuple[float, ...]]:
        """A row of PROOF an excerpt."""
        quotes, said = [excerpt.citations[0].quote for excerpt in excerpts], set(stems(question))
        cosines = (self.encoder.encode(quotes, "passage") @ vectors.T).max(1)
        shared = [len(said.intersection(stems(quote))) / len(said) if said else 0.0 for quote in quotes]
        several, count = float(len(cards) > 1), math.log(len(quotes))
        asked = (self.encoder.encode([card.question for card in cards], "query") @ vectors.T).max(1)
        whole = [max(asked[n] for n, card in enumerate(cards) if rests_on(card, excerpt)) for excerpt in excerpts]
        return [
            (float(cosine), float(cosine - cosines.max()), share, several, count, math.log(len(quote)), float(card))
            for cosine, share, quote, card in zip(cosines, shared, quotes, whole, strict=True)
        ]


def rests_on(card: Card, excerpt: Excerpt) -> bool:
    """Whether a quote of the card stands in the excerpt."""
    return any(
        place.document == citation.document.name and place.start < citation.end and citation.start < place.end
        for place in card.places
        for citation in excerpt.citations
    )
