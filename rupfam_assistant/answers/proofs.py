"""Proofs: which quotes of the told cards a question asks for; the others, which prove the rest of what the cards say,
stand beside."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rupfam_assistant.answers.reply import Excerpt
from rupfam_assistant.french.words import stems
from rupfam_assistant.search.cards import Card
from rupfam_assistant.search.encoder import Encoder
from rupfam_assistant.search.logistic import Weights

PROOF = ("cosine", "below the best", "words", "several cards", "quotes", "length", "whole card")
"""What shows that a question asks for a quote: its cosine with the question, by how much the best one goes beyond it,
the share of the question's words that it holds, whether several cards are told, how many quotes, how long it is, the
cosine of the question with what its card is asked by."""

LEAST, ITSELF = 0.55, 0.93
"""The probability from which a quote is asked for; the cosine from which a question is that of its card, and asks for
all its quotes."""


@dataclass(frozen=True)
class Proofs:
    """What encodes quotes, and the weights of PROOF."""

    encoder: Encoder
    weights: Weights

    def divide(
        self, question: str, vectors: np.ndarray, cards: Sequence[Card], excerpts: Sequence[Excerpt]
    ) -> tuple[tuple[Excerpt, ...], tuple[Excerpt, ...]]:
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
