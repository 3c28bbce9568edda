"""The blanks that a draft leaves: the trame's own marks, dotted lines, orders that were not followed."""

import re

from rupfam_assistant.convention.trame import Part, Trame
from rupfam_assistant.french.words import fold
from rupfam_assistant.review.alignment import Alignment, Draft
from rupfam_assistant.review.findings import Deviation
from rupfam_assistant.review.words import one_line

ASKED = r"compl[ée]ter|pr[ée]ciser|d[ée]finir|renseigner|remplir|d[ée]terminer|choisir|confirmer|indiquer|ins[ée]rer"
HELD = r"nom|prénom|adresse|titre|qualité|fonction"
MARK = re.compile(
    rf"\[[^\]\n]{{0,60}}(?:{ASKED})[^\]\n]{{0,60}}\]|\[\s*(?:…|\.+|_+|X+)?\s*\]"
    rf"|\((?:{HELD})(?:[,\s]+(?:{HELD}|exacte|et)\b)*\)"
    rf"|(?<![\w(])à (?:compléter|renseigner|remplir)(?=\s*[;,.)\n])|(?<=[:,] )à (?:{ASKED})(?=\s*[;,.)\n])"
    r"|…{2,}|\.{4,}|_{3,}|(?<=\s)…(?=\s*[;,.\n])|\bX{2,}\b|(?<=d[’']appel de )X\b"
    r"|ins[ée]rer les logos[^\n]*|\+\s*ajouter les signataires[^\n]*|(?<=[•*-] )Autres ?1?(?=\s*(?:\n|$))"
    r"|(?:situé|représenté)(?:e?s?)(?: par)?(?=\s*[,;.]\s*(?:représenté|ci-après|\n))",
    re.IGNORECASE,
)
"""What marks a blank: the trame's brackets and parentheses, dotted lines, orders left, a party without address or name."""

PARTIES = {
    "prefet": "prefet", "cour": "cour d'appel", "caf": "caisse d'allocations", "cmsa": "mutualite sociale", "departement": "conseil departemental",
    "communes": "commune", "logos": "logo", "autres": "autres",
}  # fmt: skip
"""What names each party of the trame, folded."""

SIGNS = {"ville": ("\0", "d'appel de"), "address": ("adresse", "situe"), "represented_by": ("nom", "represente")}
"""What says which blank of a party a mark is: words of the mark, or the last words before it."""

TO_SIGN = re.compile(r"signature|fait\b|\ble\s*$|cachet|date", re.IGNORECASE)
"""What stands before a dotted line that is to be filled by hand, when the convention is signed."""


def find_blanks(draft: Draft, found: Alignment, trame: Trame) -> tuple[Deviation, ...]:
    """Each blank that a draft leaves, with the words before it; those of an item of article 2 together."""
    spans = [(draft.start_of(match.first), draft.end_of(match.last), match.clause) for match in found.matches.values()]
    blanks: list[Deviation] = []
    for mark in MARK.finditer(draft.text):
        article = "Signatures" if mark.group().startswith("+") else _article(draft, mark.start())
        start, end = _around(draft.text, mark)
        if article in ("Signatures", "Annexes") and TO_SIGN.search(draft.text[start : mark.start()]):
            continue
        if article == "Article 2" and blanks and blanks[-1].end >= mark.start():
            continue
        clause = next(
            (
                (first, last, clause)
                for first, last, clause in spans
                if first <= mark.end() and mark.start() <= last and clause.slots
            ),
            None,
        )
        if clause is not None:
            start, end = min(clause[0], mark.start()), max(clause[1], mark.end())
            expected, what = clause[2].text, clause[2].slots[0][1].what
        else:
            end = mark.end() if article == "Parties" else end
            expected, what = _asked(trame, article, one_line(draft.text[start : mark.end()]), mark.group())
        message = (
            f"Un blanc reste à remplir{f' ({what})' if what else ''} : une convention ne se signe pas avec un blanc."
        )
        blanks.append(
            Deviation(article, "blank_left", "blocking", message, expected, one_line(draft.text[start:end]), start, end)
        )
    return tuple(blanks)


def _article(draft: Draft, offset: int) -> str:
    section = next(section for section in reversed(draft.sections) if section.start <= offset)
    return section.article or ("Parties" if section is draft.sections[0] else "Article 8")


def _around(text: str, mark: re.Match[str]) -> tuple[int, int]:
    """The paragraph or item that holds a blank."""
    cuts = [
        match.end()
        for match in re.finditer(
            r"\n[ \t]*\n\s*|\n\s*[•▪◦●*–—-]\s+|^\s*[•▪◦●*–—-]\s+|(?<=[.;:])\s*\n\s*|\n(?=\s*(?:Objectif|Article|Fait|Pour) )",
            text[max(0, mark.start() - 600) : mark.start()],
        )
    ]
    start = max(0, mark.start() - 600) + (cuts[-1] if cuts else 0)
    after = re.search(r"\n[ \t]*\n|\n\s*[•▪◦●*–—-]\s|[.;]\s*\n|\Z", text[mark.end() :])
    return start, mark.end() + (min(after.start(), 400) if after else 0)


def _asked(trame: Trame, article: str, before: str, mark: str) -> tuple[str, str]:
    """The words of the trame that ask for what is left blank, and what they ask for."""
    if "objectif x" in fold(before):
        return "[Objectif X : à compléter]", trame.slot("objectif_x").what
    if article == "Signatures":
        return "+ Ajouter les signataires et les annexes", "signatures"
    named = (
        next((name for name, sign in PARTIES.items() if sign in fold(before)), None) if article == "Parties" else None
    )
    part = next(
        (
            part
            for part in trame.parts
            if any(piece.slot and piece.slot.name.split(".")[0] == named for piece in part.pieces)
        ),
        None,
    )
    return _up_to(part, before, mark) if part is not None else (one_line(mark), "")


def _up_to(part: Part, before: str, mark: str) -> tuple[str, str]:
    """A party of the trame up to the blank that a mark stands for, told by the mark or by the words before it."""
    said = fold(before[: before.rfind(mark)])
    asked = fold(mark)
    about = max(
        ("ville", "address", "represented_by"), key=lambda name: (SIGNS[name][0] in asked, said.rfind(SIGNS[name][1]))
    )
    text = ""
    for piece in part.pieces:
        text += piece.text
        if piece.slot and piece.slot.name.endswith(about):
            return text.strip(), piece.slot.what
    return part.text, next((piece.slot.what for piece in part.pieces if piece.slot), "")
