"""Excerpts: what a card quotes, as an answer shows it; which quotes a question asks for."""

import re
from itertools import pairwise

import pytest

from rupfam_assistant.answers.answering import Answering
from rupfam_assistant.answers.excerpts import card_excerpts, merge_twins, place_excerpt, wording_key
from rupfam_assistant.answers.reply import Answer, Citation, Excerpt, reply_record
from rupfam_assistant.search.cards import Card, Place
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.texts.passages import Passage, collapse

ABOUT_TITLES = {"blancs-articles-4-8", "signatures-annexes-ajouter"}
"""Cards about what a title itself says or leaves blank."""


def excerpts_of(cards: list[Card], answering: Answering) -> tuple[Excerpt, ...]:
    return card_excerpts(cards, answering.knowledge.contents.passages, answering.knowledge.documents)


def test_every_card_is_shown_by_words_that_stand_at_its_sources(cards: tuple[Card, ...], answering: Answering) -> None:
    for card in cards:
        for excerpt in excerpts_of([card], answering):
            dense = ["".join(citation.quote.split()) for citation in excerpt.citations]
            assert all("".join(line.split()) in dense[0] for line in excerpt.lines), card.id
            assert all(citation.section for citation in excerpt.citations)
            assert len(excerpt.lines) > 1 if excerpt.listed else True


def test_every_quote_of_a_card_is_among_its_sources_or_inside_one(
    cards: tuple[Card, ...], answering: Answering
) -> None:
    for card in cards:
        cited = [(c.document.name, c.start, c.end) for e in excerpts_of([card], answering) for c in e.citations]
        assert all(
            any(name == place.document and start <= place.start and place.end <= end for name, start, end in cited)
            for place in card.places
        ), card.id


def test_an_excerpt_is_more_than_a_title_a_blank_or_the_mark_of_a_note(
    cards: tuple[Card, ...], passages: tuple[Passage, ...], answering: Answering
) -> None:
    titles = {
        wording_key(passage.slice(sentence))
        for passage in passages
        for sentence in passage.sentences
        if sentence.role == "heading" and "objectif" not in passage.section
    }
    shown = {card.id: excerpts_of([card], answering) for card in cards if card.kind == "answer"}
    said = {name: [" ".join(excerpt.lines) for excerpt in excerpts] for name, excerpts in shown.items()}
    assert [name for name, lines in said.items() if any(len(line.split()) < 2 for line in lines)] == []
    only_titles = {name for name, lines in said.items() if titles.issuperset(map(wording_key, lines))}
    assert only_titles == ABOUT_TITLES


def test_the_mark_of_a_note_is_never_shown(
    cards: tuple[Card, ...], answering: Answering, documents: tuple[Document, ...]
) -> None:
    marks = {mark for document in documents for mark in re.findall(r"[^\W\d]{3,}\d\b", document.text)}
    assert marks == {"Autres1", "secteur1"}
    lines = [line for card in cards for excerpt in excerpts_of([card], answering) for line in excerpt.lines]
    assert [line for line in lines if any(mark in line for mark in marks)] == []


def test_a_list_is_shown_whole_under_its_introduction(cards: tuple[Card, ...], answering: Answering) -> None:
    axes = next(card for card in cards if card.id == "axes-liste")
    listed = next(excerpt for excerpt in excerpts_of([axes], answering) if excerpt.listed)
    assert listed.lines[0] == "Quatre axes stratégiques de coopération sont spécifiquement identifiés :"
    assert len(listed.lines) == 5
    shown = Answer((listed,)).text
    assert shown.startswith("La circulaire, section I") and shown.count("\n– ") == 5


def test_twin_sentences_are_one_excerpt_with_two_sources(
    passages: tuple[Passage, ...], answering: Answering, documents: tuple[Document, ...]
) -> None:
    said: dict[str, dict[str, Place]] = {}
    for passage in passages:
        for sentence in (s for s in passage.sentences if s.role != "heading"):
            places = said.setdefault(wording_key(passage.slice(sentence)), {})
            places.setdefault(passage.document, Place(passage.document, sentence.start, sentence.end))
    twins = [places for key, places in said.items() if len(places) == 2 and len(key) > 40]
    assert twins
    for places in twins:
        card = Card("c", "answer", "t", "q", "p", tuple(places.values()), "s")
        (excerpt,) = excerpts_of([card], answering)
        assert {citation.document.name for citation in excerpt.citations} == {"circulaire", "trame"}
        text = Answer((excerpt,)).text
        assert "[1] [2]" in text and text.count(excerpt.lines[0]) == 1


