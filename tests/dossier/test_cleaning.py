"""What is pasted or typed in haste is read as what it stands for: mails, tables, « idem », what was dropped."""

from typing import Any

import pytest
from drafting import action, article, dossier, messages, under

from rupfam_assistant.convention.setting import set_in_place
from rupfam_assistant.dossier.cleaning import cleaned
from rupfam_assistant.dossier.doubts import settle_doubts
from rupfam_assistant.dossier.schema import Action
from rupfam_assistant.french.doubts import without_courtesy

NAVETTE = "Navette du samedi vers l’espace de rencontre"


def first(text: str, **said: Any) -> Action:
    planned = {"objective": 1, "text": text, **said}
    found = dossier(planned_actions=[planned], signatories=[{"body": "CAF"}, {"body": "MSA"}])
    return settle_doubts(cleaned(found)[0])[0].planned_actions[0]


@pytest.mark.parametrize(
    ("mail", "said"),
    [
        (
            "Message transféré.\nDe : Paul <p@x.fr>\nObjet : ados\nBonjour à tous,\nLes ados refusent les visites : "
            "1 mesure sur 5. Il faudrait un groupe.\nCordialement,\nPaul Durand\nChef de service",
            "Les ados refusent les visites : 1 mesure sur 5. Il faudrait un groupe.",
        ),
        (
            "Objet : TR: samedi\nDe : n.k@tu.example\nBonjour Anne, ok pour ouvrir le samedi. Bonne journee, Nadia",
            "ouvrir le samedi.",
        ),
        (
            "------- Message transféré -------\nDate : lun. 3 nov. 2026\nBonjour, une permanence à Sornac. Bien à vous",
            "une permanence à Sornac.",
        ),
        ("Re: navette\nBonsoir Marie,\nouvrir une navette le samedi\nA bientôt", "ouvrir une navette le samedi"),
        ("Ouvrir un lieu à Sornac. Cdt, Luc", "Ouvrir un lieu à Sornac."),
        ("Date : mars 2027", "Date : mars 2027"),
        ("Bonjour la famille : campagne d’affichage", "Bonjour la famille : campagne d’affichage"),
    ],
)
def test_the_courtesy_of_a_mail_goes_and_each_sentence_stays(mail: str, said: str) -> None:
    assert first(mail).text == said


def test_a_table_with_heads_sets_its_cells_in_the_fields() -> None:
    told = first("action\tqui\tquand\nstand\tMSA\taoût 2027\naffiches en mairie\tCAF\tavril 2027")
    assert told.text == "stand (MSA, août 2027) ; affiches en mairie (CAF, avril 2027)"
    assert (told.pilot, told.deadline) == ("MSA, CAF", "août 2027, avril 2027")


@pytest.mark.parametrize(
    "row",
    [
        "[ligne tableau] Réunion d’avocats\tCAF\tmai et novembre\tnb de présents",
        "| Action | Pilote | Échéance | Indicateur |\n| Réunion d’avocats | CAF | mai et novembre | nb de présents |",
        "Quoi\tQuand\tQui\tIndicateurs\nRéunion d’avocats\tmai et novembre\tCAF\tnb de présents",
        "Réunion d’avocats\tmai et novembre\tnb de présents\tCAF",
    ],
)
def test_the_cells_of_a_row_go_to_what_they_say(row: str) -> None:
    told = first(row)
    assert (told.text, told.pilot) == ("Réunion d’avocats", "CAF")
    assert (told.deadline, told.indicator) == ("mai et novembre", "nb de présents")


def test_bars_that_part_no_table_stay() -> None:
    assert first("Fiche 1.1 | Antenne | 2 jours").text == "Fiche 1.1 | Antenne | 2 jours"


def test_what_is_said_to_be_the_same_is_told_again() -> None:
    figures = [
        {"label": "Mesures", "value": "187", "source": "bilan 2025"},
        {"label": "dont médiatisées", "value": "64", "source": "idem"},
        {"label": "Enfants", "value": "241", "source": "même source"},
    ]
    planned = [
        {"objective": 4, "text": "Enquête six mois après la MF", "indicator": "taux de réponse"},
        {"objective": 4, "text": "idem EDR", "indicator": "Id."},
        {"objective": 4, "text": "pareil pour les pères"},
    ]
    told, alerts = cleaned(dossier(figures=figures, planned_actions=planned))
    assert [one.source for one in told.figures] == ["bilan 2025"] * 3
    assert [one.text for one in told.planned_actions][1:] == [
        "Enquête six mois après l’EDR",
        "Enquête six mois après l’EDR pour les pères",
    ]
    assert told.planned_actions[1].indicator == "taux de réponse"
    assert not alerts


