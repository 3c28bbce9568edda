"""Paraphrases: two figures of a dossier that tell one thing in other words, by their meaning and by what they count."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from math import inf

import numpy as np

from rupfam_assistant.dossier.intervals import Interval
from rupfam_assistant.dossier.measures import Measured, are_one, figure_measure, of_other_services, services_of, undated
from rupfam_assistant.dossier.placing import MOST_ENCODED, Encode
from rupfam_assistant.dossier.schema import Dossier, Figure
from rupfam_assistant.dossier.sides import is_part, subject_of, years_in
from rupfam_assistant.french import analyse
from rupfam_assistant.french.acronyms import spelled_out
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.words import flatten

KINDS, STAGES = ("children", "cases", "households", "visits", "partings"), ("begun", "ended")
MEASURED = frozenset(("%", "€", "days", "minutes", "etp"))
KINDRED, ALIKE = 0.4, 0.57
FARTHEST, ROUNDED, PUBLISHED = 3, 1.0, 1
"""What is counted and how far it is, as groups of cues; the dimensions that are no counts; how near in meaning two
figures of one thing are, where they count it alike and where not; how many times one count may be another, the points
that a share may be rounded by, the years after which what was counted is published."""


@dataclass(frozen=True)
class _Count:
    """A figure, its measure, its label without dates nor acronyms, the stems and the cues of what that is about."""

    figure: Figure
    measure: Measured
    label: str
    subject: frozenset[str]
    kind: str
    stages: frozenset[str]
    denies: bool


def likely_one(dossier: Dossier, encode: Encode) -> Iterator[tuple[int, int]]:
    """The ranks of two figures that seem to tell one thing in other words and cannot both be true; neither is a part of
    a total, nor of another place, year, service or stage."""
    whole = (figure for figure in enumerate(dossier.figures) if not is_part(figure[1].label or ""))
    told = [_told(measure, figure) for rank, figure in whole if (measure := figure_measure(rank, figure))]
    if not 2 <= len(told) <= MOST_ENCODED:
        return
    meant = np.vstack([encode([one.label]) for one in told])  # alone: among others, its 8-bit numbers would vary
    near = meant @ meant.T
    measures = [one.measure for one in told]
    totals = {one.size.dimension: one.size.high for one in measures if not (one.subject or one.names)}
    for (m, one), (n, other) in combinations(enumerate(told), 2):
        if not _apart(one, other) and near[m, n] >= _least(one, other, totals):
            yield one.measure.side.path.rank, other.measure.side.path.rank


def _told(measure: Measured, figure: Figure) -> _Count:
    label = spelled_out(undated(figure.label or ""))
    unit, flat = flatten(figure.unit or ""), flatten(label)
    kind = next((kind for kind in KINDS if cues("sorts", kind).match(unit or flat)), measure.size.dimension)
    stages = frozenset(stage for stage in STAGES if cues("sorts", stage).search(flat))
    denies = any(cues("negations", group).search(flat) for group in ("alone", "negated"))
    return _Count(figure, measure, label, subject_of(label), kind, stages, denies)


def _apart(one: _Count, other: _Count) -> bool:
    """Whether two figures are of two places, years, services or stages, or of one in its own words; or one says all
    that the other says, and more, or they differ by a word each: "visites prévues", "visites réalisées"."""
    places, others = ({name for name in each.measure.names if not name.isdigit()} for each in (one, other))
    mine, theirs = one.subject - other.subject, other.subject - one.subject
    reworded = mine and theirs and (len(mine | theirs) > 2 or not one.subject & other.subject)
    staged = one.stages and other.stages and not one.stages & other.stages
    away = places and others and not (places <= others or others <= places)
    known = of_other_services(one.subject, other.subject) or are_one(one.measure, other.measure)
    return bool(not reworded or staged or away or known or _of_other_years(one, other))


def _of_other_years(one: _Count, other: _Count) -> bool:
    """Whether the years of two figures differ, those of their sources by more than what it takes to publish them."""
    said, told = (years_in(each.figure.label or "") for each in (one, other))
    apart = min((abs(int(a) - int(b)) for a in one.measure.years for b in other.measure.years), default=0)
    return apart > (0 if said and told else PUBLISHED)


def _least(one: _Count, other: _Count, totals: Mapping[str, float]) -> float:
    """How near in meaning two figures must be to tell one thing: less near where they count alike, beyond all where
    both may be true or nothing tells that they count one kind of thing."""
    sizes = one.measure.size, other.measure.size
    dimensions = {size.dimension for size in sizes}
    if "%" in dimensions and len(dimensions) > 1:
        return ALIKE if _differ(*(_share(*pair, totals) for pair in ((one, other), (other, one)))) else inf
    if not _differ(*sizes):
        return inf
    counted, denied = not dimensions & MEASURED, one.denies != other.denies
    same = one.kind == other.kind
    if counted and (denied or not (same or "" in (one.kind, other.kind))):
        return inf
    exceeding = dimensions == {"%"} and denied and sizes[0].high + sizes[1].high > 100 + ROUNDED
    alike = dimensions <= {"days", "etp"} or (counted and same) or exceeding
    if alike or services_of(one.subject) & services_of(other.subject):
        return KINDRED
    return inf if counted else ALIKE


def _share(one: _Count, other: _Count, totals: Mapping[str, float]) -> Interval:
    """The size of a figure as a share of what it counts, where its unit or another figure gives the total and the other
    figure speaks of it: "47 communes" where there are 143."""
    size = one.measure.size
    numbers = analyse(one.figure.unit or "").numbers
    whole = numbers[0].value if numbers else totals.get(size.dimension, 0.0)
    if size.dimension in MEASURED or whole <= size.high or size.dimension not in other.subject:
        return size
    return replace(size, low=100 * size.low / whole, high=100 * size.high / whole, dimension="%")


def _differ(one: Interval, other: Interval) -> bool:
    """Whether two sizes cannot both be of one thing: in one dimension and apart, two shares that do not make a
    whole; or counts, whatever is counted, that are not far from each other: "612 enfants", "540 mineurs"."""
    dimensions = {one.dimension, other.dimension}
    if dimensions == {"%"}:
        return min(abs(one.high - other.high), abs(one.high + other.high - 100)) > ROUNDED and not one.meets(other)
    if dimensions & MEASURED:
        return len(dimensions) == 1 and not one.meets(other)
    least, most = sorted((one.high, other.high))
    return least < most <= FARTHEST * least
