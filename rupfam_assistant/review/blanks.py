"""The blanks that a draft leaves, but those to be filled by hand the day it is signed."""

from bisect import bisect_right

from rupfam_assistant.convention.trame import Trame
from rupfam_assistant.french import analyse
from rupfam_assistant.french.typography import capitalize
from rupfam_assistant.review.alignment import Alignment
from rupfam_assistant.review.awaited import SIGNER, SIGNERS, awaited, of_slot, read_lines
from rupfam_assistant.review.findings import Deviation, Permitted, Severity, ToFill
from rupfam_assistant.review.reading.lines import BLANK, find_blank_marks, flow, one_line
from rupfam_assistant.review.signatures import has_block, made_line, representative, unnamed_lines

BY_HAND, TO_SIGN, BESIDE = ("Signatures", "Note"), (" signature", " fait ", " cachet", " date"), 3
MADE = Permitted("Signatures", "La ligne « Fait à … » garde un blanc : il se remplit le jour de la signature.")
CUT, NOBODY = "/", "personne, il est déjà parmi les parties"
"""Where, and before what, a blank is to be filled by hand; characters between a blank and its clause; what is told of
those of the day of the signature; what is left of
two names when one is lost, who is asked for a name that the draft has."""


def find_blanks(found: Alignment, trame: Trame) -> tuple[list[Deviation], list[Permitted]]:
    """Each blank that a draft leaves, with the words before it; what is to be known of those to fill by hand."""
    draft, text, lines = found.draft, flow(found.draft.text), list(read_lines(found))
    slotted = [match for match in found.matches.values() if match.clause.slots]
    clauses = [(*draft.place(match.first, match.last), match.clause) for match in slotted]
    optional = trame.slot("objectif_x").quote
    blanks, by_hand, done = list[Deviation](), list[Permitted](), 0
    for mark in find_blank_marks(text):
        if mark[0].startswith("+") and has_block(draft):
            continue
        article = "Signatures" if mark[0].startswith("+") else draft.article_at(mark.start()) or "Article 8"
        start, end = draft.paragraph(*mark.span())
        before, since = one_line(text[start : mark.start()]), text[done : mark.start()]
        is_first, done = done <= start, mark.end()
        said = analyse(before).spaced
        if article in BY_HAND and (said.endswith(" le ") or any(sign in said for sign in TO_SIGN)):
            by_hand = [MADE] if " fait " in said else by_hand
            continue
        if blanks and not since.strip() and not any(map(str.isalpha, mark[0])):
            continue
        around = next((c for c in clauses if c[0] <= mark.end() + BESIDE and mark.start() - BESIDE <= c[1]), None)
        if around is not None and mark[0] != CUT:
            start, end = min(around[0], mark.start()), max(around[1], mark.end())
            to_fill, expected = of_slot(around[2].slots[0][1]), around[2].text
        else:
            line = lines[bisect_right(lines, mark.start(), key=lambda line: line.start) - 1]
            to_fill, expected = awaited(trame, article, line, before, mark[0])
            if to_fill.together == SIGNERS and (person := representative(to_fill.one, draft.signers)):
                to_fill = ToFill(f"nom à reporter : {person}, pour {to_fill.one}", NOBODY)
            start = start if is_first or article == "Parties" else mark.start() - len(since.lstrip(" ;,."))
            end = mark.end() if article == "Parties" or BLANK.search(text, mark.end(), end) else end
        severity: Severity = "to_check" if expected == optional else "blocking"
        or_left_out = ", ou à ôter," if expected == optional else ""
        message = f"{capitalize(to_fill.what)} : à remplir{or_left_out} avant la signature."
        place = "Signatures" if article == "Annexes" else article
        told = one_line(draft.text[start:end])
        blanks.append(Deviation(place, "blank_left", severity, message, expected, told, start, end, to_fill=to_fill))
    for who, start, end in unnamed_lines(draft):
        to_fill = ToFill(f"{SIGNER} : {who}", who, together=SIGNERS, one=who)
        message = f"{capitalize(to_fill.what)} : à remplir avant la signature."
        said = one_line(text[start:end])
        blanks.append(Deviation("Signatures", "blank_left", "blocking", message, "", said, start, end, to_fill=to_fill))
    if made_line(draft).rstrip(" ,:").endswith(" le"):
        by_hand = [MADE]
    return blanks, by_hand