@pytest.mark.parametrize(
    ("above", "other", "told"),
    [
        ("Permanence à Luzy-le-Bas (mairie), le lundi", "idem Dole", "Permanence à Dole"),
        ("Réunion chez les notaires", "idem avocats du barreau", "Réunion chez les avocats du barreau"),
        ("Atelier pour les pères", "• pareil pour les mères", "Atelier pour les mères"),
        ("Antenne à Luzy et à Sornac", "idem Dole", "[à compléter] Dole"),
    ],
)
def test_the_same_about_another_place_or_public_is_told_of_it(above: str, other: str, told: str) -> None:
    planned = [{**action(above), "partners": ["UDAF", "MSA"]}, {**action(other), "partners": ["idem"]}]
    clean, alerts = cleaned(dossier(planned_actions=planned))
    assert clean.planned_actions[1].text == told and clean.planned_actions[1].partners == ("UDAF", "MSA")
    assert len(alerts) == told.startswith("[")


def test_a_field_told_within_the_action_goes_to_it_when_it_is_empty() -> None:
    read = first("Camion des parents à Luzy ; pilote : UDAF ; indicateur : nb de passages, cible 40/an")
    assert (read.text, read.pilot, read.indicator) == (
        "Camion des parents à Luzy",
        "UDAF",
        "nb de passages, cible 40/an",
    )
    assert first("Camion ; pilote : UDAF", pilot="CAF").text == "Camion ; pilote : UDAF"


def test_an_action_cut_within_its_brackets_is_one() -> None:
    planned = [
        {"objective": 2, "text": "Former les agents (2 sessions", "pilot": "CD"},
        {"objective": 2, "text": "- de 12 personnes) et un livret", "indicator": "24 agents formés"},
    ]
    one, other = cleaned(dossier(planned_actions=planned))[0].planned_actions
    assert (one.text, one.indicator) == (
        "Former les agents (2 sessions de 12 personnes) et un livret",
        "24 agents formés",
    )
    assert other.text is None


def test_the_ranks_of_a_list_are_not_its_words() -> None:
    read = dossier(priorities=["1/ Le nord", "P2 - Les délais", "12/2027 au plus tard"], territory_needs=["3. Le nord"])
    clean = cleaned(read)[0]
    assert clean.priorities == ("Le nord", "Les délais", "12/2027 au plus tard")
    assert clean.territory_needs == ("3. Le nord",)


DROPPED = (
    f"{NAVETTE} : ne se poursuit pas",
    f"{NAVETTE} : supprimée",
    f"{NAVETTE} (abandonnée en comité)",
    f"{NAVETTE} – annulée",
    f"Annulée : {NAVETTE}",
    f"{NAVETTE}, retirée faute de financement",
    f"{NAVETTE} : sans suite",
    f"{NAVETTE}, on abandonne",
    f"{NAVETTE} : n’est plus d’actualité",
    f"{NAVETTE} [supprimée]",
    f"{NAVETTE} (non reconduite, faute de public)",
    f"{NAVETTE} : pas renouvelée",
    f"{NAVETTE}, stoppée en 2024",
    f"{NAVETTE} – on ne refait pas",
    f"{NAVETTE} : ne sera pas reprise",
    f"{NAVETTE} (terminée)",
    f"{NAVETTE} : fermée en 2025",
)
STANDING = (
    "Réduire les visites annulées",
    "Abandonner le formulaire papier",
    "Rouvrir la permanence supprimée en 2024",
    "Relancer le groupe abandonné en 2023",
    "Suivi des rendez-vous annulés, par service",
    "Remplacer la navette, supprimée en 2024",
    "Prévenir les visites non reconduites",
    "Réduire les abandons de mesure",
    "Permanence ouverte le lundi, fermée en août",
    "Mesure annulée en 2024 par le juge : accompagner les parents",
    "Stopper les violences",
    "Liste des lieux, arrêtée au 31 décembre",
    "Tableau des visites, arrêté en 2027 par le comité",
    "Réexaminer les mesures classées sans suite avec le parquet",
    "Proposer une navette vers le lieu de Tercy, fermé depuis 2024",
    "Créer un espace de rencontre dans un lieu clos, sécurisé, fermé en 2025 pour travaux puis rouvert",
    "Prendre un arrêté, arrêté en 2026",
    "Ouvrir un jardin de rencontre, clos",
    "Accueillir les parents de la crèche de Sornac, fermée en 2026",
    "Achever le protocole, interrompu depuis le départ du référent",
)


