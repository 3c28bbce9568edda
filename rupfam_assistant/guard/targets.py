"""Targets: what a ban is about in a dossier, a name, a place, an amount, a figure, a date, or whole statements."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from rupfam_assistant.dossier.paths import FieldPath
from rupfam_assistant.french.dates import MONTH, find_dates
from rupfam_assistant.french.quantities import find_quantities
from rupfam_assistant.french.words import flatten, same_family, stem
from rupfam_assistant.guard.bans import Ban
from rupfam_assistant.guard.naming import OF_PLACE, names_of, places_in
from rupfam_assistant.guard.topics import CUES, NAME, amounts, content, kind_of, roots

Unit = Mapping[FieldPath, str]
"""Texts of a dossier that speak of one thing, by place: an action with its pilot and date, a figure with its source."""

PHONE = re.compile(r"(?<!\d)(?:\+33 ?|0)\d(?:[ .]?\d{2}){4}(?!\d)|\b(?:11\d|3\d{3})\b")
YEAR = r"\b20\d\d\b"
SAYING = ("text", "label", "territory_needs", "priorities")
NAMING = ("partners", "pilot", "source", "indicator")
PHRASES = re.compile(r"[,;:.()]|\bni\b|\bnon plus que\b|\bmais\b|\bainsi que\b|\bavant\b|\bjusqu\w*|\btant qu")
CONDITION = re.compile(
    r"\b(?:nulle|quelque|d'autre|de la) part\b"
    r"|\((?=[^()]*\d)[^()]*\)|\b(?:avant|jusqu\w*|tant qu\w*|faute d\w*|sauf|car|parce qu\w*|puisqu\w*)\b[^,;:.()]*"
)
MONTH_STEMS = frozenset(map(stem, MONTH))
TOPIC = re.compile(
    r"(?i:(?:(?:pour|à|a|sur|concernant|côté) (?:la |le )?|(?:le )?(?:lieu|site|projet) (?:(?:de|à) |d[’'])))"
    rf"(?P<place>{NAME.pattern})\s*[,:]"
)
ITEMS = frozenset(map(stem, ("action", "fiche", "projet", "mesure", "sujet", "ligne")))
RARE, LEAST = 3, 0.5
"""The fields that make a statement, those that but name; what parts a constraint; what says until when, or why; the
place that one opens with; the statements that have a rare word; the share of the words of a ban that a text has when it
speaks of the same thing."""


@dataclass(frozen=True)
class Secret:
    """What one ban forbids: flattened words, amounts in euros, (size, dimension), figures, texts whose dates go;
    whole statements that go, by the place of their row."""

    ban: Ban
    words: frozenset[str] = frozenset()
    amounts: frozenset[float] = frozenset()
    quantities: frozenset[tuple[float, str]] = frozenset()
    figures: frozenset[FieldPath] = frozenset()
    dates: frozenset[FieldPath] = frozenset()
    statements: frozenset[FieldPath] = frozenset()


def resolve(ban: Ban, units: Mapping[FieldPath, Unit]) -> Secret:
    """What a ban forbids among the texts of a dossier, by unit: an item of a list, or a field of its own."""
    if ban.kind == "amount":
        return Secret(ban, amounts=ban.amounts or frozenset(_amounts(ban, units)))
    if ban.kind == "figure":
        return _figures(ban, units)
    near = _about(ban.about, units)
    if ban.kind == "date":
        return Secret(ban, dates=frozenset(path for unit in near for path, text in unit.items() if find_dates(text)))
    if ban.kind == "number":
        phones = (match[0] for unit in near for text in unit.values() for match in PHONE.finditer(text))
        return Secret(ban, words=frozenset(map(flatten, phones)))
    if ban.kind == "place":
        return Secret(ban, words=frozenset(filter(None, _places(ban, units))))
    if ban.kind == "noun" and (told := _told_of(ban.about, units)):
        return Secret(ban, statements=told)
    labelled = CUES("label").match(flatten(ban.said)) is not None
    if ban.kind in ("noun", "subject") and (labelled or ban.whole):
        held = _holding(content(ban.about), units)
        if held or labelled:
            return Secret(ban, statements=held)
    if ban.kind in ("name", "noun"):
        return Secret(ban, words=frozenset(filter(None, names_of(ban, _texts(units)))))
    return Secret(ban)


@cache
def _forbidding() -> re.Pattern[str]:
    """What forbids to write, in a flattened phrase of a constraint."""
    return re.compile(rf"{CUES('negation').pattern}.{{0,40}}?{CUES('say').pattern}|{CUES('hidden').pattern}")


def find_statements(
    said: str, units: Mapping[FieldPath, Unit], seen: frozenset[str] = frozenset()
) -> frozenset[FieldPath]:
    """The statements that a constraint seems to be about, beside what it names: those that share most of the words of
    one of its phrases that the dossier has, two unless the phrase itself forbids or tells a sum, one of them at least a
    rare one in it; of one that names a place, that place or most of its words. Phrases that have a stem of `seen` are
    left aside."""
    count = Counter(word for unit in units.values() for word in content(" ".join(unit.values())))
    told = {
        path: content(" ".join(text for at, text in unit.items() if at.name in SAYING)) for path, unit in units.items()
    }
    found: set[FieldPath] = set()
    elsewhere = content(" ".join(place[0] for place in OF_PLACE.finditer(said)))
    if (here := place_of(said)) and told_in(said) - here:
        return frozenset(
            path
            for path, unit in units.items()
            if here <= told[path] and CUES("coming").search(flatten(" ".join(unit.values())))
        )
    flat = CUES("until").sub(" ", CONDITION.sub(" ", flatten(said)))
    head, _, rest = flat.partition(":")
    for phrase in PHRASES.split(flat):
        told_of = content(_forbidding().sub(" ", phrase)) - MONTH_STEMS
        meant = told_of - ITEMS or told_of
        counted = any(kind_of(word) in ("amount", "figure") for word in meant)
        announced = bool(phrase == head and _forbidding().search(rest))  # "Action sur le bus : sous embargo"
        alone = counted or announced or CUES("hidden").search(phrase) is not None
        if meant & seen or (len(told_of) == 1 and not alone):
            continue
        known = {word for word in meant if count[word]}
        rare = {word for word in known if count[word] <= RARE}
        shared = {path: known & words for path, words in told.items() if rare & words}
        best = max((len(words) for words in shared.values()), default=0)
        least = max(LEAST * len(known), 1 if alone or _forbidding().search(phrase) else 2)
        if meant & elsewhere:  # "fermeture de l'antenne du Cap" is not on every "antenne"
            shared = {p: words for p, words in shared.items() if words & elsewhere or len(words) >= LEAST * len(meant)}
        found |= {path for path, words in shared.items() if len(words) == best >= least}
    return frozenset(found)


def place_of(said: str) -> frozenset[str]:
    """The stems of the place with which a constraint that says until when opens: what it keeps quiet is to come there,
    "Pour Luzy, d’ici au vote, pas un mot"; none when it opens otherwise."""
    topic = TOPIC.match(said) if CUES("until").search(flatten(said)) else None
    return content(topic["place"]) if topic else frozenset()


def told_in(said: str) -> frozenset[str]:
    """The stems of what the phrases of a constraint that forbid are on, of all of it when none forbids by itself."""
    phrases = PHRASES.split(flatten(said))
    forbidding = " ".join(phrase for phrase in phrases if _forbidding().search(phrase))
    return content(_forbidding().sub(" ", forbidding or flatten(said)))


def _about(about: str, units: Mapping[FieldPath, Unit]) -> list[Unit]:
    """The units that speak most of something; each of them when nothing is said."""
    wanted = content(about)
    if not wanted:
        return list(units.values())
    stems = [(content(" ".join(unit.values())), unit) for unit in units.values()]
    kin = [(sum(any(same_family(word, other) for other in mine) for word in wanted), unit) for mine, unit in stems]
    best = max((count for count, _ in kin), default=0)
    return [unit for count, unit in kin if count == best >= LEAST * len(wanted)]


def _amounts(ban: Ban, units: Mapping[FieldPath, Unit]) -> Iterator[float]:
    """The amounts of the texts near to the ban; each of the dossier's when it is about sums and no text is near."""
    near = [text for unit in _about(ban.about, units) for text in _joined(unit)]
    every = [text for unit in units.values() for text in _joined(unit)]
    for texts in (near, every if stem(ban.head) in roots("free_sum") else []):
        dated = [(text, set(re.findall(YEAR, text))) for text in texts]
        meant = [text for text, years in dated if not (ban.years and years) or years & ban.years]
        found = [round(amount.size, 2) for text in meant for amount in amounts(text)]
        yield from found
        if found:
            return


