"""What a draft keeps that is not to be signed: slips, notes, instructions of the trame; the annex that it lost."""

from collections.abc import Iterator

from rupfam_assistant.convention.setting import notes
from rupfam_assistant.convention.trame import Trame
from rupfam_assistant.french.clauses import bracket_spans
from rupfam_assistant.french.typography import enumerate_all
from rupfam_assistant.french.words import fold
from rupfam_assistant.review.alignment import Alignment
from rupfam_assistant.review.changes import edits_of, is_slip
from rupfam_assistant.review.draft import LocalDraft
from rupfam_assistant.review.findings import Permitted
from rupfam_assistant.review.reading.lines import BLANK, one_line
from rupfam_assistant.review.signatures import has_block

MODEL = "Trame de convention"
FIELD, SURE, SOURCE = "organisation", 5.0, "source"
"""How the title of the trame opens; as what field a bracket is read, the log-odds from which it is a note, what opens
one that gives a source."""

JOINED, NATIONAL = "jointe en annexe", "convention cadre"
LOST = "La convention-cadre nationale, que le préambule dit jointe en annexe, n’est pas parmi les annexes : ajoutez-la."
"""How the preamble tells the annex of the trame, what names it in the list, what is told where it is not there."""


def find_leftovers(found: Alignment, trame: Trame) -> Iterator[Permitted]:
    """What is to be taken out before a draft is signed, and the national convention that it should hold."""
    yield from _slips(found)
    yield from _memos(found)
    if left := [f"« {said} »" for said in _instructions(found.draft, trame)]:
        yield Permitted("Parties", f"Consignes de la trame à ôter : {enumerate_all(left)}.")
    preamble = found.draft.section("Préambule")
    joined = preamble is not None and JOINED in found.draft.text[preamble.start : preamble.end]
    if joined and has_block(found.draft) and NATIONAL not in fold(_end(found.draft)).replace("-", " "):
        yield Permitted("Annexes", LOST)


def _end(draft: LocalDraft) -> str:
    """What stands from the signatures or the annexes on."""
    starts = [section.start for section in draft.sections if section.article in ("Signatures", "Annexes")]
    return draft.text[min(starts, default=len(draft.text)) :]


def _slips(found: Alignment) -> Iterator[Permitted]:
    """The words of the trame that the draft misspells."""
    for match in found.matches.values():
        for edit in filter(is_slip, edits_of(match, found.draft)):
            (meant,), (put,) = edit.removed, edit.added
            said = f"« {found.draft.text[put.start : put.end]} » pour « {match.clause.text[meant.start : meant.end]} »"
            yield Permitted(match.clause.article, f"Coquille : {said}.")


def _memos(found: Alignment) -> Iterator[Permitted]:
    """The notes that an officer took between brackets, in what the draft adds."""
    for first, last, article in found.additions:
        said = found.draft.said(first, last)
        for start, end in bracket_spans(said):
            inner = said[start + 1 : end - 1]
            is_blank = said[start] == "[" or BLANK.search(said[start:end]) or inner.startswith(SOURCE)
            if not is_blank and sum(odds for _, odds in notes(FIELD, inner)) >= SURE:
                where = article or found.draft.heading_of(first) or "Parties"
                yield Permitted(where, f"Note interne à ôter : « {said[start:end]} ».")


def _instructions(draft: LocalDraft, trame: Trame) -> Iterator[str]:
    """The words of the trame that tell how to use it, and that no blank asks to replace."""
    lines = [said for line in draft.text.split("\n") if (said := one_line(line))]
    kept = {part.kind: one_line(part.text) for part in trame.parts}
    if lines and lines[0] == kept["annex"]:
        yield lines[0]
    if any(line.startswith(MODEL) for line in lines):
        yield MODEL
    if has_block(draft) and kept["signatures"] in lines:
        yield kept["signatures"]
