"""What is learned on the questions set aside: the decision, and what of an added document answers."""

from pathlib import Path

import numpy as np
import pytest
from building import LetterEncoder

from rupfam_assistant.answers.decision import (
    FEATURES,
    KINDS,
    LEAST,
    best_of,
    match_features,
    read_decision,
    unknown_share,
)
from rupfam_assistant.answers.local import FEATURES as LOCAL_FEATURES
from rupfam_assistant.search.cards import AttachedQuestion, Card, Place
from rupfam_assistant.search.logistic import read_weights, write_models
from rupfam_assistant.search.matching import Matcher
from rupfam_assistant.training.decision import ASIDE, Sample, fit_decision, is_aside, rows_of
from rupfam_assistant.training.learning import measure, percent

CORPUS = Path(__file__).parents[2] / "corpus"
CARDS = (
    Card("préavis", "answer", "Préavis", "Quel préavis ?", "Deux mois", (Place("trame", 0, 10),), "Article 8"),
    Card("montant", "absent", "Montant", "Quel montant ?", "Rien n’en est dit", (), "Absences"),
    Card("bonjour", "act", "Bonjour", "Bonjour", "Bonjour", (), "Actes"),
)
ASKED = (("quel est le préavis", "préavis"), ("combien d’euros", "montant"), ("bonjour toi", "bonjour"))
QUESTIONS = [AttachedQuestion(f"{said} {n}", (card,), family=f"{card}{n}") for n in range(8) for said, card in ASKED]
KNOWN = frozenset(("preav", "euro"))


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(CARDS, QUESTIONS[:15], LetterEncoder())


def test_families_are_set_aside_whole_about_one_in_five_and_always_the_same() -> None:
    many = [AttachedQuestion("q", ("préavis",), family=f"f{n}") for n in range(1_000)]
    aside = [is_aside(question) for question in many]
    assert 1 / ASIDE - 0.05 < sum(aside) / len(aside) < 1 / ASIDE + 0.05
    assert aside == [is_aside(AttachedQuestion("autre", ("montant",), family=q.family)) for q in many]


def test_a_row_tells_the_best_card_of_each_kind_and_whether_it_is_right(matcher: Matcher) -> None:
    rows = rows_of(QUESTIONS[15:], matcher, KNOWN)
    assert set(rows) == set(KINDS)
    for kind, card in zip(KINDS, CARDS, strict=True):
        assert [row.right for row in rows[kind]] == [question.cards == (card.id,) for question in QUESTIONS[15:]]
        assert {len(row.features) for row in rows[kind]} == {len(FEATURES)}


def test_the_features_say_what_their_names_do(matcher: Matcher) -> None:
    matches = matcher.match("quel est le préavis 3")
    best = best_of("answer", matches, matcher)
    told = dict(zip(FEATURES, match_features(best, matches, matcher, 0.25, 4, True), strict=True))
    assert CARDS[best].id == "préavis"
    assert told["score"] == told["score of answers"] == pytest.approx(matches.scores[0])
    assert told["best score of the others"] == pytest.approx(max(matches.scores[1:]))
    assert told["nearest question"] == told["nearest question of the card"] == pytest.approx(1, abs=1e-3)
    assert (told["unknown words"], told["follows"]) == (0.25, 1.0)
    assert told["card's own words"] == pytest.approx(matches.cosines[0])


def test_unknown_words_are_a_share_and_a_question_of_none_is_unknown() -> None:
    assert unknown_share(["preav", "zorglub"], KNOWN) == 0.5
    assert unknown_share([], KNOWN) == 1.0


def test_a_decision_learned_from_rows_tells_right_from_wrong_and_is_read_again(tmp_path: Path) -> None:
    chance = np.random.default_rng(0)
    rows = {
        kind: [
            Sample((0.5 + 0.4 * right, *chance.normal(0, 0.1, len(FEATURES) - 1)), bool(right)) for right in [0, 1] * 40
        ]
        for kind in KINDS
    }
    write_models(tmp_path / "decision.json", fit_decision(rows, 1))
    decision = read_decision(tmp_path / "decision.json")
    for kind in KINDS:
        right, wrong = (
            [decision[kind].probability(row.features) for row in rows[kind] if row.right is side]
            for side in (True, False)
        )
        assert min(right) > max(wrong)


def test_the_decision_that_ships_has_weights_for_every_kind_and_for_added_documents() -> None:
    decision = read_decision(CORPUS / "decision.json")
    assert set(decision) == set(KINDS) == set(LEAST)
    local = read_weights(CORPUS / "decision.json", "local", LOCAL_FEATURES)
    assert local.probability((1.0, 1.0, 1.0)) > 0.9 > 0.1 > local.probability((0.2, 0.0, 0.0))


def test_what_is_found_is_measured_first_and_among_three(matcher: Matcher) -> None:
    found = measure([*QUESTIONS[15:18], AttachedQuestion("bonjour toi 2", ("préavis",))], matcher)
    assert (found.first, found.three) == (0.75, 1.0)
    assert percent(0.929) == "92,9\u202f%"
