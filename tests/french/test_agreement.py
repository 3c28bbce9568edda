"""Gender, articles and elision."""

import re

import pytest

from rupfam_assistant.french.agreement import (
    DEPARTMENTS,
    department_in,
    department_of,
    elides,
    gender,
    of,
    of_place,
    singular,
    the,
)


@pytest.mark.parametrize(
    ("department", "body", "named"),
    [
        ("Coteaux-de-Sève", "Préfète des Coteaux-de-Sève", "des Coteaux-de-Sève"),
        ("Creuse", "CAF de la Creuse", "de la Creuse"),
        ("Ain", "Conseil départemental de l’Ain", "de l’Ain"),
        ("Val-d’Ombre", "CAF du Val-d’Ombre", "du Val-d’Ombre"),
        ("Ain", "Association Ainée", None),
        ("Lot", "CAF du Lot-et-Garonne", None),
        ("Creuse", "CAF 23", None),
        ("C++ (bis)", "CAF", None),
    ],
)
def test_the_department_takes_the_article_that_a_body_gives_it(department: str, body: str, named: str | None) -> None:
    assert department_of(department, [body]) == named


@pytest.mark.parametrize(
    ("noun", "expected"),
    [
        ("permanence", "f"),
        ("atelier", "m"),
        ("creation", "f"),
        ("renforcement", "m"),
        ("navette", "f"),
        ("guide", "m"),
        ("xyz", None),
        ("", None),
    ],
)
def test_the_gender_of_a_noun(noun: str, expected: str | None) -> None:
    assert gender(noun) == expected


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("Ain", "m", ("l’", "d’")),
        ("hébergement", "m", ("l’", "d’")),
        ("œuvre", "f", ("l’", "d’")),
        ("hall de la mairie", "m", ("le ", "de ")),
        ("Haute-Marne", "f", ("la ", "de ")),
        ("onze familles", "f", ("la ", "de ")),
        ("médiation", "f", ("la ", "de ")),
        ("", "m", ("le ", "de ")),
    ],
)
def test_an_article_is_elided_before_a_vowel_and_a_silent_h(text: str, kind: str, said: tuple[str, str]) -> None:
    assert (the(text, kind), of(text)) == said
    assert elides(text) is said[0].endswith("’")


@pytest.mark.parametrize(
    ("plural", "one"),
    [("ateliers", "atelier"), ("réseaux", "réseau"), ("parcours", "parcours"), ("bus", "bus"), ("lieu", "lieu")],
)
def test_a_noun_in_the_singular(plural: str, one: str) -> None:
    assert singular(plural) == one


def test_each_department_has_its_preposition() -> None:
    assert len(DEPARTMENTS) == 102  # Alsace too
    told = ("du Calvados", "de la Gironde", "de l’Ain", "des Ardennes", "de Mayotte", "d’Eure-et-Loir", "du Val-d’Oise")
    for said in (*told, "des Alpes-Maritimes", "des Yvelines", "de La Réunion", "du Territoire de Belfort"):
        assert of_place(re.split(r"^(?:de la |de l’|d’|de |du |des )", said)[1]) == said
    assert [of_place(name) for name in ("Trois-Monts", "Âpres-Monts", "Val-d’Ombre")] == [
        "des Trois-Monts",
        "des Âpres-Monts",
        "du Val-d’Ombre",
    ]


@pytest.mark.parametrize(
    ("body", "department"),
    [
        ("SPIP de l’Aisne", "Aisne"),
        ("la MSA (Lot-et-Garonne)", "Lot-et-Garonne"),
        ("SPIP, département de la Haute-Brume", "Haute-Brume"),
        ("UDAF du Nord", "Nord"),
        ("conseil régional des Pays de la Loire", ""),
        ("communauté de communes de la vallée de la Drôme", ""),
        ("SPIP", ""),
        ("le lycée de Sornac", ""),
    ],
)
def test_the_department_that_a_body_tells_is_found_where_it_is_sure(body: str, department: str) -> None:
    assert department_in(body) == department
