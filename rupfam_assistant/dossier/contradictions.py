"""Contradictions: two values that a dossier gives for one thing. Both are shown, none is chosen."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from rupfam_assistant.dossier.alert import MARKER, Alert
from rupfam_assistant.dossier.bodies import own_name, party_kind
from rupfam_assistant.dossier.paths import FieldPath, at
from rupfam_assistant.dossier.schema import FIELDS, Action, Dossier, Figure
from rupfam_assistant.french import analyse
from rupfam_assistant.french.dates import MONTH, When, same_time
from rupfam_assistant.french.nearness import subject
from rupfam_assistant.french.quantities import scaled
from rupfam_assistant.french.typography import quantity
from rupfam_assistant.french.words import fold, stem

BUT = re.compile(r", (?=mais |alors |or )")
MONTHS = frozenset(map(stem, MONTH))
TARGET = re.compile(
    r"\b(?:ramen|redui|pass(?:er|ant)|attein|objectif|port(?:er|ee?) a|vise|descend|limit|abaiss|augment|doubl|d'ici|raccourc|diminu|baiss|gagn)"
    r"|\b(?:moins de|maximum|au plus|jusqu)"
)
BOUND = re.compile(
    r"\b(?:plus de|au moins|minimum|depasse\w*|superieure?s? a|au[ -]dela de|pres de|environ|presque|une|quelque)\s*$"
)
LIMIT = re.compile(r"\b(?:avant|d'ici|au plus tard|jusqu\w*)(?: (?:la|le|l'|fin|a|au|en)){0,2}[ ']*$")
LED = re.compile(
    r"\b(?:pilot|port|condui|anim|coordonn|assur|men)\w*s? par (?:(?:le|la|les|l['’]|un|une) ?)?(?P<who>[^,.;()]+)|\bpilote ?:? (?P<who2>[^,.;()]+)"
    r"|\bconfi\w+\b[^,.;]* (?:à|au|aux) (?:(?:la|le|les|l['’]|un|une) ?)?(?P<who3>[^,.;()]+)",
    re.IGNORECASE,
)
FROM_TO = re.compile(r"\bde (?P<before>\d+(?:[.,]\d+)?) à \d+(?:[.,]\d+)? ?(?P<unit>%|[^\W\d_]+)")
"""A change that is wanted: what it starts from is a fact, what it goes to is not."""

KNOWN = re.compile(r"\b(?:[Ll]es|[Dd]es|[Ll]eurs|[Nn]os|[Ss]es) (?=\d+ )")
"""Before a number that is taken for known, even in an action."""

SERVICES = frozenset(
    map(
        stem,
        "mediation rencontre pension intermediation parloir prison detention violence hebergement consultation groupe atelier ligne".split(),
    )
)
"""Words that tell one service from another."""

COMMON_BODIES = frozenset(
    map(
        stem,
        "association asso conseil maison service commune caisse centre comite departement departemental union espace lieu".split(),
    )
)
GENERIC = frozenset(
    map(stem, "nombre total annee moyen moyenne cours environ taux part actuel constat chiffre donnee".split())
)
SAME_LABEL = 0.7
LONGEST_READ = 2_000
"""Characters of a text in which quantities are looked for."""

SAME_SUBJECT = 0.5


@dataclass(frozen=True)
class Side:
    """A value as the dossier gives it, who says so, and where it stands."""

    value: str
    said_by: str
    path: FieldPath


@dataclass(frozen=True)
class Contradiction:
    """Two values or more for one thing; `kind` is "number", "date" or "pilot"."""

    kind: str
    what: str
    sides: tuple[Side, ...]


@dataclass(frozen=True)
class _Measure:
    """A quantity in a text: its size in the unit of its dimension, its subject as stems, the names and years about it."""

    size: float
    dimension: str
    subject: frozenset[str]
    names: frozenset[str]
    side: Side
    loose: bool = False


def find_contradictions(dossier: Dossier) -> tuple[Contradiction, ...]:
    """The contradictions of a dossier, each once."""
    found = [
        *_numbers(dossier),
        *_dates(dossier),
        *_pilots(dossier),
        *_twice(dossier),
        *_parties(dossier),
        *_strangers(dossier),
    ]
    return tuple(
        {(c.kind, frozenset((side.path, side.value) for side in c.sides)): c for c in reversed(found)}.values()
    )[::-1]


def contradiction_alerts(found: Iterable[Contradiction]) -> Iterator[Alert]:
    """A question to the officer for each contradiction, every value with who says it."""
    for contradiction in found:
        sides = [f"{side.value} ({side.said_by})" for side in contradiction.sides]
        count = "deux" if len(sides) == 2 else str(len(sides))
        message = (
            f"Le dossier donne {count} valeurs pour {contradiction.what} : {' ou '.join(sides)}. Laquelle retenir ?"
        )
        values, paths = zip(*((side.value, side.path) for side in contradiction.sides), strict=True)
        yield Alert("contradiction", message, values, tuple(dict.fromkeys(paths)))


def _numbers(dossier: Dossier) -> Iterator[Contradiction]:
    figures = [measure for number, figure in enumerate(dossier.figures) for measure in _figure(number, figure)]
    told = [measure for path, text in _telling(dossier) for measure in _measures(path, text)]
    grouped: list[list[_Measure]] = []
    for figure in figures:
        same = next(
            (group for group in grouped if _comparable(group[0], figure) and _same_label(group[0], figure)), None
        )
        if same is None:
            grouped.append([figure])
        else:
            same.append(figure)
    for group in grouped:
        sides = _sides(group, told)
        if len(sides) > 1:
            yield Contradiction("number", f"« {dossier.figures[_rank(group[0])].label} »", sides)


def _sides(group: Sequence[_Measure], told: Sequence[_Measure]) -> tuple[Side, ...]:
    """The different values of one thing: those of its figures, then those that texts give."""
    figure = group[0]
    again = [measure for measure in told if _comparable(figure, measure) and _about(figure, measure)]
    agreeing = {measure.side.path for measure in again if any(_same_size(measure, one) for one in group)}
    others = [m for m in again if m.side.path not in agreeing and not any(m.loose and _near(m, one) for one in group)]
    by_size = {measure.size: measure.side for measure in reversed((*group, *others))}
    return tuple(sorted(by_size.values(), key=[measure.side for measure in (*group, *others)].index))


def _rank(measure: _Measure) -> int:
    return measure.side.path.rank


def _figure(number: int, figure: Figure) -> Iterator[_Measure]:
    given = f"{figure.value or ''} {figure.unit or ''}".strip()
    sized = next(iter(_sizes(given)), None)
    if not figure.label or not figure.value or MARKER in figure.value or sized is None:
        return
    size, dimension, _, _ = sized
    path = at("figures", number, "value")
    side = Side(quantity(figure.value, figure.unit), figure.source or said_in(path), path)
    yield _Measure(size, dimension, _subject(figure.label) - {dimension}, _names(figure.label), side)


def _telling(dossier: Dossier) -> Iterator[tuple[FieldPath, str]]:
    """The texts that state facts: needs, priorities, constraints; of an action, which states what is wanted, a number taken for known."""
    yield from ((at("territory_needs", number), text) for number, text in enumerate(dossier.territory_needs))
    yield from ((at("priorities", number), text) for number, text in enumerate(dossier.priorities))
    if dossier.constraints:
        yield at("constraints"), dossier.constraints
    for number, action in enumerate(dossier.planned_actions):
        if known := KNOWN.search(action.text or ""):
            yield at("planned_actions", number, "text"), (action.text or "")[known.end() :]


def _measures(path: FieldPath, text: str) -> Iterator[_Measure]:
    for clause in _clauses(text[:LONGEST_READ]):
        subject, names = _subject(clause), _names(clause)
        for match in FROM_TO.finditer(clause):
            size, dimension = scaled(float(match["before"].replace(",", ".")), match["unit"])
            yield _Measure(
                size, dimension, subject, names, Side(f"{match['before']} {match['unit']}", said_in(path), path)
            )
        if TARGET.search(fold(clause)):
            continue
        for size, dimension, start, end in _sizes(clause):
            side = Side(clause[start:end].strip(), said_in(path), path)
            yield _Measure(size, dimension, subject, names, side, BOUND.search(fold(clause[:start])) is not None)


def _sizes(text: str) -> Iterator[tuple[float, str, int, int]]:
    """The quantities of a text, "une place" aside: (size, dimension, start, end); a number alone has no dimension."""
    for found in analyse(text).quantities:
        if not found.number.spoken or found.number.value > 1:
            yield found.size, found.dimension, found.start, found.end
    if re.fullmatch(r"\d+(?:[.,]\d+)?", text.strip()):
        yield float(text.strip().replace(",", ".")), "", 0, len(text)


def _clauses(text: str) -> Iterator[str]:
    """The parts of a text, cut before what opposes them to each other."""
    for start, end in analyse(text).parts:
        yield from BUT.split(text[start:end])


def _comparable(one: _Measure, other: _Measure) -> bool:
    """Whether two quantities have one dimension, and no name or year tells their subjects apart."""
    apart = (one.names - other.names) and (other.names - one.names)
    return one.dimension == other.dimension and not apart


def _same_label(one: _Measure, other: _Measure) -> bool:
    together, all_of_both = one.subject & other.subject, one.subject | other.subject
    return one.names == other.names and bool(together) and len(together) >= SAME_LABEL * len(all_of_both)


def _about(figure: _Measure, told: _Measure) -> bool:
    """Whether a clause speaks of what a figure measures."""
    shared = figure.subject & told.subject
    services = [mine for mine in (figure.subject & SERVICES, told.subject & SERVICES) if mine]
    if len(services) == 2 and not services[0] & services[1]:
        return False
    return len(shared) >= max(2, SAME_SUBJECT * len(figure.subject)) and not (
        told.names - figure.names - {n for n in told.names if n.isdigit()}
    )


def _near(loose: _Measure, figure: _Measure) -> bool:
    return loose.size <= figure.size <= 1.5 * loose.size or abs(loose.size - figure.size) <= 0.15 * figure.size


def _same_size(one: _Measure, other: _Measure) -> bool:
    """Equal, or equal once rounded by another unit (two months are sixty days)."""
    return abs(one.size - other.size) <= (0.04 * other.size if one.dimension in ("days",) else 0)


def _subject(text: str) -> frozenset[str]:
    return subject(text) - GENERIC


@lru_cache(maxsize=4096)
def _names(text: str) -> frozenset[str]:
    """The names and years of a text, its first word left aside."""
    inner = re.findall(r"(?<=[\s’'(-])[A-ZÀ-Ý][\w’-]+", text)
    return frozenset(fold(name) for name in inner if not name.isupper()) | frozenset(re.findall(r"\b20\d\d\b", text))


def _dates(dossier: Dossier) -> Iterator[Contradiction]:
    for number, action in enumerate(dossier.planned_actions):
        place = at("planned_actions", number)
        when = next(iter(analyse(action.deadline or "").dates), None)
        if when is None or not action.text or not action.deadline:
            continue
        mine = Side(action.deadline, said_in(place), place / "deadline")
        for path, text in (*_telling(dossier), (place / "text", action.text)):
            for clause in _clauses(text):
                for told in analyse(clause).dates:
                    same = path == place / "text" or _speaks_of(action.text, clause)
                    if same and not same_time(when, told) and not _allows(clause, told, when):
                        yield Contradiction(
                            "date",
                            f"l’échéance de « {short(action.text)} »",
                            (mine, Side(clause[told.start : told.end], said_in(path), path)),
                        )


def _allows(clause: str, told: When, when: When) -> bool:
    """Whether a clause only bounds the date ("avant fin 2027"), or dates a figure of the past."""
    bounded = LIMIT.search(fold(clause[: told.start])) is not None and when.first <= told.last
    return bounded or told.last.year < 2026 or FORBIDS.search(fold(clause)) is not None


FORBIDS = re.compile(
    r"\b(?:pas|rien|jamais|aucune?) (?:\w+ ){0,6}avant\b|\bse prononce|\bvote|\bdeliber|\bconseil d'administration|\breunion\b|\bcomite\b"
)


def _speaks_of(action: str, clause: str) -> bool:
    wanted, told = (_subject(text) - MONTHS for text in (action, clause))
    shared = wanted & told
    return len(shared) >= 2 and len(shared) >= SAME_SUBJECT * min(len(wanted), len(told))


def _pilots(dossier: Dossier) -> Iterator[Contradiction]:
    for number, action in enumerate(dossier.planned_actions):
        if not action.text or not action.pilot:
            continue
        place = at("planned_actions", number)
        for path, text in (*_telling(dossier), (place / "text", action.text)):
            for clause in _clauses(text):
                led = LED.search(clause)
                if led is None or (path.root != "planned_actions" and not _speaks_of(action.text, clause)):
                    continue
                who = re.split(
                    r" (?:en|avec|et|des|à partir|dès|pour|au|à) ",
                    next(filter(None, led.group("who", "who2", "who3"))).strip(),
                )[0].strip()
                if (
                    who
                    and not (_subject(who) - COMMON_BODIES) & (_subject(action.pilot) - COMMON_BODIES)
                    and re.search(r"[A-ZÀ-Ý]", who)
                ):
                    yield Contradiction(
                        "pilot",
                        f"le pilote de « {short(action.text)} »",
                        (Side(action.pilot, said_in(place), place / "pilot"), Side(who, said_in(path), path)),
                    )


def _twice(dossier: Dossier) -> Iterator[Contradiction]:
    """One action told twice, with another pilot, deadline or indicator."""
    for (i, one), (j, other) in combinations(enumerate(dossier.planned_actions), 2):
        if one.objective != other.objective or not _same_action(one, other):
            continue
        for kind, name in (("pilot", "pilot"), ("date", "deadline")):
            mine, theirs = getattr(one, name), getattr(other, name)
            if mine and theirs and fold(mine) != fold(theirs):
                what = f"{'le pilote' if kind == 'pilot' else 'l’échéance'} de « {short(one.text or '')} »"
                paths = [at("planned_actions", rank, name) for rank in (i, j)]
                yield Contradiction(
                    kind, what, (Side(mine, said_in(paths[0]), paths[0]), Side(theirs, said_in(paths[1]), paths[1]))
                )


def _same_action(one: Action, other: Action) -> bool:
    mine, theirs = _subject(one.text or ""), _subject(other.text or "")
    return (
        bool(mine & theirs)
        and len(mine & theirs) >= SAME_LABEL * len(mine | theirs)
        and _names(one.text or "") == _names(other.text or "")
    )


def _parties(dossier: Dossier) -> Iterator[Contradiction]:
    """One party told twice, represented by two persons or standing at two addresses."""
    for (i, one), (j, other) in combinations(enumerate(dossier.signatories), 2):
        if not one.body or not other.body or fold(one.body) != fold(other.body):
            continue
        for name, what in (("represented_by", "le représentant"), ("address", "l’adresse")):
            mine, theirs = getattr(one, name), getattr(other, name)
            if mine and theirs and fold(mine) != fold(theirs):
                paths = [at("signatories", rank, name) for rank in (i, j)]
                sides = (Side(mine, said_in(paths[0]), paths[0]), Side(theirs, said_in(paths[1]), paths[1]))
                yield Contradiction("party", f"{what} de « {one.body} »", sides)


def _strangers(dossier: Dossier) -> Iterable[Contradiction]:
    """A pilot or a partner of a signatory's kind that is not that signatory: another CAF, another CMSA; each told once."""
    signing = {
        party_kind(party.body): (rank, party.body) for rank, party in enumerate(dossier.signatories) if party.body
    }
    found: dict[tuple[str, str], Contradiction] = {}
    for i, action in enumerate(dossier.planned_actions):
        place = at("planned_actions", i)
        acting = [
            (action.pilot or "", place / "pilot"),
            *((partner, place / "partners") for partner in action.partners),
        ]
        for body, path in acting:
            rank, signatory = signing.get(party_kind(body), (0, ""))
            if party_kind(body) in ("autres", "communes") or not own_name(body) or not own_name(signatory):
                continue
            if not _same_name(own_name(body), own_name(signatory)):
                sides = (
                    Side(body, said_in(path), path),
                    Side(signatory, FIELDS[("signatories",)].called, at("signatories", rank, "body")),
                )
                what = f"l’organisme qui agit dans « {short(action.text or '')} »"
                found.setdefault((body, signatory), Contradiction("party", what, sides))
    return found.values()


def _same_name(one: str, other: str) -> bool:
    mine, theirs = _subject(one), _subject(other)
    return mine <= theirs or theirs <= mine


INNER_QUOTES = str.maketrans("«»", "“”")


def said_in(path: FieldPath) -> str:
    """Which part of the dossier says something: "priorités", "actions prévues"."""
    return FIELDS[(path.root,)].called


def short(text: str) -> str:
    """The beginning of a text, to name it by."""
    plain = text.translate(INNER_QUOTES).strip(" -–—•*")
    return plain if len(plain) <= 70 else f"{plain[:70].rsplit(' ', 1)[0]}…"
