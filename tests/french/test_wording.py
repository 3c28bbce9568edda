"""French out of fragments."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rupfam_assistant.french.wording import (
    action_line,
    capital,
    department_of,
    enumerate_all,
    gender,
    lower,
    quantity,
    trim,
)
from rupfam_assistant.french.words import fold

LINES = {
    "Ouvrir un point d’accueil à Sornac": "Ouvrir un point d’accueil à Sornac",
    "étendre les horaires": "Étendre les horaires",
    "mieux informer les pères": "Mieux informer les pères",
    "ne plus fermer l’été": "Ne plus fermer l’été",
    "se coordonner avec le SPIP": "Se coordonner avec le SPIP",
    "S’appuyer sur les mairies": "S’appuyer sur les mairies",
    "Promouvoir l’ARIPA": "Promouvoir l’ARIPA",
    "Conclure une charte": "Conclure une charte",
    "Faire connaître l’ARIPA": "Faire connaître l’ARIPA",
    "Réduire l’attente": "Réduire l’attente",
    "Mettre en réseau les acteurs": "Mettre en réseau les acteurs",
    "création d’un espace de rencontre": "Procéder à la création d’un espace de rencontre",
    "Ouverture le dimanche": "Procéder à l’ouverture le dimanche",
    "Harmonisation des outils": "Procéder à l’harmonisation des outils",
    "Renforcement des permanences": "Procéder au renforcement des permanences",
    "Maintien des visites": "Procéder au maintien des visites",
    "Étude d’impact": "Établir une étude d’impact",
    "Signature d’une charte": "Procéder à la signature d’une charte",
    "Réouverture du samedi": "Procéder à la réouverture du samedi",
    "Permanence de médiation à Sornac": "Tenir une permanence de médiation à Sornac",
    "permanences le mercredi": "Tenir des permanences le mercredi",
    "Dépliant sur l’ARIPA": "Diffuser un dépliant sur l’ARIPA",
    "Newsletter trimestrielle": "Diffuser une newsletter trimestrielle",
    "Flyer dans les mairies": "Diffuser un flyer dans les mairies",
    "Soirée d’échange": "Organiser une soirée d’échange",
    "Goûter des familles": "Organiser un goûter des familles",
    "Annuaire des acteurs": "Établir un annuaire des acteurs",
    "Charte d’orientation": "Établir une charte d’orientation",
    "Groupe de parole": "Mettre en place un groupe de parole",
    "Navette le dimanche": "Mettre en place une navette le dimanche",
    "Foire aux questions": "Mettre en place une foire aux questions",
    "Peinture de la salle d’attente": "Mettre en place une peinture de la salle d’attente",
    "Première rencontre des pères": "Organiser une première rencontre des pères",
    "Nouveau lieu d’accueil": "Mettre en place un nouveau lieu d’accueil",
    "Nouveaux créneaux le samedi": "Mettre en place de nouveaux créneaux le samedi",
    "Petites permanences": "Tenir de petites permanences",
    "Deux ateliers par an": "Organiser deux ateliers par an",
    "quatre réunions": "Organiser quatre réunions",
    "3 soirées pour les pères": "Organiser 3 soirées pour les pères",
    "12 h/sem de médiation": "Mettre en place 12 h/sem de médiation",
    "Un guide bilingue": "Diffuser un guide bilingue",
    "La navette du dimanche": "Mettre en place la navette du dimanche",
    "Week-end d’échange": "Organiser un week-end d’échange",
    "rendez-vous du soir": "Mettre en place des rendez-vous du soir",
    "MF : permanence à Sornac": "MF : tenir une permanence à Sornac",
    "ARIPA au forum des associations": "Mettre en œuvre l’action suivante : ARIPA au forum des associations",
    "L’espace de rencontre ouvre le dimanche": "Mettre en œuvre l’action suivante : l’espace de rencontre ouvre le dimanche",
    "« Café des pères » à Sornac": "Mettre en œuvre l’action suivante : « Café des pères » à Sornac",
    "N° vert": "Mettre en œuvre l’action suivante : N° vert",
    "- navette ;": "Mettre en place une navette",
    "• Groupe de parole.\n": "Mettre en place un groupe de parole",
}


@pytest.mark.parametrize(("fragment", "line"), LINES.items())
def test_a_fragment_becomes_a_line_that_opens_with_an_infinitive(fragment: str, line: str) -> None:
    assert action_line(fragment) == line


@given(st.sampled_from([*LINES]) | st.text(min_size=1, max_size=60))
def test_a_line_keeps_every_word_of_its_fragment(fragment: str) -> None:
    assert fold(trim(fragment)) in fold(action_line(fragment)) or len(trim(fragment)) < 2 or ":" in fragment


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
        ("...", ""),
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
    assert [capital(text) for text in ("élan ARIPA", "", "3 mois")] == ["Élan ARIPA", "", "3 mois"]


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
