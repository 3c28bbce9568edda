"""Memos: what an officer notes in a field for herself or for a colleague, "vu en copil", "Joëlle gère les photos", told
from what is to be signed by the reader of pairs, taught on lines that several hands marked (corpus/memos.jsonl)."""

import math
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import pairwise
from operator import itemgetter

from rupfam_assistant.french.agreement import gender, singular
from rupfam_assistant.french.analysis import analyse
from rupfam_assistant.french.capitals import in_small_letters
from rupfam_assistant.french.clauses import PART, Span, bracket_spans, ends, merge, without
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.spelling import is_rare
from rupfam_assistant.french.typography import in_capitals
from rupfam_assistant.french.words import STOP_WORDS, flatten, fold, subject

Notes = Callable[[str, str], Sequence[tuple[Span, float]]]
"""Of each piece of the text of a field, by the name of this and the text: its (start, end), and the log-odds that it is
noted."""

Reading = tuple[float, tuple[Span, ...]]
"""What a reading of the first pieces of a text holds in log-odds, and its runs of noted ones."""

UNSURE, UNSURE_NEED, UNSURE_LONG, LONGEST = -0.3, 0.5, 1.8, 400
AT_MARK, AT_COMMA, AMID = 4.0, 10.0, 10.0
SURE_WHOLE, LEAST_LEFT, LEAST_WORDS = 2.5, 2, 4
"""In log-odds: what is taken off those of each piece, of one of a need, which comments facts as notes do, of one of a
text of more signs than the lines that were marked; what it costs to pass from what is signed to what is noted, or back,
at a mark, at a comma and amid words; the mean of those of memos that leave no statement; the stems of a statement that
is left; the words and marks of a text that may hold one."""

CUT = re.compile(
    rf"{PART.pattern}|(?<!\s)\s*[,:]\s+|\s[–—-]{{1,4}}>?\s|(?://{{1,3}}|[=-]{{1,3}}>|→|>>)|(?<!\S)\*{{2,3}}(?!\S)|\s/\s"
)
QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”")
LEADING = re.compile(r"(?: (?:d[’']après|selon|avec|par|pour|dans|sur|chez|de|du|des|à|au|aux|en|et|ou))+ \Z")
LABEL = re.compile(r"(?:\A|[.;!?(\n]\s*)(\w+)[ \u00a0]?:\s*\Z")
PLACING = re.compile(
    r"de quoi \w|(?:sur|dans|en|chez|sous|entre|aux?|du|des)\s+(?:l[ae]s?\s+|l[’']|leurs?\s+)?(?=[a-zà-ÿœ])"
)
DETERMINED = re.compile(r"(?i)(?<!\w)(?:l[ae]s?|l['’]|une?|ce(?:t|tte|s)?|[sml]es|leurs?)\s*\Z")
SAID, ELIDED = re.compile(r"[^\W_]"), re.compile(r"[^\W_][\w’']|[’'][^\W_]")
EDGES = " \u00a0\u202f\n\t,;:–—-.>/"
TOKEN = re.compile(r"[^\W\d_]+|\d+|[?!…@]+")
LEAST_BRACKET, LONGEST_ACRONYM, NEEDS, THINGS = 4, 5, "territory_needs", ("text", "indicator", "label")
THING = re.compile(r"(?P<noun>\w+)(?:(?![A-ZÀ-Ý])[\w’' -])*")
SHEET = re.compile(
    r"(?i)\A\W*(?:tableur|onglet|fichier|feuille|cr)\b[^,;:.–—]{0,25}\b(?:l|ligne|p|pt|point)"
    r"\b\.? ?\w?\d+(?=\s*(?:[:–—]|-\s))"
)
SEEN = re.compile(r"(?<=[,;–—(-])\s*(?i:ok|vu|validé)(?: par)? [A-Z]{2,3}(?=\)?\W*\Z)")
SOMEONE = re.compile(r"(?:(?:M|Mme|Mlle|Me|Dr)\b\.? ?)?[A-ZÀ-Ý][a-zà-ÿ][\w’'-]*|l[ea] |l[’']")
"""What parts two segments of a field; what is no part of one; the small words that lead to a memo, the one that labels
it; those that no memo amid words begins with, "sur le domaine", or after; what says something; the inside of a word,
elided or not; the marks around a memo; words, numbers and marks; the signs of a bracket that is a segment, of an
acronym at the most; the field of needs, those that may open on a thing before a colon, and how; the place in a sheet or
in minutes that one is pasted from; who has seen it, at its end; who may be called back."""


