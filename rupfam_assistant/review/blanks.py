"""The blanks that a draft leaves: what the trame asks for there."""

from rupfam_assistant.convention.trame import Part, Trame
from rupfam_assistant.french import analyse
from rupfam_assistant.french.words import fold
from rupfam_assistant.review.alignment import Alignment
from rupfam_assistant.review.draft import UNCLAIMED
from rupfam_assistant.review.findings import Deviation
from rupfam_assistant.review.reading.lines import BLANK, flow, one_line

PARTIES = {
    "prefet": "prefet", "cour": "cour d'appel", "caf": "caisse d'allocations", "cmsa": "mutualite sociale",
    "departement": "conseil departemental", "communes": "commune", "logos": "logo", "autres": "autres",
}  # fmt: skip
"""What names each party of the trame, folded."""

ABOUT = {"ville": ("\0", "d'appel de"), "address": ("adresse", "situe"), "represented_by": ("nom", "represente")}
TO_SIGN = (" signature", " fait ", " cachet", " date")
"""What tells a blank of a party: words of its mark, or the last before it; what stands before one to fill by hand."""


def find_blanks(found: Alignment, trame: Trame) -> list[Deviation]:
    """Each blank that a draft leaves, with the words before it; those of an item of article 2 together."""
    draft = found.draft
    slotted = [match for match in found.matches.values() if match.clause.slots]
    clauses = [(*draft.place(match.first, match.last), match.clause) for match in slotted]
    blanks: list[Deviation] = []
    for mark in BLANK.finditer(flow(draft.text)):
        article = "Signatures" if mark[0].startswith("+") else draft.article_at(mark.start()) or "Article 8"
        start, end = draft.paragraph(*mark.span())
        before = draft.text[start : mark.start()]
        said = analyse(before).spaced
        if article in UNCLAIMED and (said.endswith(" le ") or any(sign in said for sign in TO_SIGN)):
            continue
        if article == "Article 2" and blanks and blanks[-1].end >= mark.start():
            continue
        around = next((told for told in clauses if told[0] <= mark.end() and mark.start() <= told[1]), None)
        if around is not None:
            start, end = min(around[0], mark.start()), max(around[1], mark.end())
            expected, what = around[2].text, around[2].slots[0][1].what
        else:
            end = mark.end() if article == "Parties" else end
            expected, what = _asked(trame, article, one_line(before + mark[0]), mark[0])
        asked = f"Un blanc reste à remplir{f' ({what})' if what else ''}"
        message, said = f"{asked} : la trame attend ces mots avant la signature.", one_line(draft.text[start:end])
        blanks.append(Deviation(article, "blank_left", "blocking", message, expected, said, start, end, what))
    return blanks


def _asked(trame: Trame, article: str, before: str, mark: str) -> tuple[str, str]:
    """The words of the trame that ask for what is left blank, and what they ask for."""
    said = fold(before)
    if "objectif x" in said:
        return "[Objectif X : à compléter]", trame.slot("objectif_x").what
    if article == "Signatures":
        return "+ Ajouter les signataires et les annexes", "signatures"
    named = next((name for name, sign in PARTIES.items() if sign in said), "") if article == "Parties" else ""
    for part in trame.parts:
        if named and any(piece.slot and piece.slot.name.split(".")[0] == named for piece in part.pieces):
            return _up_to(part, said, fold(mark))
    return one_line(mark), ""


def _up_to(part: Part, before: str, mark: str) -> tuple[str, str]:
    """A party of the trame up to the blank that a mark stands for, told by it or by the words before it, folded."""
    said = before[: before.rfind(mark)]
    about = max(ABOUT, key=lambda name: (ABOUT[name][0] in mark, said.rfind(ABOUT[name][1])))
    text = ""
    for piece in part.pieces:
        text += piece.text
        if piece.slot and piece.slot.name.endswith(about):
            return text.strip(), piece.slot.what
    return part.text, next((piece.slot.what for piece in part.pieces if piece.slot), "")