def _joined(unit: Unit) -> list[str]:
    """The texts of a unit, the value of a figure with its unit."""
    value = " ".join(unit[path] for path in unit if path.name in ("value", "unit"))
    label = " ".join(unit[path] for path in unit if path.name in ("label", "source"))
    return [f"{value} {label}"] if value else list(unit.values())


def _figures(ban: Ban, units: Mapping[FieldPath, Unit]) -> Secret:
    if ban.quantities:
        return Secret(ban, quantities=ban.quantities)
    near = {path: unit for path, unit in units.items() if path.root == "figures"}
    if ban.years:  # a ban limited to some years is about their percentages
        told = {path: " ".join(unit.values()) for path, unit in near.items()}
        meant = {path for path, text in told.items() if "%" in text and set(re.findall(YEAR, text)) & ban.years}
        near = {path: near[path] for path in near if path in meant}
    told_of = _about(ban.about, near)
    about = {path: unit for path, unit in near.items() if any(unit is one for one in told_of)}
    given = (f"{unit.get(path / 'value', '')} {unit.get(path / 'unit', '')}" for path, unit in about.items())
    every = (quantity for text in given for quantity in find_quantities(text))
    rates = frozenset((one.size, one.dimension) for one in every if one.dimension == "%")
    return Secret(ban, figures=frozenset(about), quantities=rates)


