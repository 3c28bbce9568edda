"""What the reader of pairs is taught, and that it learns."""

from pathlib import Path

import pytest
from building import LetterEncoder

from rupfam_assistant.training.pairs import CardPair, PairRecipe, SentencePairs, batches, local_pairs

LOCAL = Path(__file__).parents[2] / "corpus" / "local"
CARDS = [CardPair(f"question {n} ?", f"fiche {n}", ("", "oui", "non")[n % 3]) for n in range(9)]
SENTENCES = [
    SentencePairs("quel jour ?", ("le lundi",), tuple(f"voisine {n}" for n in range(9))),
    SentencePairs("à quel prix ?", (), tuple(f"voisine {n}" for n in range(9))),
]


def test_a_step_shows_cards_with_their_sides_then_sentences_that_answer_or_not() -> None:
    recipe = PairRecipe(steps=3, sided=4, unsided=2, local=2, founding=1, absent=1, noised=0.0)
    steps = list(batches(CARDS, SENTENCES, SENTENCES, recipe))
    assert len(steps) == 3
    for pairs, sides, answers in steps:
        assert len(sides) == 6 and sides[4:] == [0, 0] and set(sides[:4]) <= {1, 2}
        assert len(pairs) == len(sides) + len(answers)
        told = dict(zip(pairs[6:], answers, strict=True))
        assert [pair for pair, right in told.items() if right] == [("quel jour ?", "le lundi")]
        assert sum(asked == "à quel prix ?" for asked, _ in told) >= 4


def test_the_questions_of_a_document_stand_beside_the_sentences_that_answer_and_others() -> None:
    found = list(local_pairs(LOCAL, LetterEncoder()))
    answered = [one for one in found if one.answers]
    assert len(found) > 500 and 0.6 < len(answered) / len(found) < 0.75
    assert all(one.others and not set(one.answers) & set(one.others) for one in found)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_questions_are_noised_as_often_as_the_recipe_says(share: float) -> None:
    recipe = PairRecipe(steps=5, sided=6, unsided=3, local=0, founding=0, absent=0, noised=share)
    asked = [pair[0] for pairs, _, _ in batches(CARDS, SENTENCES, SENTENCES, recipe) for pair in pairs]
    assert any(text not in {card.asked for card in CARDS} for text in asked) == bool(share)
