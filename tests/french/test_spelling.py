"""Spelling mended only when the word is unknown and the mend is sure."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rupfam_assistant.french.spelling import Speller, sound
from rupfam_assistant.french.words import words
from rupfam_assistant.texts.documents import Document


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("le preavi pour denoncé", "preavis"),
        ("la mediatoin familiale", "médiation"),
        ("koi faire", "quoi"),
        ("lenfant", "l’enfant"),
        ("une pention alimentaire", "pension"),
        ("les signatairs", "signataires"),
    ],
)
def test_a_misspelt_word_is_mended(typed: str, mended: str, speller: Speller) -> None:
    assert words(mended)[0] in words(speller.mend(typed))


def test_what_is_mended_is_told(speller: Speller) -> None:
    assert speller.mend("koi de neuf") == "quoi de neuf"


def test_the_texts_themselves_are_left_as_they_stand(speller: Speller, circulaire: Document, trame: Document) -> None:
    for document in (circulaire, trame):
        assert speller.mend(document.text) == document.text


@pytest.mark.parametrize(
    "typed",
    ["la CAF et la CMSA", "Mme Choquer-Marchand", "un entier 12345", "x2", "des espaces de rencontre", "", "?!"],
)
def test_what_is_known_or_a_name_is_left_as_it_stands(typed: str, speller: Speller) -> None:
    assert speller.mend(typed) == typed


@given(st.text(max_size=60) | st.lists(st.text("abcdefghilmnoprstuvéè'’ ", max_size=12), max_size=6).map(" ".join))
def test_mending_never_fails_and_keeps_what_it_does_not_tell(speller: Speller, text: str) -> None:
    words_alone = r"[\w'’ -]"
    assert re.sub(words_alone, "", speller.mend(text)) == re.sub(words_alone, "", text)


@given(st.data())
def test_a_word_of_the_texts_is_never_mended(
    speller: Speller, circulaire: Document, trame: Document, data: st.DataObject
) -> None:
    word = data.draw(st.sampled_from(sorted(set(words(circulaire.text + trame.text)))))
    assert speller.mend(word) == word


@pytest.mark.parametrize(
    ("one", "other"),
    [("kestion", "question"), ("fotografie", "photographie"), ("bato", "bateau"), ("mediassion", "mediation")],
)
def test_two_spellings_of_one_pronunciation_sound_the_same(one: str, other: str) -> None:
    assert sound(one) == sound(other)
