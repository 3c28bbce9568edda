"""Matching: the cards that a question asks for, by the questions near it and by the cards' own words."""

from collections.abc import Sequence

import numpy as np
import pytest
from building import LetterEncoder
from hypothesis import given, settings
from hypothesis import strategies as st

from rupfam_assistant.search.cards import AttachedQuestion, Card, Kind, Place
from rupfam_assistant.search.matching import FAR, FEATURES, Matcher, alike_cards, card_wordings, matched_texts


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


WEIGHTS = [3.0 if name in ("nearest question", "own words", "words of its questions") else 0.0 for name in FEATURES]


def make_matcher(questions: Sequence[AttachedQuestion] = QUESTIONS) -> Matcher:
    return Matcher(CARDS, questions, LetterEncoder(), WEIGHTS)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return make_matcher()


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.text)
def test_an_attached_question_finds_itself_first(question: AttachedQuestion, matcher: Matcher) -> None:
    found = matcher.match(question.text, question.history)
    cosines = matcher.asked @ found.vector
    number = int(cosines.argmax())
    assert (QUESTIONS[number], round(float(cosines[number]), 3)) == (question, 1.0)
    assert found.asked == question.asked
    assert CARDS[found.order[0]].id in question.cards


@settings(max_examples=50, deadline=None)
@given(st.text())
def test_scores_share_one_among_the_cards_whatever_is_asked(text: str) -> None:
    found = make_matcher().match(text)
    assert found.scores.sum() == pytest.approx(1, abs=1e-4) and (found.scores >= 0).all()
    assert sorted(found.order) == [0, 1, 2, 3]
    assert found.asked == text


def test_a_question_of_two_cards_votes_for_both_and_a_card_without_one_still_has_its_own_words() -> None:
    alone = make_matcher(QUESTIONS[:1])
    asked = alone.match(QUESTIONS[0].text).scores
    assert (asked[:2] > asked[2]).all()
    said = alone.match(CARDS[2].plain).scores
    assert said[2] > said[3]


def test_the_features_say_what_their_names_do(matcher: Matcher) -> None:
    asked, history = "et combien d’argent", ("qui signe",)
    found = matcher.match(asked, history)
    told = matcher.features(asked, history, found.vector, matcher.asked @ found.vector)
    assert told.shape == (len(CARDS), len(FEATURES)) and np.isfinite(told).all()
    by_name = dict(zip(FEATURES, told.T, strict=True))
    assert by_name["nearest question"].argmax() == 3 and by_name["nearest question"][3] == pytest.approx(0, abs=1e-5)
    assert by_name["what it says"].max() == by_name["what it is called"].max() == 0
    assert by_name["questions"] == pytest.approx(np.log([3, 4, 2, 2]))
    assert by_name["words of its questions"][3] == 1 > by_name["words of its questions"][2]
    assert by_name["absence"].tolist() == by_name["absence after another"].tolist() == [0, 0, 0, 1]
    assert by_name["act"].tolist() == [0, 0, 0, 0]
    assert by_name["card before"].argmax() == 2


@given(st.text(), st.lists(st.text(), max_size=2))
@settings(max_examples=30, deadline=None)
def test_what_is_shown_of_a_card_is_a_number_whatever_is_asked(text: str, history: list[str]) -> None:
    matcher = make_matcher()
    found = matcher.match(text, history)
    assert np.isfinite(matcher.features(text, history, found.vector, matcher.asked @ found.vector)).all()


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


def test_the_questions_that_a_card_is_the_main_one_of_vote_for_its_sides(matcher: Matcher) -> None:
    votes = matcher.votes(1, matcher.match("peut-on s’en passer").vector)
    assert set(votes) == {"", "oui", "non"} and votes[""] == (0.0, FAR)
    assert votes["non"][1] == pytest.approx(1.0, abs=1e-3) and votes["non"][0] > votes["oui"][0] > 0
    assert votes["oui"][1] < 1  # "faut-il une lettre", and not the one that it is second for
