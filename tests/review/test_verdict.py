"""How a review is told: its verdict in French, each deviation in two halves."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rupfam_assistant.review.comparison import Review
from rupfam_assistant.review.findings import Deviation, Permitted
from rupfam_assistant.review.verdict import FILE_FIRST, Reviewed, clause, split_reason, to_text
from rupfam_assistant.texts.blocks import Unread


def reviewed(*found: tuple[Any, Any]) -> Reviewed:
    told = (Deviation("Article 1", kind, severity, "m", "", "", 0, 0) for kind, severity in found)
    return Reviewed(Review("", tuple(told), ()), "projet.txt")


def test_a_verdict_says_what_is_to_lift_before_the_signature_without_excess() -> None:
    assert reviewed(("order", "to_check")).verdict == "Rien de bloquant : 1 écart à vérifier."
    blank, altered = ("blank_left", "blocking"), ("altered_clause", "blocking")
    assert reviewed(altered, altered).verdict == "2 écarts à lever avant la signature."
    assert reviewed(blank).verdict == "1 blanc à remplir avant la signature."
    told = "2 écarts à lever avant la signature (dont 1 blanc à remplir) et 1 écart à vérifier."
    assert reviewed(altered, blank, ("order", "to_check")).verdict == told


def test_why_a_deviation_matters_is_set_apart_from_what_it_is() -> None:
    assert split_reason("« a » devient « b » : La forme fait preuve.") == (
        "« a » devient « b ».",
        "la forme fait preuve.",
    )
    assert split_reason("Le passage « Entre : le préfet » manque") == ("Le passage « Entre : le préfet » manque", "")


def test_a_dash_within_a_clause_begins_no_line() -> None:
    assert clause(Deviation("Article 2", "altered_clause", "to_check", "m", "a - b", "", 0, 0)) == "a - b"


@pytest.mark.parametrize(
    "left",
    [
        {"unread": (Unread("Texte caché", "il n’est pas lu."),)},
        {"permitted": (Permitted("", "Il suit des modifications."),)},
    ],
)
def test_a_file_that_hides_or_tracks_something_is_never_said_to_follow_the_trame(left: dict[str, Any]) -> None:
    found = replace(Review("", (), ()), **left)
    told = Reviewed(found, "projet.docx")
    assert told.verdict.endswith("à vérifier avant envoi.")
    assert to_text(told, date(2026, 3, 2)).startswith(FILE_FIRST)
