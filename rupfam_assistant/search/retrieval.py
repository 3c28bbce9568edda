"""Retrieval: the sentences that speak of a question, by vectors and words; in the founding texts, those that its cards
quote first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from rupfam_assistant.search.cards import Place
from rupfam_assistant.search.index import Index
from rupfam_assistant.search.words import tokens
from rupfam_assistant.texts.passages import Passage

CANDIDATES = 60


@dataclass(frozen=True)
class Hit:
    """A slice of a document that speaks of a question, at offsets `start`..`end`, in its passage; `score` is in
    0..1."""

    passage: Passage
    start: int
    end: int
    score: float

    @property
    def text(self) -> str:
        """Its words, as they stand."""
        return self.passage.text[self.start - self.passage.start : self.end - self.passage.start]

    def meets(self, other: "Hit") -> bool:
        """Whether both hold some same words of one passage."""
        return self.passage is other.passage and self.start < other.end and other.start < self.end

    @property
    def record(self) -> dict[str, str | int]:
        """Where it stands, as programs are told."""
        about = {"document": self.passage.document, "section": self.passage.section}
        return {**about, "start": self.start, "end": self.end}


@dataclass(frozen=True)
class Near:
    """A sentence found: its record, the cosine of its vector, what its words share of the question's, in 0..1, what its
    passage's do."""

    record: int
    cosine: float
    words: float
    around: float


def search_sentences(question: str, vector: np.ndarray, index: Index) -> list[Near]:
    """The sentences that vectors or words find, in no order."""
    query = tokens(question, index.contents.thesaurus)
    words = dict(index.words.search(query, CANDIDATES))
    cosines = dict(index.nearest(vector, CANDIDATES, [*words]))
    least = min(cosines.values(), default=0.0)
    weights = {token: index.words.idf(token) for token in query}
    passages = {record: index.contents.sentences[record].passage for record in {*cosines, *words}}
    around = {number: _share(weights, number, index) for number in {*passages.values()}}
    return [Near(r, cosines.get(r, least), words.get(r, 0.0), around[number]) for r, number in passages.items()]


def _share(weights: dict[str, float], passage: int, index: Index) -> float:
    """The share of what the tokens of a question weigh that a passage, its title and introduction hold."""
    total = sum(weights.values())
    known = index.passage_tokens(passage)
    return sum(weight for token, weight in weights.items() if token in known) / total if total else 0.0


def card_hits(places: Iterable[tuple[Place, float]], passages: Sequence[Passage]) -> Iterator[Hit]:
    """The quotes of cards with their scores as hits, each place once, in order."""
    seen: set[Place] = set()
    for place, score in places:
        if place not in seen:
            seen.add(place)
            yield Hit(passage_at(place, passages), place.start, place.end, score)


def passage_at(place: Place, passages: Sequence[Passage]) -> Passage:
    """The passage that a place of a founding text begins in."""
    return next(p for p in passages if p.document == place.document and p.start <= place.start < p.end)
