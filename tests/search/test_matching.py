"""Matching: the cards that a question asks for, by the questions near it and by the cards' own words."""

import numpy as np
import pytest
from building import LetterEncoder
from hypothesis import given, settings
from hypothesis import strategies as st

from rupfam_assistant.search.cards import AttachedQuestion, Card, Kind, Place
from rupfam_assistant.search.matching import SIDE_VOTERS, Matcher, alike_cards, card_wordings, matched_texts


def card(name: str, plain: str, *places: tuple[int, int], kind: Kind = "answer") -> Card:
    return Card(name, kind, name, f"{plain} ?", plain, tuple(Place("trame", *place) for place in places), "Article 8")


CARDS = (
    card("préavis", "Le préavis est de deux mois", (0, 100)),
    card("dénoncer", "On dénonce par lettre recommandée", (10, 100)),
    card("signataires", "Les parties signent la convention", (200, 300)),
    card("montant", "Le montant n’est pas dit", kind="absent"),
)
QUESTIONS = (
    AttachedQuestion("combien de temps avant de partir", ("préavis", "dénoncer"), "oui"),
    AttachedQuestion("combien de temps pour partir", ("préavis",), "oui"),
    AttachedQuestion("faut-il une lettre", ("dénoncer",), "oui"),
    AttachedQuestion("peut-on s’en passer", ("dénoncer",), "non"),
    AttachedQuestion("qui signe", ("signataires",)),
    AttachedQuestion("et combien d’argent", ("montant",), history=("qui signe",)),
)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(CARDS, QUESTIONS, LetterEncoder())


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.text)
def test_an_attached_question_finds_itself_first(question: AttachedQuestion, matcher: Matcher) -> None:
    found = matcher.match(question.text, question.history)
    number, cosine = found.neighbours[0]
    assert (QUESTIONS[number], round(cosine, 3)) == (question, 1.0)


@settings(max_examples=50, deadline=None)
@given(st.text())
def test_scores_share_one_among_the_cards_whatever_is_asked(text: str) -> None:
    found = Matcher(CARDS, QUESTIONS, LetterEncoder()).match(text)
    assert found.scores.sum() == pytest.approx(1) and (found.scores >= 0).all()
    assert sorted(found.order) == [0, 1, 2, 3]
    assert len(found.neighbours) == len(QUESTIONS)


def test_a_question_of_two_cards_votes_for_both_and_a_card_without_one_still_has_its_own_words() -> None:
    alone = Matcher(CARDS, QUESTIONS[:1], LetterEncoder())
    asked = alone.match(QUESTIONS[0].text).scores
    assert (asked[:2] > asked[2]).all()
    said = alone.match(CARDS[2].plain).scores
    assert said[2] > said[3]


def test_a_side_is_told_when_the_nearest_questions_of_the_card_agree(matcher: Matcher) -> None:
    assert matcher.side(CARDS[0], matcher.match("combien de temps pour partir")) == "oui"
    assert matcher.side(CARDS[1], matcher.match("peut-on s’en passer")) == "non"
    assert matcher.side(CARDS[2], matcher.match("qui signe")) == ""
    divided = [AttachedQuestion("la même", ("préavis",), side) for side in ("oui", "non")]
    both = Matcher(CARDS[:1], divided * SIDE_VOTERS, LetterEncoder())
    assert both.side(CARDS[0], both.match("la même")) == ""


def test_history_changes_what_is_read(matcher: Matcher) -> None:
    assert not np.allclose(matcher.match("et combien").vector, matcher.match("et combien", ["qui signe"]).vector)


def test_cards_that_rest_on_about_the_same_words_are_alike_and_only_within_a_kind() -> None:
    others = (
        card("à côté", "x", (100, 200)),
        card("même", "x", (0, 50), (50, 100)),
        card("absence", "x", (0, 100), kind="absent"),
        card("moitié", "x", (50, 150)),
    )
    told = alike_cards((*CARDS, *others))
    assert np.array_equal(told, told.T) and told.diagonal().all()
    alike = {(one, other) for one, other in zip(*np.nonzero(told), strict=True) if one < other}
    assert alike == {(0, 1), (0, 5), (1, 5)}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(
            st.tuples(st.sampled_from(["trame", "circulaire"]), st.integers(0, 40), st.integers(1, 30)), max_size=3
        ),
        min_size=1,
        max_size=5,
    )
)
def test_the_words_in_common_are_those_that_stand_in_both(drawn: list[list[tuple[str, int, int]]]) -> None:
    made = [
        Card(str(n), "answer", "t", "q", "p", tuple(Place(name, at, at + size) for name, at, size in places), "s")
        for n, places in enumerate(drawn)
    ]
    held = [{(p.document, at) for p in one.places for at in range(p.start, p.end)} for one in made]
    expected = [
        [n == m or 2 * len(one & other) > 0.7 * (len(one) + len(other)) for m, other in enumerate(held)]
        for n, one in enumerate(held)
    ]
    assert alike_cards(made).tolist() == expected


def test_what_is_matched_is_told_once_by_kind() -> None:
    told = matched_texts(CARDS, (*QUESTIONS, QUESTIONS[0]))
    assert set(told) == {"query", "passage"}
    assert len(told["query"]) == len(set(told["query"])) == len(QUESTIONS) + len(CARDS)
    assert {text for one in CARDS for text in card_wordings(one)} <= {*told["query"], *told["passage"]}