@pytest.mark.parametrize(
    "text",
    [
        "Suivi des familles après rupture, abandonné",
        "Bilan annuel des actions, supprimé",
        "Relance des impayés : projet abandonné",
        "Étudier la médiation à distance, abandonnée",
        "Remplacement du référent, annulé",
        "Retour sur les situations, sans suite",
        "Relancer les parents en 2027, abandonné",
        "Évaluer les délais : action annulée",
        "Reprendre le protocole, retiré",
    ],
)
def test_an_action_that_was_dropped_is_asked_back_whatever_opens_it(text: str) -> None:
    draft = article(planned_actions=[action(text)])
    assert text.split(",")[0].split(" :")[0] not in draft.text
    assert any(message.endswith("Faut-il la garder ?") for message in messages(draft, "other"))


@pytest.mark.parametrize("text", DROPPED)
def test_an_action_that_was_dropped_is_not_written_and_may_be_kept(text: str) -> None:
    planned = [{**action(text), "pilot": "CAF"}]
    draft = article(planned_actions=planned)
    assert "Navette" not in draft.text and "Pilote : CAF" not in draft.text
    (told,) = [message for message in messages(draft, "other") if "abandonnée" in message]
    assert told.endswith("Faut-il la garder ?")
    kept = {"about": "scope", "field": "planned_actions", "original": text, "value": "garder"}
    assert "Navette" in article(planned_actions=planned, decisions=[kept]).text


@pytest.mark.parametrize("text", STANDING)
def test_what_only_speaks_of_something_dropped_is_written(text: str) -> None:
    assert first(text).text == text


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("croiser ASF / Aripa / TJ ?", "- Croiser ASF / Aripa / TJ."),
        ("voir avec la presse locale pr un article (Anne ?)", "- Voir avec la presse locale pour un article."),
        ("faut-il ouvrir un lieu à Dole ?", "- Ouvrir un lieu à Dole."),
        ("est-ce qu’on peut ouvrir un lieu ?", "- Ouvrir un lieu."),
        ("ouvrir le samedi ?", "- Ouvrir le samedi."),
    ],
)
def test_an_action_that_is_but_a_question_keeps_its_words(text: str, line: str) -> None:
    draft = article(planned_actions=[action(text)])
    assert line in [written.replace("\u00a0", " ") for written in under(draft, 1)]
    assert any("doute" in message for message in messages(draft, "missing"))


def test_a_question_that_says_nothing_to_do_is_asked_and_prints_no_line() -> None:
    draft = article(planned_actions=[{**action("Qui pilote ?"), "pilot": "CAF"}])
    assert "- [à compléter]." not in draft.text and "Pilote : CAF" not in draft.text
    assert any("Qui pilote" in message for message in messages(draft, "missing"))


@pytest.mark.parametrize(
    "told",
    [
        "re : ouvrir un lieu\nde : 10 à 15 places\nà : Sornac",
        "Bonne journée, le forum annuel. Peu de relais.",
        "Contact : lieu@caf.example. Manque de relais\nDate : juin 2027\nObjet : une antenne à Sornac",
        "Bonjour à la petite enfance, un accueil dédié est demandé.",
        "Cher aux familles, le centre manque de place.",
        "Salut les jeunes, une action à bâtir",
    ],
)
def test_what_only_resembles_a_mail_keeps_each_of_its_words(told: str) -> None:
    assert without_courtesy(told) == told


def test_what_closes_a_mail_hides_no_sentence_after_it() -> None:
    assert without_courtesy("Merci de noter. Cordialement. Ouvrir un relais.") == "Ouvrir un relais."


