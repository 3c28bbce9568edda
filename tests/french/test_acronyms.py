"""Acronyms spelled out, for a text whose meaning is looked for."""

import pytest

from rupfam_assistant.french.acronyms import spelled_out
from rupfam_assistant.french.lists import read_list

TOLD = read_list("field_acronyms")


@pytest.mark.parametrize("long", TOLD.groups)
def test_an_acronym_of_the_field_is_spelled_out(long: str) -> None:
    assert long in spelled_out(TOLD.examples[long])


def test_a_text_in_capitals_is_read_in_small_letters_and_a_word_is_no_acronym() -> None:
    assert spelled_out("DELAI DES VISITES") == "delai des visites"
    assert spelled_out("Mère et mer, OPération") == "Mère et mer, OPération"
