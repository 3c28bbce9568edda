"""French out of fragments."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.typography import trim
from rupfam_assistant.french.wording import action_line
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


@pytest.mark.parametrize("verb", read_list("noun_verbs").groups)
def test_each_verb_opens_the_line_of_its_example(verb: str) -> None:
    assert action_line(read_list("noun_verbs").examples[verb]).startswith(f"{verb} ")
