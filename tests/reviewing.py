"""What the tests of reviews share: the drafts written for them, the scorer of reviews, a review in a line."""

import json
import re
import sys
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from drafting import TRAME

from rupfam_assistant.review.comparison import Review, review_record, review_text
from rupfam_assistant.review.findings import Deviation

DATA = Path(__file__).parent / "data"
DAY = date(2026, 3, 2)
DRAFTS = DATA / "review" / "local_drafts"
CLEAN = "convention_presqu-ile-de-gaud.txt"
"""A draft that follows the trame."""


def draft(name: str = CLEAN) -> str:
    return (DRAFTS / name).read_text(encoding="utf-8")


def flowing(name: str = CLEAN) -> str:
    """The same, with a line for each paragraph."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", draft(name)))


def expected(name: str) -> dict[str, Any]:
    """A file of drafts with what their reviews should say."""
    found: dict[str, Any] = json.loads((DRAFTS / name).read_text(encoding="utf-8"))
    return found


@cache
def review(text: str) -> Review:
    """The review of a draft, done once for all the tests that look at it."""
    return review_text(text, TRAME)


def changed(before: str, after: str, name: str = CLEAN) -> tuple[Deviation, ...]:
    """The deviations of a draft where some words are replaced."""
    text = draft(name)
    assert text.count(before) == 1, before
    return review(text.replace(before, after)).deviations


def scores(name: str) -> dict[str, Any]:
    """The figures of the scorer on a file of drafts."""
    sys.path.append(str(DATA / "scorers"))
    import score_reviews  # type: ignore[import-not-found]

    files = expected(name)["files"]
    found = [
        score_reviews.match(Path(file).stem, case, review_record(review(draft(file)), DAY))
        for file, case in files.items()
    ]
    figures: dict[str, Any] = score_reviews.figures(found)
    return figures
