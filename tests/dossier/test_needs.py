"""The theme and the axis of a need, and the needs that are out of scope."""

import json
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rupfam_assistant.dossier.needs import CALLED, WORDS, Axis, NeedModel, classify_needs, read_need_model
from rupfam_assistant.errors import RupfamError
from rupfam_assistant.training.needs import EXAMPLES, learn_needs, read_examples, train_needs

CORPUS = Path(__file__).parents[2] / "corpus"
ROWS = [json.loads(line) for line in (CORPUS / EXAMPLES).read_text(encoding="utf-8").split("\n") if line]
MODEL = read_need_model(CORPUS)
FOLDS = 5


def told(need: str) -> tuple[tuple[str, ...], str | None]:
    classified = classify_needs([need], MODEL)[0]
    return classified.themes, classified.axis


def without(fold: int) -> NeedModel:
    """The model of the examples of the other folds."""
    kept = [example for number, example in enumerate(read_examples(CORPUS / EXAMPLES)) if number % FOLDS != fold]
    return learn_needs(kept, MODEL.content, MODEL.axes_cues)


@pytest.mark.parametrize(
    ("need", "theme", "axis"),
    [
        ("Espace de rencontre de Fayence : aucune visite possible le week-end", "T1", "A1"),
        ("Les couples en instance de séparation ignorent l’entretien d’information gratuit", "T1", "A3"),
        ("L’ARIPA reste peu connue des parents et des mairies", "T2", "A3"),
        ("Aucun chiffre sur les enfants dont un parent est détenu", "T3", "A4"),
        ("Délais de prise en charge des enfants victimes de violences à l’hôpital", "T4", "A1"),
        ("Désaccords entre enfants sur l’entrée en établissement d’un parent âgé", "T5", "A2"),
        ("Orval et Lizières : 1 h 35 et 50 min pour aller à l’ER", "T1", "A1"),
        ("Haut-Marsan sans MF", "T1", "A1"),
        ("Parents bateliers : personne ne sait ce qu’il leur faudrait après la séparation", "T1", "A2"),
        ("Personne ne mesure si les visites au parloir apaisent les enfants", "T3", "A4"),
    ],
)
def test_a_need_has_the_theme_and_the_axis_of_what_it_says(need: str, theme: str, axis: str) -> None:
    assert told(need) == ((theme,), axis)


def test_a_need_of_all_the_themes_has_an_axis_alone() -> None:
    assert told("Absence d’indicateurs communs entre signataires") == ((), "A4")


@pytest.mark.parametrize(
    "need",
    [
        "Rénovation du gymnase intercommunal",
        "Places de crèche manquantes à Laroche",
        "Retards de paiement des aides au logement",
        "Parents en recherche d’emploi sans garde d’enfants",
        "Médiation de voisinage dans le quartier des Ormes",
        "Pensions de réversion versées en retard",
        "Violences entre élèves au collège",
    ],
)
def test_what_the_convention_does_not_deal_with_is_out_of_scope(need: str) -> None:
    assert told(need) == ((), None)


def test_the_way_to_an_espace_de_rencontre_is_in_scope_and_the_way_to_school_is_not() -> None:
    assert told("Pas de bus le samedi pour venir à l’espace de rencontre") == (("T1",), "A1")
    assert told("Pas de bus pour venir à l’école") == ((), None)


def test_a_need_of_people_who_part_is_in_scope_whatever_else_it_is_about() -> None:
    assert told("Mondes agricoles – séparation, transmission, isolement")[0] == ("T1",)
    assert told("Mondes agricoles – irrigation, transmission, isolement") == ((), None)


def test_a_need_is_held_only_where_it_is_surely_about_something_else() -> None:
    unsure, sure = (
        "Horaires décalés de l’hôpital : parents qui ne peuvent venir ni le mercredi ni le samedi",
        "Terrain de tennis à refaire",
    )
    assert [need.foreign for need in classify_needs([unsure, sure], MODEL)] == [False, True]


def test_the_reason_quotes_the_words_that_decided_as_they_stand() -> None:
    reason = classify_needs(["Enfants de DÉTENUS : parloirs trop rares"], MODEL)[0].reason
    assert reason.startswith(
        "«\u202fDÉTENUS\u202f», «\u202fparloirs\u202f»\u00a0: accompagnement des ruptures liées à la détention"
    )


def test_the_reason_of_a_need_out_of_scope_quotes_what_it_is_about() -> None:
    need = classify_needs(["Terrain de tennis à refaire"], MODEL)[0]
    assert not need.in_scope
    assert "Terrain" in need.reason
    assert need.reason.endswith("hors des cinq champs thématiques de la convention.")


def test_most_examples_that_were_not_learned_are_classified_right() -> None:
    left = ROWS[::FOLDS]
    pairs = list(zip(left, classify_needs([row["need"] for row in left], without(0)), strict=True))
    inside = [(row, need) for row, need in pairs if row["axis"]]
    outside = [need for row, need in pairs if not row["axis"]]
    assert (
        sum(need.themes == tuple(row["themes"]) and need.axis == row["axis"] for row, need in pairs) / len(pairs)
        >= 0.86
    )
    assert sum(need.in_scope for need in outside) / len(outside) <= 0.09
    assert sum(not need.in_scope for _, need in inside) / len(inside) <= 0.03


def test_the_stored_model_is_that_of_the_examples(tmp_path: Path) -> None:
    for name in (EXAMPLES, WORDS):
        (tmp_path / name).write_bytes((CORPUS / name).read_bytes())
    train_needs(tmp_path)
    learned = read_need_model(tmp_path)
    assert learned.columns == MODEL.columns
    needs = [row["need"] for row in ROWS[::FOLDS]]
    same = [
        one == other for one, other in zip(classify_needs(needs, learned), classify_needs(needs, MODEL), strict=True)
    ]
    assert sum(same) / len(same) >= 0.995


def test_the_examples_are_well_formed_and_said_once() -> None:
    assert len(ROWS) >= 2000
    assert len({row["need"] for row in ROWS}) == len(ROWS)
    themes, axes = {code for code in CALLED if code.startswith("T")}, (*get_args(Axis), None)
    assert all(
        set(row["themes"]) <= themes and row["axis"] in axes and (row["axis"] or not row["themes"]) for row in ROWS
    )


@given(st.lists(st.text(), max_size=5))
def test_any_text_is_classified_and_kept_as_it_is(needs: list[str]) -> None:
    classified = classify_needs(needs, MODEL)
    assert [need.text for need in classified] == needs
    assert all(
        len(need.themes) <= 1 and need.reason.endswith(".") and (need.axis or not need.themes) for need in classified
    )


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RupfamError, match=r"need_words\.toml"):
        read_need_model(tmp_path)
    (tmp_path / WORDS).write_bytes((CORPUS / WORDS).read_bytes())
    with pytest.raises(RupfamError, match=r"need_weights\.npz"):
        read_need_model(tmp_path)


def test_no_heavy_package_is_imported() -> None:
    code = (
        "import sys, rupfam_assistant.dossier.needs; sys.exit(bool({'torch', 'sklearn', 'scipy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
