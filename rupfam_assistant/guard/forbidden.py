"""What constraints forbid to print, as a reader of pairs learned it on constraints of several hands: which texts of a
dossier tell of it, and what one may still say without the words that do."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from rupfam_assistant.dossier.paths import FieldPath, at, texts_of
from rupfam_assistant.dossier.schema import Dossier
from rupfam_assistant.french import analyse
from rupfam_assistant.french.clauses import Span, bracket_spans, tidy, without
from rupfam_assistant.french.memos import segments
from rupfam_assistant.french.words import flatten
from rupfam_assistant.guard.bans import Ban
from rupfam_assistant.guard.constraints import is_wording
from rupfam_assistant.guard.targets import ITEMS
from rupfam_assistant.guard.topics import CUES, content

Forbids = Callable[[str, Sequence[str]], npt.NDArray[np.float32]]
"""The log-odds that constraints forbid each of some statements."""

FORBIDDEN, ALONE, LEFT, FREE_PLACE, FREE = 1.0, 3.0, -0.5, -1.0, -3.5
BODIES, THINGS, FREED = ("pilot", "partners"), ("noun", "subject", "figure"), ("place", "noun", "subject")
LEAST_LEFT, LONGEST_CUT, LONGEST = 2, 0.7, 500
PLACED = frozenset("à au aux dans sur vers pour et".split())
"""The log-odds from which a text is forbidden, from which it is by a sentence where no rule reads a ban on a thing, or
where it is a body's name, under which what is left of a text may be printed, under which the places that a text names
are, and a statement that the rules hold is; the fields that name bodies, the kinds of bans on things, of those that the
reader lifts; the stems of what is left of a text, the share of it that goes at the most, the signs of constraints that
are read at once; the small words before what an action is, rather than before who helps it."""

READ = ("territory_needs", "priorities", "planned_actions", "figures")


@dataclass(frozen=True)
class Found:
    """Of the texts of a dossier that are forbidden, by place, a figure as one: the sentence of the constraints that
    forbids them, and what may be printed, "" for nothing; those that hardly are, with their log-odds and the
    words of their row."""

    said: dict[FieldPath, str]
    left: dict[FieldPath, str]
    free: Mapping[FieldPath, tuple[float, frozenset[str]]]

    def frees(self, path: FieldPath, ban: Ban) -> bool:
        """Whether a ban on a thing, as the rules read it, surely does not hold in a text: one on where it is in a
        figure or a body's name, one on what it is in a statement of which the row has not most of its words."""
        apart = path.root == "figures" or path.name in BODIES
        row = at(path.root, path.rank) if path.root == "figures" else path
        if row not in self.free or ban.kind not in FREED:
            return False
        odds, words = self.free[row]
        wanted = content(ban.about) - ITEMS
        return ban.kind == "place" if apart else odds < FREE and 2 * len(wanted - words) >= len(wanted) > 0


NOTHING = Found({}, {}, {})


def read_forbidden(dossier: Dossier, forbids: Forbids, bans: Sequence[Ban]) -> Found:
    """Reads the texts that are printed of what a dossier tells beside its constraints, and share a word with them;
    `bans` are those that the rules read in these."""
    texts, odds = dict(_statements(dossier)), dict[FieldPath, float]()
    said, left = dict[FieldPath, str](), dict[FieldPath, str]()
    for window in _windows(dossier.constraints or ""):
        told = content(window)
        near = {path: text for path, text in texts.items() if path not in said and content(text) & told}
        for path, one in zip(near, forbids(window, [*near.values()]).tolist(), strict=True):
            odds[path] = max(one, odds.get(path, one))
            sentence = _sentence(window, near[path], forbids) if one >= FORBIDDEN else ""
            if (
                sentence
                and not is_wording(sentence)
                and (one >= ALONE or any(is_of(sentence, ban) and _holds(ban, path, near[path]) for ban in bans))
            ):
                whole = path.root == "figures" or path.name in BODIES
                said[path], left[path] = sentence, "" if whole else printable(near[path], window, forbids)
    rows: dict[FieldPath, frozenset[str]] = {}
    for path, text in texts.items():
        row = at(path.root, path.rank)
        rows[row] = rows.get(row, frozenset()) | content(text)
    free = {path: (one, rows[at(path.root, path.rank)]) for path, one in odds.items() if one < FREE_PLACE}
    return Found(said, left, free)


