"""The rows that words take."""

import pytest

from rupfam_assistant.export.pptx import BODY, ROOM
from rupfam_assistant.export.rows import rows_of
from rupfam_assistant.french.typography import typeset
from rupfam_assistant.search.cards import Card


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Suivre chaque année les enveloppes financières engagées.", 1),
        ("mm " * 20, 2),
        ("ii " * 20, 1),
        ("é" * 90, 2),
        ("e" * 90, 2),
        ("Un mot puis " + "m" * 100, 4),
        ("", 1),
    ],
)
def test_words_take_the_rows_that_their_widths_ask_for(text: str, rows: int) -> None:
    assert rows_of(text, 600, 20) == rows


def test_what_a_slide_says_of_a_card_takes_one_row(cards: tuple[Card, ...]) -> None:
    assert [card.id for card in cards if rows_of(typeset(card.short), ROOM, BODY) > 1] == []
