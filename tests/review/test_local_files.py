"""One draft as offices send it: deliberation, e-mail, word processors, prints, columns, notes, tables."""

import json
from typing import Any

import pytest
from drafting import TRAME
from reviewing import DATA

from rupfam_assistant.errors import NotADraft
from rupfam_assistant.review.comparison import review_file
from rupfam_assistant.review.read_back import read_back

FILES = DATA / "review" / "files"
RIGHT: dict[str, dict[str, Any]] = json.loads((FILES / "right.json").read_text(encoding="utf-8"))
REFUSED = {name: right["refused"] for name, right in RIGHT.items() if "refused" in right}


@pytest.mark.parametrize("name", sorted(RIGHT.keys() - REFUSED.keys()))
def test_a_file_departs_from_the_trame_by_what_it_says_not_by_its_shape(name: str) -> None:
    found, right = review_file(FILES / name, TRAME), RIGHT[name]
    if "severities" in right:
        assert [told.severity for told in found.deviations] == right["severities"]
    elif "n" in right:
        assert len(found.deviations) == right["n"]
    else:
        assert [told.kind for told in found.deviations] == right.get("kinds", [])
    assert [part.where for part in found.unread] == right.get("unread", [])
    if "actions" in right:
        actions = read_back(found.text, TRAME)["planned_actions"]
        told = [[one.get(field) for field in ("objective", "pilot", "deadline", "indicator")] for one in actions]
        assert told == right["actions"]


@pytest.mark.parametrize("name", REFUSED)
def test_an_amendment_is_no_draft(name: str) -> None:
    with pytest.raises(NotADraft, match=REFUSED[name]):
        review_file(FILES / name, TRAME)
