"""A draft rewritten in an office's own words: what it obliges to otherwise than the trame, and nothing of its style."""

import pytest
from reviewing import DRAFTS, review

TEXT = (DRAFTS.parent / "rewritten" / "convention_cote-de-lanvern.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("clause", "severity", "found"),
    [
        ("L’accompagnement des ruptures familiales liées", "blocking", "la détention d’un parent ;"),
        ("Le suivi de la réalisation des objectifs", "blocking", "invités à y prendre part"),
        ("L’instance se réunit", "blocking", "tous les dix-huit mois"),
        ("L’instance établit une feuille de route", "blocking", "la Caf établit"),
        ("Pour tout échange de documents", "blocking", "secret professionnel."),
        ("Dans le cadre de la présente convention, les Parties ne peuvent", "blocking", "répond de son exactitude"),
        ("Les parties peuvent convenir expressément", "blocking", "tacite reconduction"),
        ("Dans le cadre de l’organisation de manifestations", "to_check", "après accord écrit"),
        ("A défaut de résolution à l’amiable", "to_check", "soixante jours"),
    ],
)
def test_what_a_rewritten_clause_changes_is_told_with_its_weight(clause: str, severity: str, found: str) -> None:
    (told,) = (one for one in review(TEXT).deviations if one.expected.startswith(clause))
    assert (told.severity, found in told.found) == (severity, True)


def test_a_rewritten_clause_that_obliges_to_the_same_is_no_deviation() -> None:
    assert len(review(TEXT).deviations) == 9
    mended = {
        "puis tous les dix-huit mois": "puis une fois par an au moins",
        "Les signataires sont invités à y prendre part": "Les signataires s’engagent à y prendre part",
        "dans les soixante jours de": "dans les deux mois de",
        "la détention d’un parent ;": "la détention d’un parent ou d’un enfant ;",
    }
    text = TEXT
    for before, after in mended.items():
        assert text.count(before) == 1
        text = text.replace(before, after)
    assert len(review(text).deviations) == 9 - len(mended)
