"""Lines typed in capitals, as French writes them."""

import pytest

from rupfam_assistant.french.capitals import in_small_letters, with_names


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("FAIRE CONNAITRE L'ARIPA aux indépendants", "faire connaître l'ARIPA aux indépendants"),
        ("OUVRIR UN ESPACE DE RENCONTRE A VAUGELLE", "ouvrir un espace de rencontre à Vaugelle"),
        ("SATURATION du site de Clichemont", "saturation du site de Clichemont"),
        ("PROTÉGER : aucune visite sans avis", "protéger : aucune visite sans avis"),
        ("RELANCER LE SPIP ET LA MAISON D’ARRET", "relancer le SPIP et la maison d’arrêt"),
    ],
)
def test_a_line_that_opens_in_capitals_is_in_small_letters_with_its_accents(typed: str, written: str) -> None:
    assert in_small_letters(typed) == written


@pytest.mark.parametrize(
    "typed",
    ["PMI et CCAS", "Réunir la CAF, la MSA et l’UDAF", "CIDFF, UDAF, ADIL", "CAF : accueil", "HORIZON, association"],
)
def test_acronyms_stay_in_capitals(typed: str) -> None:
    assert in_small_letters(typed) == typed


def test_a_town_is_written_as_the_dossier_has_it_but_a_common_word_is_no_town() -> None:
    towns = ("Clichemont", "Saint-Orens-sur-Mer", "Ouvert")
    typed = "Lieu ouvert à clichemont, à Saint Orens sur Mer et à SAINT-ORENS-SUR-MER"
    assert with_names(typed, towns) == "Lieu ouvert à Clichemont, à Saint-Orens-sur-Mer et à Saint-Orens-sur-Mer"
    assert with_names("la gare de Clichemont-Est", towns) == "la gare de Clichemont-Est"
