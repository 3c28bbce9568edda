"""Contradictions: two values that a dossier gives for one thing. Both are shown, none is chosen."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import combinations, pairwise

from rupfam_assistant.dossier.alert import MARKER, Alert, Remedy
from rupfam_assistant.dossier.bodies import own_name, party_kind
from rupfam_assistant.dossier.intervals import Interval, find_intervals
from rupfam_assistant.dossier.paths import FieldPath, at, texts_of
from rupfam_assistant.dossier.schema import FIELDS, Action, Dossier, Figure, plain_spaces
from rupfam_assistant.french import analyse
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.dates import MONTH, When, same_time
from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.typography import quantity, short
from rupfam_assistant.french.words import flatten, fold, stem, subject

MONTHS = frozenset(map(stem, MONTH))
LISTED = {group: frozenset(stem(fold(word)) for word in words) for group, words in read_list("dossier").groups.items()}
ALIKE = {stem(fold(word)): stem(fold(line.split()[0])) for line in read_list("alike").entries for word in line.split()}
SERVICES, COMMON_BODIES, GENERIC = (LISTED[group] for group in ("services", "bodies", "generic"))
"""The stem that stands for others of its meaning; stems that tell one service from another, that many bodies share,
that do not tell what a figure counts."""

SAME_LABEL, SAME_SUBJECT, LONGEST_READ, FIRST_YEAR = 0.7, 0.5, 2_000, 2026
"""The shares of stems that two labels, or texts, about one thing have in common; characters read for quantities; the
first year of the convention."""

Telling = tuple[FieldPath, str, frozenset[str]]
"""A clause that states facts: the place that it stands in, its words, its subject."""


@dataclass(frozen=True)
class Side:
    """A value as the dossier gives it, who says so, and where it stands."""

    value: str
    said_by: str
    path: FieldPath


@dataclass(frozen=True)
class Contradiction:
    """Two values or more for one thing, of which the officer may have kept one; `kind` is "number", "date", "pilot" or
    "party"."""

    kind: str
    what: str
    sides: tuple[Side, ...]
    kept: Side | None = None

    @property
    def judged(self) -> str:
        """What the officer judges when she keeps one of its values: all of them."""
        return " / ".join(side.value for side in self.sides)


@dataclass(frozen=True)
class _Measure:
    """What a text says of a size; the stems of its subject, the names and years about it and whether it recurs; the
    years that it is of, by its source if not by its words."""

    size: Interval
    subject: frozenset[str]
    names: frozenset[str]
    years: frozenset[str]
    side: Side


def find_contradictions(dossier: Dossier) -> tuple[Contradiction, ...]:
    """The contradictions of a dossier, each once."""
    telling = [(p, clause, _subject(clause) - MONTHS) for p, text in _telling(dossier) for clause in _clauses(text)]
    finders = (_numbers, _wanted, partial(_dates, telling), partial(_pilots, telling), _twice, _parties, _strangers)
    found: dict[object, Contradiction] = {}
    for one in (one for finder in finders for one in finder(dossier)):
        found.setdefault((one.kind, frozenset((side.path, side.value) for side in one.sides)), one)
    return tuple(replace(one, kept=_kept(one, dossier)) for one in found.values())


def _kept(one: Contradiction, dossier: Dossier) -> Side | None:
    value = dossier.decided("value", one.sides[0].path.root, one.judged)
    return next((side for side in one.sides if plain_spaces(side.value) == value), None)


def contradiction_alerts(found: Iterable[Contradiction]) -> Iterator[Alert]:
    """A question to the officer for each contradiction that she has not settled, every value with who says it."""
    for one in (one for one in found if one.kept is None):
        sides = " ou ".join(f"{side.value} ({side.said_by})" for side in one.sides)
        count = "deux" if len(one.sides) == 2 else str(len(one.sides))
        message = f"Le dossier donne {count} valeurs pour {one.what} : {sides}. Laquelle retenir ?"
        paths = dict.fromkeys(side.path for side in one.sides)
        values = tuple(side.value for side in one.sides)
        remedies = (Remedy(f"Retenir {value}", value, tuple(paths), "value", one.judged) for value in values)
        yield Alert("contradiction", message, values, tuple(paths), remedies=tuple(remedies))


def _side(value: str, path: FieldPath) -> Side:
    """A value that a part of the dossier gives: "priorités", "actions prévues"."""
    return Side(value, FIELDS[(path.root,)].called, path)


def _telling(dossier: Dossier) -> Iterator[tuple[FieldPath, str]]:
    """The texts that state facts, an action stating what is wanted: of it, from a number taken for known."""
    for path, text in sorted(texts_of(dossier), key=lambda told: told[0].root == "planned_actions"):
        if path.root in ("territory_needs", "priorities"):
            yield path, text
        elif path.root == "planned_actions" and path.name == "text" and (known := _known_from(text)) is not None:
            yield path, text[known:]


def _known_from(text: str) -> int | None:
    """Where the first number that a text takes for known starts: "les 12 médiateurs"."""
    known = [found.end() for found in cues("dossier", "known").finditer(flatten(text))]
    starts = (number.start for number in analyse(text).numbers if not number.spoken and text[number.end :][:1] == " ")
    return next((start for start in starts if start - 1 in known), None)


def _clauses(text: str) -> Iterator[str]:
    """The parts of a text, cut before what opposes them to each other."""
    for start, end in analyse(text).parts:
        yield from re.split(r", (?=mais |alors |or )", text[start:end])


def _clauses_about(telling: Sequence[Telling], action: Action, place: FieldPath) -> Iterator[tuple[FieldPath, str]]:
    """The clauses about an action at a place: those of others that have its subject, those of its own text."""
    wanted, own = _subject(action.text or "") - MONTHS, place / "text"
    for path, clause, told in telling:
        if path == own or len(wanted & told) >= max(2, SAME_SUBJECT * min(len(wanted), len(told))):
            yield path, clause
    yield from ((own, clause) for clause in _clauses(action.text or ""))


def _subject(text: str) -> frozenset[str]:
    """The stems of what a text is about, one for all the words of a kind: "délai", "temps", "attente"."""
    return frozenset(ALIKE.get(stem, stem) for stem in subject(text) - GENERIC)


@lru_cache(maxsize=4096)
def _names(text: str) -> frozenset[str]:
    """The names and years of a text, its first word left aside, and whether its numbers recur: "par an"."""
    inner = re.findall(r"(?<=[\s’'(-])[A-ZÀ-Ý][\w’-]+", text)
    recurs = cues("dossier", "rate").search(flatten(text)) is not None
    return frozenset(fold(name) for name in inner if not name.isupper()) | _years(text) | frozenset(["par an"] * recurs)


def _years(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\b20\d\d\b", text))


def _numbers(dossier: Dossier) -> Iterator[Contradiction]:
    grouped: list[list[_Measure]] = []
    for measure in filter(None, map(_figure, range(len(dossier.figures)), dossier.figures)):
        alike = (one for one in grouped if _like(one[0]) == _like(measure))
        if (same := next((one for one in alike if _mostly_the_same(one[0].subject, measure.subject)), None)) is None:
            grouped.append([measure])
        else:
            same.append(measure)
    measures = (measure for path, text in _telling(dossier) for measure in _measures(path, text))
    told = [(measure, _spoken_of(measure, grouped)) for measure in measures]
    for group in grouped:
        sides = _sides(group, [measure for measure, groups in told if any(one is group for one in groups)])
        if len(sides) > 1:
            yield Contradiction("number", f"« {dossier.figures[group[0].side.path.rank].label} »", sides)


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
    years, names = _years(figure.label) or _years(figure.source or ""), _names(f"{figure.label} {figure.unit or ''}")
    return _Measure(sized, _subject(figure.label) - {sized.dimension}, names, years, side)


def _measures(path: FieldPath, text: str) -> Iterator[_Measure]:
    """The quantities that a text states; of a priority or a wanted change, what it starts from and not what it goes
    to; nothing of what is past."""
    for clause in _clauses(text[:LONGEST_READ]):
        about = _subject(clause), _names(clause), _years(clause)
        wanted, changes = path.root == "priorities" or _is_wanted(clause) or _is_past(clause), [*_changes(clause)]
        yield from (_Measure(one, *about, _side(clause[one.start : one.end].strip(), path)) for one in changes)
        for one in find_intervals(clause) if not (wanted or changes) else ():
            yield _Measure(one, *about, _side(clause[one.start : one.end].strip(), path))


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


def _wanted(dossier: Dossier) -> Iterator[Contradiction]:
    """Two targets for one thing."""
    told: list[_Measure] = []
    for path, text in texts_of(dossier):
        if path.root in ("priorities", "planned_actions") and path.name in ("priorities", "text", "indicator"):
            for clause in filter(_is_wanted, _clauses(text[:LONGEST_READ])):
                for size in [*find_intervals(clause)][-1:]:
                    side = _side(clause[size.start : size.end].strip(), path)
                    about = _subject(clause) - {size.dimension}, _names(clause), _years(clause)
                    told.append(_Measure(size, *about, side))
    for one, other in combinations(told, 2):
        shared, least = one.subject & other.subject, min(len(one.subject), len(other.subject))
        within = one.side.path.parts[:2] == other.side.path.parts[:2]
        same = _like(one) == _like(other) and len(shared) >= (2 if within else max(3, SAME_LABEL * least))
        if same and one.side.path != other.side.path and not one.size.meets(other.size):
            yield Contradiction("number", "ce qui est visé", (one.side, other.side))


def _mostly_the_same(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one & other) and len(one & other) >= SAME_LABEL * len(one | other)


def _about(figure: _Measure, told: _Measure) -> bool:
    """Whether a clause speaks of what a figure measures, in its dimension; names, years or services tell them apart."""
    mine, theirs = figure.subject & SERVICES, told.subject & SERVICES
    apart = (told.years and not told.years & figure.years) or (mine and theirs and not mine & theirs)
    foreign = figure.size.dimension != told.size.dimension or bool(told.names - figure.names - told.years)
    return len(figure.subject & told.subject) >= max(2, SAME_SUBJECT * len(figure.subject)) and not (apart or foreign)


def _dates(telling: Sequence[Telling], dossier: Dossier) -> Iterator[Contradiction]:
    for number, action in enumerate(dossier.planned_actions):
        place, dates = at("planned_actions", number), analyse(action.deadline or "").dates
        if not dates or not action.text or not action.deadline:
            continue
        when = replace(dates[0], last=max(one.last for one in dates))
        mine, what = _side(action.deadline, place / "deadline"), f"l’échéance de « {short(action.text)} »"
        for path, clause in _clauses_about(telling, action, place):
            told = analyse(clause).dates
            if len(told) == 1 and _is_due(clause, told[0], when) and not same_time(when, told[0]):
                yield Contradiction("date", what, (mine, _side(clause[told[0].start : told[0].end], path)))


def _is_due(clause: str, told: When, when: When) -> bool:
    """Whether a clause says by its one date when an action is done, not what the action depends on or speaks of."""
    before, flat = flatten(clause[: told.start]), flatten(clause)
    bounded = cues("dossier", "limit").search(before) is not None and when.first <= told.last
    due = cues("dossier", "due").search(before) is not None and not cues("dossier", "undated").search(flat)
    return due and not bounded and told.last.year >= FIRST_YEAR and re.match(r" ?[-–/] ?\d", clause[told.end :]) is None


def _pilots(telling: Sequence[Telling], dossier: Dossier) -> Iterator[Contradiction]:
    for number, action in enumerate(dossier.planned_actions):
        if not action.text or not action.pilot:
            continue
        place = at("planned_actions", number)
        known = _subject(action.pilot)
        for path, clause in _clauses_about(telling, action, place):
            who = _leader(clause, "led" if path.root != "planned_actions" else "piloted")
            named = _subject(who)
            if who != who.lower() and not (named <= known or (named - COMMON_BODIES) & known):
                sides = (_side(action.pilot, place / "pilot"), _side(who, path))
                yield Contradiction("pilot", f"le pilote de « {short(action.text)} »", sides)


def _leader(clause: str, group: str) -> str:
    """Who a clause says leads what it speaks of, in words of a group of cues; "" when it does not say."""
    led = cues("dossier", group).search(flatten(clause))
    said = re.split(r"[,.;()]", clause[led.end() :])[0] if led else ""
    after = cues("dossier", "after").search(flatten(said))
    return (said[: after.start()] if after else said).strip()


def _twice(dossier: Dossier) -> Iterator[Contradiction]:
    """One action told twice, with another pilot or deadline."""
    told = [
        ((a.objective, _names(a.text or ""), *re.findall(r"\d+", a.text or "")), _subject(a.text or ""))
        for a in dossier.planned_actions
    ]
    for (i, one), (j, _) in combinations(enumerate(dossier.planned_actions), 2):
        if told[i][0] == told[j][0] and _mostly_the_same(told[i][1], told[j][1]):
            places = at("planned_actions", i), at("planned_actions", j)
            called = f"de « {short(one.text or '')} »"
            yield from _two_values("pilot", f"le pilote {called}", [place / "pilot" for place in places], dossier)
            yield from _two_values("date", f"l’échéance {called}", [place / "deadline" for place in places], dossier)


def _parties(dossier: Dossier) -> Iterator[Contradiction]:
    """One party told twice, represented by two persons or standing at two addresses."""
    for (i, one), (j, other) in combinations(enumerate(dossier.signatories), 2):
        if one.body and other.body and fold(one.body) == fold(other.body):
            for name, what in (("represented_by", "le représentant"), ("address", "l’adresse")):
                paths = [at("signatories", rank, name) for rank in (i, j)]
                yield from _two_values("party", f"{what} de « {one.body} »", paths, dossier)


def _two_values(kind: str, what: str, paths: Sequence[FieldPath], dossier: Dossier) -> Iterator[Contradiction]:
    """The contradiction between what stands at two places, when both say something else."""
    values = [path.text_in(dossier) for path in paths]
    if all(values) and fold(values[0]) != fold(values[1]):
        yield Contradiction(kind, what, tuple(map(_side, values, paths)))


def _strangers(dossier: Dossier) -> Iterable[Contradiction]:
    """A pilot or partner of a signatory's kind that is another: another CAF, another CMSA; each told once."""
    signing = {party_kind(one.body): (rank, one.body) for rank, one in enumerate(dossier.signatories) if one.body}
    neighbours = [_subject(own_name(one.body)) for one in dossier.signatories if one.body]
    found: dict[tuple[str, str], Contradiction] = {}
    for number, action in enumerate(dossier.planned_actions):
        place = at("planned_actions", number)
        acting = [(place / "pilot", action.pilot or ""), *((place / "partners", body) for body in action.partners)]
        for path, body in ((path, body) for path, told in acting for body in re.split(r" ?[+/&,] ?| et ", told)):
            rank, signatory = signing.get(party_kind(body), (0, ""))
            one, other = own_name(body), own_name(signatory)
            mine, theirs = _subject(one), _subject(other)
            named = one and other and party_kind(body) not in ("autres", "communes")
            if named and not (mine <= theirs or theirs <= mine or mine in neighbours):
                sides = _side(body, path), _side(signatory, at("signatories", rank, "body"))
                what = f"l’organisme qui agit dans « {short(action.text or '')} »"
                found.setdefault((body, signatory), Contradiction("party", what, sides))
    return found.values()
