"""French as the search sees it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.words import content_words, fold, same_family, stem, stems, words


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("Préavis d’UN MOIS", "preavis d'un mois"), ("cœur", "coeur"), ("ÇA LÀ-BAS", "ca la-bas"), ("ﬁn", "fin")],
)
def test_letters_are_folded(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(st.text())
def test_folding_twice_is_folding_once_for_what_is_searched(text: str) -> None:
    assert words(fold(text)) == words(text)


@given(st.text())
def test_words_are_made_of_plain_letters_and_digits(text: str) -> None:
    assert all(word.isascii() and word.isalnum() and word == word.lower() for word in words(text))


def test_elided_words_are_cut_off() -> None:
    assert words("L’enfant qu’elle n'a d’accueil jusqu’au") == ["enfant", "elle", "a", "accueil", "au"]


def test_an_apostrophe_inside_a_word_is_no_elision() -> None:
    assert words("aujourd’hui") == ["aujourd", "hui"]


def test_words_without_meaning_are_left_aside() -> None:
    assert content_words("Est-ce que la CAF doit le faire avec les parents ?") == ["caf", "doit", "parents"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("dénoncé", "dénoncer"), ("signataires", "signataire"), ("médiations familiales", "médiation familiale")],
)
def test_forms_of_one_word_have_one_stem(one: str, other: str) -> None:
    assert stems(one) == stems(other)


def test_a_number_in_words_is_the_number_in_digits() -> None:
    assert words("deux mois, quatre axes") == words("2 mois, 4 axes")
    assert words("une instance") == ["une", "instance"]


@pytest.mark.parametrize("family", read_list("families").groups)
def test_the_words_of_a_family_are_known_for_kin(family: str) -> None:
    first, *others = (stem(fold(word)) for word in read_list("families").groups[family])
    assert all(same_family(first, other) and same_family(other, first) for other in others)


@pytest.mark.parametrize(
    ("one", "other", "kin"),
    [
        ("financer", "financeur", True),
        ("permanence", "permanent", True),
        ("public", "publier", False),
        ("partie", "parent", False),
        ("conseil", "convention", False),
    ],
)
def test_two_words_are_kin_when_they_begin_alike(one: str, other: str, kin: bool) -> None:
    assert same_family(stem(one), stem(other)) is kin
