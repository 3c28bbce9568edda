"""Spaces, capitals, lists and quantities as French writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rupfam_assistant.french.typography import capitalize, enumerate_all, lower, quantity, trim, uncapitalize


@given(st.text(max_size=40))
def test_a_fragment_trimmed_twice_is_trimmed_once(fragment: str) -> None:
    assert trim(trim(fragment)) == trim(fragment)
    assert "\n" not in trim(fragment)


@pytest.mark.parametrize(
    ("fragment", "kept"),
    [
        ("- un lieu ;", "un lieu"),
        ("• un lieu", "un lieu"),
        ("un\nlieu.", "un lieu"),
        ("-5 %", "-5 %"),
        ("–3 mois", "–3 mois"),
        ("12.", "12"),
        ("> on oriente vers la médiation", "on oriente vers la médiation"),
        ("> 45 min de trajet", "> 45 min de trajet"),
        ("...", ""),
        (
            "Former sur le mode de visite :\n• magistrats ;\n• accueillants",
            "Former sur le mode de visite : magistrats ; accueillants",
        ),
        ("Annuaire :\n1) tribunaux ;\n2) lieux de rencontre", "Annuaire : 1) tribunaux ; 2) lieux de rencontre"),
        ("Présidence : CAF\nSecrétariat : MSA", "Présidence : CAF ; Secrétariat : MSA"),
        ("Un lieu ouvre.\nUn autre ferme.", "Un lieu ouvre. Un autre ferme"),
    ],
)
def test_a_bullet_goes_and_a_sign_stays(fragment: str, kept: str) -> None:
    assert trim(fragment) == kept


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        ("19", "%", "19\u202f%"),
        ("64", "k€", "64\u202fk€"),
        ("0,5", "ETP", "0,5\u00a0ETP"),
        ("1/2", "ETP", "1/2\u00a0ETP"),
        ("12", "h/sem", "12\u00a0h/sem"),
        ("2 415", "dossiers", "2\u202f415\u00a0dossiers"),
        ("1h25", None, "1\u00a0h\u00a025"),
        ("1 h 25", None, "1\u00a0h\u00a025"),
        ("7 mois", "mois", "7 mois"),
        ("-2", "%", "-2\u202f%"),
        ("12%", "%", "12%"),
        ("7 mois environ", "mois", "7 mois environ"),
        ("0", None, "0"),
        ("12 000 000", "€", "12\u202f000\u202f000\u202f€"),
    ],
)
def test_a_number_and_its_unit_are_never_cut(value: str, unit: str | None, written: str) -> None:
    assert quantity(value, unit) == written


@pytest.mark.parametrize(
    ("text", "lowered"),
    [
        ("Nombre de pères", "nombre de pères"),
        ("CAF", "CAF"),
        ("CAF de Sornac", "CAF de Sornac"),
        ("Écoles", "écoles"),
        ("N° 3", "N° 3"),
        ("T3 2026", "T3 2026"),
        ("Septembre 2027", "septembre 2027"),
        ("", ""),
        ("eBus", "eBus"),
    ],
)
def test_a_name_keeps_its_capital_in_a_sentence(text: str, lowered: str) -> None:
    assert lower(text) == lowered


def test_a_list_is_said_in_french() -> None:
    assert [enumerate_all(["a"]), enumerate_all(["a", "b"]), enumerate_all(["a", "b", "c"])] == [
        "a",
        "a et b",
        "a, b et c",
    ]


def test_a_capital_is_put_on_the_first_letter_alone() -> None:
    assert [capitalize(text) for text in ("élan ARIPA", "", "3 mois")] == ["Élan ARIPA", "", "3 mois"]


@pytest.mark.parametrize("title", ["LE MOT DE LA DIRECTRICE", "Q5. Que faire ?", "B. À qui le proposer", "CDSF"])
def test_a_title_in_capitals_or_after_a_mark_keeps_its_first_letter_in_a_sentence(title: str) -> None:
    assert uncapitalize(title) == title
    assert uncapitalize("Article 2") == "article 2" and uncapitalize("À la demande") == "à la demande"
