"""A filled draft read back into a dossier."""

import textwrap
from pathlib import Path
from typing import Any

from drafting import FULL, TRAME, action, convention
from reviewing import draft

from rupfam_assistant.dossier.reading import make_dossier
from rupfam_assistant.export.docx import write_word
from rupfam_assistant.review.read_back import left_out, read_back
from rupfam_assistant.texts.reading import read_whole


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


def test_members_annexes_and_a_rhythm_come_back_and_what_no_field_holds_is_listed() -> None:
    said = {
        "frequency": "deux fois par an, en juin et en novembre",
        "members": ["Barreau de Sornac", "SPIP"],
        "annexes": ["Carte de l’offre"],
        "figures": [{"label": "Temps de trajet", "value": "1 h 25", "source": "CAF, 2025"}],
        "planned_actions": [action("Ouvrir une antenne", 2) | {"indicator": "nombre d’actes ; ETP formés"}],
    }
    text = convention(**said).text
    record = read_back(text, TRAME)
    assert {name: record[name] for name in ("frequency", "members", "annexes")} == {
        name: said[name] for name in ("frequency", "members", "annexes")
    }
    (figure,) = record["figures"]
    assert (figure["label"], figure["value"], figure["source"]) == ("Temps de trajet", "1 h 25", "CAF, 2025")
    assert [one["indicator"] for one in record["planned_actions"]] == ["nombre d’actes, ETP formés"]
    local = "La charte du réseau local est signée chaque année par les services."
    assert left_out(text.replace("Article 4", f"{local}\n\nArticle 4", 1), TRAME) == [local]
    assert left_out(text, TRAME) == []


def test_a_table_of_actions_gives_back_those_of_a_local_objective() -> None:
    actions = [action("Ouvrir une antenne", 2), action("Héberger une nuit", "X") | {"title": "Joindre les îles"}]
    record = read_back(convention(planned_actions=actions, actions_table=True).text, TRAME)
    assert [(one["objective"], one["text"]) for one in record["planned_actions"]] == [
        (2, "Ouvrir une antenne"),
        ("X", "Héberger une nuit"),
    ]
    assert record["planned_actions"][1]["title"] == "Joindre les îles"


def test_lines_that_wrap_as_on_a_page_give_back_the_same_dossier() -> None:
    partners = ["Association des médiateurs de Sornac", "Maison des adolescents", "Conseil départemental"]
    figure = {
        "label": "Familles aidées par la médiation familiale l’an passé",
        "value": "214",
        "source": "UDAF, rapport d’activité 2025",
    }
    actions = [action("Ouvrir une antenne de médiation à Sornac", 2) | {"partners": partners}]
    text = convention(planned_actions=actions, figures=[figure]).text
    for width in (84, 88, 92, 96):
        wrapped = "\n".join(textwrap.fill(line, width) for line in text.split("\n"))
        assert read_back(wrapped, TRAME) == read_back(text, TRAME)


def test_a_table_that_lost_its_cells_is_left_out_and_listed() -> None:
    actions = [action("Ouvrir une antenne", 2), action("Tenir un tableau de bord", 4)]
    text = convention(planned_actions=actions, actions_table=True).text.replace(" | ", " ")
    assert [one["text"] for one in read_back(text, TRAME)["planned_actions"]] == []
    assert any("Ouvrir une antenne" in line for line in left_out(text, TRAME))


