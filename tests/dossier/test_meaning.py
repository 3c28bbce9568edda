"""What a dossier says twice in other words is asked back: two values of one figure, one action told twice."""

from typing import Any

import numpy as np
import pytest
from drafting import CORPUS, NEEDS, TODAY, TRAME, action, dossier

from rupfam_assistant.convention.article2 import draft_article
from rupfam_assistant.dossier.needs import classify_needs
from rupfam_assistant.dossier.paraphrases import likely_one
from rupfam_assistant.dossier.placing import Encode
from rupfam_assistant.dossier.sides import is_part
from rupfam_assistant.search.encoder import SHIPPED, ShippedEncoder


@pytest.fixture(scope="module")
def encode() -> Encode:
    shipped = ShippedEncoder(CORPUS / SHIPPED)
    return lambda texts: np.asarray(shipped.encode(texts, "passage"))


def figures(*told: tuple[str, str, str]) -> list[dict[str, Any]]:
    return [{"label": label, "value": value, "unit": unit, "source": "CAF, 2025"} for label, value, unit in told]


def asked(encode: Encode, **fields: Any) -> list[str]:
    """The alerts of a draft about an action told twice, or a need out of scope."""
    draft = draft_article(dossier(**fields), TRAME, lambda needs: classify_needs(needs, NEEDS), TODAY, encode)
    return [one.message for one in draft.alerts if "même chose" in one.message or one.kind == "out_of_scope"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            ("Familles monoparentales parmi les familles avec enfants", "31", "%"),
            ("Part des foyers avec enfants où un adulte élève seul", "24", "%"),
        ),
        (
            ("Délai avant un premier entretien de médiation", "6", "semaines"),
            ("Attente pour rencontrer un médiateur la première fois", "11", "semaines"),
        ),
    ],
)
def test_two_values_of_one_figure_told_in_other_words_are_asked(
    one: tuple[str, str, str], other: tuple[str, str, str], encode: Encode
) -> None:
    told = dossier(figures=figures(one, other))
    assert [*likely_one(told, encode)] == [(0, 1)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            ("Visites prévues à Sornac en 2025", "288", "visites"),
            ("Visites réalisées à Sornac en 2025", "96", "visites"),
        ),
        (("Délai de la première visite – Ouest", "5,5", "mois"), ("Délai de la première visite – Nord", "2", "mois")),
        (("Médiations terminées", "96", "médiations"), ("dont ayant abouti à un accord", "51", "médiations")),
        (("Pensions recouvrées", "61", "%"), ("Personnes détenues qui ont un enfant mineur", "58", "%")),
    ],
)
def test_two_figures_near_in_meaning_that_differ_by_a_word_or_a_place_are_two(
    one: tuple[str, str, str], other: tuple[str, str, str], encode: Encode
) -> None:
    assert [*likely_one(dossier(figures=figures(one, other)), encode)] == []


def test_an_action_told_twice_in_other_words_is_asked_unless_its_dates_are_apart(encode: Encode) -> None:
    first = "Ouvrir un espace de rencontre à Sornac, dans l’ancienne poste, le mercredi et le samedi"
    second = "Créer un lieu de visite parents-enfants à Sornac (ex-poste), deux jours par semaine"
    assert len(asked(encode, planned_actions=[action(first), action(second)])) == 1
    apart = [action(first, deadline="juin 2026"), action(second, deadline="mars 2028")]
    assert asked(encode, planned_actions=apart) == []
    others = [action(first), action("Former les secrétaires de mairie à l’accueil des parents")]
    assert asked(encode, planned_actions=others) == []


def test_what_recurs_in_two_actions_under_other_words_is_asked_once(encode: Encode) -> None:
    board = "Relevé mensuel des délais par rive, transmis aux juges"
    told = "Transmettre aux magistrats, chaque mois, l’attente constatée sur chaque rive"
    assert len(asked(encode, planned_actions=[action(board, 4), action(told, 4)])) == 1
    bus = "Navette du samedi entre la gare de Bréneuil et la maison d’arrêt, pour les enfants qui visitent un parent"
    visits = "Implanter un lieu de visite parents-enfants sur la rive nord (Bréneuil, ex-trésorerie), deux jours"
    assert asked(encode, planned_actions=[action(bus), action(visits)]) == []


def test_a_need_near_in_meaning_to_another_is_not_said_out_of_scope(encode: Encode) -> None:
    lodging = "Logements de saisonniers de 14 m² : impossible d’y recevoir ses enfants le week-end"
    visits = "Les parents sans logement ne peuvent pas recevoir leurs enfants et demandent un lieu de visite"
    roof = "Toiture du gymnase à refaire avant l’hiver"
    messages = asked(encode, territory_needs=[visits, lodging, roof])
    assert len(messages) == 1 and "gymnase" in messages[0]


def test_posts_and_people_counted_in_other_words_are_asked_where_they_may_be_one_thing(encode: Encode) -> None:
    one, other = (
        ("Médiateurs familiaux en exercice", "3,5", "ETP"),
        ("Effectif de médiation", "5", "équivalents temps plein"),
    )
    posts = figures(one, other)
    assert [*likely_one(dossier(figures=posts), encode)] == [(0, 1)]
    children, minors = "Enfants accueillis en espace de rencontre", "Mineurs ayant rencontré un parent en lieu neutre"
    counts = figures((children, "612", "enfants"), (minors, "540", "mineurs"))
    assert [*likely_one(dossier(figures=counts), encode)] == [(0, 1)]
    apart = figures((children, "6 120", "enfants"), (minors, "540", "mineurs"))
    assert [*likely_one(dossier(figures=apart), encode)] == []


def test_a_need_that_an_action_answers_in_other_words_is_not_said_out_of_scope(encode: Encode) -> None:
    need, answer = "Horaires du soir et du week-end", "Ouvrir l’espace de rencontre le soir et le week-end"
    assert asked(encode, territory_needs=[need], planned_actions=[action(answer)]) == []


def test_a_relative_clause_makes_no_part_of_a_total() -> None:
    assert not is_part("Mineurs dont le foyer réunit les deux parents")
    assert is_part("dont moins de 6 ans") and is_part("Couples, dont séparés")


def test_what_is_surely_out_of_scope_is_told_whatever_town_it_names_and_a_familys_hours_are_not(encode: Encode) -> None:
    needs = [
        "Attente de six mois à l’espace de rencontre de Port-Sabran",
        "Dragage du chenal de plaisance à Port-Sabran",
    ]
    priorities = [
        "Réouvrir la halte ferroviaire de Crassey",
        "Horaires du soir et du week-end",
        "Loger les deux parents",
    ]
    told = asked(encode, territory_needs=needs, priorities=priorities)
    assert len(told) == 2 and "Dragage" in told[0] and "ferroviaire" in told[1]
