"""Measures: the figures of a dossier, and the sizes that its texts state, that speak of one thing and differ."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from rupfam_assistant.dossier.alert import MARKER
from rupfam_assistant.dossier.intervals import Interval, find_intervals
from rupfam_assistant.dossier.paths import FieldPath, at, texts_of
from rupfam_assistant.dossier.schema import FIELDS, Dossier, Figure
from rupfam_assistant.dossier.sides import (
    ALIKE,
    LISTED,
    SAME_LABEL,
    Contradiction,
    Side,
    clauses_of,
    mostly_the_same,
    names_in,
    side_of,
    subject_of,
    telling_texts,
    years_in,
)
from rupfam_assistant.french import analyse
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.typography import quantity
from rupfam_assistant.french.words import flatten, same_family, stem

SERVICES = LISTED["services"]
COUNTED = subject_of(" ".join(read_list("dossier").groups["as_counted"]))
SAME_SUBJECT, LONGEST_READ = 0.5, 2_000
"""Stems that tell one service from another, and how things are counted; the share of stems that two texts about one
thing have in common, the characters read for quantities."""


@dataclass(frozen=True)
class Measured:
    """What a text says of a size; the stems of its subject, the names and years about it and whether it recurs; the
    years that it is of, by its source if not by its words."""

    size: Interval
    subject: frozenset[str]
    names: frozenset[str]
    years: frozenset[str]
    side: Side


def rival_figures(dossier: Dossier) -> Iterator[Contradiction]:
    grouped: list[list[Measured]] = []
    for measure in filter(None, map(figure_measure, range(len(dossier.figures)), dossier.figures)):
        if (same := next((group for group in grouped if are_one(group[0], measure)), None)) is None:
            grouped.append([measure])
        else:
            same.append(measure)
    measures = (measure for path, text in telling_texts(dossier) for measure in _measures(path, text))
    told = [(measure, _spoken_of(measure, grouped)) for measure in measures]
    for group in grouped:
        sides = _sides(group, [measure for measure, groups in told if any(one is group for one in groups)])
        if len(sides) > 1:
            yield Contradiction("number", f"« {dossier.figures[group[0].side.path.rank].label} »", sides)


def of_other_services(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two subjects are each of a service, and of no common one."""
    mine, theirs = services_of(one), services_of(other)
    return bool(mine and theirs and not mine & theirs)


def services_of(subject: frozenset[str]) -> frozenset[str]:
    """The services that a subject names."""
    return frozenset(service for service in SERVICES if any(same_family(service, word) for word in subject))


def are_one(one: Measured, other: Measured) -> bool:
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


def _like(measure: Measured) -> tuple[str, frozenset[str]]:
    return measure.size.dimension, measure.names


def _spoken_of(told: Measured, grouped: Sequence[Sequence[Measured]]) -> list[Sequence[Measured]]:
    """The groups of figures that a quantity of a text is about: those that share most with it, then agree."""
    near = [group for group in grouped if _about(group[0], told)]
    most = max((len(group[0].subject & told.subject) for group in near), default=0)
    nearest = [group for group in near if len(group[0].subject & told.subject) == most]
    return [group for group in nearest if any(told.size.meets(one.size) for one in group)] or nearest


def _sides(group: Sequence[Measured], again: Sequence[Measured]) -> tuple[Side, ...]:
    """The different values of one thing: those of its figures, then those that texts give of it."""
    agreeing = {measure.side.path for measure in again if any(measure.size.meets(one.size) for one in group)}
    apart: list[Measured] = []
    for measure in (*group, *(one for one in again if one.side.path not in agreeing)):
        if measure.side.path.root == "figures" or not any(measure.size.meets(one.size) for one in apart):
            apart.append(measure)
    sides = {(one.size.low, one.size.high): one.side for one in reversed(apart)}
    disputed = any(not one.size.meets(other.size) for one, other in combinations(apart, 2))
    return tuple(reversed(sides.values())) if disputed else ()


def figure_measure(rank: int, figure: Figure) -> Measured | None:
    sized = next(find_intervals(f"{figure.value or ''} {figure.unit or ''}".strip()), None)
    if not figure.label or not figure.value or MARKER in figure.value or sized is None:
        return None
    place = at("figures", rank, "value")
    side = Side(quantity(figure.value, figure.unit), figure.source or FIELDS["figures",].called, place)
    years, names = (
        years_in(figure.label) or years_in(figure.source or ""),
        names_in(f"{figure.label} {figure.unit or ''}"),
    )
    return Measured(
        sized, subject_of(undated(figure.label)) - {ALIKE.get(sized.dimension, sized.dimension)}, names, years, side
    )


def undated(label: str) -> str:
    """A label without the dates that it gives: "en attente au 31 décembre 2025", "en attente, fin 2025"."""
    for when in reversed(analyse(label).dates):
        label = label[: when.start] + label[when.end :]
    return label


def _measures(path: FieldPath, text: str) -> Iterator[Measured]:
    """The quantities that a text states; of a priority or a wanted change, what it starts from and not what it goes
    to; nothing of what is past."""
    for clause in clauses_of(text[:LONGEST_READ]):
        named = re.sub(r"\([^()\d]*\)", "", clause)  # "(Grands Champs, La Pommeraie)" is where, of what stands before
        about = subject_of(clause), names_in(named), years_in(clause)
        wanted, changes = path.root == "priorities" or _is_wanted(clause) or _is_past(clause), [*_changes(clause)]
        yield from (Measured(one, *about, side_of(clause[one.start : one.end].strip(), path)) for one in changes)
        for one in find_intervals(clause) if not (wanted or changes) else ():
            yield Measured(one, *about, side_of(clause[one.start : one.end].strip(), path))


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
    told: list[Measured] = []
    for path, text in texts_of(dossier):
        if path.root in ("priorities", "planned_actions") and path.name in ("priorities", "text", "indicator"):
            for clause in filter(_is_wanted, clauses_of(text[:LONGEST_READ])):
                for size in [*find_intervals(clause)][-1:]:
                    side = side_of(clause[size.start : size.end].strip(), path)
                    about = subject_of(clause) - {size.dimension}, names_in(clause), years_in(clause)
                    told.append(Measured(size, *about, side))
    for one, other in combinations(told, 2):
        shared, least = one.subject & other.subject, min(len(one.subject), len(other.subject))
        within = one.side.path.parts[:2] == other.side.path.parts[:2]
        same = _like(one) == _like(other) and len(shared) >= (2 if within else max(3, SAME_LABEL * least))
        if same and one.side.path != other.side.path and not one.size.meets(other.size):
            yield Contradiction("number", "ce qui est visé", (one.side, other.side))


def _about(figure: Measured, told: Measured) -> bool:
    """Whether a clause speaks of what a figure measures, in its dimension; names, years or services tell them apart."""
    apart = (told.years and not told.years & figure.years) or of_other_services(figure.subject, told.subject)
    foreign = figure.size.dimension != told.size.dimension or bool(told.names - figure.names - told.years)
    return len(figure.subject & told.subject) >= max(2, SAME_SUBJECT * len(figure.subject)) and not (apart or foreign)
