"""Who is told by what they do, where alone someone may be named, what a bracket forbids of itself."""

import pytest
from drafting import action, dossier

from rupfam_assistant.convention.setting import set_in_place
from rupfam_assistant.guard.constraints import parse_constraints
from rupfam_assistant.guard.wishes import read_wish, reworded
from rupfam_assistant.guard.withholding import withhold

LENT = action(
    "Chambres prêtées hors saison aux parents sans logement",
    pilot="CCAS de Port-Ménard",
    partners=["Hôtel des Dunes (M. Sorel)", "DDETS"],
)
GUIDE = action("Imprimer le guide « Se séparer »", pilot="CAF", partners=["Office notarial Delmas", "MSA"])


@pytest.mark.parametrize(
    ("ban", "hidden"),
    [
        ("Celui qui prête les chambres ne veut pas de publicité.", "Sorel"),
        ("L’office notarial qui aide au guide ne veut pas y voir son nom.", "Delmas"),
    ],
)
def test_who_is_told_by_what_they_do_is_named_nowhere_and_the_action_stays(ban: str, hidden: str) -> None:
    sober = withhold(dossier(planned_actions=[LENT, GUIDE], constraints=ban))[0]
    told = [name for one in sober.planned_actions for name in (one.text, one.pilot, *one.partners)]
    assert not any(hidden in (name or "") for name in told)
    assert [one.text for one in sober.planned_actions] == [LENT["text"], GUIDE["text"]]
    assert {"DDETS", "MSA", "CCAS de Port-Ménard"} <= {*told}


@pytest.mark.parametrize(
    "ban",
    [
        "Mme Vasseur signe mais M. Delmont, le trésorier, n’a pas à apparaître.",
        "M. Delmont, l’ancien trésorier, est parti fâché, je ne veux voir son nom nulle part.",
        "M. Delmont rend service sans vouloir qu’on le sache.",
    ],
)
def test_someone_not_to_be_named_is_no_member(ban: str) -> None:
    sober = set_in_place(dossier(members=["Barreau", "M. Delmont (Trait d’Union)"], constraints=ban))[0]
    assert [one for one in sober.members if one] == ["Barreau"]


def test_a_sum_that_some_alone_know_is_banned_not_those_who_know_it() -> None:
    bans = parse_constraints("Ce que laisse la donatrice n’est connu que de la CAF et de l’UDAF.")
    assert [(ban.kind, ban.about) for ban in bans] == [("amount", "donatrice")]


def test_those_from_whom_a_thing_is_kept_are_not_the_thing() -> None:
    planned = [
        action("Équiper six maisons d’un poste de visite à distance"),
        action("Suivre le changement de direction"),
    ]
    ban = "Le changement de direction n’a pas été dit à l’équipe."
    sober = withhold(dossier(planned_actions=planned, constraints=ban))[0]
    assert [bool(one.text) for one in sober.planned_actions] == [True, False]


def test_a_bracket_that_forbids_what_it_tells_goes_without_the_action() -> None:
    told = "Deux journées sur le contrôle coercitif (M. Roy part en janvier, sa remplaçante viendra, ne pas diffuser)"
    sober = set_in_place(dossier(planned_actions=[action(told)]))[0]
    assert sober.planned_actions[0].text == "Deux journées sur le contrôle coercitif"


def test_men_and_women_are_told_both_where_they_are_meant_and_an_adjective_stays() -> None:
    wish = read_wish("Tjs écrire « saisonniers et saisonnières »")
    assert wish and reworded("150 saisonniers reçus", wish) == "150 saisonniers et saisonnières reçus"
    for said in ("Emplois saisonniers en juillet", "Soirée saisonniers", "Accueil des saisonniers et saisonnières"):
        assert reworded(said, wish) == said


def test_words_that_hold_the_one_to_avoid_stand_in_its_place() -> None:
    wish = read_wish("Le SPIP tient à « parent détenu », jamais « détenu » tout seul")
    assert wish and reworded("L’accueil des enfants des détenus", wish) == "L’accueil des enfants des parents détenus"
    assert reworded("Groupe des parents détenus", wish) == "Groupe des parents détenus"
