"""What is learned on the questions set aside: the decision, and what of an added document answers."""

from pathlib import Path
from random import Random

import numpy as np
import pytest
from building import LetterEncoder

from rupfam_assistant.answers.excerpts import PROOF
from rupfam_assistant.answers.local import FEATURES as LOCAL_FEATURES
from rupfam_assistant.answers.reading import HALVES, SECOND, Reader
from rupfam_assistant.answers.sides import BUCKETS, CLOSED, SIDE, WORDED, Sides, read_worded
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.search.cards import AttachedQuestion, Card, Place
from rupfam_assistant.search.logistic import Weights, fit_logistic, read_weights, write_models
from rupfam_assistant.search.matching import FEATURES, Matcher
from rupfam_assistant.search.pairs import PairReader
from rupfam_assistant.training.deciding import fit_second, fit_sides, join_questions, learn_worded, write_worded
from rupfam_assistant.training.learning import percent
from rupfam_assistant.training.ranking import ASIDE, cross_ranks, fit_ranking, set_aside, shown_of

UNKNOWN = Weights((), 0.0)
CORPUS = Path(__file__).parents[2] / "corpus"
CARDS = (
    Card("préavis", "answer", "Préavis", "Quel préavis ?", "Deux mois", (Place("trame", 0, 10),), "Article 8"),
    Card("montant", "absent", "Montant", "Quel montant ?", "Rien n’en est dit", (), "Absences"),
    Card("bonjour", "act", "Bonjour", "Bonjour", "Bonjour", (), "Actes"),
)
ASKED = (("quel est le préavis", "préavis"), ("combien d’euros", "montant"), ("bonjour toi", "bonjour"))
QUESTIONS = [AttachedQuestion(f"{said} {n}", (card,), family=f"{card}{n}") for n in range(8) for said, card in ASKED]


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(CARDS, QUESTIONS[:15], LetterEncoder(), [1.0] * len(FEATURES))


def test_one_family_in_five_is_set_aside_and_always_the_same() -> None:
    aside = [n for n in range(1_000) if set_aside(f"f{n}")]
    assert 1 / ASIDE - 0.05 < len(aside) / 1_000 < 1 / ASIDE + 0.05
    assert aside[:3] == [5, 7, 27]


def test_weights_learned_on_questions_rank_the_cards_of_others(matcher: Matcher) -> None:
    shown, right = shown_of(QUESTIONS[15:], matcher)
    assert shown.shape == (9, len(CARDS), len(FEATURES))
    assert [CARDS[row.argmax()].id for row in right] == [question.cards[0] for question in QUESTIONS[15:]]
    learned = Matcher(CARDS, QUESTIONS[:15], LetterEncoder(), fit_ranking(shown, right))
    for question in QUESTIONS[15:]:
        found = learned.match(question.text)
        assert CARDS[found.order[0]].id == question.cards[0]
        assert found.scores.max() > 0.8
    assert cross_ranks(shown, right, [question.family for question in QUESTIONS[15:]]).tolist() == [0] * 9


def test_what_is_learned_of_sides_and_second_cards_has_a_weight_for_each_sign(matcher: Matcher) -> None:
    sided = [
        *(AttachedQuestion(f"le préavis est-il long {n} ?", ("préavis",), "oui") for n in range(6)),
        *(AttachedQuestion(f"le préavis est-il nul {n} ?", ("préavis",), "non") for n in range(6)),
        *QUESTIONS[15:],
    ]
    pairs, said = PairReader(CORPUS / "model"), {card.id: card.plain for card in CARDS}
    worded = learn_worded(sided)
    assert worded.shape == (BUCKETS,) and np.count_nonzero(worded) > 9
    reader = Reader(matcher, Sides(pairs, said, worded, UNKNOWN, UNKNOWN), UNKNOWN, UNKNOWN, str)
    told = fit_sides(sided, reader)
    assert set(told) == {"closed", "side"}
    assert list(told["closed"]["weights"]) == list(CLOSED) and list(told["side"]["weights"]) == list(SIDE)  # type: ignore[call-overload]
    joined = "quel est le préavis ? et combien d’euros ?"
    both = [AttachedQuestion(joined, cards) for cards in (("préavis", "montant"), ("préavis",), ("montant",))]
    second = fit_second([*both, *QUESTIONS], reader)
    assert list(second["second"]["weights"]) == list(SECOND)  # type: ignore[call-overload]
    assert list(second["apart"]["weights"]) == list(HALVES)  # type: ignore[call-overload]


def test_two_questions_joined_ask_for_the_cards_of_both(matcher: Matcher) -> None:
    joined = [*join_questions(QUESTIONS, matcher, Random(1))]
    assert joined and all((len({*cards}) == 2 and cards == sorted(cards)) or len(cards) == 2 for _, cards in joined)
    for text, (one, other) in joined:
        asked = {matcher.numbers[question.cards[0]]: question.text for question in QUESTIONS if question.text in text}
        assert {one, other} >= {*asked}


def test_a_logistic_model_learned_from_rows_tells_right_from_wrong_and_is_read_again(tmp_path: Path) -> None:
    chance = np.random.default_rng(0)
    rows = [((0.5 + 0.4 * right, chance.normal(0, 0.1)), bool(right)) for right in [0, 1] * 40]
    model = fit_logistic(("a", "b"), [row for row, _ in rows], [right for _, right in rows], free=10.0)
    write_models(tmp_path / "decision.json", {"m": model})
    weights = read_weights(tmp_path / "decision.json", "m", ("a", "b"))
    right, wrong = ([weights.probability(row) for row, told in rows if told is side] for side in (True, False))
    assert min(right) > max(wrong)


def test_the_weights_that_ship_are_those_that_are_read() -> None:
    learned = CORPUS / "decision.json"
    for name, features in (
        ("ranking", FEATURES),
        ("closed", CLOSED),
        ("side", SIDE),
        ("second", SECOND),
        ("apart", HALVES),
        ("proof", PROOF),
    ):
        assert any(read_weights(learned, name, features).weights)
    local = read_weights(learned, "local", LOCAL_FEATURES)
    assert local.probability((1.0, 1.0, 1.0)) > 0.9 > 0.1 > local.probability((0.2, 0.0, 0.0))


def test_the_weights_of_words_are_read_as_they_were_written(tmp_path: Path) -> None:
    write_worded(tmp_path, np.arange(BUCKETS, dtype=np.float32) / BUCKETS)
    assert np.allclose(read_worded(tmp_path), np.arange(BUCKETS) / BUCKETS, atol=1e-3)
    (tmp_path / WORDED).write_bytes((tmp_path / WORDED).read_bytes()[:999])
    with pytest.raises(RupfamError, match="réinstallez le programme"):
        read_worded(tmp_path)


def test_a_share_is_told_as_french_writes_it() -> None:
    assert percent(0.929) == "92,9\u202f%"