def test_what_was_typed_comes_back_whatever_its_words(tmp_path: Path) -> None:
    said: dict[str, Any] = {
        "department": "Loire-et-Vézance",
        "caf_name": "CAF de Loire-et-Vézance",
        "signatories": [
            {"body": "Préfet de Loire-et-Vézance", "represented_by": "Charles DE LESTRANGE", "address": None},
            {"body": "CAF de Loire-et-Vézance", "represented_by": "madame Nora Tessier, directrice", "address": "13 rue du Dr Romieu"},
            {"body": "Action Médiation", "represented_by": "monsieur Bao Nguyen, directeur", "address": "Hôtel de ville, Vaubrun"},
        ],
        "territory_needs": ["Espaces de rencontre : Aulnoye un lieu, Lensoy deux lieux, Portelet aucun"],
        "figures": [
            {"label": "Délai d’une première visite", "value": "4 à 5", "unit": "mois", "source": "CAF, 2025"},
            {"label": "Pères qui ont des enfants", "value": "six sur dix", "unit": None, "source": "SPIP, 2025"},
        ],
        "planned_actions": [
            action("Réduction des délais de l’espace de rencontre : ouverture le mercredi", 1),
            action(None, 2, pilot="UDAF"),
            action("Envoyer un sondage aux parents", 2, indicator="taux de retour : 30 %"),
        ],
        "organisation": "co-anim. CAF et DDETS ; Secrétariat de la CAF",
    }  # fmt: skip
    path = tmp_path / "projet.docx"
    path.write_bytes(write_word(convention(**said), "Convention", "Loire-et-Vézance"))
    record = read_back(read_whole(path).text, TRAME)
    assert {key: record[key] for key in ("department", "caf_name", "territory_needs", "figures")} == {
        key: said[key] for key in ("department", "caf_name", "territory_needs", "figures")
    }
    parties = {party["body"]: (party["represented_by"], party["address"]) for party in record["signatories"]}
    assert parties["Préfet de Loire-et-Vézance"] == ("Charles DE LESTRANGE", None)
    assert parties["Caisse d’Allocations familiales de Loire-et-Vézance"][1] == "13 rue du Docteur Romieu"
    assert parties["Action Médiation"] == ("monsieur Bao Nguyen, directeur", "Hôtel de ville, Vaubrun")
    assert len(parties) == 3
    assert record["organisation"] == said["organisation"]
    assert [one["text"] for one in record["planned_actions"]] == [one["text"] for one in said["planned_actions"]]
    assert record["planned_actions"][1]["pilot"] == "UDAF"
    assert record["planned_actions"][2]["indicator"].endswith("30 %")


def test_of_two_values_the_first_is_read_back_and_both_are_listed() -> None:
    figure = "Délai d’une première visite : 4 mois (source : CAF, 2025) ou six mois (besoins du territoire)"
    text = draft().replace(
        "Objectif 2 : Mieux", f"Constats\n- {figure} ; valeur à retenir : [à compléter].\nObjectif 2 : Mieux"
    )
    (found,) = read_back(text, TRAME)["figures"]
    assert (found["value"], found["unit"], found["source"]) == ("4", "mois", "CAF, 2025")
    assert any("six mois" in line for line in left_out(text, TRAME))


def test_a_label_that_a_page_joins_to_the_line_before_it_still_opens_its_part() -> None:
    local = "- Joindre les parents, où qu’ils soient dans le département, à toute heure du jour.\nActions\n- Ouvrir un lieu."
    text = draft().replace("Objectif 2 : Mieux", f"Priorités\n{local}\nObjectif 2 : Mieux")
    assert "Ouvrir un lieu" in [one["text"] for one in read_back(text, TRAME)["planned_actions"]]


def test_two_figures_of_a_line_share_the_source_that_ends_it() -> None:
    line = "Mesures en cours : 214 mesures ; enfants concernés par ces mesures : 341 enfants (source : UDAF, 2025)."
    found = read_back(draft().replace("Objectif 2 : Mieux", f"Constats\n- {line}\nObjectif 2 : Mieux"), TRAME)[
        "figures"
    ]
    assert [tuple(figure.values()) for figure in found] == [
        ("Mesures en cours", "214", "mesures", "UDAF, 2025"),
        ("Enfants concernés par ces mesures", "341", "enfants", "UDAF, 2025"),
    ]


def test_a_body_typed_by_its_acronym_comes_back_by_it() -> None:
    signer = {"body": "DDETS du Val-d’Ombre", "represented_by": "M. Abel Crouzet, directeur", "address": None}
    text = convention(signatories=[signer]).text
    assert "DDETS du Val-d’Ombre" in [party["body"] for party in read_back(text, TRAME)["signatories"]]
