"""The summary of a review, on one page."""

import io
from datetime import date

import docx

from rupfam_assistant.export.review import MOST_LINES, write_review_summary
from rupfam_assistant.review.comparison import Review
from rupfam_assistant.review.findings import Deviation
from rupfam_assistant.review.verdict import Reviewed


def test_the_summary_of_a_draft_with_many_deviations_holds_on_its_page() -> None:
    message = f"« {'mot ' * 60} » est ajouté : voilà."
    many = tuple(
        Deviation(f"Article {n % 8 + 1}", "altered_clause", "blocking", message, "a", "b", n, n) for n in range(60)
    )
    written = write_review_summary(Reviewed(Review("", many, ()), "projet.txt"), date(2026, 3, 2))
    told = [paragraph.text for paragraph in docx.Document(io.BytesIO(written)).paragraphs]
    assert sum(line.startswith("Article") for line in told) <= MOST_LINES + 1
    assert max(map(len, told)) < 200
    assert f"{60 - MOST_LINES} autres écarts sont en commentaire dans le rapport." in told
