"""What the officer is told: what is missing, what is out of time, what overlaps."""

from typing import Any

import pytest
from drafting import action, article, messages

TEXTS = ("Ouvrir un lieu", "Interroger les pères", "Diffuser un dépliant", "Compter les visites")
EVERYWHERE = [action(text, number) for number, text in enumerate(TEXTS, 1)]
WHOLE: dict[str, Any] = {
    "territory_needs": ["Aucune visite le dimanche à l’espace de rencontre"],
    "figures": [{"label": "Visites annulées", "value": "63", "unit": "visites", "source": "UDAF"}],
    "planned_actions": EVERYWHERE,
}


def test_a_whole_dossier_raises_no_alert() -> None:
    assert article(**WHOLE).alerts == ()


def test_objectives_without_an_action_are_told_together() -> None:
    told = messages(article(**{**WHOLE, "planned_actions": EVERYWHERE[:2]}), "missing")
    assert told == [
        "Les objectifs 3 et 4 n’ont pas d’action locale : un blanc en tient la place. Demandez ce qui manque aux partenaires."
    ]
    assert messages(article(**{**WHOLE, "planned_actions": EVERYWHERE[:3]}), "missing")[0].startswith(
        "L’objectif 4 n’a pas d’action locale"
    )


@pytest.mark.parametrize(
    ("lacking", "told"),
    [
        ({"figures": None}, "Le dossier ne donne aucun chiffre : le diagnostic n’est pas chiffré."),
        ({"territory_needs": []}, "Le dossier ne dit aucun besoin du territoire."),
        ({"figures": [{"label": "Visites", "value": "63"}]}, "Le chiffre « Visites » (63) n’a pas de source."),
        ({"figures": [{"label": "Visites", "source": "UDAF"}]}, "Le chiffre « Visites » n’a pas de valeur."),
        (
            {"planned_actions": [action("Ouvrir une antenne", pilot=None, partners=[], indicator="?"), *EVERYWHERE]},
            "Il manque à l’action « Ouvrir une antenne » : pilote, partenaires et indicateur.",
        ),
    ],
)
def test_what_is_missing_is_told(lacking: dict[str, Any], told: str) -> None:
    assert messages(article(**{**WHOLE, **lacking}), "missing") == [told]


@pytest.mark.parametrize(
    ("deadline", "told"),
    [
        (
            "octobre 2030",
            "La date « octobre 2030 » de l’action « Ouvrir un lieu » dépasse la période 2026-2029 de la convention.",
        ),
        (
            "juin 2025",
            "L’échéance « juin 2025 » de l’action « Ouvrir un lieu » précède la période 2026-2029 de la convention.",
        ),
        (
            "janvier 2026",
            "L’échéance « janvier 2026 » de l’action « Ouvrir un lieu » est déjà passée : elle précède la convention à signer.",
        ),
        (
            "dès que possible",
            "L’échéance « dès que possible » de l’action « Ouvrir un lieu » n’est pas une date : précisez-la.",
        ),
        ("31/02/2027", "L’échéance « 31/02/2027 » de l’action « Ouvrir un lieu » n’est pas une date : précisez-la."),
        ("0", "L’échéance « 0 » de l’action « Ouvrir un lieu » n’est pas une date : précisez-la."),
    ],
)
def test_a_deadline_out_of_time_is_told_and_written_as_it_is(deadline: str, told: str) -> None:
    draft = article(**{**WHOLE, "planned_actions": [action("Ouvrir un lieu", deadline=deadline), *EVERYWHERE[1:]]})
    assert messages(draft, "date") == [told]
    assert f"échéance : {deadline} ;" in draft.text


@pytest.mark.parametrize("deadline", ["mars 2026", "décembre 2029", "fin 2029", "31/12/2029", "T3 2027", "2026"])
def test_a_deadline_in_time_raises_nothing(deadline: str) -> None:
    assert messages(article(planned_actions=[action("Ouvrir un lieu", deadline=deadline)]), "date") == []


def test_an_action_before_the_day_that_a_constraint_sets_is_told() -> None:
    draft = article(
        constraints="Pas d’ouverture de l’antenne de Sornac avant septembre 2027.",
        planned_actions=[action("Ouvrir l’antenne de Sornac", deadline="mars 2027")],
    )
    assert any("est prévue pour mars 2027, alors qu’une contrainte" in told for told in messages(draft, "date"))


def test_a_local_objective_tells_what_it_overlaps() -> None:
    draft = article(
        planned_actions=[
            action("Tenir un stand sur l’intermédiation financière des pensions", 3),
            action(
                "Promouvoir l’intermédiation financière des pensions",
                "X",
                title="Intermédiation financière des pensions alimentaires",
            ),
        ]
    )
    (told,) = messages(draft, "other")
    assert "recoupe l’objectif 3" in told


def test_a_local_objective_out_of_every_field_is_told() -> None:
    assert any(
        "hors périmètre" in told
        for told in messages(
            article(planned_actions=[action("Repeindre le gymnase", "X", title="Gymnase")]), "out_of_scope"
        )
    )


def test_a_local_objective_that_one_of_its_actions_ties_to_the_convention_is_not_told() -> None:
    planned = [
        action(text, "X", title="Gymnase")
        for text in ("Repeindre le gymnase", "Médiation familiale des parents séparés")
    ]
    assert not any("hors périmètre" in told for told in messages(article(planned_actions=planned), "out_of_scope"))


def test_what_many_actions_lack_is_told_by_field() -> None:
    lacking = [action(text, number, pilot=None) for number, text in enumerate(TEXTS, 1)]
    (told,) = messages(article(**{**WHOLE, "planned_actions": lacking}), "missing")
    assert told.startswith("Pilote : à compléter pour 4 actions, « Ouvrir un lieu »")


def test_figures_without_a_source_are_told_together() -> None:
    figures = [{"label": "Visites", "value": "63"}, {"label": "Mesures", "value": "12"}]
    told = messages(article(**{**WHOLE, "figures": figures}), "missing")
    assert told == ["Ces chiffres n’ont pas de source : « Visites » (63) et « Mesures » (12)."]


def test_an_overlap_offers_to_move_the_action() -> None:
    local = action("Ouvrir un lieu de rencontre", "X", title="Ouvrir un lieu")
    (told,) = [
        alert for alert in article(**{**WHOLE, "planned_actions": [*EVERYWHERE, local]}).alerts if alert.remedies
    ]
    (move,) = told.remedies
    assert (move.label, move.value) == ("Déplacer vers l’objectif 1", "1")
    assert [str(field) for field in move.fields] == ["planned_actions.4.objective"]


def test_the_weightiest_alerts_come_first() -> None:
    figures = [{"label": "Délai", "value": "7", "unit": "mois"}, {"label": "Délai", "value": "9", "unit": "mois"}]
    found = article(figures=figures, planned_actions=[action("Ouvrir un lieu", deadline="juin 2025")]).alerts
    assert [alert.kind for alert in found][:2] == ["contradiction", "date"]


def test_a_need_that_nothing_ties_to_the_themes_is_written_and_asked_back() -> None:
    need = "Anneaux du port de plaisance"
    draft = article(territory_needs=[need])
    (told,) = (alert for alert in draft.alerts if alert.kind == "out_of_scope")
    assert f"- {need}." in draft.text.splitlines() and "il est écrit. Faut-il garder ces mots" in told.message
    decided = [{"about": "scope", "field": "territory_needs", "original": need, "value": "écarter"}]
    assert need not in article(territory_needs=[need], decisions=decided).text
