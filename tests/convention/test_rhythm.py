"""What the rhythm of an instance says: once a year or more, or not."""

import pytest

from rupfam_assistant.convention.trame import is_yearly
from rupfam_assistant.french.rhythms import yearly_times

YEARLY = [
    "deux fois par an",
    "une fois par an",
    "trois fois l’an",
    "tous les six mois",
    "chaque trimestre",
    "semestrielle",
    "en mars et en octobre",
    "tous les ans",
    "annuelle",
    "Deux fois l’année",
    "une réunion minimum par trimestre",
    "semi-annuelle",
    "au printemps et à l’automne",
    "toutes les six semaines",
    "3 fois par an à partir de juin 2027",
]
RARER = [
    "tous les deux ans",
    "tous les 2 ans",
    "1 fois/2 ans",
    "tous les deux ou trois ans",
    "quadriennale",
    "bisannuelle",
    "en 2027 et 2029",
    "selon les besoins",
    "0 fois par an",
    "une fois tous les trois ans",
    "biennale",
    "une année sur deux",
    "si besoin",
    "tous les 18 mois",
    "à mi-parcours",
    "Une fois en trois ans",
    "en juin 2027",
    "jamais plus d’une fois par an",
    "au plus une fois par an",
    "moins d’une réunion par an",
    "pluriannuelle",
]


@pytest.mark.parametrize("frequency", YEARLY)
def test_once_a_year_or_more_is_yearly(frequency: str) -> None:
    assert is_yearly(frequency)


@pytest.mark.parametrize("frequency", RARER)
def test_less_than_once_a_year_is_not(frequency: str) -> None:
    assert not is_yearly(frequency)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("deux fois par an minimum (1 en 2022)", "deux fois par an"),
        ("au moins 2 fois par an au minimum", "deux fois par an"),
        ("semestrielle (1 seule en 2025)", "deux fois par an"),
        ("2 fois l’an, en mars et en mai, et au besoin", "deux fois par an, en mars et en mai, et au besoin"),
        ("2 plénières par an, en mars et en mai", "deux fois par an en séance plénière, en mars et en mai"),
        ("trois fois par an mini, en mars, juin et novembre", "trois fois par an, en mars, en juin et en novembre"),
    ],
)
def test_a_least_is_said_once_and_what_once_was_is_not(told: str, said: str) -> None:
    assert yearly_times(told) == said
