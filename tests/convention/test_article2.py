"""Article 2: the national lines word for word, and under each objective what the department says, no more."""

import json
from datetime import date
from typing import Any

import pytest
from drafting import (
    DOSSIERS,
    FULL,
    MARKER,
    STRANGE,
    TODAY,
    TRAME,
    TRAME_TEXT,
    action,
    article,
    classify,
    dossier,
    draft_scorer,
    messages,
    scenarios,
    under,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rupfam_assistant.convention.article2 import draft_article
from rupfam_assistant.convention.draft import Draft, draft_record
from rupfam_assistant.convention.offering import take_proposals
from rupfam_assistant.dossier.paths import at
from rupfam_assistant.dossier.reading import make_dossier

NATIONAL = [
    part.text for part in TRAME.article(2) if part.kind in ("heading", "objective", "item") and part.objective != "X"
]
LONG = "Recevoir les parents le soir. " * 660
NEED = "Aucune visite le dimanche à l’espace de rencontre de Sornac"
OUT = "Rénovation du gymnase intercommunal"


def national_lines(text: str) -> list[str]:
    return [line.removeprefix("- ") for line in text.splitlines() if line.removeprefix("- ") in NATIONAL]


@given(DOSSIERS)
def test_the_national_lines_stand_word_for_word_in_order_whatever_the_dossier(record: dict[str, Any]) -> None:
    assert national_lines(article(**record).text) == NATIONAL


@pytest.mark.parametrize("strange", [text for text in STRANGE if text.strip()])
def test_a_strange_text_is_written_once_in_one_line(strange: str) -> None:
    draft = article(planned_actions=[action("Ouvrir un lieu", indicator=strange)])
    assert len(under(draft, 1)) == len(under(article(planned_actions=[action("Ouvrir un lieu")]), 1))


def test_a_department_alone_has_a_blank_under_each_objective() -> None:
    draft = article()
    assert all(under(draft, number)[-1] == f"- {MARKER}" for number in (1, 2, 3, 4))
    assert [(blank.objective, blank.what) for blank in draft.blanks] == [
        (None, "début de la phrase qui ouvre l’article 2"),
        *((number, f"contenu local de l’objectif {number} : aucune action donnée") for number in (1, 2, 3, 4)),
    ]


def test_a_full_action_stands_under_its_objective_with_all_its_fields() -> None:
    draft = article(
        planned_actions=[action("Permanence de médiation à Sornac", 3, partners=["CAF", "CMSA", "Ville de Sornac"])]
    )
    assert under(draft, 3)[-2:] == [
        "- Permanence de médiation à Sornac.",
        "Pilote : UDAF de Sornac ; partenaires : CAF, CMSA et Ville de Sornac ; échéance : mars 2027 ; indicateur : nombre de parents.",
    ]


def test_one_partner_is_said_in_the_singular() -> None:
    assert "partenaire : CAF ;" in article(planned_actions=[action("Ouvrir un lieu", partners=["CAF"])]).text


@pytest.mark.parametrize(
    ("field", "label", "what", "owner"),
    [
        ("pilot", "Pilote", "pilote", "signataires"),
        ("partners", "partenaires", "partenaires", FULL["pilot"]),
        ("deadline", "échéance", "échéance", FULL["pilot"]),
        ("indicator", "indicateur", "indicateur", FULL["pilot"]),
    ],
)
def test_an_empty_field_is_a_marker_and_a_listed_blank(field: str, label: str, what: str, owner: str) -> None:
    draft = article(planned_actions=[action("Ouvrir un lieu", 2, **{field: None})])
    assert f"{label} : {MARKER}" in under(draft, 2)[-1]
    (blank,) = [blank for blank in draft.blanks if blank.objective == 2]
    assert (blank.what, blank.owner, blank.field) == (
        f"{what} de l’action « Ouvrir un lieu »",
        owner,
        at("planned_actions", 0, field),
    )


def test_an_action_without_text_is_a_blank() -> None:
    draft = article(planned_actions=[action(None, 4)])
    assert f"- {MARKER}" in under(draft, 4)
    assert ("texte de l’action", 4) in [(blank.what, blank.objective) for blank in draft.blanks]
    assert "«  »" not in " ".join(blank.what for blank in draft.blanks)


def test_a_figure_is_written_with_its_unit_and_its_source() -> None:
    draft = article(figures=[{"label": "Mesures en 2025", "value": "1 930", "unit": "mesures", "source": "UDAF"}])
    assert "- Mesures en 2025 : 1\u202f930\u00a0mesures (source : UDAF)." in draft.text


def test_a_figure_without_a_source_has_a_listed_blank() -> None:
    draft = article(figures=[{"label": "Mesures", "value": 128}])
    assert f"- Mesures : 128 (source : {MARKER})." in draft.text
    assert "source du chiffre « Mesures »" in [blank.what for blank in draft.blanks]


def test_a_need_out_of_scope_is_told_and_left_out_with_what_goes_with_it() -> None:
    draft = article(
        territory_needs=[NEED, OUT],
        figures=[{"label": "Surface du gymnase intercommunal", "value": "900", "unit": "m²", "source": "mairie"}],
        priorities=["Rénovation rapide du gymnase"],
    )
    assert NEED in draft.text
    assert "gymnase" not in draft.text.lower()
    assert "900" not in draft.text
    told = messages(draft, "out_of_scope")
    assert len(told) == 3
    assert told[0].startswith(f"Le besoin « {OUT} » ne relève d’aucun des cinq champs thématiques")
    assert all("garder" in message for message in told)


def test_what_seems_out_of_scope_follows_the_officer_s_decision() -> None:
    def drafted(value: str) -> Draft:
        judged = {"about": "scope", "field": "territory_needs", "original": OUT, "value": value}
        return article(territory_needs=[NEED, OUT], decisions=[judged])

    assert OUT in drafted("garder").text
    assert OUT not in drafted("écarter").text
    assert not messages(drafted("garder"), "out_of_scope") + messages(drafted("écarter"), "out_of_scope")


def test_an_action_is_always_written_even_when_it_seems_out_of_scope() -> None:
    draft = article(territory_needs=[NEED, OUT], planned_actions=[action("Rénover le gymnase intercommunal", 2)])
    assert "- Rénover le gymnase intercommunal." in under(draft, 2)
    assert any("gymnase" in message for message in messages(draft, "out_of_scope"))


@pytest.mark.parametrize(
    ("fields", "line", "doubt"),
    [
        ({"text": "Plaquette ?"}, "- Plaquette.", "Plaquette ?"),
        ({"text": "Ouvrir un lieu, à voir avec la préf."}, "- Ouvrir un lieu.", "à voir avec la préfecture"),
        ({"text": "Faut-il un lieu à Dole ?"}, "- Un lieu à Dole.", "Faut-il un lieu à Dole ?"),
        ({"text": "Reste à caler : forum à Dole"}, "- Forum à Dole.", "Reste à caler"),
        ({"text": "Ouvrir un lieu (mairie ?)"}, "- Ouvrir un lieu.", "mairie ?"),
        ({"text": "Forum à Dole, idée à creuser"}, "- Forum à Dole.", "idée à creuser"),
        ({"text": "Ouvrir un lieu", "pilot": "À déterminer avec l’ARS"}, "Pilote : [à compléter] ;", "À déterminer"),
        ({"text": "Ouvrir un lieu", "pilot": "ARS ?"}, "Pilote : [à compléter] ;", "ARS ?"),
        ({"text": "Ouvrir un lieu", "pilot": "ARS ou MSA ?"}, "Pilote : [à compléter] ;", "ARS"),
    ],
)
def test_a_doubt_is_asked_back_and_not_printed(fields: dict[str, Any], line: str, doubt: str) -> None:
    draft = article(planned_actions=[{"objective": 1, **FULL, **fields}])
    assert any(written.startswith(line) for written in under(draft, 1))
    assert "?" not in "\n".join(under(draft, 1))
    assert any(doubt in message for message in messages(draft, "missing"))


def test_a_question_on_what_to_do_is_proposed_as_something_to_do() -> None:
    draft = article(planned_actions=[{**FULL, "objective": 1, "text": "Faut-il un lieu ? point d’interrogation"}])
    assert [alert.proposal for alert in draft.alerts if alert.kind == "missing" and alert.proposal] == [
        (at("planned_actions", 0, "text"), "Un lieu")
    ]


FIGURES = [
    {"label": "Médiations engagées", "value": "96", "unit": "", "source": "UDAF"},
    {"label": "dont judiciaires", "value": "41", "unit": "", "source": "UDAF"},
    {"label": "Visites", "value": "400", "unit": "visites", "source": "CAF"},
    {"label": "ER – dont visites en présence d’un tiers", "value": "128", "unit": "visites", "source": "UDAF"},
    {"label": "Part de ces visites annulées", "value": "12", "unit": "%", "source": "UDAF"},
]


def test_what_a_figure_counts_stands_on_its_line() -> None:
    text = article(figures=FIGURES).text
    assert "- Médiations engagées : 96, dont 41 judiciaires (source : UDAF).\n" in text
    counted = "- Visites : 400 visites (source : CAF), dont 128 visites en présence d’un tiers (source : UDAF) ; "
    assert f"{counted}part de ces visites annulées : 12\u202f% (source : UDAF).\n" in text.replace("\u00a0", " ")


def test_a_part_told_by_one_noun_keeps_its_unit() -> None:
    part = {"label": "dont accord total ou partiel", "value": "40", "unit": "visites", "source": "UDAF"}
    text = article(figures=[FIGURES[2], {**part, "source": "CAF"}]).text.replace("\u00a0", " ")
    assert "- Visites : 400 visites, dont 40 visites (accord total ou partiel) (source : CAF).\n" in text


def test_a_part_in_another_noun_keeps_its_own_unit_and_follows_its_total() -> None:
    told = [
        {"label": "Mesures à Sornac", "value": "88", "unit": "mesures", "source": "CAF"},
        {"label": "dont familles du Nord", "value": "36", "unit": "mesures", "source": "CAF"},
        {"label": "dont chasse et pêche", "value": "4", "unit": "mesures", "source": "CAF"},
        {"label": "Ménages", "value": "900", "unit": "familles", "source": "CAF"},
    ]
    draft = article(figures=told)
    line = "- Mesures à Sornac : 88 mesures, dont 36 mesures (familles du Nord), dont 4 mesures (chasse et pêche)"
    assert line in draft.text.replace("\u00a0", " ") and not messages(draft, "out_of_scope")


def test_a_need_of_people_who_separate_is_in_scope_whatever_it_lacks() -> None:
    for need in (
        "Bergers qui se séparent : logement et bétail",
        "Femmes séparées : pas d’emploi",
        "Divorce des pêcheurs",
    ):
        draft = article(territory_needs=[need])
        assert need in draft.text.replace("\u00a0", " ") and not messages(draft, "out_of_scope")


def test_two_pilots_are_said_in_the_plural_and_a_party_s_own_name_is_not() -> None:
    pilots = {
        "CAF et UDAF": "Pilotes :",
        "Maison des jeunes et de la culture": "Pilote :",
        "CC Monts et Vaux": "Pilote :",
    }
    for pilot, label in pilots.items():
        planned = [{**FULL, "objective": 1, "text": "Forum", "pilot": pilot}]
        told = article(planned_actions=planned, signatories=[{"body": "Communauté de communes Monts et Vaux"}]).text
        assert f"\n{label} {pilot}" in told.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("deadline", ["à valider CP du 18/12", "fait", "sans objet"])
def test_what_is_no_deadline_is_a_blank(deadline: str) -> None:
    draft = article(planned_actions=[{**FULL, "objective": 1, "text": "Forum", "deadline": deadline}])
    assert deadline not in draft.text and any("échéance" in blank.what for blank in draft.blanks)


def test_a_question_after_what_is_said_is_left_out_alone() -> None:
    need = "Parloirs des enfants ouverts un mercredi sur deux seulement, est-ce qu’on peut faire mieux ?"
    draft = article(territory_needs=[need])
    assert "- Parloirs des enfants ouverts un mercredi sur deux seulement.\n" in draft.text
    assert any("est-ce qu’on peut faire mieux" in message for message in messages(draft, "missing"))


def test_the_bars_of_a_pasted_row_are_not_printed() -> None:
    planned = [
        action(text, 1) for text in ("Fiche 1.2 | Antenne à Sornac | 2 jours", "Retour d’expérience | (fait en 2024)")
    ]
    assert "|" not in article(planned_actions=planned).text
    assert "- Fiche 1.2 : Antenne à Sornac, 2 jours.\n" in article(planned_actions=planned).text.replace("\u00a0", " ")


def test_a_local_objective_draws_the_facts_about_those_of_its_title() -> None:
    local = {**action("Désigner un référent", 1), "objective": "X", "title": "Familles de militaires"}
    evaluation = action("Bilan annuel des visites et des médiations", 4)
    counted = {"label": "Militaires affectés à la base", "value": "1 850", "unit": "militaires", "source": "base"}
    draft = article(figures=[counted], planned_actions=[action("Ouvrir un lieu", 1), evaluation, local])
    assert draft.places[at("figures", 0)] == 5


def test_a_need_that_an_action_answers_is_in_scope_as_it_is() -> None:
    need = "Pas de relance quand une convocation reste sans réponse"
    relance = action("Relance par téléphone si une convocation reste sans réponse", 2)
    draft = article(territory_needs=[need], planned_actions=[relance])
    assert f"- {need}." in under(draft, 2)
    assert not messages(draft, "out_of_scope")


def test_an_action_between_two_pilots_is_asked_back() -> None:
    draft = article(planned_actions=[{**FULL, "objective": 1, "text": "Forum", "pilot": "DDETS ou CAF"}])
    (asked,) = [alert for alert in draft.alerts if "Qui pilote" in alert.message]
    assert [remedy.value for remedy in asked.remedies] == ["DDETS", "CAF"]


def test_a_need_is_asked_back_once() -> None:
    draft = article(territory_needs=[NEED, f"{OUT}, à voir avec la mairie"])
    assert len([alert for alert in draft.alerts if alert.fields == (at("territory_needs", 1),)]) == 1


OVER = "Ne pas citer le local de Sornac jusqu’au 3 février 2026."


def test_a_ban_whose_term_is_over_is_asked_about_and_still_holds() -> None:
    fields = {"planned_actions": [action("Louer le local de Sornac", 1)]}
    over = article(**fields, constraints=OVER)
    assert "local" not in over.text
    (asked,) = [alert for alert in over.alerts if "vaut-elle encore" in alert.message]
    (lift,) = asked.remedies
    decision = {"about": lift.about, "field": "constraints", "original": lift.judged, "value": lift.value}
    assert "Louer le local" in article(**fields, constraints=OVER, decisions=[decision]).text


def test_a_need_that_is_but_a_question_is_not_printed_and_is_asked_back() -> None:
    draft = article(territory_needs=["Pourquoi si peu de pères ?"])
    assert "pères" not in draft.text
    assert any("Pourquoi si peu de pères ?" in message for message in messages(draft, "missing"))


def test_a_wording_is_proposed_beside_and_stands_once_taken() -> None:
    read = dossier(planned_actions=[action("Réduction des délais")])
    draft = draft_article(read, TRAME, classify, TODAY)
    taken = draft_article(take_proposals(read), TRAME, classify, TODAY)
    assert [proposed.wording for proposed in draft.proposals] == ["Réduire les délais"]
    assert "- Réduction des délais." in under(draft, 1)
    assert "- Réduire les délais." in under(taken, 1)
    assert taken.proposals == ()


def test_needs_and_figures_stand_beside_the_action_that_they_are_about() -> None:
    draft = article(
        territory_needs=[
            "Grands-parents « gramounes » qui élèvent de fait les enfants",
            "Parloirs saturés le week-end",
        ],
        figures=[
            {"label": "Mesures d’espace de rencontre en 2025", "value": "214"},
            {"label": "Enfants concernés par ces mesures", "value": "341"},
        ],
        planned_actions=[
            action("Ouvrir un espace de rencontre à Sornac", 1),
            action("Enquête « Paroles de gramounes »", 2),
            action("Affichage dans les parloirs", 3),
        ],
    )
    assert "gramounes" in " ".join(under(draft, 2))
    assert "- Parloirs saturés le week-end." in under(draft, 3)
    assert any("214" in line and "enfants concernés par ces mesures : 341" in line for line in under(draft, 1))


def test_the_officer_s_place_for_a_need_is_kept() -> None:
    judged = {"about": "place", "field": "territory_needs", "original": NEED, "value": "4"}
    assert f"- {NEED}." in under(article(territory_needs=[NEED], decisions=[judged]), 4)


def test_the_classification_tells_each_need_once() -> None:
    assert [(need.text, need.axis) for need in article(territory_needs=[NEED, OUT]).classification] == [
        (NEED, "A1"),
        (OUT, None),
    ]


def test_local_objectives_are_numbered_after_the_four() -> None:
    draft = article(
        planned_actions=[
            action("Guide bilingue", "X", title="familles transfrontalières"),
            action("Ouvrir un lieu", "X"),
            action("Soirée", "X", title="familles transfrontalières"),
        ]
    )
    headings = [line for line in draft.text.splitlines() if line.startswith("Objectif ")][4:]
    assert headings == ["Objectif 5 : Familles transfrontalières", f"Objectif 6 : {MARKER}"]
    assert sum(line.startswith("Pilote") for line in under(draft, 5)) == 2
    assert [(blank.objective, blank.what) for blank in draft.blanks if blank.objective == "X"] == [
        ("X", "intitulé de l’objectif 6")
    ]


def test_without_a_local_objective_there_is_none() -> None:
    assert "Objectif X" not in article().text
    assert "Objectif 5" not in article().text


def test_the_opening_of_the_article_is_that_of_the_dossier() -> None:
    assert (
        "Au vu du diagnostic partagé, les objectifs de coopération sont définis"
        in article(opening="au vu du diagnostic partagé,").text
    )


def test_the_constraints_and_the_note_do_not_enter_the_article() -> None:
    draft = article(
        constraints="Le local ferme à 18 h.", note="Appeler la directrice.", planned_actions=[action("Ouvrir un lieu")]
    )
    assert "18 h" not in draft.text
    assert "directrice" not in draft.text


def test_two_hundred_actions_are_all_written() -> None:
    draft = article(planned_actions=[action(f"Ouvrir le lieu {number}", number % 4 + 1) for number in range(200)])
    assert all(f"- Ouvrir le lieu {number}.\n" in draft.text for number in range(200))


def test_an_action_of_twenty_thousand_characters_is_written_whole() -> None:
    draft = article(planned_actions=[action(LONG)])
    assert LONG.strip() in draft.text
    assert all(len(blank.what) < 150 for blank in draft.blanks)
    assert all(len(alert.message) < 400 for alert in draft.alerts)


def test_html_and_markdown_are_written_as_they_are() -> None:
    assert (
        "- Ouvrir <b>un lieu</b> & **deux**.\n"
        in article(planned_actions=[action("Ouvrir <b>un lieu</b> & **deux**")]).text
    )


def test_a_negative_number_keeps_its_sign() -> None:
    assert (
        "indicateur : -5\u202f% d’attente."
        in article(planned_actions=[action("Ouvrir un lieu", indicator="-5 % d’attente")]).text
    )


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(DOSSIERS)
def test_each_field_left_blank_in_an_action_has_its_entry(record: dict[str, Any]) -> None:
    draft = article(**record)
    shown = {
        span.field
        for paragraph in draft.paragraphs
        for span in paragraph.spans
        if span.origin == "blank" and span.field is not None and span.field.root == "planned_actions"
    }
    listed = {blank.field for blank in draft.blanks}
    assert {field for field in shown if field.name in ("pilot", "deadline", "indicator")} <= listed


@settings(deadline=None)
@given(st.lists(st.sampled_from([NEED, OUT, "Pensions impayées"]), max_size=4))
def test_needs_told_twice_change_nothing_else(needs: list[str]) -> None:
    draft = article(territory_needs=needs)
    assert [need.text for need in draft.classification] == needs
    assert draft.text.count(NEED) == needs.count(NEED)


@pytest.fixture(scope="module", params=["dossiers.json", "dossiers_a.json"])
def scored(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The figures of the scorer on a file of situations."""
    scorer, cases = draft_scorer(), scenarios(request.param)
    marked = {}
    for case in cases["scenarios"]:
        draft = draft_article(make_dossier(case["input"]["fields"]), TRAME, classify, date(2026, 11, 1))
        marked[case["id"]] = scorer.marks_of(json.loads(json.dumps(draft_record(draft))), case, cases, TRAME_TEXT)
    failed = [(name, mark.check, mark.what) for name, marks in marked.items() for mark in marks if not mark.good]
    return {**scorer.figures(marked), "failed": failed}


@pytest.mark.parametrize(
    ("figure", "wanted"),
    [
        ("facts_carried", 1.0),
        ("forbidden_found", 0),
        ("trame_lost", 0),
        ("contradictions_settled", 0),
        ("pairs_crossed", 0),
        ("blanks_kept", 1.0),
        ("blanks_listed", 1.0),
        ("provenance_ok", 1.0),
        ("numbers_unknown", 0),
    ],
)
def test_the_situations_are_drafted_without_a_fault(scored: dict[str, Any], figure: str, wanted: float) -> None:
    assert scored[figure] == wanted, scored["failed"]


def test_the_expected_alerts_are_raised_and_the_needs_classified(scored: dict[str, Any]) -> None:
    assert scored["alerts_raised"] is None or scored["alerts_raised"] >= 0.9, scored["failed"]
    assert scored["classification_right"] >= 0.8, scored["failed"]


def test_a_dossier_is_drafted_the_same_twice() -> None:
    read = dossier(territory_needs=[NEED], planned_actions=[action("Ouvrir un lieu")])
    assert draft_article(read, TRAME, classify, TODAY) == draft_article(read, TRAME, classify, TODAY)


def test_actions_stand_in_a_table_once_the_officer_asks_for_it() -> None:
    told = action("ouvrir un lieu à Sornac", partners=["CAF", "UDAF"]), action("Ouvrir un lieu à Dole", pilot=None)
    lines = under(article(planned_actions=list(told), actions_table=True), 1)
    assert lines[-3:] == [
        "N° | Action | Pilote | Partenaires | Échéance | Indicateur",
        "1.1 | Ouvrir un lieu à Sornac. | UDAF de Sornac | CAF et UDAF | mars 2027 | Nombre de parents",
        f"1.2 | Ouvrir un lieu à Dole. | {MARKER} | CAF des Coteaux | mars 2027 | Nombre de parents",
    ]


def test_a_table_tells_the_same_blanks_as_a_list() -> None:
    told: dict[str, Any] = {"planned_actions": [{"objective": 2}, action("Ouvrir un lieu", 1, deadline=None)]}
    assert article(**told, actions_table=True).blanks == article(**told).blanks


def test_what_shares_a_word_with_the_local_objective_that_it_stands_under_is_not_asked_back() -> None:
    title = "Tenir compte des horaires décalés"
    local = action("Aménager le poste du parent les jours de visite", "X", title=title)
    priorities = ["Des horraires compatibles avec l’usine", "Rouvrir la gare de fret"]
    told = messages(article(planned_actions=[local], priorities=priorities), "out_of_scope")
    assert len(told) == 1 and "gare" in told[0]
