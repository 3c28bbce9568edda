"""Two figures that tell one thing in other words and cannot both be true are asked; two that may be true are not."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from drafting import CORPUS, NEEDS, TODAY, TRAME, dossier

from rupfam_assistant.convention.article2 import draft_article
from rupfam_assistant.dossier.needs import classify_needs
from rupfam_assistant.dossier.paraphrases import likely_one
from rupfam_assistant.dossier.placing import Encode
from rupfam_assistant.dossier.schema import Decision
from rupfam_assistant.search.encoder import SHIPPED, ShippedEncoder

FIRST_VISIT = ("Délai pour une première visite au Gué", "4", "mois", "Le Gué, 2025")
ORDERED = ("Attente entre l’ordonnance et le premier rendez-vous en lieu neutre", "7", "mois", "TJ de Brézanc, 2026")


@pytest.fixture(scope="module")
def encode() -> Encode:
    shipped = ShippedEncoder(CORPUS / SHIPPED)
    return lambda texts: np.asarray(shipped.encode(texts, "passage"))


def figures(*told: tuple[str, str, str | None, str]) -> list[dict[str, Any]]:
    return [dict(zip(("label", "value", "unit", "source"), one, strict=True)) for one in told]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (FIRST_VISIT, ORDERED),
        (
            ("Séparations avec enfant mineur, 2025", "3 140", "séparations", "CAF, 2026"),
            ("Couples parents ayant rompu dans l’année 2025", "2 480", "couples", "Observatoire, 2026"),
        ),
        (
            ("Médiations familiales engagées en 2025", "163", "médiations", "UDAF, 2025"),
            ("Processus de médiation ouverts dans l’année", "141", "processus", "CAF, bilan 2025"),
        ),
        (
            ("Délai entre l’ordonnance et la première visite au Sas (Mersange)", "5", "mois", "Le Sas, 2025"),
            ("Attente moyenne à l’espace de rencontre de Mersange", "11", "semaines", "CAF, 2026"),
        ),
        (
            ("Visites annulées en 2025 pour raison météorologique", "46", "visites", "Lakou Rivaj"),
            ("Rendez-vous parent-enfant perdus à cause du vent ou de la mer", "131", "rendez-vous", "CCLN"),
        ),
        (
            ("Médiations terminées par un accord, écrit ou oral", "64", "%", "UDAF, 2025"),
            ("Mesures de médiation closes en 2025 sans le moindre accord", "51", "%", "CAF, bilan 2025"),
        ),
        (
            ("Communes à plus de 30 min d’un lieu de médiation familiale", "112", "communes sur 187", "Atlas 2025"),
            ("Part des communes ayant une médiation à une demi-heure au plus", "58", "%", "DDT, 2025"),
        ),
    ],
)
def test_two_figures_of_one_thing_in_other_words_that_cannot_both_be_true_are_asked(
    one: tuple[str, str, str, str], other: tuple[str, str, str, str], encode: Encode
) -> None:
    assert [*likely_one(dossier(figures=figures(one, other)), encode)] == [(0, 1)]


def test_a_count_whose_total_another_figure_gives_is_compared_with_a_share(encode: Encode) -> None:
    told = figures(
        ("Communes du département", "143", "communes", "Préfecture"),
        ("Communes à plus d’une heure de route d’un médiateur familial", "47", "communes", "Département, 2025"),
        ("Part des communes d’où l’on rejoint un médiateur en moins d’une heure", "82", "%", "UDAF, 2025"),
    )
    assert [*likely_one(dossier(figures=told), encode)] == [(1, 2)]
    told[2]["value"] = "67"
    assert [*likely_one(dossier(figures=told), encode)] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            ("Médiations familiales engagées en 2025", "163", "médiations", "UDAF"),
            ("Mesures de médiation menées à leur terme en 2025", "141", "mesures", "CAF"),
        ),
        (
            ("Médiations terminées par un accord, écrit ou oral", "64", "%", "UDAF"),
            ("Mesures de médiation closes en 2025 sans le moindre accord", "36", "%", "CAF"),
        ),
        (
            ("Demandes de médiation parents-adolescents en 2025", "34", "demandes", "Maison de la famille"),
            ("Demandes restées sans réponse en 2025", "12", "demandes", "Maison de la famille"),
        ),
        (
            ("Mesures d’espace de rencontre exercées en 2025", "197", "mesures", "Trait-d’Union"),
            ("Enfants accueillis en espace de rencontre en 2025", "289", "enfants", "Trait-d’Union"),
        ),
        (
            ("Délai pour une première visite, rive gauche", "6", "mois", "La Passerelle"),
            ("Délai pour une première visite, rive droite", "9,5", "mois", "Le Pont-Levis"),
        ),
        (
            ("Enfants mineurs vivant sans leur père au domicile", "44", "%", "INSEE, RP 2023"),
            ("Naissances non reconnues par le père à 1 mois", "29", "%", "état civil, 2025"),
        ),
        (
            ("Processus de médiation ouverts dans l’année 2025", "143", "", "UDAF, 2025"),
            ("Communes à plus de 45 minutes d’un service de médiation", "63", "communes", "Département, 2024"),
        ),
    ],
)
def test_two_stages_two_kinds_two_places_and_what_a_share_leaves_contradict_nothing(
    one: tuple[str, str, str, str], other: tuple[str, str, str, str], encode: Encode
) -> None:
    assert [*likely_one(dossier(figures=figures(one, other)), encode)] == []


def test_both_figures_are_printed_until_one_click_keeps_one(encode: Encode) -> None:
    def drafted(*decisions: Decision) -> Any:
        told = replace(dossier(figures=figures(FIRST_VISIT, ORDERED)), decisions=decisions)
        return draft_article(told, TRAME, lambda needs: classify_needs(needs, NEEDS), TODAY, encode)

    draft = drafted()
    (asked,) = [alert for alert in draft.alerts if alert.kind == "contradiction"]
    assert "4\u00a0mois" in draft.text and "7\u00a0mois" in draft.text
    keep = asked.remedies[1]
    assert keep.label == "Retenir 7\u00a0mois"
    settled = drafted(Decision(keep.about, "figures", keep.judged, keep.value))
    assert "4\u00a0mois" not in settled.text and "7\u00a0mois" in settled.text
    assert [alert.kind for alert in settled.alerts if alert.kind == "contradiction"] == []