def test_a_place_inside_another_is_not_shown_twice(answering: Answering, trame: Document) -> None:
    start = trame.text.index("La convention peut être dénoncée")
    end = trame.text.index("réception.", start) + len("réception.")
    whole, part = Place("trame", start, end), Place("trame", start, start + 32)
    card = Card("c", "answer", "t", "q", "p", (part, whole, part), "s")
    (excerpt,) = excerpts_of([card], answering)
    assert [(c.start, c.end) for c in excerpt.citations] == [(start, end)]
    (alone,) = excerpts_of([Card("c", "answer", "t", "q", "p", (part,), "s")], answering)
    assert alone.lines == ("La convention peut être dénoncée",)


def test_a_place_over_two_passages_shows_the_sentences_of_both(
    passages: tuple[Passage, ...], answering: Answering
) -> None:
    one, other = next(
        (a, b)
        for a, b in pairwise(passages)
        if a.document == b.document and {s.role for s in (*a.sentences, *b.sentences)} == {"sentence"}
    )
    knowledge = answering.knowledge
    place = Place(one.document, one.start, other.end)
    excerpt = place_excerpt(place, knowledge.contents.passages, knowledge.documents)
    assert excerpt.lines == tuple(collapse(p.slice(s)) for p in (one, other) for s in p.sentences)


def test_an_answer_cannot_exist_without_a_source(trame: Document) -> None:
    with pytest.raises(ValueError, match="excerpt"):
        Answer(())
    with pytest.raises(ValueError, match="source"):
        Excerpt(("Tout est permis.",), ())
    cited = Citation(trame, "Article 8", 100, 140)
    assert cited.quote == collapse(trame.text[100:140])


def test_a_source_cited_twice_is_numbered_once(trame: Document) -> None:
    one, other = Citation(trame, "Article 8", 100, 140), Citation(trame, "Article 7", 50, 90)
    answer = Answer(
        (Excerpt(("a",), (one,)), Excerpt(("b",), (other, one))), plain="En clair.", notes=("À savoir : c.",)
    )
    assert answer.citations == (one, other)
    assert answer.text == (
        "En clair.\n\nLa trame, article 8 : « a » [1]\n\nLa trame, article 7 et la trame, article 8 : « b » [2] [1]\n\nÀ savoir : c."
    )
    assert [c["section"] for c in reply_record("x", answer, 1.0)["citations"]] == ["Article 8", "Article 7"]
    assert merge_twins([Excerpt(("A b.",), (one,)), Excerpt(("a  B",), (other,))]) == (
        Excerpt(("A b.",), (one, other)),
    )


# What is asked for


def test_a_question_about_a_part_of_a_card_cites_that_part_and_keeps_the_rest_beside(answering: Answering) -> None:
    reply = answering.ask("Quand la convention prend-elle fin ?")
    assert isinstance(reply, Answer)
    assert any("échéance de la convention" in citation.quote for citation in reply.citations)
    assert reply.beside and not set(reply.citations) & {c for excerpt in reply.beside for c in excerpt.citations}
    assert reply.sources == (*reply.citations, *(c for excerpt in reply.beside for c in excerpt.citations))


def test_a_list_is_cited_whole(answering: Answering) -> None:
    reply = answering.ask("Quels sont les objectifs de la convention départementale ?")
    assert isinstance(reply, Answer)
    assert len(reply.excerpts) == 4 and not reply.beside


def test_every_told_card_keeps_a_proof(answering: Answering) -> None:
    reply = answering.ask("La feuille de route, combien d’années, et qui fait le bilan ?")
    assert isinstance(reply, Answer)
    for name in reply.cards:
        card = next(card for card in answering.knowledge.cards if card.id == name)
        places = {(place.document, place.start) for place in card.places}
        assert places & {(citation.document.name, citation.start) for citation in reply.citations}
