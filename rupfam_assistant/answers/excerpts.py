"""Excerpts: the quotes of a card, or a sentence of a document, as an answer shows them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from rupfam_assistant.answers.reply import Citation, Excerpt
from rupfam_assistant.french.words import fold
from rupfam_assistant.search.cards import Card, Place
from rupfam_assistant.search.retrieval import passage_at
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.texts.passages import Passage, collapse

TWINS = 75.0
"""How alike, in 0..100, two wordings of two texts must be for one to stand for the other."""


def card_excerpts(
    cards: Iterable[Card], passages: Sequence[Passage], documents: Mapping[str, Document]
) -> tuple[Excerpt, ...]:
    """The quotes of cards in their order, each place once; the same words in both texts are one excerpt with two
    sources."""
    places = dict.fromkeys(place for card in cards for place in card.places)
    return merge_twins(place_excerpt(place, passages, documents) for place in _outermost(places))


def merge_twins(excerpts: Iterable[Excerpt]) -> tuple[Excerpt, ...]:
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


def _outermost(places: Iterable[Place]) -> list[Place]:
    """The places that no other one holds."""
    kept = list(places)
    return [one for one in kept if not any(other != one and _holds(other, one) for other in kept)]


def _holds(outer: Place, inner: Place) -> bool:
    return outer.document == inner.document and outer.start <= inner.start and inner.end <= outer.end
