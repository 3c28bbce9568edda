"""Cutting: words taken out of an officer's text by the smallest clause that leaves good French, else a blank in their place."""

import re
from collections.abc import Iterable

from rupfam_assistant.dossier.alert import MARKER
from rupfam_assistant.french.clauses import bracket_spans, clause_spans, tidy
from rupfam_assistant.french.words import flatten

Span = tuple[int, int]

LEAD = re.compile(
    r"(?:,? ?\b(?:financ|offert|anim|assur|port|parrain|men|tenu|soutenu|organis|subventionn|pay|coordonn|prepar|fourni|donn|pris|accompagn)[a-z]*)?"
    r"(?:,? ?\b(?:par|avec|grace aux?|grace a|chez|aupres d[eu]s?|aupres de|(?:en )?(?:lien|partenariat|accord|liaison|cooperation) avec"
    r"|avec l'(?:appui|aide|soutien|accord|apport)"
    r" (?:de|du|des|d')|dont|y compris|et|ainsi que|,? don d[eu]|pour|a|au|aux|dans|sur|vers))"
    r"(?: (?:les?|la|l'|une?|un|futur|future|notre))*[ ']*$"
)
"""What brings in the words that go, and goes with them."""

ANOTHER = re.compile(r" et (?=(?:la |le |les |l')?\w)(?!(?:de|du|des|d')\b)")
BEFORE_ANOTHER = re.compile(r"\b(?:avec|par|chez|et) (?P<small>(?:la |le |les |l')?)$")
"""Around the first of two names, of which the second stays."""

LATER = re.compile(r" (?:de|du|des|d'|qui|que|et)\b")
"""What would hang without the words that go."""

PARTICIPLE = re.compile(
    r"\s*(?:\w+e?s? )?(?:\w+(?:e|ee|es|ees|i|ie|is|ies|u|ue|us|ues|ert|erte|erts|ertes)) (?:par|possible|grace|avec)\b|\s*(?:grace|avec|don|dont"
    r"|soit|via|par)\b"
)
INTRODUCED = re.compile(
    r"(?:,? ?(?:rendue?s? possibles? |permise?s? )?\b(?:depuis|a la suite|suite|a cause|en raison|avec|grace|apres|malgre|par|lors|faute|du fait"
    r"|dans l'attente|en attendant|avant|pour"
    r"|liee?s?)(?: (?:a|au|aux|de|du|des|d'))?)(?: (?:la|le|les|l'|une?|un|cette|ce|son|sa))?[ ']*$"
)
NEAR = 80
"""How far before the words that go, in characters, what brings them in may start."""

WORD = re.compile(r"[^\W\d_]{3,}")
SMALL = frozenset("des les une par pour avec dans sur aux ainsi que dont est soit via sous".split())


def cut(text: str, spans: Iterable[Span]) -> str:
    """The text without the spans: a bracket or a clause that held little else goes whole, a complement goes with its preposition, elsewhere a"
    " blank."""
    left = text
    for start, end in sorted(_joined(spans), reverse=True):
        start, end = min(start, len(left)), min(end, len(left))
        if not left[start:end].strip():
            continue
        left = _cut_one(left, start, end)
    if left == text:
        return text
    left = re.sub(rf"(?:{re.escape(MARKER)}[\s,]*)+(?=\[)", "", left)
    mended = tidy(re.sub(r"\(\s*\)", "", left), text)
    return mended if WORD.search(mended) else MARKER


def introduction(text: str, at: int) -> int | None:
    """Where what brings in a noun at `at` starts ("depuis le …", "en raison de la …"), when something stands before it in the text."""
    found = INTRODUCED.search(flatten(text)[:at], max(0, at - NEAR))
    return found.start() if found and WORD.search(text[: found.start()]) else None


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _cut_one(text: str, start: int, end: int) -> str:
    for first, last in bracket_spans(text):
        if first < start and end < last and text[first] == "(":
            return _cut_in_bracket(text, first, last, start, end)
    flat = flatten(text)
    other = ANOTHER.match(flat, end)
    if other and (small := BEFORE_ANOTHER.search(flat[:start], max(0, start - NEAR))):
        return text[: small.start("small")] + text[other.end() :]
    clause = next(((s, e) for s, e in clause_spans(text) if s <= start < e), (0, len(text)))
    if clause[0] > 0 and end <= clause[1] and _says_little(flat, clause, start, end):
        before = text[: clause[0]].rstrip()
        return before.rstrip(",;:–-").rstrip() + text[clause[1] :]
    lead = LEAD.search(flat[:start], max(0, start - NEAR))
    if lead and WORD.search(text[: lead.start()]) and not LATER.match(flat, end):
        return text[: lead.start()] + text[end:]
    return text[:start] + MARKER + text[end:]


def _cut_in_bracket(text: str, first: int, last: int, start: int, end: int) -> str:
    """The bracket without the part that holds the words; the whole of it when it has one part."""
    parts = re.split(r"(,\s|;\s)", text[first + 1 : last - 1])
    at, kept = first + 1, []
    for number, part in enumerate(parts):
        if number % 2 == 0 and not at <= start < at + len(part):
            kept.append(part)
        at += len(part)
    inside = f" ({', '.join(kept)})" if kept else ""
    return text[:first].rstrip() + inside + text[last:]


def _says_little(flat: str, clause: Span, start: int, end: int) -> bool:
    """Whether a clause says nothing once the words are gone: a name in apposition, a participle and its agent."""
    rest = f"{flat[clause[0] : start]} {flat[end : clause[1]]}"
    words = [word for word in WORD.findall(rest) if word not in SMALL]
    return (
        not words
        or (bool(PARTICIPLE.match(flat[clause[0] : clause[1]])) and len(words) <= 6)
        or (len(words) <= 1 and PARTICIPLE.match(flat[clause[0] :]) is not None)
        or (
            len(words) == 2
            and re.search(r"\b\w+(?:e|ee|es|ees|ert|erte|is|ise) (?:par|a) ", flat[clause[0] : start]) is not None
        )
    )
