"""What constraints forbid to print is read by what learned it, and what stands beside it is printed."""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
import pytest
from drafting import DATA, action, article, dossier
from hypothesis import given
from hypothesis import strategies as st

from rupfam_assistant.convention.setting import forbids, set_in_place
from rupfam_assistant.french.lists import read_json_lines
from rupfam_assistant.guard.forbidden import FORBIDDEN, printable
from rupfam_assistant.guard.withholding import LIFTED, withhold

CASES = read_json_lines(DATA / "guard" / "forbidden.jsonl")
PARAPHRASED = read_json_lines(DATA / "guard" / "paraphrased.jsonl")
LEASE = "Le conseil n’a pas encore délibéré sur le bail de la rue Arago, merci de ne pas faire apparaître le loyer."
LEAVES = "Antenne d’Aspres : ne rien annoncer avant mai. Ne pas parler non plus du départ de la directrice du SPIP."
RENT = {"label": "Loyer du local de la rue Arago", "value": "2 150", "unit": "€ par mois", "source": "EPT"}
SEEN = {"label": "Familles reçues", "value": "140", "unit": "familles", "source": "CAF, 2025"}


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def fields() -> Iterator[tuple[str, dict[str, Any]]]:
    return ((case["constraints"], field) for case in CASES for field in case["fields"])


def held(*wanted: str) -> float:
    """The share of the fields that are wanted so, one in five, which are read as forbidden."""
    asked = [(constraints, field["text"]) for constraints, field in fields() if field["want"] in wanted]
    told = [float(forbids(constraints, [text])[0]) for constraints, text in asked[::5]]
    return float(np.mean(np.array(told) >= FORBIDDEN))


def test_of_one_field_in_five_most_of_what_constraints_forbid_is_read_and_little_of_what_stands_beside() -> None:
    assert held("whole", "part") >= 0.5
    assert held("none") <= 0.08


def test_of_one_case_in_five_what_is_forbidden_in_other_words_is_read_above_what_only_shares_words() -> None:
    told: dict[bool, list[float]] = {True: [], False: []}
    for case in PARAPHRASED[::5]:
        odds = forbids(case["constraints"], [field["text"] for field in case["fields"]])
        for field, one in zip(case["fields"], odds, strict=True):
            told[field["want"] != "none"].append(float(one))
    yes, no = (np.array(told[is_forbidden]) for is_forbidden in (True, False))
    assert np.mean(yes[:, None] > no[None]) >= 0.8


def test_a_sum_told_after_why_it_is_not_to_be_told_is_withheld() -> None:
    draft = article(figures=[RENT, SEEN], planned_actions=[action("Ouvrir un lieu rue Arago")], constraints=LEASE)
    assert "2 150" not in draft.text and "140" in draft.text and "Ouvrir un lieu rue Arago" in draft.text


def test_an_action_under_embargo_is_withheld_and_its_neighbours_are_not() -> None:
    planned = [
        action("Antenne de médiation à Aspres, ancienne perception", pilot="Mairie d’Aspres"),
        action("Car des droits dans cinq vallées", pilot="PETR"),
        action("Chalet d’accueil devant la maison d’arrêt", pilot="SPIP"),
    ]
    sober = set_in_place(dossier(planned_actions=planned, constraints=LEAVES))[0]
    assert [one.text for one in sober.planned_actions] == [None, *(one["text"] for one in planned[1:])]
    assert sober.planned_actions[2].pilot == "SPIP"


def test_a_commune_whose_gift_is_not_to_be_told_stays_a_partner() -> None:
    planned = [action("Atelier d’été pour les parents", partners=["Commune des Orgières"])]
    constraints = (
        "Le conseil municipal des Orgières délibère le 10/12 : ne pas écrire que la commune finance quoi que ce soit."
    )
    sober = set_in_place(dossier(planned_actions=planned, constraints=constraints))[0]
    assert sober.planned_actions[0].partners == ("Commune des Orgières",)


def test_constraints_too_long_to_be_read_at_once_are_read_to_their_end() -> None:
    constraints = "Les réunions se tiennent le matin, en salle haute, et durent une heure. " * 12 + LEASE
    sober = set_in_place(dossier(figures=[RENT, SEEN], constraints=constraints))[0]
    assert [one.value for one in sober.figures] == [None, "140"]


