"""The dossier read from JSON: what is understood, and the faults that name their field."""

import json
from pathlib import Path
from typing import Any

import pytest
from drafting import dossier

from rupfam_assistant.dossier.reading import LARGEST_FILE, make_dossier, parse_dossier, read_dossier
from rupfam_assistant.dossier.schema import LONGEST_FIELD, MOST_ITEMS, Dossier
from rupfam_assistant.errors import RupfamError

ACTION: dict[str, Any] = {"objective": 1, "text": "Ouvrir un lieu"}


def fault(**fields: Any) -> str:
    with pytest.raises(RupfamError) as caught:
        dossier(**fields)
    return str(caught.value)


def test_a_department_alone_is_a_dossier() -> None:
    assert make_dossier({"department": "Creuse"}) == Dossier("Creuse")


def test_a_dossier_where_everything_is_null_is_one_where_everything_is_absent() -> None:
    assert make_dossier(
        {"department": "Creuse", **{name: None for name in Dossier.__dataclass_fields__ if name != "department"}}
    ) == Dossier("Creuse")


def test_keys_that_we_do_not_know_are_left_aside() -> None:
    assert dossier(couleur="bleu", planned_actions=[{**ACTION, "cost": 3}]) == dossier(planned_actions=[ACTION])


@pytest.mark.parametrize(
    "nothing",
    [
        "",
        "  ",
        "\n",
        "?",
        "…",
        "--",
        "à définir",
        "À préciser",
        "A COMPLETER",
        "[à compléter]",
        "n.c.",
        "N/A",
        "null",
        "néant",
        "\u200b",
        "non renseigné",
    ],
)
def test_what_people_write_for_nothing_is_nothing(nothing: str) -> None:
    assert dossier(planned_actions=[{**ACTION, "pilot": nothing}]).planned_actions[0].pilot is None
    assert dossier(territory_needs=[nothing, "Un besoin"]).territory_needs == ("Un besoin",)


@pytest.mark.parametrize("said", ["0", "-5", "NC 23", "à définir avec la CAF", "a", "?!?!a", "📞"])
def test_what_says_something_is_kept(said: str) -> None:
    assert dossier(planned_actions=[{**ACTION, "indicator": said}]).planned_actions[0].indicator == said


@pytest.mark.parametrize(("value", "written"), [(7, "7"), (3.5, "3,5"), (-2, "-2"), (0, "0"), ("1 930", "1 930")])
def test_the_value_of_a_figure_may_be_a_number(value: object, written: str) -> None:
    assert dossier(figures=[{"label": "Mesures", "value": value}]).figures[0].value == written


@pytest.mark.parametrize(("given_as", "understood"), [(2, 2), ("2", 2), (" 3 ", 3), ("x", "X"), ("X", "X")])
def test_an_objective_may_be_a_number_or_its_text(given_as: object, understood: object) -> None:
    assert dossier(planned_actions=[{**ACTION, "objective": given_as}]).planned_actions[0].objective == understood


