"""What a need is about: its theme and its axis, or why it is out of scope, by examples and the words that decide."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from rupfam_assistant.errors import shipped
from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.quantities import name_amounts
from rupfam_assistant.french.typography import capitalize
from rupfam_assistant.french.words import fold, stem, words

Axis = Literal["A1", "A2", "A3", "A4"]
Array = npt.NDArray[np.float32]

CALLED = read_list("themes").examples
"""How each theme and each axis is called, by its code."""

ACROSS, OUT, PARTED = "across", "out", "T1"
IN_SCOPE = {*CALLED, ACROSS, "family", "rupture", "partners"}
WORDS, WEIGHTS = "need_words.toml", "need_weights.npz"

TURN_WEIGHT, TOLD = 1.0, 3
TOLD_OUT, HARDLY_OUT, SURELY_OUT, HELD_OUT = 0.3, 0.5, 0.8, 1.0
START = 4
PREFIXES = (3, 4, 5, 6)
CUE, TURN, SUBJECT = "#", "~", "@"
"""The weight of turns beside words, the words that a reason names, by how much out of scope is likelier
where a need is asked back, where a word of separation does not end it, where no name nor likeness does, where it is
held; the letters that cues are sorted by, the beginnings of words that count; what opens a group, a turn, a subject."""


@dataclass(frozen=True)
class Need:
    """A need, its theme, its axis, the French sentence that says which words decided; whether words that the convention
    does not deal with put it out of scope; by how much that is likelier than all else."""

    text: str
    themes: tuple[str, ...]
    axis: Axis | None
    reason: str
    foreign: bool = False
    lead: float = field(default=0.0, compare=False)

    @property
    def in_scope(self) -> bool:
        """Whether the convention deals with it."""
        return bool(self.themes or self.axis)

    @property
    def is_told(self) -> bool:
        """Whether it is out of scope enough to be asked back."""
        return not self.in_scope and self.lead >= TOLD_OUT

    @property
    def is_surely_out(self) -> bool:
        """Whether it is out of scope whatever names it shares and whatever it is like."""
        return not self.in_scope and self.lead >= SURELY_OUT


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


@dataclass(frozen=True)
class NeedModel:
    """What was learned: a column a feature, weights in rows; `subjects` and `axes` name the columns of weights."""

    content: Cues
    axes_cues: Cues
    columns: dict[str, int]
    scales: Array
    subjects: tuple[str, ...]
    subject_weights: Array
    axes: tuple[Axis, ...]
    axis_weights: Array


def read_need_model(corpus: Path) -> NeedModel:
    """The model that ships with the corpus; RupfamError names the file at fault."""
    content, axes_cues = read_cues(corpus / WORDS)
    path = corpus / WEIGHTS
    with shipped(path), np.load(path) as stored:
        features, subjects, axes = (str(stored[name]).split("\n") for name in ("features", "subjects", "axes"))
        weights = [stored[name].astype(np.float32) for name in ("scales", "subject_weights", "axis_weights")]
    columns = {feature: column for column, feature in enumerate(features)}
    told: tuple[Axis, ...] = tuple(axis for axis in get_args(Axis) if axis in axes)
    return NeedModel(content, axes_cues, columns, weights[0], tuple(subjects), weights[1], told, weights[2])


def classify_needs(needs: Sequence[str], model: NeedModel) -> tuple[Need, ...]:
    """Each need with its theme and axis, or none of either when it is out of scope."""
    return tuple(_classify(need, model) for need in needs)


def _classify(need: str, model: NeedModel) -> Need:
    row = feature_row(find_features(need, model.content, model.axes_cues), model.columns, model.scales)
    odds = row @ model.subject_weights
    first, second = np.argsort(-odds)[:2]
    found, lead = find_cues(need, model.content), odds[first] - odds[second]
    parted = lead < HARDLY_OUT and any(one.group == PARTED for one in found)
    subject = model.subjects[second if model.subjects[first] == OUT and parted else first]
    if subject == OUT:
        foreign = _quoted(one for one in found if one.group not in IN_SCOPE)
        reason = f"{foreign or 'Besoin '}hors des cinq champs thématiques de la convention."
        return Need(need, (), None, reason, bool(foreign and lead >= HELD_OUT), float(lead))
    axis: Axis = model.axes[int((row @ model.axis_weights).argmax())]
    theme = f"{_quoted(one for one in found if one.group == subject)}{CALLED[subject]}"
    tied = _quoted(one for one in find_cues(need, model.axes_cues) if one.group == axis)
    reason = capitalize(f"{theme}\u202f; {tied}{CALLED[axis]}.")
    return Need(need, () if subject == ACROSS else (subject,), axis, reason)


def _quoted(found: Iterable[FoundCue]) -> str:
    """The words of cues, as they stand, before a colon; nothing where there is none."""
    quotes = list(dict.fromkeys(one.quote for one in found))[:TOLD]
    return ", ".join(f"«\u202f{quote}\u202f»" for quote in quotes) + "\u00a0: " if quotes else ""


def read_cues(path: Path) -> tuple[Cues, Cues]:
    """The cues of what a need is about, and those of its axis."""
    with shipped(path):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        return index_cues({**told["themes"], **told["scope"]}), index_cues(told["axes"])


def feature_row(features: Iterable[str], columns: dict[str, int], scales: Array) -> Array:
    """A text as numbers: its words as a vector of length 1, its turns of phrase, its cues, a constant."""
    row = np.zeros(len(columns) + 1, dtype=np.float32)
    known = [feature for feature in features if feature in columns]
    cues = [columns[feature] for feature in known if feature[0] == CUE]
    turns = [columns[feature] for feature in known if feature[0] == TURN]
    spoken = [columns[feature] for feature in known if feature[0] not in (CUE, TURN)]
    row[cues] = scales[cues]
    for part, weight in ((spoken, 1), (turns, TURN_WEIGHT)):
        row[part] = weight * scales[part] / max(float(np.linalg.norm(scales[part])), 1e-6)
    row[-1] = 1
    return row


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
        if cue := next((cue for near in starts for cue in near if _fits(cue.pattern, folded[place:])), None):
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