def find_memos(text: str, field: str, notes: Notes, spared: Sequence[Span] = ()) -> tuple[Span, ...]:
    """The (start, end) of each memo in the text of a field, by its name, without what is in a `spared` span: what has
    the form of one, and what is the likeliest to be noted, in as few runs as that allows. What would leave no statement
    is one only when it is sure."""
    if len(TOKEN.findall(text)) < LEAST_WORDS - bool(bracket_spans(text)):  # "CIDFF (à relancer)"
        return ()
    small = in_small_letters(text) if in_capitals(text) else text
    text = small if len(small) == len(text) else text
    pieces = [
        ((at + start, at + end), odds) for at, window in _windows(text) for (start, end), odds in notes(field, window)
    ]
    brackets, edges = bracket_spans(text), {edge for span in segments(text) for edge in span}
    unsure = UNSURE_LONG if len(text) > LONGEST else UNSURE_NEED if field == NEEDS else UNSURE
    runs = likeliest([odds - unsure for _, odds in pieces], [_cost(text, span, edges) for span, _ in pieces])
    spans = (_fitted((pieces[first][0][0], pieces[last - 1][0][1]), brackets, text) for first, last in runs)
    found = [span for span in (_trimmed(text, *span) for span in spans) if span[0] < span[1]]
    found = [_from_what_leads(text, span) for span in found if not span[0] or is_said(text[slice(*span)])]
    found = [span for span in found if not (_goes_on(text, span[0], edges) or _is_thing(text, span, field))]
    noted = [pieces[n][1] for run in runs for n in range(*run)]
    if len(subject(without(text, found, " "))) < LEAST_LEFT and sum(noted) < SURE_WHOLE * len(noted):
        found = []
    told = merge((*found, *_formed(text, field)))
    return tuple(one for memo in told for one in _beside(text, memo, spared))


def _formed(text: str, field: str) -> Iterator[Span]:
    """What has the form of a memo in a text that is a statement: where it was pasted from, who has seen it, whom to
    call back."""
    yield from (_trimmed(text, *mark.span()) for mark in (SHEET.search(text), SEEN.search(text)) if mark)
    for start, end in analyse(text).parts if field in (*THINGS, NEEDS, "priorities", "organisation") else ():
        part = text[start:end]
        errand = cues("doubts", "errand").match(flatten(part))
        who = SOMEONE.match(part, errand.end() + 1) if errand else None
        if who and (who[0][0].isupper() or cues("bodies", "titles").match(flatten(part), who.end())):
            yield start, end


def _beside(text: str, memo: Span, spared: Sequence[Span]) -> Iterator[Span]:
    """A memo, or its segments that stand apart from what is spared: "(demander à Odile)" of "Dole ? (demander à
    Odile)", but none of one that opens the text, which is what is doubted."""
    touched = [one for one in spared if one[0] < memo[1] and memo[0] < one[1]]
    if not touched:
        yield memo
        return
    for start, end in segments(text) if memo[0] else ():
        apart = all(end <= first or last <= start for first, last in touched)
        if apart and memo[0] <= start and end <= memo[1]:
            yield start, end


def _is_thing(text: str, memo: Span, field: str) -> bool:
    """Whether what opens a text before a colon but names a thing, "Convention-type avec les employeurs :"."""
    thing = THING.fullmatch(text, *memo) if field in THINGS and not memo[0] else None
    opens = thing and re.match(r"\s*:", text[memo[1] :])
    return bool(thing and opens and gender(singular(fold(thing["noun"]))))


def _from_what_leads(text: str, memo: Span) -> Span:
    """A memo that ends a clause with the small words that lead to it: "selon" of "selon Mme Roy", "Attention :"."""
    lead, label = LEADING.search(text, 0, memo[0]), LABEL.search(text[: memo[0]])
    if SAID.match(text[memo[1] :].lstrip()):
        return memo
    return (lead.start() + 1 if lead and lead.start() else label.start(1) if label else memo[0], memo[1])


