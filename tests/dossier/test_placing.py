"""Placing: each need, figure and priority stands under the objective of the action that it is about."""

from typing import Any

import numpy as np
import pytest
from drafting import CORPUS, action, classify, dossier

from rupfam_assistant.dossier.arrangement import arrange
from rupfam_assistant.dossier.paths import at
from rupfam_assistant.dossier.placing import MOST_ENCODED, Array, Encode
from rupfam_assistant.search.encoder import SHIPPED, ShippedEncoder

ACTIONS = [
    action("Ouvrir le samedi l’espace de rencontre de Sornac", 1, pilot="Association Le Gué"),
    action("Ateliers pour les pères de la maison d’arrêt de Brive-la-Haute", 2, pilot="SPIP"),
    action("Webinaire sur l’intermédiation financière", 3, pilot="CAF", partners=["Chambre des notaires"]),
    action("Rapport annuel sur les délais", 4, pilot="DDETS"),
]


@pytest.fixture(scope="module")
def encode() -> Encode:
    shipped = ShippedEncoder(CORPUS / SHIPPED)
    return lambda texts: np.asarray(shipped.encode(texts, "passage"))


def test_a_fact_stands_beside_what_answers_it(encode: Encode) -> None:
    read = dossier(
        territory_needs=["Les détenus ne voient plus leurs enfants", "Les mères seules ne réclament pas leur pension"],
        figures=[
            {"label": "Divorces devant notaire", "value": "900", "source": "Chambre des notaires"},
            {"label": "Incarcérés qui ont un enfant mineur", "value": "61", "unit": "%", "source": "SPIP"},
        ],
        priorities=["Sornac d’abord"],
        planned_actions=ACTIONS,
    )
    assert [*arrange(read, classify, encode).places.values()] == [2, 3, 3, 2, 1]


@pytest.mark.parametrize(
    "other",
    [
        "Tenir la permanence numéro {} de médiation familiale en mairie",
        "Ouvrir l’atelier numéro {} pour les parents de la commune",
        "Distribuer l’affiche numéro {} aux avocats",
        "Former le groupe numéro {} des agents d’accueil",
    ],
)
def test_a_need_stands_beside_the_action_that_answers_it_whatever_the_crowd_of_others(other: str) -> None:
    need = "Les parents de détenus n’ont pas de transport vers le parloir de Tercy"
    planned = [action("Ouvrir une navette vers le parloir pour les parents de détenus", 3)]
    planned += [action(other.format(number), 1) for number in range(120)]
    read = dossier(territory_needs=[need], planned_actions=planned)
    assert [*arrange(read, classify, None).places.values()] == [3]


def test_a_figure_stands_beside_the_need_that_says_the_same(encode: Encode) -> None:
    need = "Conflits entre jeunes majeurs et beaux-parents"
    judged = {"about": "place", "field": "territory_needs", "original": need, "value": "4"}
    figures = [{"label": "Jeunes majeurs en conflit avec un beau-parent", "value": "64"}]
    read = dossier(territory_needs=[need], figures=figures, decisions=[judged], planned_actions=ACTIONS)
    assert {*arrange(read, classify, encode).places.values()} == {4}


def test_a_figure_stands_where_its_service_is_offered_not_where_it_is_measured(encode: Encode) -> None:
    figures = [
        {"label": "Nombre de médiateurs", "value": "3", "unit": "ETP", "source": "CAF"},
        {"label": "Délai d’attente à l’espace de rencontre", "value": "5", "unit": "mois", "source": "Le Gué"},
        {"label": "ASF", "value": "8 120", "unit": "foyers", "source": "CAF"},
    ]
    planned = [
        *ACTIONS,
        action("Financer ensemble deux postes de médiateurs", 1, pilot="CAF"),
        action("Antenne de l’espace de rencontre à Luzy", 1, pilot="Association Le Gué"),
        action("Tableau commun, une seule définition du délai d’attente", 4, pilot="CAF"),
        action("Journée des avocats, des greffiers et des médiateurs", 3, pilot="CDAD"),
        action("Livret sur la pension pour les mères seules", 3, pilot="CAF"),
        action("Faire baisser le prix du voyage : allocation d’un billet aux familles", "X", title="Se déplacer"),
    ]
    places = arrange(dossier(figures=figures, planned_actions=planned), classify, encode).places
    assert [*places.values()] == [1, 1, 3]


def test_a_part_stays_with_its_total() -> None:
    figures = [
        {"label": "Visites à Sornac", "value": "90"},
        {"label": "dont visites de pères détenus", "value": "12"},
        {"label": "Enfants vus lors de ces visites", "value": "130"},
    ]
    read = dossier(figures=figures, planned_actions=ACTIONS)
    assert {*arrange(read, classify).places.values()} == {1}


def test_without_an_action_a_fact_stands_where_its_axis_tells() -> None:
    read = dossier(priorities=["Faire connaître la médiation"], territory_needs=["Aucun espace de rencontre à Sornac"])
    assert arrange(read, classify).places == {at("territory_needs", 0): 1, at("priorities", 0): 3}


def test_the_meaning_of_very_many_texts_is_not_asked() -> None:
    def refuse(texts: Any) -> Array:
        raise AssertionError(f"{len(texts)} texts")

    needs = [f"Pas de médiation à Sornac {number}" for number in range(MOST_ENCODED)]
    read = dossier(territory_needs=needs, planned_actions=ACTIONS)
    assert len(arrange(read, classify, refuse).places) == len(needs)
