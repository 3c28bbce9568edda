"""The summary that a report adds to a draft is no part of the draft."""

from pathlib import Path

from rupfam_assistant.office import open_office
from rupfam_assistant.review.comparison import SUMMARY_TITLE, review_text
from rupfam_assistant.settings import read_settings


def test_a_report_given_back_is_reviewed_without_its_summary() -> None:
    trame = open_office(read_settings()).trame
    text = (Path(__file__).parents[2] / "corpus" / "trame.txt").read_text(encoding="utf-8")
    summary = f"\n\n{SUMMARY_TITLE}\n\n4 écarts bloquants.\n\nArticle 8 – Durée changée : « deux mois » devient « trois mois ».\n"
    assert review_text(text + summary, trame).deviations == review_text(text, trame).deviations