def _windows(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a text, as many at once as the lines that were marked are long, with where they start."""
    start = end = 0
    for first, last in analyse(text).parts:
        if start < end and last - start > LONGEST:
            yield start, text[start:end]
            start = first
        end = last
    yield start, text[start:]


def _fitted(memo: Span, brackets: Sequence[Span], text: str) -> Span:
    """A memo that crosses neither mark of a bracket alone: with both when it holds what they hold, within them, or
    before them."""
    start, end = memo
    for first, last in brackets:
        is_whole = start < last and first < end and not SAID.search(text[first:start] + text[end:last])
        if is_whole and end <= last + 1:
            start, end = min(start, first), last
        elif first < start < last:
            end = min(end, last - 1)
        elif first <= start and end < last:
            start = first + 1
        elif first < end < last:
            end = first
    return start, end


def _cost(text: str, piece: Span, edges: Collection[int]) -> float:
    """What it costs to begin or to end a memo before a piece."""
    start, end = piece
    said = start + len(text[start:end]) - len(text[start:end].lstrip())
    if said == start and ELIDED.match(text[said - 1 : said + 1]):
        return math.inf
    opened, closed = start > 0 and text[start - 1] in "([", text[said : said + 1] in (")", "]")
    if any(place in edges for place in range(start - opened, said + closed + 1)):
        return AT_COMMA if "," in (text[:said].rstrip()[-1:], text[said : said + 1]) else AT_MARK
    return math.inf if DETERMINED.search(text, 0, said) else AMID


def _goes_on(text: str, start: int, edges: Collection[int]) -> bool:
    """Whether what follows, amid words, tells where or when what is said before it is: no memo."""
    is_amid = start > 0 and not {start, start - 1, len(text[:start].rstrip())} & {*edges}
    return is_amid and PLACING.match(text, start) is not None


def likeliest(odds: Sequence[float], costs: Sequence[float]) -> tuple[Span, ...]:
    """The runs (first, last + 1) that hold the most log-odds, less what each costs to begin and to end."""
    signed: Reading = (0.0, ())
    noted: Reading = (-math.inf, ())
    for place, (one, cost) in enumerate(zip(odds, costs, strict=True)):
        begun = signed[0] - cost, (*signed[1], (place, place))
        ended = noted[0] - cost, noted[1]
        held, runs = max(begun, noted, key=itemgetter(0))
        signed = max(signed, ended, key=itemgetter(0))
        noted = held + one, (*runs[:-1], (runs[-1][0], place + 1))
    return max(signed, noted, key=itemgetter(0))[1]


def is_said(segment: str) -> bool:
    """Whether a segment says more than a place or a name: "à Dole", "RA 2025" do not, "RELANCER Sandrine" does."""
    said = [word for word in TOKEN.findall(segment) if fold(word) not in STOP_WORDS]
    shouted = any(len(word) > LONGEST_ACRONYM and word.isupper() and not is_rare(fold(word)) for word in said)
    return shouted or not (said and all(word[0].isupper() or word[0].isdigit() for word in said))


def segments(text: str) -> tuple[Span, ...]:
    """The (start, end) of the brackets of a text, the last one open or not, and of what its marks part outside them and
    outside quotes."""
    opened = text.rfind("(") if text.rfind("(") > text.rfind(")") else len(text)
    brackets = [span for span in (*bracket_spans(text), (opened, len(text))) if span[1] - span[0] >= LEAST_BRACKET]
    whole = merge((*brackets, *(quoted.span() for quoted in QUOTED.finditer(text))))
    marks = {*ends(text, CUT, whole)}
    edges = sorted({0, len(text), *(edge for span in (*brackets, *marks) for edge in span)})
    cut = ((start, end) for start, end in pairwise(edges) if (start, end) not in marks)
    bare = (_trimmed(text, *span) for span in cut)
    return tuple(span for span in bare if TOKEN.search(text, *span))


def _trimmed(text: str, start: int, end: int) -> Span:
    said = text[start:end]
    return end - len(said.lstrip(EDGES)), start + len(said.rstrip(EDGES.replace(".", "")))
