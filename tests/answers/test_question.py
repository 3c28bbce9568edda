"""A question as it was typed: cleaned, and cut into the questions that it holds."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rupfam_assistant.answers.question import (
    MOST_HALVES,
    MOST_PARTS,
    SHORTEST,
    clean,
    halves,
    split_question,
    stands_alone,
)

TYPED = st.text(alphabet="abcé AZ’'?!.,;:\n\t\u00a0\u2011-et quiou", max_size=200)


@settings(deadline=None)
@given(st.text())
def test_a_cleaned_text_is_composed_without_control_signs_and_cleaning_it_again_changes_nothing(text: str) -> None:
    told = clean(text)
    assert told == unicodedata.normalize("NFC", told) == clean(told)
    assert not [c for c in told if unicodedata.category(c)[0] == "C" and c != "\n"]
    assert all(line == " ".join(line.split()) != "" for line in told.split("\n")) or told == ""


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("pre\u0301avis", "préavis"),
        ("Quel\u0000 est\u0007 le\u202e préavis\u200f ?", "Quel est le préavis ?"),
        ("préavis\u00a0?\u202f\u2009!", "préavis ? !"),
        ("peut\u2011on signer", "peut-on signer"),
        ("un\r\n\tdeux\n\n\ntrois ", "un\ndeux\ntrois"),
        ("👋🏽 préavis", "👋🏽 préavis"),
        ("\ud800", ""),
    ],
)
def test_a_text_is_cleaned_of_what_nobody_typed(typed: str, told: str) -> None:
    assert clean(typed) == told


@settings(deadline=None)
@given(st.one_of(TYPED, st.text()))
def test_parts_are_slices_of_the_text_in_its_order(text: str) -> None:
    told = clean(text)
    parts = split_question(told)
    at = 0
    for part in parts:
        at = told.index(part, at) + len(part)
    assert 1 <= len(parts) <= MOST_PARTS
    assert parts == (told,) or all(len(part.split()) >= SHORTEST for part in parts)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "La feuille de route, combien d’années, et qui fait le bilan ?",
            ("La feuille de route, combien d’années", "qui fait le bilan ?"),
        ),
        ("Quel est le préavis ? Qui signe la convention ?", ("Quel est le préavis ?", "Qui signe la convention ?")),
        ("Bonjour à toutes et à tous. Quel est le préavis ?\nMerci de votre aide", ("Quel est le préavis ?",)),
        (
            "Combien de temps dure-t-elle et est-ce que les communes signent ?",
            ("Combien de temps dure-t-elle", "est-ce que les communes signent ?"),
        ),
        (
            "Qui choisit les signataires, et la liste des membres peut-elle changer ?",
            ("Qui choisit les signataires", "la liste des membres peut-elle changer ?"),
        ),
        ("Merci ! Quel est le préavis ?", ("Quel est le préavis ?",)),
        (
            "Fréquence mini des réunions + durée de la feuille de route svp",
            ("Fréquence mini des réunions", "durée de la feuille de route svp"),
        ),
    ],
)
def test_a_text_that_holds_several_questions_is_cut(text: str, parts: tuple[str, ...]) -> None:
    assert split_question(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "Quel est le préavis ?",
        "Que prévoit l’art. 8 de la trame ?",
        "M. Dupont peut-il signer la convention ?",
        "Quels sont les droits et les devoirs des parties ?",
        "La CAF et la MSA signent-elles ?",
        "CAF + MSA : qui signe la convention ?",
        "Bonjour, quel est le préavis ?",
        "?!… ;",
        "",
    ],
)
def test_one_question_stays_whole(text: str) -> None:
    assert split_question(text) == (text,)


def test_two_questions_that_are_ranged_are_cut_where_the_second_begins() -> None:
    asked = (
        "Dites-moi, d’une part, quand la convention prend effet et, d’autre part, jusqu’à quelle échéance elle court."
    )
    assert split_question(asked) == (
        "Dites-moi, d’une part, quand la convention prend effet",
        "jusqu’à quelle échéance elle court.",
    )


def test_of_a_long_mail_the_sentences_that_ask_are_read() -> None:
    mail = "\n".join(
        [
            *["Nous préparons la convention avec nos partenaires."] * 20,
            "Quel est le préavis ?",
            *["Bien à vous tous."] * 9,
        ]
    )
    assert split_question(mail) == ("Quel est le préavis ?",)
    assert len(split_question("Nous préparons la convention. " * 40)) == MOST_PARTS


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("Quel est le préavis pour dénoncer la convention ?", True),
        ("Combien d’axes la convention-cadre a-t-elle ?", True),
        ("Et pour la CAF de mon département ?", False),
        ("Qui les nomme ?", False),
        ("Que faut-il penser de cela pour les parents ?", False),
        ("Pourquoi ?", False),
    ],
)
def test_a_question_that_leans_on_the_one_before_is_told_from_one_that_stands_alone(text: str, alone: bool) -> None:
    assert stands_alone(text) is alone


@pytest.mark.parametrize(
    ("text", "cuts"),
    [
        (
            "Donnez-moi le préavis ainsi que le nombre de réunions.",
            [("Donnez-moi le préavis", "le nombre de réunions.")],
        ),
        ("le préavis, la durée", [("le préavis", "la durée")]),
        ("Le premier président et le procureur ?", [("Le premier président", "le procureur")]),
        ("Et le bilan ?", []),
        ("Qui signe la convention ?", []),
    ],
)
def test_a_question_may_be_cut_where_a_word_joins_or_a_mark_stands(text: str, cuts: list[tuple[str, str]]) -> None:
    assert halves(text) == cuts


@settings(deadline=None)
@given(st.one_of(TYPED, st.text()))
def test_halves_are_slices_of_the_text_in_its_order(text: str) -> None:
    told = clean(text)
    cuts = halves(told)
    assert len(cuts) <= MOST_HALVES
    assert all(told.index(other, told.index(one) + len(one)) for one, other in cuts)