def _places(ban: Ban, units: Mapping[FieldPath, Unit]) -> Iterator[str]:
    for unit in _about(ban.about, units) if ban.about else []:
        for path, text in unit.items():
            if path.name not in NAMING:
                yield from places_in(text, ban.about)
    if not _told_of(ban.about, units):
        yield from names_of(Ban("name", ban.about, ban.said), _texts(units))


def _texts(units: Mapping[FieldPath, Unit]) -> list[str]:
    return [text for unit in units.values() for text in unit.values()]


def _told_of(about: str, units: Mapping[FieldPath, Unit]) -> frozenset[FieldPath]:
    """The statements on a thing of a place or of somebody, "médiateur de Luzy", that say both; none for a name."""
    of = re.match(r"(?P<thing>[a-zà-ÿ][^A-ZÀ-Ý]*?) ?\b(?:de |du |des |d['’]|à )(?P<whose>[A-ZÀ-Ý][\w’'-]+)", about)
    if of is None or CUES("generic").match(flatten(of["thing"])):
        return frozenset()
    return _holding(content(of["thing"]) | content(of["whose"]), units)


def _holding(wanted: frozenset[str], units: Mapping[FieldPath, Unit]) -> frozenset[FieldPath]:
    """The statements that hold all of some stems, or others of their families."""
    told = {
        path: content(" ".join(text for at, text in unit.items() if at.name in SAYING)) for path, unit in units.items()
    }
    return frozenset(
        path for path, mine in told.items() if all(any(same_family(word, one) for one in mine) for word in wanted)
    )
