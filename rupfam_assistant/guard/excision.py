"""Excision: words taken out of a text by the smallest clause that leaves good French, else a blank in their place."""

import re
from collections.abc import Iterable
from functools import cache

from rupfam_assistant.dossier.alert import MARKER
from rupfam_assistant.french import analyse
from rupfam_assistant.french.clauses import Span, bracket_spans, merge, tidy
from rupfam_assistant.french.words import flatten
from rupfam_assistant.guard.topics import CUES, kind_of

ANOTHER = re.compile(r" et (?=(?:la |le |les |l')?\w)(?!(?:de|du|des|d')\b)")
BEFORE_ANOTHER = re.compile(r"\b(?:avec|par|chez|et) (?P<small>(?:la |le |les |l')?)\Z")
LATER = re.compile(r" (?:de|du|des|d'|qui|que|et)\b")
NEAR = 80
"""Around the first of two names, of which the second stays; what would hang; how far before what brings them in is."""

PARTICIPLE = re.compile(
    r"\s*(?:\w+e?s? )?\w+(?:e|ee|es|ees|i|ie|is|ies|u|ue|us|ues|ert|erte|erts|ertes) (?:par|possible|grace|avec)\b"
    r"|\s*(?:grace|avec|dont?|soit|via|par)\b"
)
BY_SOMEONE = re.compile(r"\b\w+(?:ee?|ees?|es|erte?|ise?) (?:par|a) ")
BLANKS = re.compile(rf"(?:{re.escape(MARKER)}[\s,]*)+(?=\[)")
ASIDE, ASIDE_END, LITTLE = re.compile(r" [–—-] | ?\(|; "), re.compile(r"[);]| [–—-] |\.(?=\s|\Z)"), 5
WORD = re.compile(r"[^\W\d_]{3,}")
OF_SUM = re.compile(
    r"(?P<noun>\w+)(?P<more> \w+)? (?P<of>de|d[’']environ|d[’']un montant de|à hauteur de|estimée? à|fixée? à) \Z"
)
CLOSED = re.compile(r"\s*[,;.:)]|\s*\Z")


def excise(text: str, spans: Iterable[Span]) -> str:
    """The text without the spans, each with the bracket, the clause or the preposition that it empties, or blank."""
    left = text
    for start, end in reversed(merge(spans)):
        end = min(end, len(left))
        left = _without(left, start, end) if left[start:end].strip() else left
    if left == text:
        return text
    mended = tidy(re.sub(r"\(\s*\)", "", BLANKS.sub("", left)), text)
    return mended if WORD.search(mended) else MARKER


def introduction(text: str, at: int) -> int | None:
    """Where what brings in the noun at `at` starts ("en raison de la …"), when something stands before it."""
    found = _introduced().search(flatten(text), max(0, at - NEAR), at)
    return found.start() if found and WORD.search(text, 0, found.start()) else None


@cache
def _introduced() -> re.Pattern[str]:
    lead = rf",? ?(?:rendue?s? possibles? |permise?s? )?{CUES('introduction').pattern}(?: (?:a|au|aux|de|du|des|d'))?"
    return re.compile(rf"{lead}(?: (?:la|le|les|l'|une?|cette|ce|son|sa))?[ ']*\Z")


@cache
def _lead() -> re.Pattern[str]:
    """What brings in the words that go, and goes with them."""
    verb, lead = CUES("lead_verb").pattern, CUES("lead").pattern
    return re.compile(rf"(?:,? ?{verb})?(?:,? ?{lead})(?: (?:les?|la|l'|une?|future?))*[ ']*\Z")


def without_amount(text: str, start: int, end: int) -> str:
    """The text without a sum and the words that go with it alone, in brackets, after a dash or a noun ("une subvention
    de 8 000 €"), or the clause that says who pays it, or little else; as it is when the sum is told by the clause of
    what else it says."""
    if of := OF_SUM.search(text, 0, start):
        noun = any(kind_of(word) == "amount" for word in (of["noun"], (of["more"] or "").strip()) if word)
        if noun or of["of"].startswith("à hauteur") != bool(CLOSED.match(text, end)):
            return f"{text[: of.start('of')].rstrip()}{text[end:]}"
    lead = next(reversed([*ASIDE.finditer(text, 0, start)]), None)
    if lead is None or not WORD.search(text, 0, lead.start()):
        first, last = next((one for one in analyse(text).clauses if one[0] <= start < one[1]), (0, len(text)))
        pays = CUES("pays").search(flatten(text), first, start)
        little = len(WORD.findall(text[first:start] + text[end:last])) <= LITTLE
        return f"{text[:first].rstrip(' ,;:–-')}{text[last:]}" if first and (pays or little) else text
    after = ASIDE_END.search(text, end)
    last = len(text) if after is None else after.end() if after[0] == ")" else after.start()
    little = len(WORD.findall(text[lead.end() : start] + text[end:last])) <= LITTLE
    return f"{text[: lead.start()].rstrip()}{text[last:]}" if little else text


def _without(text: str, start: int, end: int) -> str:
    if text[:start].rstrip().endswith(":") and (comma := re.match(r",\s*", text[end:])):
        return text[:start] + text[end + comma.end() :]  # the first of a list after its colon
    for bracket in bracket_spans(text):
        if bracket[0] < start and end < bracket[1] and text[bracket[0]] == "(":
            return _without_in_bracket(text, bracket, start)
    flat, near = flatten(text), max(0, start - NEAR)
    other, small = ANOTHER.match(flat, end), BEFORE_ANOTHER.search(flat, near, start)
    if other and small:
        return text[: small.start("small")] + text[other.end() :]
    first, last = next((clause for clause in analyse(text).clauses if clause[0] <= start < clause[1]), (0, len(text)))
    if first > 0 and end <= last and _says_little(flat[first:start], flat[end:last], flat[first:]):
        return text[:first].rstrip().rstrip(",;:–-").rstrip() + text[last:]
    lead = _lead().search(flat, near, start)
    if lead and WORD.search(text, 0, lead.start()) and not LATER.match(flat, end):
        return text[: lead.start()] + text[end:]
    return text[:start] + MARKER + text[end:]


def _without_in_bracket(text: str, bracket: Span, start: int) -> str:
    """The bracket without the part that holds the words; the whole of it when it has one part."""
    first, last = bracket
    marks = re.compile(r"[,;]\s").finditer(text, first + 1, last - 1)
    edges = [first + 1, *(edge for mark in marks for edge in mark.span()), last - 1]
    parts = zip(edges[::2], edges[1::2], strict=True)
    kept = [text[begin:end] for begin, end in parts if not begin <= start < end]
    return text[:first].rstrip() + (f" ({', '.join(kept)})" if kept else "") + text[last:]


def _says_little(before: str, after: str, clause: str) -> bool:
    """Whether a flattened clause says nothing without some words: an apposition, a participle and its agent."""
    count = sum(not CUES("small").fullmatch(word) for word in WORD.findall(f"{before} {after}"))
    return bool(not count or (count <= 6 and PARTICIPLE.match(clause)) or (count == 2 and BY_SOMEONE.search(before)))