def test_what_cannot_be_read_is_taken_out_of_a_text() -> None:
    assert dossier(territory_needs=["\ufeffMédiation\x00 \u202eà\u202c\r\nSornac\u200b\ud800"]).territory_needs == (
        "Médiation à\nSornac",
    )


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"department": None}, "département"),
        ({"department": 23}, "département"),
        ({"department": "  "}, "département"),
        ({"caf_name": 4}, "nom de la CAF"),
        ({"caf_name": ["CAF"]}, "nom de la CAF"),
        ({"signatories": "le préfet"}, "signataires"),
        ({"signatories": ["le préfet"]}, "signataires, 1"),
        ({"signatories": [{"body": {}}]}, "signataires, 1, organisme"),
        ({"territory_needs": "un besoin"}, "besoins du territoire"),
        ({"territory_needs": {"1": "un besoin"}}, "besoins du territoire"),
        ({"territory_needs": ["un besoin", 3]}, "besoins du territoire, 2"),
        ({"figures": [{"value": [1]}]}, "chiffres, 1, valeur"),
        ({"figures": [{"value": True}]}, "chiffres, 1, valeur"),
        ({"figures": [{"unit": 3}]}, "chiffres, 1, unité"),
        ({"planned_actions": [{"text": "Ouvrir"}]}, "actions prévues, 1, objectif"),
        ({"planned_actions": [ACTION, {**ACTION, "objective": 5}]}, "actions prévues, 2, objectif"),
        ({"planned_actions": [{**ACTION, "objective": "Y"}]}, "actions prévues, 1, objectif"),
        ({"planned_actions": [{**ACTION, "objective": True}]}, "actions prévues, 1, objectif"),
        ({"planned_actions": [{**ACTION, "objective": None}]}, "actions prévues, 1, objectif"),
        ({"planned_actions": [{**ACTION, "objective": 1.5}]}, "actions prévues, 1, objectif"),
        ({"planned_actions": [{**ACTION, "partners": "CAF"}]}, "actions prévues, 1, partenaires"),
        ({"planned_actions": [{**ACTION, "partners": ["CAF", 7]}]}, "actions prévues, 1, partenaires, 2"),
        ({"planned_actions": [{**ACTION, "deadline": 2027}]}, "actions prévues, 1, échéance"),
        ({"instance": "autre"}, "instance"),
        ({"instance": 3}, "instance"),
        ({"mend_slips": "oui"}, "corriger les coquilles connues de la trame"),
        ({"constraints": "a" * 1_000_000}, "contraintes"),
        ({"territory_needs": ["a" * (LONGEST_FIELD + 1)]}, "besoins du territoire, 1"),
        ({"territory_needs": ["besoin"] * (MOST_ITEMS + 1)}, "besoins du territoire"),
    ],
)
def test_a_fault_is_one_french_sentence_that_names_the_field(fields: dict[str, Any], named: str) -> None:
    told = fault(**fields)
    assert f"le champ « {named} »" in told
    assert told.startswith("Le dossier : ")
    assert told.endswith(".")
    assert "\n" not in told and ". " not in told
    assert not any(word in told for word in ("Input", "should", "valid ", "NoneType", "Traceback"))
    assert len(told) < 200


def test_a_text_of_the_longest_length_is_read() -> None:
    assert len(dossier(constraints="a" * LONGEST_FIELD).constraints or "") == LONGEST_FIELD


@pytest.mark.parametrize("text", ["", "{", "[1, 2", "pas du json", "[" * 100_000])
def test_what_is_not_json_is_refused(text: str) -> None:
    with pytest.raises(RupfamError, match="n’est pas du JSON"):
        parse_dossier(text)


@pytest.mark.parametrize("text", ["[]", "null", "3", '"Creuse"', "true"])
def test_what_is_not_an_object_is_refused(text: str) -> None:
    with pytest.raises(RupfamError, match="doit être un objet JSON"):
        parse_dossier(text)


def test_an_absent_department_is_asked_for() -> None:
    with pytest.raises(RupfamError, match="le champ « département » manque : ajoutez-le"):
        make_dossier({})


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    latin = tmp_path / "latin.json"
    latin.write_bytes('{"department": "Lozère"}'.encode("latin-1"))
    for path in (tmp_path / "absent.json", tmp_path, latin):
        with pytest.raises(RupfamError, match=f"Le dossier {path} ne peut pas être lu"):
            read_dossier(path)


def test_a_file_that_is_too_big_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "gros.json"
    path.write_bytes(b" " * (LARGEST_FILE + 1))
    with pytest.raises(RupfamError, match="trop gros : 10 Mo au plus"):
        read_dossier(path)


def test_a_file_with_the_mark_of_windows_is_read(tmp_path: Path) -> None:
    path = tmp_path / "bom.json"
    path.write_text(json.dumps({"department": "Lozère"}), encoding="utf-8-sig")
    assert read_dossier(path).department == "Lozère"


def test_partners_told_in_one_text_are_each_one() -> None:
    told = {"objective": 1, "partners": ["CAF, CMSA, communes", "DEETS (droits, égalité)"]}
    (action,) = make_dossier({"department": "x", "planned_actions": [told]}).planned_actions
    assert action.partners == ("CAF", "CMSA", "communes", "DEETS (droits, égalité)")


@pytest.mark.parametrize(
    ("said", "instance"),
    [
        ("le CDSF, formation restreinte", "CDSF"),
        ("Comité départemental des services aux familles", "CDSF"),
        ("COMFI élargi", "comités locaux des financeurs"),
        ("comité local des financeurs", "comités locaux des financeurs"),
        ("", None),
    ],
)
def test_an_instance_is_known_by_any_of_its_names(said: str, instance: str | None) -> None:
    assert make_dossier({"department": "X", "instance": said}).instance == instance
