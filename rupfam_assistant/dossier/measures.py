"""Measures: the figures of a dossier, and the sizes that its texts state, that speak of one thing and differ."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
import numpy.typing as npt

from rupfam_assistant.dossier.alert import MARKER
from rupfam_assistant.dossier.intervals import Interval, find_intervals
from rupfam_assistant.dossier.paths import FieldPath, at, texts_of
from rupfam_assistant.dossier.placing import MOST_ENCODED, Encode
from rupfam_assistant.dossier.schema import FIELDS, Dossier, Figure
from rupfam_assistant.dossier.sides import (
    LISTED,
    SAME_LABEL,
    Contradiction,
    Side,
    clauses_of,
    is_part,
    mostly_the_same,
    names_in,
    side_of,
    subject_of,
    telling_texts,
    years_in,
)
from rupfam_assistant.french import analyse
from rupfam_assistant.french.acronyms import spelled_out
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.typography import quantity
from rupfam_assistant.french.words import flatten, same_family, stem

Scores = npt.NDArray[np.float32]

SERVICES = LISTED["services"]
COUNTED = subject_of(" ".join(read_list("dossier").groups["as_counted"]))
SAME_SUBJECT, LONGEST_READ, ALIKE, POSTS_ALIKE, OTHER_WORDS, FARTHEST = 0.5, 2_000, 0.58, 0.5, 0.6, 3
MEASURED = frozenset(("%", "€", "days", "minutes", "etp"))
"""Stems that tell one service from another, and how things are counted; the share of stems that two texts about one
thing have in common, the characters read for quantities; how near in meaning two figures of one thing are, or of posts,
told in other words, of which the shorter shares no more: "visites prévues" are not "visites réalisées"; how many times
one count of a thing may be another; the dimensions that are no counts."""


@dataclass(frozen=True)
class _Measure:
    """What a text says of a size; the stems of its subject, the names and years about it and whether it recurs; the
    years that it is of, by its source if not by its words."""

    size: Interval
    subject: frozenset[str]
    names: frozenset[str]
    years: frozenset[str]
    side: Side


def rival_figures(dossier: Dossier) -> Iterator[Contradiction]:
    grouped: list[list[_Measure]] = []
    for measure in filter(None, map(_figure, range(len(dossier.figures)), dossier.figures)):
        if (same := next((group for group in grouped if _are_one(group[0], measure)), None)) is None:
            grouped.append([measure])
        else:
            same.append(measure)
    measures = (measure for path, text in telling_texts(dossier) for measure in _measures(path, text))
    told = [(measure, _spoken_of(measure, grouped)) for measure in measures]
    for group in grouped:
        sides = _sides(group, [measure for measure, groups in told if any(one is group for one in groups)])
        if len(sides) > 1:
            yield Contradiction("number", f"« {dossier.figures[group[0].side.path.rank].label} »", sides)


def likely_one(dossier: Dossier, encode: Encode) -> Iterator[tuple[int, int]]:
    """The ranks of two figures that seem to tell one thing in other words, by their meaning, and differ; neither is of
    another place, year nor service."""
    alike = _paraphrases(dossier.figures, encode)
    measures = filter(None, map(_figure, range(len(dossier.figures)), dossier.figures))
    for one, other in combinations(measures, 2):
        i, j = one.side.path.rank, other.side.path.rank
        placed = one.names and other.names and one.names != other.names
        dated = one.years and other.years and not one.years & other.years
        least = POSTS_ALIKE if one.size.dimension == "etp" else ALIKE
        apart = placed or dated or _of_other_services(one, other) or _are_one(one, other)
        if alike[i, j] >= least and _may_differ(one.size, other.size) and not apart:
            yield i, j


def _may_differ(one: Interval, other: Interval) -> bool:
    """Whether two sizes may be of one thing and differ: in one dimension, or counts, whatever is counted, that are not
    far from each other: "612 enfants", "540 mineurs"."""
    if {one.dimension, other.dimension} & MEASURED:
        return one.dimension == other.dimension and not one.meets(other)
    least, most = sorted((one.high, other.high))
    return least < most <= FARTHEST * least


def _of_other_services(one: _Measure, other: _Measure) -> bool:
    mine, theirs = (
        {service for service in SERVICES if any(same_family(service, word) for word in each.subject)}
        for each in (one, other)
    )
    return bool(mine and theirs and not mine & theirs)


def _paraphrases(figures: Sequence[Figure], encode: Encode) -> Scores:
    """How near the labels of figures are in meaning (figures × figures), where they are told in other words: 0 for a
    part of a total ("dont …") and for a label that mostly has the words of another."""
    if not 2 <= len(figures) <= MOST_ENCODED:
        return np.zeros((len(figures), len(figures)), np.float32)
    labels = [spelled_out(_undated(figure.label or "")) for figure in figures]
    whole = np.array([not is_part(figure.label or "") for figure in figures])
    told, meant = [*map(subject_of, labels)], encode(labels)
    shared = np.array([[len(one & other) / max(1, min(len(one), len(other))) for other in told] for one in told])
    return np.where((shared <= OTHER_WORDS) & np.outer(whole, whole), meant @ meant.T, 0)


def _are_one(one: _Measure, other: _Measure) -> bool:
    """Whether two figures tell one thing: in the same words mostly, of the same names; or one says no more than the
    other but how it is counted, and names no other place."""
    if one.size.dimension != other.size.dimension:
        return False
    if one.names == other.names and mostly_the_same(one.subject, other.subject):
        return True
    more = one.subject ^ other.subject
    nested = bool(one.subject & other.subject) and (one.subject <= other.subject or other.subject <= one.subject)
    placed = {stem(name) for name in one.names ^ other.names}
    return nested and more - placed <= COUNTED and (one.names == other.names or bool(more & COUNTED))


def _like(measure: _Measure) -> tuple[str, frozenset[str]]:
    return measure.size.dimension, measure.names


def _spoken_of(told: _Measure, grouped: Sequence[Sequence[_Measure]]) -> list[Sequence[_Measure]]:
    """The groups of figures that a quantity of a text is about: those that share most with it, then agree."""
    near = [group for group in grouped if _about(group[0], told)]
    most = max((len(group[0].subject & told.subject) for group in near), default=0)
    nearest = [group for group in near if len(group[0].subject & told.subject) == most]
    return [group for group in nearest if any(told.size.meets(one.size) for one in group)] or nearest


def _sides(group: Sequence[_Measure], again: Sequence[_Measure]) -> tuple[Side, ...]:
    """The different values of one thing: those of its figures, then those that texts give of it."""
    agreeing = {measure.side.path for measure in again if any(measure.size.meets(one.size) for one in group)}
    apart: list[_Measure] = []
    for measure in (*group, *(one for one in again if one.side.path not in agreeing)):
        if measure.side.path.root == "figures" or not any(measure.size.meets(one.size) for one in apart):
            apart.append(measure)
    sides = {(one.size.low, one.size.high): one.side for one in reversed(apart)}
    disputed = any(not one.size.meets(other.size) for one, other in combinations(apart, 2))
    return tuple(reversed(sides.values())) if disputed else ()


def _figure(number: int, figure: Figure) -> _Measure | None:
    sized = next(find_intervals(f"{figure.value or ''} {figure.unit or ''}".strip()), None)
    if not figure.label or not figure.value or MARKER in figure.value or sized is None:
        return None
    place = at("figures", number, "value")
    side = Side(quantity(figure.value, figure.unit), figure.source or FIELDS["figures",].called, place)
    years, names = (
        years_in(figure.label) or years_in(figure.source or ""),
        names_in(f"{figure.label} {figure.unit or ''}"),
    )
    return _Measure(sized, subject_of(_undated(figure.label)) - {sized.dimension}, names, years, side)


def _undated(label: str) -> str:
    """A label without the dates that it gives: "en attente au 31 décembre 2025", "en attente, fin 2025"."""
    for when in reversed(analyse(label).dates):
        label = label[: when.start] + label[when.end :]
    return label


def _measures(path: FieldPath, text: str) -> Iterator[_Measure]:
    """The quantities that a text states; of a priority or a wanted change, what it starts from and not what it goes
    to; nothing of what is past."""
    for clause in clauses_of(text[:LONGEST_READ]):
        named = re.sub(r"\([^()\d]*\)", "", clause)  # "(Grands Champs, La Pommeraie)" is where, of what stands before
        about = subject_of(clause), names_in(named), years_in(clause)
        wanted, changes = path.root == "priorities" or _is_wanted(clause) or _is_past(clause), [*_changes(clause)]
        yield from (_Measure(one, *about, side_of(clause[one.start : one.end].strip(), path)) for one in changes)
        for one in find_intervals(clause) if not (wanted or changes) else ():
            yield _Measure(one, *about, side_of(clause[one.start : one.end].strip(), path))


def _is_wanted(clause: str) -> bool:
    return cues("dossier", "target").search(flatten(clause)) is not None


def _is_past(clause: str) -> bool:
    return cues("dossier", "past").search(flatten(clause)) is not None


def _changes(clause: str) -> Iterator[Interval]:
    """The sizes that a wanted change starts from: 7 months, told as "7", of "de 7 à 5 mois"."""
    sized = {found.start: found for found in analyse(clause).quantities}
    for one, other in pairwise(analyse(clause).numbers):
        between = clause[one.end : other.start]
        starts = between == " à " and clause[: one.start].endswith("de ") and not one.spoken and other.start in sized
        if starts and (one.value > other.value or _is_wanted(clause)):
            size = sized[other.start].size / (other.value or 1.0) * one.value
            yield Interval(size, size, sized[other.start].dimension, one.start, one.end)


def rival_targets(dossier: Dossier) -> Iterator[Contradiction]:
    """Two targets for one thing."""
    told: list[_Measure] = []
    for path, text in texts_of(dossier):
        if path.root in ("priorities", "planned_actions") and path.name in ("priorities", "text", "indicator"):
            for clause in filter(_is_wanted, clauses_of(text[:LONGEST_READ])):
                for size in [*find_intervals(clause)][-1:]:
                    side = side_of(clause[size.start : size.end].strip(), path)
                    about = subject_of(clause) - {size.dimension}, names_in(clause), years_in(clause)
                    told.append(_Measure(size, *about, side))
    for one, other in combinations(told, 2):
        shared, least = one.subject & other.subject, min(len(one.subject), len(other.subject))
        within = one.side.path.parts[:2] == other.side.path.parts[:2]
        same = _like(one) == _like(other) and len(shared) >= (2 if within else max(3, SAME_LABEL * least))
        if same and one.side.path != other.side.path and not one.size.meets(other.size):
            yield Contradiction("number", "ce qui est visé", (one.side, other.side))


def _about(figure: _Measure, told: _Measure) -> bool:
    """Whether a clause speaks of what a figure measures, in its dimension; names, years or services tell them apart."""
    apart = (told.years and not told.years & figure.years) or _of_other_services(figure, told)
    foreign = figure.size.dimension != told.size.dimension or bool(told.names - figure.names - told.years)
    return len(figure.subject & told.subject) >= max(2, SAME_SUBJECT * len(figure.subject)) and not (apart or foreign)
