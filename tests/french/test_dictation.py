"""What an officer dictated, as she meant it."""

import pytest

from rupfam_assistant.french.dictation import as_meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Les passes de rencontre, pardon les espaces de rencontre, refusent", "Les espaces de rencontre refusent"),
        ("recevoir les paires non je veux dire les pères", "recevoir les pères"),
        ("faire de la pension un réflexe euh oui un réflexe", "faire de la pension un réflexe"),
        ("avec la ripa, euh ARIPA, un par trimestre", "avec l’ARIPA, un par trimestre"),
        ("bus 214 deux points « Rester parents »", "bus 214 : « Rester parents »"),
        ("vers quel lieu orienter. point à la ligne", "vers quel lieu orienter."),
        ("au mercredi soir virgule jusqu’à 20 h", "au mercredi soir, jusqu’à 20 h"),
    ],
)
def test_words_taken_back_go_and_the_signs_that_are_said_are_set(said: str, meant: str) -> None:
    assert as_meant(said) == meant


@pytest.mark.parametrize(
    "said", ["deux points d’eau", "demander pardon aux enfants", "la pause, euh le samedi", "Les pères et les mères"]
)
def test_what_is_no_slip_stays(said: str) -> None:
    assert as_meant(said).replace("euh ", "") == said.replace("euh ", "")
