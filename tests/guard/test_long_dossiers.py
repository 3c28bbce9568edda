"""Of the whole dossiers of four departments, what their constraints forbid is withheld, and what stands beside is not."""

from functools import cache

import pytest
from drafting import DATA

from rupfam_assistant.convention.setting import set_in_place
from rupfam_assistant.dossier.alert import MARKER
from rupfam_assistant.dossier.paths import FieldPath, texts_of
from rupfam_assistant.dossier.reading import make_dossier
from rupfam_assistant.dossier.schema import Dossier
from rupfam_assistant.french.lists import read_json_lines

DOSSIERS = {row["department"]: make_dossier(row) for row in read_json_lines(DATA / "guard" / "long_dossiers.jsonl")}
ALPS, PLAIN, ISLANDS, VALLEY = DOSSIERS


@cache
def printed(department: str) -> Dossier:
    return set_in_place(DOSSIERS[department])[0]


def left(department: str, field: str) -> str:
    """What is printed of a field, "" when it is withheld with its row."""
    told = dict(texts_of(printed(department))).get(FieldPath.parse(field), "")
    return "" if told == MARKER else told


@pytest.mark.parametrize(
    ("department", "field", "start"),
    [
        (ALPS, "planned_actions.4.text", "Caler les permanences"),  # « février », the month until which another waits
        (PLAIN, "figures.3.label", "Mineurs venus en visite"),  # « gestionnaires », one of whom leaves
        (ISLANDS, "planned_actions.15.text", "Permanence pension alimentaire"),  # in the town of what is to come
        (ISLANDS, "figures.1.label", "Attente constatée"),  # « chef-lieu », where a « lieu » is to come
        (VALLEY, "planned_actions.12.text", "Charte signée"),  # « service », that someone renders
        (VALLEY, "planned_actions.9.partners.0", "Commune de Crassières"),
    ],
)
def test_a_field_that_shares_one_common_word_a_town_or_a_month_with_a_constraint_is_printed(
    department: str, field: str, start: str
) -> None:
    assert left(department, field).startswith(start)


def test_an_embargo_told_without_forbidding_withholds_the_action_with_its_pilot_and_the_annex_that_tells_of_it() -> (
    None
):
    for department, rank in ((ISLANDS, 2), (VALLEY, 1)):
        action = printed(department).planned_actions[rank]
        assert (action.text, action.pilot, action.partners, action.indicator) == (None, None, (), None)
    assert printed(VALLEY).annexes[1] == ""
    assert printed(VALLEY).annexes[2].startswith("Carte des services")


def test_a_post_that_may_be_told_stays_without_the_sum_that_may_not() -> None:
    assert left(VALLEY, "planned_actions.23.text") == (
        "Coordination parentalité du département : un poste à temps plein, chargé de l’annuaire, des comptes rendus et "
        "du suivi de la feuille de route"
    )
    assert printed(VALLEY).figures[10].label is None


def test_the_words_that_a_constraint_allows_stand_for_the_clause_that_it_forbids() -> None:
    assert left(VALLEY, "territory_needs.3") == (
        "Mutations industrielles : les séparations suivent en général dans les 18 mois, les pensions fixées avant "
        "ne tiennent plus"
    )


def test_a_clause_on_what_must_not_be_told_goes_whole_with_its_bracket() -> None:
    assert left(PLAIN, "planned_actions.5.text") == (
        "Harmoniser les conditions d’accueil des espaces de rencontre (un règlement commun, un livret commun)"
    )
    assert left(PLAIN, "planned_actions.5.partners.1") == "Le Pont-Levis"


def test_the_words_that_a_constraint_gives_are_printed_for_those_that_it_rejects() -> None:
    assert "au parent chez qui l’enfant ne réside pas comme à l’autre" in left(VALLEY, "planned_actions.25.text")
    assert left(ISLANDS, "planned_actions.28.text").startswith("Relais d’information sur l’île de Frégate")
    assert left(ISLANDS, "planned_actions.9.text").startswith("Diffuser la mallette séparation")


def test_what_is_left_of_a_field_is_told_in_its_alert() -> None:
    told = [alert.message for alert in set_in_place(DOSSIERS[PLAIN])[1]]
    assert any("Il en reste : « Harmoniser les conditions" in message for message in told)
