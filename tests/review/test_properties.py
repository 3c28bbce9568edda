"""What holds of every review: our own conventions depart from the trame by their blanks alone; one word changed is found."""

import random
import re

from drafting import DOSSIERS, TRAME, convention
from hypothesis import HealthCheck, given, settings
from reviewing import CLEAN, DAY, draft, review

from rupfam_assistant.convention.draft import Paragraph
from rupfam_assistant.export.summary import summary
from rupfam_assistant.review.reading.words import read_tokens
from rupfam_assistant.review.reference import Clause, trame_reference
from rupfam_assistant.review.verdict import Reviewed

CHANGES = 25
ENOUGH = 0.96
BASES = (CLEAN, "own_01_clean_wrapped.txt", "own_04_clean_art.txt", "own_07_clean_markdown.txt")
FIXED = [
    clause
    for clause in trame_reference(TRAME).clauses
    if clause.nature in ("plain", "objective") and len(clause.words) > 3
]
VOCABULARY = sorted({word for clause in FIXED for word in re.findall(r"[^\W\d_]{5,}", clause.text)})


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(DOSSIERS.map(lambda fields: {**fields, "caf_name": None}))
def test_a_convention_of_ours_departs_from_the_trame_by_its_blanks_alone(fields: dict[str, object]) -> None:
    fields.pop("department")
    assert {deviation.kind for deviation in review(convention(**fields).text).deviations} <= {"blank_left"}


def test_a_word_changed_in_a_fixed_clause_is_found() -> None:
    chance = random.Random(29)
    texts = [draft(name) for name in BASES]
    tried = found = 0
    while tried < CHANGES:
        clause = chance.choice(FIXED)
        text = _with_a_word_changed(chance.choice(texts), clause, chance)
        if text is not None:
            tried += 1
            found += any(deviation.article == clause.article for deviation in review(text).deviations)
    assert found / tried >= ENOUGH


def test_both_columns_of_a_row_show_what_differs_whatever_the_apostrophes() -> None:
    chance = random.Random(31)
    texts = [draft(name).replace("’", chance.choice("’'")) for name in BASES]
    shown = 0
    while shown < CHANGES:
        text = _with_a_word_changed(chance.choice(texts), chance.choice(FIXED), chance)
        rows = [line.cells for line in _summary(text) if line.style == "row" and len(line.cells) == 4] if text else []
        for _, one, other, _ in ([" ".join(span.text for span in cell) for cell in cells] for cells in rows):
            shown += 1
            assert [word.folded for word in read_tokens(one)] != [word.folded for word in read_tokens(other)], one


def _summary(text: str) -> list[Paragraph]:
    return list(summary(Reviewed(review(text), "projet.txt"), DAY))


def _with_a_word_changed(text: str, clause: Clause, chance: random.Random) -> str | None:
    """A draft where a word of a clause is replaced or taken out; None where the clause is not written there as it is in the trame."""
    rank = chance.choice([rank for rank in range(len(clause.words)) if rank not in clause.loose])
    if any(word in removed for removed, _ in clause.mended for word in [clause.words[rank].root]):
        return None
    around = clause.text[: clause.words[rank].start].split()[-2:], clause.text[clause.words[rank].end :].split()[:2]
    before, after = (r"\s+".join(re.escape(word) for word in words) for words in around)
    word = clause.text[clause.words[rank].start : clause.words[rank].end]
    places = list(re.finditer(rf"{before}\s*({re.escape(word)})\s*{after}", text))
    if len(places) != 1:
        return None
    other = chance.choice(["", *chance.sample(VOCABULARY, 3)])
    if read_tokens(other)[:1] and read_tokens(other)[0].root == clause.words[rank].root:
        return None
    start, end = places[0].span(1)
    return f"{text[:start]}{other}{text[end:]}"
