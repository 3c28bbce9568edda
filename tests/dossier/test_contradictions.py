"""Two values for one thing: both are shown, none is chosen, and a false contradiction is not raised."""

from typing import Any

import pytest
from drafting import action, article, dossier, messages, under

from rupfam_assistant.dossier.contradictions import find_contradictions
from rupfam_assistant.french.typography import short

DELAY = "Délai d’attente en médiation familiale"


def figure(value: str, label: str = DELAY, unit: str | None = "mois", source: str = "CAF, 2025") -> dict[str, Any]:
    return {"label": label, "value": value, "unit": unit, "source": source}


def kinds(**fields: Any) -> list[str]:
    return [contradiction.kind for contradiction in find_contradictions(dossier(**fields))]


def test_two_figures_under_one_label_stand_on_one_line_with_their_sources() -> None:
    draft = article(figures=[figure("7", source="UDAF"), figure("9")])
    (line,) = [line for line in draft.text.splitlines() if DELAY in line]
    assert (
        line.replace("\u00a0", " ")
        == f"- {DELAY} : 7 mois (source : UDAF) ou 9 mois (source : CAF, 2025) ; valeur à retenir : [à compléter]."
    )
    assert f"valeur à retenir pour « {DELAY} »" in [blank.what for blank in draft.blanks]


def test_the_question_to_the_officer_gives_each_value_and_who_says_it() -> None:
    (told,) = messages(article(figures=[figure("7", source="UDAF"), figure("9")]), "contradiction")
    assert (
        told.replace("\u00a0", " ")
        == f"Le dossier donne deux valeurs pour « {DELAY} » : 7 mois (UDAF) ou 9 mois (CAF, 2025). Laquelle retenir ?"
    )


def test_figures_of_one_thing_dated_otherwise_differ_and_parts_of_a_body_are_the_body() -> None:
    waiting = (
        "Mesures en attente, espace de rencontre, fin 2025",
        "Mesures d’espace de rencontre en attente au 31/12/2025",
    )
    assert kinds(figures=[figure(n, label, "mesures") for n, label in zip(("188", "231"), waiting, strict=True)]) == [
        "number"
    ]
    first = "Délai moyen avant la première visite", "Délai d’attente pour une 1re visite"
    assert kinds(figures=[figure(n, label) for n, label in zip(("5", "8"), first, strict=True)]) == ["number"]
    signing = [{"body": "CAF de la Creuse"}]
    for pilot, found in (("CAF (pôle ARIPA, site nord)", []), ("CAF (de la Corrèze)", ["party"])):
        assert kinds(signatories=signing, planned_actions=[action("Ouvrir un lieu", pilot=pilot, partners=[])]) == found


def test_a_figure_and_a_need_that_differ_are_both_shown() -> None:
    draft = article(figures=[figure("7")], territory_needs=["Médiation familiale : 9 mois de délai d’attente"])
    (line,) = [line.replace("\u00a0", " ") for line in draft.text.splitlines() if "valeur à retenir" in line]
    assert "7 mois" in line and "9 mois" in line
    assert "contradiction" in [alert.kind for alert in draft.alerts]


@pytest.mark.parametrize(
    ("value", "unit", "need"),
    [
        ("7", "mois", "Médiation familiale : 9 mois de délai d’attente"),
        ("7", "mois", "Délai d’attente en médiation familiale : 12 semaines"),
        ("1 h 25", None, "Délai d’attente en médiation familiale de 2 h"),
        ("1 930", "mois", "Délai d’attente en médiation familiale : 1 390 mois"),
        ("19", "%", "Délai d’attente en médiation familiale : 24 %"),
        ("7", "mois", "Délai d’attente en médiation familiale : neuf mois"),
        ("40", "min", "Délai d’attente en médiation familiale : 1 h 20"),
        ("3 h", None, "Délai d’attente en médiation familiale : 75 minutes"),
    ],
)
def test_a_need_contradicts_a_figure(value: str, unit: str | None, need: str) -> None:
    assert kinds(figures=[figure(value, unit=unit)], territory_needs=[need]) == ["number"]


