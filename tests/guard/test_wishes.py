"""How constraints ask to write: what is wanted instead of what, and the lines that are offered so."""

import pytest
from drafting import action, dossier

from rupfam_assistant.convention.setting import set_in_place
from rupfam_assistant.guard.constraints import parse_constraints
from rupfam_assistant.guard.wishes import Wish, holds, read_wish, reworded

DISCREET = (
    "La fondation Lormet-Hagen m’a redit au téléphone qu’elle aidait volontiers mais de loin, si on doit en parler ce "
    "sera « un mécène »"
)
LENT = "La ville de Luzy prête un local, on dira « un local municipal » et rien d’autre"
RENAMED = "Qu’on ne tombe pas sur le nom de Fabienne Ozier, la mallette peut s’appeler « mallette séparation »."
READ = [
    ("Dire « temps d’échange » plutôt que « groupe de parole »", "temps d’échange", ("groupe de parole",)),
    ("Écrire « médiation familiale » en toutes lettres, jamais MF", "médiation familiale", ("MF",)),
    ("Plan-Merlet s’écrit en entier, jamais PML", "Plan-Merlet", ("PML",)),
    ("Merci d’écrire « travail posté » et non « 3x8 » ou « 5x8 »", "travail posté", ("3x8", "5x8")),
    ("Remplacer « usagers » par « parents »", "parents", ("usagers",)),
    ("Le nom de la commune s’écrit sans trait d’union", "", ()),
    ("Les gens de Frégate prennent mal le mot « dépendance », chez eux on dit « île »", "île", ("dépendance",)),
    ("La procureure tique dès qu’elle lit « garde », elle préfère « résidence »", "résidence", ("garde",)),
    (DISCREET, "un mécène", ("fondation Lormet-Hagen", "Lormet-Hagen")),
    (LENT, "", ()),
    ("La mairie de Luzy aide, mais ce sera « une commune du canton »", "une commune du canton", ("mairie de Luzy",)),
]


@pytest.mark.parametrize(("said", "words", "instead"), READ, ids=lambda told: str(told)[:40])
def test_what_constraints_ask_to_write_is_read_and_bans_nothing(
    said: str, words: str, instead: tuple[str, ...]
) -> None:
    wish = read_wish(said)
    assert ((wish.words, wish.instead) if wish else ("", ())) == (words, instead)
    assert parse_constraints(said) == ()


@pytest.mark.parametrize("said", ["Ne pas citer le CIDFF", "Le montant du loyer ne doit pas être écrit"])
def test_a_ban_is_no_wish(said: str) -> None:
    assert read_wish(said) is None


def test_the_words_that_are_asked_for_are_set_in_sentences_and_left_to_the_officer_in_names() -> None:
    told = dossier(
        planned_actions=[action("Ouvrir un lieu neutre à PML", pilot="Mairie de PML")],
        priorities=["Faire du lieu neutre un repère"],
        constraints="Écrire « espace de rencontre », jamais « lieu neutre ». Plan-Merlet s’écrit en entier, jamais PML.",
    )
    sober, alerts, _ = set_in_place(told)
    assert sober.priorities == ("Faire de l’espace de rencontre un repère",)
    assert sober.planned_actions[0].text == "Ouvrir un espace de rencontre à Plan-Merlet"
    assert [(one.message.split(" : ")[1][:8], [path.label for path in one.fields]) for one in alerts] == [
        ("c’est re", ["priorités, 1", "actions prévues, 1, action"]),
        ("c’est re", ["actions prévues, 1, action"]),
        ("écrivez ", ["actions prévues, 1, pilote"]),
    ]


def test_words_that_open_with_a_figure_are_replaced_and_a_plural_in_x_is_seen() -> None:
    shifts = Wish("", "travail posté", ("3x8", "5x8"))
    assert reworded("Ouvrir pour les familles en 3x8", shifts) == "Ouvrir pour les familles en travail posté"
    assert holds("Des lieux neutres", Wish("", "espace de rencontre", ("lieu neutre",)))


def test_a_sentence_where_words_of_another_gender_would_not_agree_is_withheld_and_told() -> None:
    told = dossier(
        priorities=["La zone blanche est trop étendue"],
        planned_actions=[action("Un car pour le foyer monoparental", pilot="CAF")],
        constraints="Écrire « secteur peu couvert » plutôt que « zone blanche ». Dire « parent seul », pas « monoparental »",
    )
    sober, alerts, _ = set_in_place(told)
    assert sober.priorities == ("",)
    assert (sober.planned_actions[0].text, sober.planned_actions[0].pilot) == (None, None)
    assert [one.fields[0].label for one in alerts] == ["priorités, 1", "actions prévues, 1, action"]


def test_words_of_the_same_noun_are_put_for_others_after_any_article() -> None:
    wish = read_wish("Dans tout le texte, dire « parent éloigné » et non « parent absent ».")
    assert wish and reworded("Séjour pour le parent absent", wish) == "Séjour pour le parent éloigné"


def test_who_is_told_by_a_word_of_the_family_is_told_by_the_one_that_is_asked_for() -> None:
    wish = read_wish("On écrit « parent éloigné » et jamais « papa absent » ni « papas absents ».")
    assert (
        wish
        and reworded("papas absents : marins partis deux mois", wish) == "parents éloignés : marins partis deux mois"
    )


def test_words_in_the_plural_are_replaced_in_the_plural() -> None:
    wish = Wish("", "espace de rencontre", ("point rencontre",))
    assert reworded("Relier les points rencontre de Brézanc", wish) == "Relier les espaces de rencontre de Brézanc"


def test_a_word_that_completes_the_noun_of_those_that_are_asked_for_is_replaced_with_it() -> None:
    wish = read_wish("Écrire « parents travaillant en Belgique », pas « frontaliers »")
    assert wish and reworded("Enquête auprès des parents frontaliers : trajets de l’enfant", wish) == (
        "Enquête auprès des parents travaillant en Belgique : trajets de l’enfant"
    )


def test_what_the_text_says_again_of_the_words_that_are_asked_for_is_told_once() -> None:
    wish = read_wish("Dire « île de Frégate », pas « dépendance »")
    assert wish and reworded("Relais sur la dépendance de Frégate", wish) == "Relais sur l’île de Frégate"


def test_words_that_stand_for_a_body_are_put_for_its_name_among_the_partners_and_in_sentences() -> None:
    told = dossier(
        planned_actions=[
            action("Meubler la salle avec l’appui de la fondation Lormet-Hagen", partners=["Fondation Lormet-Hagen"])
        ],
        constraints=DISCREET,
    )
    sober, alerts, _ = set_in_place(told)
    assert sober.planned_actions[0].text == "Meubler la salle avec l’appui d’un mécène"
    assert sober.planned_actions[0].partners == ("Un mécène",)
    assert [one.message.split(" : ")[1][:17] for one in alerts] == ["c’est remplacé ici"[:17]]


def test_a_thing_called_after_someone_has_the_name_that_a_constraint_gives_it() -> None:
    told = dossier(planned_actions=[action("Diffuser la mallette Ozier dans quatorze lieux")], constraints=RENAMED)
    assert set_in_place(told)[0].planned_actions[0].text == "Diffuser la mallette séparation dans quatorze lieux"


def test_couples_become_parents_after_any_determiner() -> None:
    wish = Wish("", "parents séparés", ("couples en conflit",))
    assert (
        reworded("À la demande des couples en conflit du canton", wish) == "À la demande des parents séparés du canton"
    )
