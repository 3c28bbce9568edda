"""Retrieval: sentences found by vectors or words, and quotes as hits."""

from pathlib import Path

import pytest

from rupfam_assistant.answers.answering import Answering
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.search.cards import Card, Place
from rupfam_assistant.search.index import sentence_text
from rupfam_assistant.search.langchain import PassageRetriever
from rupfam_assistant.search.logistic import Weights, read_weights, told_weights, write_models
from rupfam_assistant.search.retrieval import card_hits, passage_at, search_sentences
from rupfam_assistant.texts.passages import Passage

NOTICE = "Quel est le préavis pour dénoncer la convention ?"


def test_a_sentence_is_found_by_its_own_words_and_its_figures_are_shares(answering: Answering) -> None:
    index, encoder = answering.local.index, answering.reader.matcher.encoder
    contents = index.contents
    for record in range(0, len(contents.sentences), 40):
        key = contents.sentences[record]
        text = sentence_text(contents.passages[key.passage], key.sentence)
        near = {one.record: one for one in search_sentences(text, encoder.encode([text], "passage")[0], index)}
        assert near[record].cosine == pytest.approx(1, abs=0.02)
        assert all(0 <= one.words <= 1 and 0 <= one.around <= 1 for one in near.values())
        assert near[record].around == pytest.approx(1)


def test_the_quotes_of_cards_are_hits_once_in_their_order(
    cards: tuple[Card, ...], passages: tuple[Passage, ...]
) -> None:
    scored = [(place, 1 / number) for number, card in enumerate(cards, 1) for place in card.places]
    hits = list(card_hits(scored, passages))
    assert len(hits) == len({place for place, _ in scored})
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(hit.passage.start <= hit.start < hit.passage.end and hit.text for hit in hits)


def test_a_place_is_in_the_passage_where_it_begins(passages: tuple[Passage, ...]) -> None:
    for passage in passages:
        assert passage_at(Place(passage.document, passage.start, passage.end), passages) == passage
        assert passage_at(Place(passage.document, passage.end - 1, passage.end + 9), passages) == passage


def test_the_retrieval_is_a_langchain_retriever(answering: Answering) -> None:
    found = PassageRetriever(search=lambda question: answering.ask(question).hits, k=3).invoke(NOTICE)
    assert len(found) == 3
    texts = {name: document.text for name, document in answering.knowledge.documents.items()}
    assert [one.metadata["score"] for one in found] == sorted((one.metadata["score"] for one in found), reverse=True)
    for one in found:
        told = one.metadata
        assert texts[told["document"]][told["start"] : told["end"]].startswith(one.page_content)


def test_weights_are_read_as_they_were_written_and_others_are_told(tmp_path: Path) -> None:
    path = tmp_path / "decision.json"
    write_models(path, {"answer": told_weights(("a", "b"), (1.5, -2.0), 0.25)})
    weights = read_weights(path, "answer", ("a", "b"))
    assert weights == Weights((1.5, -2.0), 0.25)
    assert weights.log_odds((1, 1)) == -0.25 and weights.probability((0.5, 0.5)) == 0.5
    assert (weights.probability((1e9, 0)), weights.probability((-1e9, 0))) == (1.0, pytest.approx(0))
    for name, features in (("absent", ("a", "b")), ("answer", ("a", "c"))):
        with pytest.raises(RupfamError, match=f"^Le fichier {path} manque ou n’est plus à jour"):
            read_weights(path, name, features)
    path.write_text("[", encoding="utf-8")
    with pytest.raises(RupfamError, match="rupfam train"):
        read_weights(path, "answer", ("a", "b"))
