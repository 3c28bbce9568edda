"""A filled draft read back into a dossier."""

from drafting import FULL, TRAME, action, convention
from reviewing import draft

from rupfam_assistant.dossier.reading import make_dossier
from rupfam_assistant.review.read_back import read_back


def test_a_filled_draft_gives_back_its_department_parties_and_content() -> None:
    record = read_back(draft(), TRAME)
    assert record["department"] == "Presqu’île-de-Gaud"
    assert record["signatories"][0] == {
        "body": "Caisse d’Allocations familiales de la Presqu’île-de-Gaud",
        "represented_by": "M. Sylvain Kerjean, directeur",
        "address": "17 rue de la Criée à Port-Gaud",
    }
    assert record["opening"] == "Compte tenu des besoins recensés dans la Presqu’île-de-Gaud"
    assert record["organisation"] == "la Caf et le conseil départemental animent à tour de rôle"
    assert [found["objective"] for found in record["planned_actions"]] == [1, 2, 3, 4, "X"]
    assert (
        record["planned_actions"][-1]["title"]
        == "Soutenir les grands-parents privés de liens avec leurs petits-enfants"
    )
    make_dossier(record)


def test_the_blanks_of_a_draft_stay_empty() -> None:
    record = read_back(TRAME.text, TRAME)
    assert (record["opening"], record["frequency"], record["organisation"], record["instance"]) == (
        None,
        None,
        None,
        None,
    )
    assert all(party["represented_by"] is None and party["address"] is None for party in record["signatories"])


def test_what_our_own_convention_says_is_read_back() -> None:
    said = {
        "instance": "CDSF",
        "frequency": "deux fois par an",
        "planned_actions": [action("Ouvrir une antenne de médiation à Sornac", 2)],
    }
    record = read_back(convention(**said).text, TRAME)
    assert record["department"] == "Coteaux-de-Sève"
    assert (record["instance"], record["frequency"]) == ("CDSF", "deux fois par an")
    (found,) = record["planned_actions"]
    assert (found["objective"], found["text"], found["pilot"], found["deadline"]) == (
        2,
        "Ouvrir une antenne de médiation à Sornac",
        FULL["pilot"],
        FULL["deadline"],
    )
