"""Bodies: one under several names, others of its kind, acronyms typed small."""

import pytest

from rupfam_assistant.dossier.bodies import full_name, is_same_body, with_acronyms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CAF", "CAF de l’Aulne"),
        ("service social CAF", "CAF de l’Aulne"),
        ("CAF 60", "CAF de l’Aulne"),
        ("conseil général", "conseil départemental de l’Aulne"),
        ("COLLECTIVITÉ", "Collectivité de l’Aulne (conseil départemental)"),
        ("PMI", "conseil départemental de l’Aulne"),
        ("la mairie de Luzy", "ville de Luzy"),
        ("Le Phare", "association Le Phare"),
        ("TJ de Riom", "tribunal judiciaire de Riom"),
        ("la msa", "MSA Aulne"),
        ("com com du Val", "communauté de communes du Val"),
    ],
)
def test_a_body_is_known_under_its_other_names(one: str, other: str) -> None:
    assert is_same_body(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("association Le Phare", "association L’Ancre"),
        ("commune de Sornac", "commune de Luzy"),
        ("CCAS de Luzy", "CCAS de Sornac"),
        ("CCAS de Luzy", "commune de Luzy"),
        ("CAF de l’Aulne", "CAF du Rhin"),
        ("tribunal judiciaire de Vichy", "tribunal judiciaire de Riom"),
        ("DDETS", "préfecture de l’Aulne"),
    ],
)
def test_two_bodies_of_one_kind_or_of_one_town_are_two(one: str, other: str) -> None:
    assert not is_same_body(one, other) and not is_same_body(other, one)


def test_acronyms_of_bodies_typed_small_take_their_capitals() -> None:
    assert with_acronyms("la msa, l’udaf et le centre social") == "la MSA, l’UDAF et le centre social"


def test_an_acronym_that_its_adjective_would_contradict_stays() -> None:
    assert full_name("UDAF interdépartementale") == "UDAF interdépartementale"