@pytest.mark.parametrize(
    "need",
    [
        "Médiation familiale : 7 mois de délai d’attente",
        "Médiation familiale : délai d’attente de sept mois",
        "Médiation familiale : plus de 6 mois de délai d’attente",
        "Ramener à 3 mois le délai d’attente en médiation familiale",
        "Médiation familiale : 42 parents sur liste d’attente",
        "Délai d’attente en médiation familiale à Corbas : 9 mois",
    ],
)
def test_a_need_that_says_something_else_contradicts_nothing(need: str) -> None:
    assert kinds(figures=[figure("7")], territory_needs=[need]) == []


@pytest.mark.parametrize(
    ("value", "need", "other"),
    [
        ("7", "Délai d’attente en médiation familiale de 4 à 5 mois", "4 à 5 mois"),
        ("4,5", "Délai d’attente en médiation familiale de 4-5 mois", ""),
        ("5,5", "+ de 5 mois de délai d’attente en médiation familiale", ""),
        ("4", "+ de 5 mois de délai d’attente en médiation familiale", "+ de 5 mois"),
        ("5,5", "Moins de 5 mois de délai d’attente en médiation familiale", "Moins de 5 mois"),
        ("entre 5 et 7", "Le délai d’attente en médiation familiale est de 6 mois", ""),
        ("au moins 6", "Le délai d’attente en médiation familiale est de 5 mois", "5 mois"),
        ("jusqu’à 7", "Le délai d’attente en médiation familiale est de 6 mois", ""),
        ("7", "Médiation familiale : 5 mois et plus d’attente", ""),
        ("7", "Les familles attendent 5 mois une médiation familiale", "5 mois"),
    ],
)
def test_ranges_and_bounds_are_understood(value: str, need: str, other: str) -> None:
    found = find_contradictions(dossier(figures=[figure(value)], territory_needs=[need]))
    assert [one.sides[1].value for one in found] == ([other] if other else [])


def test_the_same_thing_under_other_words_is_one_thing() -> None:
    assert kinds(figures=[figure("7"), figure("5", "Temps d’attente en médiation familiale")]) == ["number"]
    assert kinds(figures=[figure("7"), figure("4 à 5")]) == ["number"]


def test_a_priority_that_sets_a_target_contradicts_neither_a_figure_nor_a_deadline() -> None:
    measured = figure("4 à 5", "Délai moyen espace de rencontre")
    board = {**action("Tableau des délais des espaces de rencontre", 4), "deadline": "mars 2027"}
    wanted = ["Espaces de rencontre : délai < 3 mois fin 2028"]
    assert kinds(figures=[measured], planned_actions=[board], priorities=wanted) == []


def test_two_targets_of_one_action_are_questioned() -> None:
    planned = {**action("Réduction du délai de Sornac à 3 mois", 1), "indicator": "délai de Sornac, cible 2 mois"}
    assert kinds(planned_actions=[planned]) == ["number"]


def test_two_bodies_told_together_are_no_other_body() -> None:
    told = {"Bilan à mi-parcours": "Préfecture + CAF", "Suivi des fonds": "CAF/MSA", "Enquête": "CAF et MSA"}
    planned = [{**action(text, 4), "pilot": pilot} for text, pilot in told.items()]
    signing = [{"body": "Préfecture de Sève"}, {"body": "CAF des Coteaux"}, {"body": "MSA Plaines"}]
    assert kinds(planned_actions=planned, signatories=signing) == []


def test_the_body_of_a_neighbour_that_signs_is_no_other_body() -> None:
    signing = [{"body": "CAF des Coteaux"}, {"body": "Conseil départemental des Plaines"}]
    planned = [{**action("Signer l’avenant", 1), "pilot": "CAF des Coteaux et CAF des Plaines"}]
    assert kinds(planned_actions=planned, signatories=signing) == []
    assert kinds(planned_actions=planned, signatories=signing[:1]) == ["party"]


def test_two_targets_for_one_thing_are_questioned() -> None:
    wanted = "Renforcer la médiation familiale pour ramener le délai d’attente à 4 mois"
    told = {"priorities": ["Ramener le délai d’attente en médiation familiale à 3 mois"], "figures": [figure("6")]}
    assert kinds(**told) == []
    assert kinds(**told, planned_actions=[action(wanted)]) == ["number"]


