"""What a need says, as features: its words, the groups of its cues, and the turns of phrase around the subject."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rupfam_assistant.french.quantities import name_amounts
from rupfam_assistant.french.words import fold, stem, words

START = 4
PREFIXES = (3, 4, 5, 6)
"""The letters that the cues are sorted by, the beginnings of words that count as features."""

CUE, TURN, SUBJECT = "#", "~", "@"
"""The first letters of a feature: the group of a cue, a turn of phrase; the subject in such a turn."""


@dataclass(frozen=True)
class Cue:
    """A wording, as folded words of which "*" ends an open one, and the group that it tells."""

    pattern: tuple[str, ...]
    group: str


Cues = dict[str, tuple[Cue, ...]]
"""The cues by the first START letters, the longest first."""


@dataclass(frozen=True)
class FoundCue:
    """A cue where it stands in a text."""

    group: str
    quote: str


def index_cues(groups: dict[str, str]) -> Cues:
    """The cues of comma-separated wordings by group."""
    index: dict[str, list[Cue]] = {}
    for group, wordings in groups.items():
        for pattern in filter(None, (tuple(re.findall(r"\w+\*?", wording)) for wording in wordings.split(","))):
            index.setdefault(pattern[0].rstrip("*")[:START], []).append(Cue(pattern, group))
    return {start: tuple(sorted(cues, key=lambda cue: -sum(map(len, cue.pattern)))) for start, cues in index.items()}


def find_cues(text: str, cues: Cues) -> list[FoundCue]:
    """The cues of a text in order; a word belongs to one cue only, the longest."""
    spans = [match.span() for match in re.finditer(r"\w+", text)]
    found = _find([fold(text[start:end]) for start, end in spans], cues)
    return [FoundCue(cue.group, text[spans[place][0] : spans[place + len(cue.pattern) - 1][1]]) for place, cue in found]


def find_features(text: str, content: Cues, axes_cues: Cues) -> set[str]:
    """The stems of a text, the beginnings of its words, its groups of cues, the first, its turns of phrase."""
    said = words(text)
    told = [found.group for found in find_cues(text, content)]
    axes = [found.group for found in find_cues(text, axes_cues)]
    beginnings = {f"{word[:size]}-" for word in said for size in PREFIXES if len(word) > size}
    cues = {f"{CUE}{group}" for group in (*told, *axes)} | {f"{CUE}first {group}" for group in told[:1]}
    return {stem(word) for word in said} | beginnings | cues | _turns(text, content)


def _find(folded: Sequence[str], cues: Cues) -> list[tuple[int, Cue]]:
    """The cues of folded words and where they begin."""
    found, place = [], 0
    while place < len(folded):
        starts = (cues.get(folded[place][:size], ()) for size in range(min(START, len(folded[place])), 0, -1))
        near = (cue for alike in starts for cue in alike if _fits(cue.pattern, folded[place:]))
        if cue := next(near, None):
            found.append((place, cue))
        place += len(cue.pattern) if cue else 1
    return found


def _fits(pattern: tuple[str, ...], folded: Sequence[str]) -> bool:
    """Whether words begin with those of a pattern."""
    pairs = zip(pattern, folded, strict=False)
    fits = (word.startswith(form[:-1]) if form[-1] == "*" else word == form for form, word in pairs)
    return len(folded) >= len(pattern) and all(fits)


def _turns(text: str, content: Cues) -> set[str]:
    """Two and three words in a row, little words and amounts too, with the subject as said and as a blank."""
    plain = re.sub(r"\b([cdjlmnst]|qu)'(?=\w)", r"\1 ", name_amounts(fold(text)))
    said = re.findall("[a-z0-9]+|[:?]", plain)
    spoken = ["^", *(stem(word) for word in said), "$"]
    blank = spoken.copy()
    for place, cue in reversed(_find(said, content)):
        if cue.group[0] == "T":
            blank[place + 1 : place + 1 + len(cue.pattern)] = [SUBJECT]
    sizes = ((spoken, 2), (blank, 1), (blank, 2), (blank, 3))
    return {TURN + " ".join(said[at : at + size]) for said, size in sizes for at in range(len(said) - size + 1)}