def _windows(constraints: str) -> Iterator[str]:
    """The sentences of constraints, as many at once as are read whole."""
    spans = analyse(constraints).parts
    start = 0
    for (_, end), (_, after) in pairwise((*spans, (0, len(constraints) + LONGEST))):
        if after - start > LONGEST:
            yield constraints[start:end].strip()
            start = end


def _holds(ban: Ban, path: FieldPath, text: str) -> bool:
    """Whether a ban of its kind may be on a field as a whole; on a thing that a figure is of, not only its source."""
    if path.root == "figures":
        label = text.partition(" : ")[0]
        return ban.kind == "amount" or (ban.kind in THINGS and bool(content(label) & content(ban.about)))
    return path.name not in BODIES and ban.kind in THINGS


def is_of(sentence: str, ban: Ban) -> bool:
    """Whether a ban was read in a sentence of the constraints, whatever its apostrophes are."""
    one, other = flatten(sentence), flatten(ban.said)
    return one in other or other in one


def _statements(dossier: Dossier) -> Iterator[tuple[FieldPath, str]]:
    for rank, figure in enumerate(dossier.figures):
        given = " ".join(filter(None, (figure.value, figure.unit)))
        source = f" ({figure.source})" if figure.source else ""
        yield at("figures", rank), f"{figure.label or ''} : {given}{source}"
    for path, text in texts_of(dossier):
        if path.root in READ and path.root != "figures" and path.name not in ("objective", "title") and text.strip():
            yield path, text


def _sentence(constraints: str, text: str, forbids: Forbids) -> str:
    """The sentence of the constraints that forbids a text most, as they have it."""
    parts = [constraints[start:end].strip(" .;!") for start, end in analyse(constraints).parts]
    if len(parts) < 2:
        return parts[0] if parts else constraints
    return parts[int(np.argmax([forbids(part, [text])[0] for part in parts]))]


def printable(text: str, constraints: str, forbids: Forbids) -> str:
    """What may be printed of a forbidden text: it without the fewest words that leave it allowed; "" when none do."""
    placed = CUES("place").search(flatten(constraints)) or re.search(r"\boù\b", constraints)
    cuts = sorted(set(_cuts(text, bool(placed))), key=lambda cut: cut[1] - cut[0])
    left = [tidy(without(text, [cut], " "), text) for cut in cuts]
    kept = [one for one in left if len(content(one)) >= LEAST_LEFT and len(one) >= (1 - LONGEST_CUT) * len(text)]
    if not kept:
        return ""
    odds = forbids(constraints, kept)
    return next((one for one, how in zip(kept, odds, strict=True) if how < LEFT), "")


def _cuts(text: str, placed: bool) -> Iterator[Span]:
    """Where words of a text may go and leave French: brackets, what its marks part, what a small word brings in up to
    the next one, or to the end of its part; where things are when it is `placed` that they must not be."""
    yield from bracket_spans(text)
    flat = flatten(text)
    for start, end in segments(text):
        if start > 0:
            yield len(text[:start].rstrip(" \u00a0,;:–—-")), end
        leads = [lead for lead in CUES("lead").finditer(flat, start, end) if lead.start() > start]
        for rank, lead in enumerate(leads):
            if placed or text[slice(*lead.span())].lower() not in PLACED:
                yield from ((lead.start(), stop) for stop in (*(one.start() for one in leads[rank + 1 :][:2]), end))