@pytest.mark.parametrize(("field", "words"), [("text", "Ouvrir un lieu secret | CAF | juin 2027"), ("pilot", "idem")])
def test_what_the_officer_ticked_is_not_printed_though_it_was_pasted(field: str, words: str) -> None:
    planned = [{"objective": 1, "text": "Premier", "pilot": "CAF"}, {"objective": 1, "text": "Second", field: words}]
    ticked = [{"about": "printed", "field": field, "original": words, "value": "taire"}]
    printed = set_in_place(dossier(planned_actions=planned, decisions=ticked))[0].planned_actions[1]
    assert "CAF" not in (printed.pilot, *printed.partners)
    assert "secret" not in (printed.text or "") and printed.deadline is None


def test_a_cell_whose_field_is_filled_stays_in_the_words() -> None:
    told = first("Ouvrir un lieu | CAF | juin 2027", pilot="MSA", deadline="2028")
    assert (told.text, told.pilot, told.deadline) == ("Ouvrir un lieu (CAF, juin 2027)", "MSA", "2028")


def test_an_alert_on_idem_hides_whom_it_names() -> None:
    told = dossier(planned_actions=[{"objective": 1, "text": "idem pour Mme Lestrade, 34 ans, 06 12 34 56 78"}])
    asked = " ".join(f"{alert.message} {alert.values}" for alert in set_in_place(told)[1])
    assert "idem" in asked and "Lestrade" not in asked and "06 12" not in asked


def test_the_same_elsewhere_takes_the_other_place_alone() -> None:
    planned = [
        {"objective": 1, "text": "Ouvrir un lieu neutre à Dole (ancienne école), un samedi sur deux"},
        {"objective": 1, "text": "idem à La Besse-Haute, à partir de 2028"},
        {"objective": 3, "text": "Formation croisée de deux jours (médiateurs)"},
        {"objective": 3, "text": "même chose que ci-dessus pour les avocats"},
    ]
    texts = [one.text for one in cleaned(dossier(planned_actions=planned))[0].planned_actions]
    assert texts[1] == "Ouvrir un lieu neutre à La Besse-Haute, à partir de 2028"
    assert texts[3] == "Formation croisée de deux jours pour les avocats"


def test_what_an_arrow_concludes_stands_without_the_family_that_shows_it() -> None:
    need = "Mme Vayssade attend depuis février que son ex voie les enfants => manque de visites le week-end en vallée"
    draft = article(territory_needs=[need])
    assert "- Manque de visites le week-end en vallée." in draft.text.splitlines() and "Vayssade" not in draft.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Suivi de cohorte : que deviennent les familles ? (50 familles)",
            "Suivi de cohorte : que deviennent les familles ? (50 familles).",
        ),
        (
            "Organiser une rentrée commune, date à caler avec la PMI, dans les six secteurs",
            "Organiser une rentrée commune, dans les six secteurs.",
        ),
        ("SMS aux parents (envoi mensuel) => CNIL ?", "SMS aux parents (envoi mensuel)."),
    ],
)
def test_of_a_doubt_its_own_words_alone_go(text: str, said: str) -> None:
    assert f"- {said}" in article(planned_actions=[{"objective": 1, "text": text}]).text.splitlines()


def test_the_head_of_a_mail_on_one_line_goes() -> None:
    mail = "De : Karim / A : moi / Objet : ados. Lancer des médiations parents-ados à la MDA"
    assert without_courtesy(mail) == "Lancer des médiations parents-ados à la MDA"


def test_an_action_of_which_nothing_is_left_makes_no_line_of_blanks() -> None:
    draft = article(
        planned_actions=[
            {"objective": 1, "text": "Sandrine Vial : relancer le TJ pour les chiffres"},
            {"objective": 1, "text": "Ouvrir un relais"},
        ]
    )
    assert "[à compléter]." not in [line.removeprefix("- ") for line in under(draft, 1)]


def test_a_doubt_in_brackets_on_who_leads_leaves_the_pilot_that_is_sure() -> None:
    assert first("Ouvrir un lieu", pilot="DDETSPP (UDAF ?)").pilot == "DDETSPP"
    for unsure in ("MSA (à confirmer)", "MSA (?)", "MSA (si elle accepte ?)", "MSA (pas sûr)"):
        assert first("Ouvrir un lieu", pilot=unsure).pilot == "MSA [à compléter]"


def test_words_that_one_takes_back_as_one_dictates_give_way_to_those_that_follow() -> None:
    told = first("Former les accueillants à recevoir les paires non je veux dire les pères")
    assert told.text == "Former les accueillants à recevoir les pères"
