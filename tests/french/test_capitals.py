"""Lines typed in capitals, as French writes them."""

import pytest

from rupfam_assistant.french.capitals import in_small_letters, name_in_small_letters, with_names


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("FAIRE CONNAITRE L'ARIPA aux indépendants", "faire connaître l'ARIPA aux indépendants"),
        ("OUVRIR UN ESPACE DE RENCONTRE A VAUGELLE", "ouvrir un espace de rencontre à Vaugelle"),
        ("SATURATION du site de Clichemont", "saturation du site de Clichemont"),
        ("PROTÉGER : aucune visite sans avis", "protéger : aucune visite sans avis"),
        ("STAND « PARENTS » À ANSE-BÉLIZAIRE", "stand « Parents » à Anse-Bélizaire"),
        ("OUVRIR UN LIEU À CROZ-LES-BAINS", "ouvrir un lieu à Croz-les-Bains"),
        ("UNE DEMI-JOURNÉE CAF-MSA POUR LES FAMILLES", "une demi-journée CAF-MSA pour les familles"),
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


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("COMMUNE D’ANSE-BÉLIZAIRE", "commune d’Anse-Bélizaire"),
        ("COMMUNE DE CROZ-LES-BAINS", "commune de Croz-les-Bains"),
    ],
)
def test_a_town_of_several_words_typed_in_capitals_keeps_those_of_its_name(typed: str, written: str) -> None:
    assert name_in_small_letters(typed) == written
