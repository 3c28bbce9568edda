"""First names, and words that are names and more."""

import pytest

from rupfam_assistant.french.first_names import AMBIGUOUS, FIRST_NAMES, is_first_name
from rupfam_assistant.french.words import fold


@pytest.mark.parametrize("name", ["Lilou", "Timéo", "Mathéo", "Lilly", "MAËLLE", "Jordan"])
def test_a_first_name_is_known_whatever_its_spelling(name: str) -> None:
    assert is_first_name(name)


@pytest.mark.parametrize("word", ["permanence", "Creuse", "", "12", "CAF"])
def test_a_plain_word_is_no_first_name(word: str) -> None:
    assert not is_first_name(word)


def test_the_names_are_folded_as_they_are_looked_up() -> None:
    assert [name for name in FIRST_NAMES | AMBIGUOUS if fold(name) != name] == []
