"""A text understood once: every offset leads back to the text itself."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rupfam_assistant.french import analyse
from rupfam_assistant.french.words import fold
from rupfam_assistant.texts.documents import Document

TEXTS = st.text(max_size=80) | st.text("aeéèœŒﬁ’'.;:,!?…()[]«» \n\u00a0\u202fMABce12", max_size=60)


@given(TEXTS)
def test_each_word_is_what_its_span_folds_to(text: str) -> None:
    for word in analyse(text).words:
        assert word.folded in fold(text[word.start : word.end])
        assert text[word.start : word.end].strip() == text[word.start : word.end]


@given(TEXTS, st.data())
def test_any_run_of_the_folded_text_leads_back_to_the_letters_it_comes_from(text: str, data: st.DataObject) -> None:
    analysis = analyse(text)
    start = data.draw(st.integers(0, len(analysis.folded)))
    end = data.draw(st.integers(start, len(analysis.folded)))
    first, last = analysis.span(start, end)
    assert 0 <= first <= last <= len(text)
    assert analysis.folded[start:end] in fold(text[first:last])
    assert analysis.span(0, len(analysis.folded))[1] == len(text) or not analysis.folded


@given(TEXTS)
def test_sentences_parts_and_clauses_cover_the_words_and_do_not_overlap(text: str) -> None:
    analysis = analyse(text)
    for spans in (analysis.sentences, analysis.parts, analysis.clauses):
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(one[1] <= other[0] for one, other in pairwise(spans))
        assert all(sum(start <= word.start < end for start, end in spans) == 1 for word in analysis.words)


@given(TEXTS)
def test_a_clause_lies_in_one_part(text: str) -> None:
    analysis = analyse(text)
    for start, end in analysis.clauses:
        assert sum(first <= start and end <= last for first, last in analysis.parts) == 1


def test_a_text_is_analysed_once() -> None:
    assert analyse("Une permanence à Sornac") is analyse("Une permanence à Sornac")


@pytest.mark.parametrize(
    ("text", "sentences", "parts", "clauses"),
    [
        ("Voir M. Durand. Puis le Dr. Martin.", 2, 2, 2),
        ("un besoin ; un autre, moins vif", 1, 2, 3),
        ("des délais\nlongs", 1, 2, 2),
        ("Un lieu (ouvert. Enfin !). Un autre.", 2, 2, 2),
        ("pas de budget. voir la mairie", 1, 2, 2),
        ("Il y a env. 30 dossiers. En oct. 2027 : bilan", 2, 2, 3),
        ("Voir A. Martin. La suite", 2, 2, 2),
        ("pilote : la CAF, part. : la mairie", 1, 1, 4),
    ],
)
def test_where_sentences_parts_and_clauses_end(text: str, sentences: int, parts: int, clauses: int) -> None:
    analysis = analyse(text)
    assert (len(analysis.sentences), len(analysis.parts), len(analysis.clauses)) == (sentences, parts, clauses)


def test_the_words_of_the_texts_stand_at_their_offsets(circulaire: Document, trame: Document) -> None:
    for document in (circulaire, trame):
        for word in analyse(document.text).words:
            assert fold(document.text[word.start : word.end]) == word.folded


@pytest.mark.parametrize(
    "text", [" " * 200_000, "." * 200_000, "a" + " " * 200_000 + "b", ", " * 100_000, "(" * 100_000]
)
def test_a_text_without_end_is_cut_all_the_same(text: str) -> None:
    analysis = analyse(text)
    assert len(analysis.sentences) <= 1
    assert [text[start:end] for start, end in analysis.parts] in ([], [text.strip()])
    assert len(analysis.clauses) <= 1
