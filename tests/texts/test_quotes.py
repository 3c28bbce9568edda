"""Quotes found whatever the white space and the typography."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rupfam_assistant.texts.documents import read_corpus
from rupfam_assistant.texts.quotes import find_quote

TEXTS = {document.name: document.text for document in read_corpus(Path(__file__).parents[2] / "corpus")}
VARIANTS = {"’": "'‘’", "'": "'‘’", "–": "-—–", "-": "-–‑", '"': '"“”'}
BLANKS = st.text(" \n\t\u00a0\u202f", max_size=3)


@st.composite
def retyped_quotes(draw: st.DrawFn) -> tuple[str, int, int, str]:
    """A text, the offsets of a slice without blanks at its ends, and that slice with other blanks and typography."""
    text = TEXTS[draw(st.sampled_from(sorted(TEXTS)))]
    start = draw(st.integers(0, len(text) - 60))
    end = start + draw(st.integers(20, 60))
    kept = text[start:end].strip()
    start += text[start:end].index(kept)
    retyped = "".join(draw(st.sampled_from(VARIANTS.get(c, c))) + draw(BLANKS) for c in kept if not c.isspace())
    return text, start, start + len(kept), retyped


@given(retyped_quotes())
def test_a_slice_is_found_at_its_offsets_whatever_its_blanks_and_typography(quote: tuple[str, int, int, str]) -> None:
    text, start, end, retyped = quote
    assert (start, end) in find_quote(text, retyped)


@given(st.text(alphabet="ab '’-–\n", max_size=30), st.text(alphabet="ab '’-–\n", max_size=4))
def test_what_is_found_says_the_quote_and_nothing_around_it(text: str, quote: str) -> None:
    def dense(some: str) -> str:
        return "".join(some.split()).replace("’", "'").replace("–", "-")

    spans = find_quote(text, quote)
    assert all(
        dense(text[start:end]) == dense(quote) and text[start:end] == text[start:end].strip() for start, end in spans
    )
    assert len(spans) == sum(dense(text)[at:].startswith(dense(quote)) for at in range(len(dense(text)))) * bool(
        dense(quote)
    )


@pytest.mark.parametrize("quote", ["", "  \n", "Cette phrase n’est dans aucun texte."])
def test_an_empty_or_foreign_quote_is_found_nowhere(quote: str) -> None:
    assert find_quote(TEXTS["trame"], quote) == []


def test_a_quote_said_twice_is_found_twice() -> None:
    assert find_quote("La CAF et la CAF.", "la  CAF") == [(10, 16)]
    assert find_quote("la CAF et la\nCAF.", "la CAF") == [(0, 6), (10, 16)]


def test_a_quote_that_overlaps_itself_is_found_each_time() -> None:
    assert find_quote("ab a ba", "aba") == [(0, 4), (3, 7)]
