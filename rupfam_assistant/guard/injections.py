"""Injections: the parts of a text that talk to the program, or dictate how it writes, instead of telling facts."""

import base64
import re
from collections.abc import Iterator

from rupfam_assistant.french import analyse
from rupfam_assistant.french.clauses import bracket_spans, merge, tidy, without
from rupfam_assistant.french.cues import blank, cues
from rupfam_assistant.french.words import flatten

GROUPS = ("addressed", "required", "asked", "commanded", "overruled", "abroad", "marked")
"""The groups of cues of corpus/french/injections.toml that each tell an order; its others are their parts."""

FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\{ ?[\"'“]|[\"'”] ?: ?[\"'“{\[]",
        r"&(?:lt|gt|#\d{2,4}|#x[\da-f]{2,4});",
        r"[#*_=~]{1,4} ?(?:systeme?|assistant|admin|root|user) ?[#*_=~]{1,4}",
        r"\b(?:shell|bash|root|admin|user|system) ?[>$]",
        r"\[/?(?:inst|systeme?|assistant|user|sys)\]|<<sys>>|<\|\w|\|>",
        r"<!--|\{\{|\{%|```",
        "[\U000e0020-\U000e007f]{2,}",
    )
)
"""What a machine writes, whatever it says, in a flattened text: code, marks of a talk, letters that do not show."""

COMMENT = re.compile(
    r"<!--.*?(?:-->|\Z)|\{\{.*?(?:\}\}|\Z)|```.*?(?:```|\Z)|<script.*?(?:</script>|\Z)"
    r"|<\|im_start\|>.*?(?:<\|im_end\|>|\Z)"
    r"|<\|(?:system|user|assistant)\|>.*?(?:<\|end\|>|</s>|\Z)|\[inst\].*?(?:\[/inst\]|\Z)|<<sys>>.*?(?:<</sys>>|\Z)"
    r"|<(?:systeme?|assistant|user|instructions?|prompt)>.*?(?:</[a-z]*>?|\Z)",
    re.DOTALL,
)
TO_YOU = re.compile(r"(?<![\w'-])tu (?:ne |n'|me |m'|te |t'|l'|le |la |les |lui |y |en )*[a-z]+[sx](?![\w-])")
"""What goes whole, marks and matter, over many lines; a sentence that says "tu", as no officer does but in quotes."""

QUOTED = re.compile(r"«[^«»\n]*»|\"[^\"\n]*\"|“[^”\n]*”")
ENCODED = re.compile(r"(?<![\w+/=-])[A-Za-z\d+/]{16,4000}={0,2}(?![\w+/=])")
READABLE = re.compile(r"[\w\s.,;:!?'’«»\"()<>{}\[\]/%€-]+")
CLAUSE = re.compile(r"(?<=[:;,])\s|\s[–—-]{1,3}\s|\s(?:et|puis|mais|alors|ensuite)\s|[(\[{<«]")


def detect_injections(text: str) -> tuple[tuple[int, int], ...]:
    """The (start, end) of each part that gives an order to the program, in order, without overlap."""
    flat = flatten(text)
    comments = [match.span() for match in COMMENT.finditer(flat)]
    return merge([*comments, *_encoded(text), *_ordering_parts(text, COMMENT.sub(blank, flat))])


def redact_injections(text: str) -> tuple[str, bool]:
    """A text without its orders, "" when nothing else is left, and whether it held one."""
    spans = detect_injections(text)
    if not spans:
        return text, False
    left = tidy(without(text, spans, " "), text)
    return (left if re.search(r"\w{2}", left) else ""), True


def _encoded(text: str) -> Iterator[tuple[int, int]]:
    """The runs of letters that hide a text in base 64."""
    for match in ENCODED.finditer(text):
        bare = match[0].rstrip("=")
        try:
            hidden = base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True).decode("utf-8")
        except ValueError:
            continue
        if READABLE.fullmatch(hidden) and re.search(r"[a-z]{3}", hidden):
            yield match.span()


def _ordering_parts(text: str, flat: str) -> Iterator[tuple[int, int]]:
    """The part of each sentence from its first order on, and the next ones that carry its matter; a bracket alone."""
    brackets = bracket_spans(text)
    at, ordered = 0, False
    for start, end in analyse(text).parts:
        while at < len(brackets) and brackets[at][1] <= start:
            at += 1
        if start and text[start - 1] == "\n":
            ordered = False
        first = _first_order(flat[start:end])
        if first is None:
            ordered = ordered and cues("injections", "payload").search(flat[start:end]) is not None
            if ordered:
                yield start, end
            continue
        inside = next((span for span in brackets[at : at + 50] if span[0] <= start + first < span[1] <= end), None)
        ordered = inside is None
        if inside:
            yield inside
            start = inside[1]
            first = _first_order(flat[start:end])
        if first is not None:  # what stands before its clause is not the order's
            marks = [mark for mark in CLAUSE.finditer(flat[start:end], 0, first + 1) if mark.start() <= first]
            yield start + ((marks[-1].start() if marks[-1][0].strip() else marks[-1].end()) if marks else 0), end


def _first_order(sentence: str) -> int | None:
    """Where the first order of a flattened sentence starts, blanks and marks left aside."""
    told = cues("injections", "pseudo").sub(blank, sentence)
    read = ((cues("injections", group), told) for group in GROUPS)
    every = (*read, (TO_YOU, QUOTED.sub(blank, told)), *((form, sentence) for form in FORMS))
    searched = (pattern.search(text) for pattern, text in every)
    return min((match.end() - len(match[0].lstrip(' *_#>«"-')) for match in searched if match), default=None)
