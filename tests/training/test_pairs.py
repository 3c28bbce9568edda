"""What the reader of pairs is taught."""

import pytest

from rupfam_assistant.training.pairs import CardPair, PairRecipe, batches

CARDS = [CardPair(f"question {n} ?", f"fiche {n}", ("", "oui", "non")[n % 3]) for n in range(9)]  # type: ignore[arg-type]


def test_a_step_shows_questions_with_a_side_then_some_without_beside_their_cards() -> None:
    steps = list(batches(CARDS, PairRecipe(steps=3, sided=4, unsided=2, noised=0.0)))
    assert [[bool(pair.side) for pair in step] for step in steps] == 3 * [[True] * 4 + [False] * 2]
    assert all(pair in CARDS for step in steps for pair in step)
    assert len({pair for step in steps for pair in step}) > 6


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_questions_are_noised_as_often_as_the_recipe_says(share: float) -> None:
    asked = [pair.asked for step in batches(CARDS, PairRecipe(steps=5, noised=share)) for pair in step]
    assert any(text not in {card.asked for card in CARDS} for text in asked) == bool(share)