@pytest.mark.parametrize(
    "said", ["pilote CAF + TJ", "animé par l’association Relais", "pilotée par la CAF", "pilote : TJ et CAF"]
)
def test_one_of_two_bodies_or_a_facilitator_is_no_other_pilot(said: str) -> None:
    text = "Former les médiateurs au repérage des violences"
    assert kinds(planned_actions=[action(text, pilot="CAF + TJ")], territory_needs=[f"{text}, {said}"]) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (figure("7", "Délai à Corbas"), figure("9", "Délai à Sornac")),
        (figure("7", "Mesures en 2024", "mesures"), figure("9", "Mesures en 2025", "mesures")),
        (figure("7"), figure("7,0")),
        (figure("2"), figure("2", source="UDAF")),
        (figure("7"), figure("45", unit="%")),
        (figure("60", unit="minutes"), figure("1", unit="h")),
    ],
)
def test_two_figures_that_may_both_be_true_contradict_nothing(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert kinds(figures=[one, other]) == []


SEASONS = [
    figure("1 h 40", "Trajet Lorme – Vieux-Bourg en hiver", None),
    figure("35", "Trajet Lorme – Vieux-Bourg en été", "min"),
]


@pytest.mark.parametrize(
    ("need", "given"),
    [
        ("Lieu d’accueil de Vieux-Bourg à 1 h 40 de la Lorme quand la route ferme", []),
        ("Lieu d’accueil de Vieux-Bourg à 100 minutes de la Lorme", []),
        ("Trajet Lorme – Vieux-Bourg : 50 min en été", [("35 min", "50 min")]),
        ("Trajet Lorme – Vieux-Bourg : 2 h en hiver", [("1 h 40", "2 h")]),
        ("Trajet Lorme – Vieux-Bourg : 50 min", [("1 h 40", "50 min"), ("35 min", "50 min")]),
    ],
)
def test_what_a_need_says_is_compared_with_the_figures_that_it_is_about(
    need: str, given: list[tuple[str, str]]
) -> None:
    found = find_contradictions(dossier(figures=SEASONS, territory_needs=[need]))
    assert [tuple(side.value.replace("\u00a0", " ") for side in one.sides) for one in found] == given


def test_a_deadline_and_a_priority_that_differ_are_both_shown() -> None:
    draft = article(
        planned_actions=[action("Ouvrir une antenne de médiation à Sornac", deadline="mars 2027")],
        priorities=["Antenne de médiation de Sornac ouverte en octobre 2027"],
    )
    detail = next(line for line in under(draft, 1) if line.startswith("Pilote"))
    assert "mars 2027" in detail and "octobre 2027" in detail and "[à compléter]" in detail
    assert [alert.values for alert in draft.alerts if alert.kind == "contradiction"] == [("mars 2027", "octobre 2027")]


def test_a_deadline_within_the_other_contradicts_nothing() -> None:
    planned = [action("Ouvrir une antenne de médiation à Sornac", deadline="mars 2027")]
    assert kinds(planned_actions=planned, priorities=["Antenne de médiation de Sornac ouverte en 2027"]) == []
    assert kinds(planned_actions=planned, priorities=["Antenne de médiation de Sornac ouverte avant fin 2027"]) == []


def test_two_pilots_of_one_action_are_both_shown() -> None:
    draft = article(planned_actions=[action("Groupe de parole des pères de Sornac, piloté par le CIDFF", pilot="UDAF")])
    detail = next(line for line in under(draft, 1) if line.startswith("Pilote"))
    assert "UDAF" in detail and "CIDFF" in detail and "à trancher : [à compléter]" in detail


@pytest.mark.parametrize(
    "text",
    [
        "Ouvrir une salle à Sornac, sous réserve de l’avis de la commission attendu en avril 2027",
        "Conclure un protocole fixant, pour chacun des exercices 2027 à 2029, la part de chacun",
        "Si le conseil en délibère avant le 30 juin 2027, étendre l’ouverture de l’antenne de Sornac au dimanche",
        "Comparer les délais au plan 2026-2029",
        "Porter le nombre de séances à 10 en 2027 puis à 15 en 2029",
        "Ouvrir une antenne dès que le rapport prévu en mai 2027 sera remis, à condition qu’il soit favorable",
    ],
)
def test_a_date_that_an_action_depends_on_or_speaks_of_is_no_deadline(text: str) -> None:
    assert kinds(planned_actions=[action(text, deadline="décembre 2028")]) == []


def test_the_end_of_an_embargo_is_no_deadline() -> None:
    planned = [action("Annoncer la fusion des deux associations de Sornac", deadline="janvier 2027")]
    secret = "La fusion des deux associations de Sornac reste confidentielle jusqu’au 1er octobre 2026."
    assert kinds(planned_actions=planned, constraints=secret) == []


@pytest.mark.parametrize(
    ("text", "pilot"),
    [
        ("Associer les parents aux entretiens menés par la Maison des adolescents", "GIP Maison des adolescents"),
        ("Relayer les ateliers portés par le CIDFF", "CAF"),
        ("Faire connaître les visites assurées par l’association Le Pont", "Préfecture"),
        ("Évaluer la consultation conduite par l’EPSM", "Université"),
        ("Former les bénévoles du lieu coordonné par le Relais", "UDAF"),
    ],
)
def test_a_body_that_the_matter_of_an_action_names_is_no_pilot(text: str, pilot: str) -> None:
    assert kinds(planned_actions=[action(text, pilot=pilot)]) == []


@pytest.mark.parametrize(
    "told",
    [
        {"priorities": ["Moins d’attente en médiation familiale (2 mois maximum)"]},
        {"priorities": ["Délai d’attente en médiation familiale : 3 mois"]},
        {"territory_needs": ["En 2022, le délai d’attente en médiation familiale était de 4 mois"]},
        {"territory_needs": ["Délai d’attente en médiation familiale : 4 mois il y a deux ans"]},
        {"territory_needs": ["Le délai d’attente en médiation familiale, de 4 mois en 2023, s’allonge"]},
    ],
)
def test_a_target_or_a_value_of_the_past_is_no_other_value(told: dict[str, list[str]]) -> None:
    assert kinds(figures=[figure("7")], **told) == []


def test_what_recurs_is_no_total() -> None:
    counted = figure("140", "Mesures de médiation familiale", "mesures")
    assert kinds(figures=[counted], territory_needs=["Médiation familiale : 12 mesures par mois"]) == []


def test_an_action_told_twice_with_two_deadlines_is_questioned() -> None:
    planned = [
        action("Antenne de médiation à Sornac", deadline="mars 2027"),
        action("Antenne de médiation à Sornac", deadline="mai 2027"),
    ]
    assert kinds(planned_actions=planned) == ["date"]


def test_a_party_told_twice_at_two_addresses_is_questioned() -> None:
    parties = [{"body": "CAF des Coteaux", "address": "1 rue A"}, {"body": "CAF des Coteaux", "address": "2 rue B"}]
    assert kinds(signatories=parties) == ["party"]


def test_an_empty_dossier_contradicts_nothing() -> None:
    assert (
        kinds()
        == kinds(figures=[{}], planned_actions=[action(None)], territory_needs=[None], signatories=[{}, {}])
        == []
    )


def test_a_long_text_is_named_by_its_beginning() -> None:
    assert short("mot " * 100) == f"{'mot ' * 16}mot…"
    assert short("court") == "court"


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("Mesures d’espace de rencontre 2025", "Mesures exercées en espace de rencontre en 2025", True),
        ("Mesures suivies à l’espace de rencontre L’Escale en 2025", "Mesures d’espace de rencontre 2025", True),
        ("Délai d’attente à Port-Ébrard", "Attente avant la première visite à Port-Ébrard", True),
        ("Délai d’attente", "Délai d’attente à Ourville", False),
        ("Médiations en 2025", "Médiations terminées en 2025", False),
        ("Mesures ordonnées", "Mesures ordonnées et exercées", True),
        ("Médiations engagées en 2025", "Médiations terminées en 2025", False),
        ("Médiations familiales en 2025", "Médiations familiales judiciaires en 2025", False),
        ("Délai d’attente à Port-Ébrard", "Délai d’attente à Ourville", False),
        ("Mesures d’espace de rencontre 2024", "Mesures d’espace de rencontre 2025", False),
    ],
)
def test_how_a_thing_is_counted_makes_no_other_thing_of_it(one: str, other: str, differ: bool) -> None:
    figures = [figure("388", one, "mesures"), figure("412", other, "mesures")]
    assert kinds(figures=figures) == ["number"] * differ


def test_where_a_need_is_in_brackets_does_not_part_it_from_its_figure() -> None:
    need = "QPV de Courbeaux (Grands Champs, La Pommeraie) : 6 mois d’attente en médiation"
    assert kinds(figures=[figure("3", "Délai moyen d’entrée en médiation à Courbeaux")], territory_needs=[need]) == [
        "number"
    ]