def test_a_sentence_of_the_constraints_is_lifted_with_a_click() -> None:
    file = partial(dossier, figures=[RENT], constraints=LEASE)
    (held,) = (one for one in set_in_place(file())[2] if one.fields)
    lifted = {"about": "ban", "field": "constraints", "original": held.what, "value": LIFTED}
    sober, _, told = set_in_place(file(decisions=[lifted]))
    assert sober.figures[0].value == "2 150" and [one.lifted for one in told if one.what == held.what] == [True]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Jardin des visites avec l’aide de la fondation Maurel", "Jardin des visites"),
        ("Jardin des visites (don de la fondation Maurel)", "Jardin des visites"),
    ],
)
def test_what_may_be_printed_of_a_text_is_kept(text: str, left: str) -> None:
    assert printable(text, "La fondation Maurel ne veut pas apparaître.", forbids) == left


@given(st.sampled_from([field["text"] for _, field in fields()]), st.integers(0, 2**32 - 1))
def test_what_is_printed_of_a_text_has_its_words_alone(text: str, seed: int) -> None:
    odds = np.random.default_rng(seed)
    left = printable(text, "", lambda _, some: odds.normal(size=len(some)).astype(np.float32))
    assert len(left) <= len(text) and set(words(left)) <= set(words(text))


def test_a_figure_of_which_the_label_is_withheld_goes_with_its_value() -> None:
    delay = {"label": "Délai d’audience devant le juge", "value": "11", "unit": "mois", "source": "TJ, chiffre interne"}
    draft = article(
        figures=[delay, SEEN], constraints="Le tribunal ne souhaite pas que son délai d’audience soit cité."
    )
    assert "11" not in draft.text and "140" in draft.text


def test_a_ban_on_what_a_body_leads_holds_there_and_not_on_what_only_shares_its_word() -> None:
    planned = [action("Atelier des pères au centre social", pilot="CIDFF"), action("Atelier cuisine", pilot="CAF")]
    ban = "Ne pas parler de l’atelier conduit par le CIDFF."
    sober = set_in_place(dossier(planned_actions=planned, constraints=ban))[0]
    assert [one.text for one in sober.planned_actions] == [None, "Atelier cuisine"]


def test_how_a_thing_is_to_be_written_holds_nothing_and_a_ban_beside_it_does() -> None:
    union = {**SEEN, "source": "Trait d’union Aurelle, rapport 2025"}
    wording = "Écrire « Trait d’union Aurelle » en toutes lettres, jamais TUA."
    assert set_in_place(dossier(figures=[union], constraints=wording))[0].figures[0].value == "140"
    planned = [action("Ouvrir un lieu avec l’Udaf"), action("Ouvrir un lieu à Sornac")]
    banned = "Écrire « un partenaire » et ne jamais nommer l’Udaf."
    sober = set_in_place(dossier(planned_actions=planned, constraints=banned))[0]
    assert "Udaf" not in str([one.text for one in sober.planned_actions])


def test_each_constraint_is_listed_once_whatever_its_apostrophes() -> None:
    planned = [action("Ouvrir un lieu à Sornac"), action("Préparer la fusion de l’UDAF et du Trait d’Union")]
    said = "Ne rien écrire sur la fusion UDAF / Trait d'Union, pas annoncée"
    listed = set_in_place(dossier(planned_actions=planned, constraints=said))[2]
    assert len(listed) == 1 and listed[0].fields


MOVES = (
    "Déménagement de l’association Passerelle : embargo jusqu’à son conseil d’administration, le bail n’est pas signé."
)


def test_what_happens_to_a_body_is_kept_quiet_and_its_name_and_figures_are_not() -> None:
    planned = [action("Ouvrir le lieu tous les samedis", pilot="Passerelle"), action("Former", partners=["Passerelle"])]
    served = {"label": "Enfants accueillis en 2025", "value": "197", "unit": "enfants", "source": "Passerelle"}
    sober = set_in_place(dossier(planned_actions=planned, figures=[served], constraints=MOVES))[0]
    assert sober.planned_actions[0].pilot == "Passerelle" and sober.planned_actions[1].partners == ("Passerelle",)
    assert sober.figures[0].value == "197"


