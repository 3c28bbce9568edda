"""Who is told by what they do, where alone someone may be named, what a bracket forbids of itself."""

import pytest
from drafting import action, dossier

from rupfam_assistant.convention.setting import set_in_place
from rupfam_assistant.dossier.paths import texts_of
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


@pytest.mark.parametrize(
    ("ban", "gone", "left"),
    [
        ("La présidente l’annonce le 5 février donc jusque-là le bateau des visites on fait comme s’il n’existait pas.",
         "Affréter le bateau des visites", "Billet de barge"),
        ("Tant que la commission de la CGSS n’a pas voté je ne veux pas voir sa somme écrite.", "35 000", "212 000"),
        ("Le foyer des Filaos c’est entre les mains du procureur, rien là-dessus s’il te plaît.", "Filaos", "barge"),
    ],
)  # fmt: skip
def test_a_ban_said_as_one_speaks_is_read(ban: str, gone: str, left: str) -> None:
    told = dossier(
        planned_actions=[
            action("Affréter le bateau des visites"),
            action("Billet de barge pour les parents, la CGSS met 35 000 euros"),
            action("Rencontrer les parents que l’affaire du foyer des Filaos inquiète"),
        ],
        figures=[{"label": "Crédits de tous les financeurs", "value": "212 000", "unit": "euros"}],
        constraints=ban,
    )
    text = "\n".join(text for path, text in texts_of(set_in_place(told)[0]) if path.root != "constraints")
    assert gone not in text and left in text


@pytest.mark.parametrize(
    ("said", "typed", "written"),
    [
        ("On ne dit pas la métropole on dit l’Hexagone", "Le parent vit en métropole", "Le parent vit dans l’Hexagone"),
        ("Elle bondit quand on écrit « familles à problèmes », écrire « familles en difficulté »",
         "Aller vers les familles à problèmes", "Aller vers les familles en difficulté"),
        ("Jamais CTGM, la présidente déteste le sigle", "Former la CTGM", "Former la Collectivité territoriale de Grande-Mare"),
    ],
)  # fmt: skip
def test_words_that_one_says_instead_of_others_are_written(said: str, typed: str, written: str) -> None:
    parties = [{"body": "Collectivité territoriale de Grande-Mare"}]
    sober = set_in_place(dossier(planned_actions=[action(typed)], constraints=said, signatories=parties))[0]
    assert sober.planned_actions[0].text == written


def test_several_words_and_those_said_instead_are_paired() -> None:
    said = "On ne dit ni « quartiers sensibles » ni « pères absents » : dis « quartiers prioritaires » et « pères éloignés »."
    planned = [action("Bus dans les quartiers sensibles"), action("Groupe de pères absents")]
    sober = set_in_place(dossier(planned_actions=planned, constraints=said))[0]
    assert [one.text for one in sober.planned_actions] == [
        "Bus dans les quartiers prioritaires",
        "Groupe de pères éloignés",
    ]


def test_what_is_said_of_a_body_leaves_its_name_alone() -> None:
    ban = "Il n’y a pas lieu de mentionner la procédure de conciliation ouverte au bénéfice de l’association Le Relais."
    planned = [action("Ouvrir le samedi", pilot="Association Le Relais"), action("Suivre la procédure de conciliation")]
    sober = set_in_place(dossier(planned_actions=planned, constraints=ban))[0]
    assert sober.planned_actions[0].pilot == "Association Le Relais"
    assert "conciliation" not in (sober.planned_actions[1].text or "")


def test_what_nothing_hinders_may_be_written() -> None:
    said = "Rien ne fait obstacle à ce que la Maison des familles soit annoncée, la délibération étant exécutoire."
    sober = set_in_place(dossier(planned_actions=[action("Ouvrir la Maison des familles")], constraints=said))[0]
    assert sober.planned_actions[0].text == "Ouvrir la Maison des familles"


def test_who_is_but_pointed_at_is_no_ban_of_its_own() -> None:
    bans = parse_constraints("Pas un mot sur la grève aux Fauvettes ni sur celles qui sont parties.")
    assert [ban.about for ban in bans] == ["grève aux Fauvettes"]