def test_a_ban_on_a_sum_holds_where_a_sum_is() -> None:
    planned = [action("Reconduire le cofinancement de la médiation, avec un point sur les enveloppes")]
    sum_of = {"label": "Crédits de médiation", "value": "148 000", "unit": "€", "source": "CAF"}
    ban = "Ne pas mettre le montant des crédits de médiation, l’enveloppe n’est pas arbitrée."
    sober = set_in_place(dossier(planned_actions=planned, figures=[sum_of, SEEN], constraints=ban))[0]
    assert sober.planned_actions[0].text == planned[0]["text"]
    assert [one.value for one in sober.figures] == [None, "140"]


def test_who_must_not_be_named_does_not_sign_by_name_unless_told_where() -> None:
    party = {"body": "Mission locale", "represented_by": "M. Fabrice Ollagnon, directeur par intérim"}
    for ban, signs in (
        ("Ne pas citer M. Ollagnon tant que son intérim n’est pas confirmé.", False),
        ("Ne pas citer M. Ollagnon ailleurs qu’en tête.", True),
    ):
        draft = set_in_place(dossier(signatories=[party], constraints=ban))[0]
        assert ("Ollagnon" in (draft.signatories[0].represented_by or "")) is signs


def test_what_bounds_or_words_a_thing_bans_nothing() -> None:
    planned = [action("Recevoir 12 familles le samedi dans le désert médical du Haut-Pays")]
    for said in ("Pas plus de 12 familles à la fois.", "Éviter « zone blanche », la préfète préfère « peu couvert »."):
        sober = set_in_place(dossier(planned_actions=planned, constraints=said))[0]
        assert sober.planned_actions[0].text == planned[0]["text"]


SIGNS = "M. Vial, président, et M. Fabrice Ollagnon, directeur"


@pytest.mark.parametrize(
    ("ban", "left"),
    [
        ("Ne pas citer M. Ollagnon.", "M. Vial, président"),
        ("Ne pas citer Fabrice Ollagnon, son contrat finit.", "M. Vial, président"),
        ("Ne pas citer M. Ollagnon, par ailleurs mis en examen.", "M. Vial, président"),
        ("Ne pas donner le téléphone de M. Ollagnon.", SIGNS),
        ("Ne pas donner l’adresse de M. Ollagnon.", SIGNS),
        ("Ne pas citer Mme Ollagnon, la mère.", SIGNS),
    ],
)
def test_of_two_who_sign_the_one_not_to_be_named_goes_alone(ban: str, left: str) -> None:
    sober = withhold(dossier(signatories=[{"body": "Mission locale", "represented_by": SIGNS}], constraints=ban))[0]
    assert sober.signatories[0].represented_by == left


def test_a_sum_without_its_unit_is_a_sum() -> None:
    grant = {"label": "Subvention CAF 2025 (en euros)", "value": "148 000"}
    ban = "Ne pas mettre le montant de la subvention CAF, pas voté."
    sober = withhold(dossier(figures=[grant], constraints=ban), None, lambda _, some: np.full(len(some), 6.0))[0]
    assert sober.figures[0].value != "148 000"


def test_a_word_to_avoid_is_a_ban_unless_another_is_offered() -> None:
    planned = [action("Installer la permanence aux Glycines")]
    ban = "Éviter « Les Glycines » tant que le bail n’est pas signé."
    sober = withhold(dossier(planned_actions=planned, constraints=ban), None, lambda _, some: np.full(len(some), 6.0))[
        0
    ]
    assert "Glycines" not in (sober.planned_actions[0].text or "")


def test_something_at_a_body_is_no_ban_on_its_name_and_what_it_is_called_by_is() -> None:
    planned = [{**action("Tenir une permanence"), "pilot": "CIDFF", "partners": ["CIDFF", "UDAF"]}]
    told = article(constraints="Pas un mot sur les postes supprimés au CIDFF.", planned_actions=planned).text
    assert "Pilote : CIDFF" in told.replace("\u00a0", " ")
    for ban in ("Ne pas citer le logo de l’UDAF.", "Ne pas faire apparaître le rôle de l’UDAF."):
        assert "UDAF" not in article(constraints=ban, planned_actions=planned).text


def test_a_clause_that_opens_a_text_goes_whole_with_the_word_that_brings_it_in() -> None:
    text = "suite à la fermeture de Valmétal, les séparations augmentent dans la vallée"
    left = printable(text, "Ne pas évoquer la fermeture de Valmétal, annoncée en février 2027.", forbids)
    assert left == "Les séparations augmentent dans la vallée"
