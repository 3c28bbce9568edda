"""Targets: what a ban is about in a dossier, a name, a place, an amount, a figure, a date; and where a text says it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from rupfam_assistant.dossier.bodies import FEMININE, MASCULINE
from rupfam_assistant.dossier.paths import FieldPath
from rupfam_assistant.french import analyse
from rupfam_assistant.french.clauses import Span
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.dates import MONTH, find_dates
from rupfam_assistant.french.first_names import is_first_name
from rupfam_assistant.french.quantities import find_quantities
from rupfam_assistant.french.spelling import is_rare
from rupfam_assistant.french.words import flatten, fold, same_family, stem, unaccented
from rupfam_assistant.guard.bans import Ban
from rupfam_assistant.guard.excision import NEAR
from rupfam_assistant.guard.topics import CUES, NAME, amounts, content, is_event, kind_of, roots

Unit = Mapping[FieldPath, str]
"""Texts of a dossier that speak of one thing, by place: an action with its pilot and date, a figure with its source."""

OF = r"(?:(?:de la|de l'|des|du|de|d')(?: |(?<=')))?"
LINK = (
    r"(?: (?!(?:de|du|des|a|au|aux|en|par|pour|avec|chez|et|ou|est|dans|sur|le|la|les)\b)[a-z]+){0,2}"
    r"(?:\s*[:,(«-]\s*|\s+)(?:(?:l'|le |la |les )\s*)?"
)
TITLE = re.compile(
    r"(?<!\w)(?:(?:m|mme|mlle|me|dr)\.? (?:[a-z]+ )?"
    r"|(?:la |les )?(?:commune|ville|village|bourg|hameau)s? (?:de la |de l'|des |du |de |d'))\Z"
)
OF_PLACE = re.compile(r" (?:de |du |des |d['’]|à )[A-ZÀ-Ý][\w-]+")
"""What may stand between a noun and its name; the title or kind of place before a name; the place after a name."""

PLACE = re.compile(
    r"(?i:\b(?:a|au|aux|sur|vers|(?:commune|ville|village|bourg|hameau) d[e']s?"
    r"|(?:dans|pres d[e']) (?:(?:la|le) )?(?:commune|ville|village)? ?(?:d[e'])?)|,)\s*"
    rf"(?P<name>{NAME.pattern})"
)
PLACING = re.compile(r"(?<!\w)(?:de |d['’]|[àa] (?:la |l['’])?|aux? |chez |en |vers |sur |entre |avec )\Z")
ALSO = re.compile(rf"{PLACING.pattern}|(?<!\w)(?:et|ou|,) (?:(?:la |le |les )|l['’])?\Z")
COMPLEMENT = re.compile(r"(?: (?:de la|de l['’]|des|du|de|d['’]) ?[a-z][\w-]*)+")
PHONE = re.compile(r"(?<!\d)(?:\+33 ?|0)\d(?:[ .]?\d{2}){4}(?!\d)|\b(?:11\d|3\d{3})\b")

YEAR = r"\b20\d\d\b"
SAYING = ("text", "label", "territory_needs", "priorities")
PHRASES = re.compile(r"[,;:.()]|\bni\b|\bnon plus que\b|\bmais\b|\bainsi que\b|\bavant\b|\bjusqu\w*|\btant qu")
CONDITION = re.compile(
    r"\b(?:nulle|quelque|d'autre|de la) part\b"
    r"|\((?=[^()]*\d)[^()]*\)|\b(?:avant|jusqu\w*|tant qu\w*|faute d\w*|sauf|car|parce qu\w*|puisqu\w*)\b[^,;:.()]*"
)
MONTH_STEMS = frozenset(map(stem, MONTH))
ITEMS = frozenset(map(stem, ("action", "fiche", "projet", "mesure", "sujet", "ligne")))
RARE = 3
"""The fields that make a statement; what parts a constraint; what says until when, or why; those of a rare word."""

FROM = re.compile(r"\b(?:entre|de) \d[\d \u00a0\u202f,.]*(?:k€|€)? ?(?:et|à) \Z")
"""The lower bound of a range, before the upper one, which alone has the unit."""

LEAST = 0.5
"""Share of the words of a ban that a text has when it speaks of the same thing."""


@cache
def head() -> re.Pattern[str]:
    """What kind of thing a name is, said before it in a flattened text: "association ", "maison de la "."""
    return re.compile(rf"(?:{CUES('generic').pattern}(?: (?!(?:de|du|des)\b)[a-z]+){{0,2}} {OF}(?:la |le |l')?)+")


@cache
def _street() -> re.Pattern[str]:
    """An address in a text without accents: a number in a street, or a street by its name."""
    way = cues("personal", "way").pattern
    return re.compile(
        r"(?i:(?:\d+e? ?(?:er|eme|e)? etage|rez-de-chaussee|rdc),? ?(?:du |de la |de l'|au )?)?"
        rf"(?:(?i:\d{{1,4}}(?: ?(?:bis|ter))?,? {way})|(?i:{way})(?= (?:(?:de la|de l'|des|du|de|d') ?)?[A-Z]))"
        rf"(?i: (?:de la|de l'|des|du|de|d'|la|le|les)(?: |(?<=')))? ?(?:{NAME.pattern}|[a-z]+)"
    )


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
        return Secret(ban, words=frozenset(filter(None, _names(ban, units))))
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
    flat = CONDITION.sub(" ", flatten(said))
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
            if path.name in ("partners", "pilot", "source", "indicator"):
                continue
            plain = unaccented(text)
            streets = [match.span() for match in _street().finditer(plain)]
            yield from (flatten(plain[start:end]).strip(" ,") for start, end in streets)
            for match in PLACE.finditer(plain):
                apart = (match.end("name") <= start or end <= match.start("name") for start, end in streets)
                if flatten(match["name"]) not in flatten(ban.about) and all(apart):
                    yield _core(match["name"])
    if not _told_of(ban.about, units):
        yield from _names(Ban("name", ban.about, ban.said), units)


def _names(ban: Ban, units: Mapping[FieldPath, Unit]) -> Iterator[str]:
    """The names that a phrase gives, else those beside its nouns in the dossier, else the phrase where it stands."""
    texts = [text for unit in units.values() for text in unit.values()]
    given = [*filter(None, _named(unaccented(_target(ban.about))))]
    flat = "\n".join(map(flatten, texts))
    if given := [name for name in dict.fromkeys(given) if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", flat)]:
        yield from given
        return
    target = _target(ban.about)
    said = re.findall(r"(?<![\w-])[^\W\d_A-ZÀ-Ý][\w-]{3,}", target.lower() if target.isupper() else target)
    nouns = [flatten(word) for word in said if not is_event(word)]
    beside = [name for noun in nouns for text in texts for name in _beside(noun, unaccented(text))]
    yield from beside
    phrase = _grounded(_target(ban.about), texts)
    if ban.kind == "noun" and phrase and (" " in phrase or not beside):
        yield phrase


def _named(target: str) -> Iterator[str]:
    """The names of a phrase that tell what it is on, flattened, with what completes a common noun, "chambre des
    notaires", and a surname alone; no "Lamothe" of "maire de Lamothe", which is where that is, nor "Relais" of "litige
    entre Lamothe et Relais"."""
    placed = False
    for name in NAME.finditer(target):
        before = re.sub(rf"\b{CUES('generic').pattern}\b", " ", flatten(target[: name.start()]))
        on = content(CUES("say").sub(" ", before)) - roots("through")
        placed = bool(on and (PLACING if not placed else ALSO).search(target, 0, name.start()))
        if placed:
            continue
        if (person := re.fullmatch(r"(?:(?:M|Mme|Mlle|Me|Dr)\.? )?([\w-]+) ([\w'’-]+)", name[0])) and (
            is_first_name(person[1])
        ):
            yield flatten(person[2])
        noun = COMPLEMENT.match(target, name.end()) if not is_rare(fold(name[0])) else None
        yield flatten(name[0] + noun[0]) if noun else _core(name[0])


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


def _target(about: str) -> str:
    """A phrase up to what only places it: "architecte" of "architecte retenu pour Virelles"."""
    bare = re.sub(r"^(?:avec|par|pour|dans|sur)\s+(?:(?:les?|la)\s|l['’])?", "", about)
    return re.split(r"\b(?:par|pour|dans|sur|chez|retenue?s?|charge[es]*|qui|que)\b", bare)[0]


def _core(name: str) -> str:
    """A name flattened, without what kind of thing it is."""
    flat = flatten(name).strip(" ,.'")
    generic = CUES("generic").pattern
    bare = re.sub(rf"^(?:{generic}(?: (?:de la|de l'|des|du|de|d'))?(?: |(?<=')))+(?:la |le |les |l')?", "", flat)
    return "" if CUES("generic").fullmatch(bare) or (len(bare) < 3 and not name.isupper()) else bare


def _beside(noun: str, plain: str) -> Iterator[str]:
    """The names that stand beside a noun: "usine Valmétal", "le médiateur, M. Tardieu", "M. Lacaze, donateur"."""
    root = re.escape(noun[:-1] if noun.endswith("s") and len(noun) > 4 else noun)
    of = CUES("holder").fullmatch(noun) is not None
    link = rf"(?: (?:de la |de l'|des |du |de |d')|{LINK})" if of else LINK
    after = re.compile(rf"(?<!\w)(?i:{root})s?{link}(?P<name>{NAME.pattern})")
    before = re.compile(rf"(?P<name>{NAME.pattern})\s*[,(]\s*(?:la |le |l'|une? )?(?i:{root})s?\b")
    for pattern in (after, before):
        for match in pattern.finditer(plain):
            core = _core(match["name"])
            person = re.match(r"(?:M|Mme|Mlle|Me|Dr)\.? ", match["name"])
            if core and core != flatten(noun) and (of or not match["name"].isupper()):
                yield core
                if person:
                    yield core.split()[-1]


def _grounded(phrase: str, texts: list[str]) -> str:
    """The longest beginning of a phrase, of two words that say something, or one that is a whole text."""
    words = flatten(phrase).split()
    flat = [" ".join(flatten(text).split()) for text in texts]
    for length in range(len(words), 0, -1):
        beginning = " ".join(words[:length])
        if not content(words[length - 1]):
            continue
        pattern = re.compile(rf"(?<!\w){re.escape(beginning)}s?(?!\w)")
        within = len(content(beginning)) > 1 and any(pattern.search(text) for text in flat)
        if within or any(re.fullmatch(rf"(?:l'|la |le |les )?{re.escape(beginning)}s?", text) for text in flat):
            return beginning
    return ""


def find_mentions(path: FieldPath, text: str, secret: Secret) -> Iterator[Span]:
    """Where the text of a field says what is withheld: dates, sums, quantities, names and what goes with them."""
    if path in secret.dates:
        yield from ((when.start, when.end) for when in find_dates(text))
    for quantity in find_quantities(text) if secret.amounts or secret.quantities else ():
        size = round(quantity.size, 2)
        if (quantity.dimension == "€" and size in secret.amounts) or (size, quantity.dimension) in secret.quantities:
            lower = FROM.search(text, max(0, quantity.start - NEAR), quantity.start)
            yield lower.start() if lower else quantity.start, quantity.end
    flat = flatten(text)
    for word in sorted(secret.words, key=len, reverse=True):
        for match in re.finditer(rf"(?<!\w){'[ -]'.join(map(re.escape, re.split('[ -]', word)))}(?!\w)", flat):
            first = text[match.start()]
            if re.search("[ -]", word) or first.isupper() or first.isdigit() or not re.search(r"[A-ZÀ-Ý]", text[1:]):
                yield _start_of_name(flat, match.start(), secret.ban), _end_of_name(text, flat, match.end(), secret.ban)


def tells(text: str, ban: Ban) -> bool:
    """Whether a text, or one of its clauses, speaks of what must not be spoken of."""
    return any(speaks(text[start:end], ban) for start, end in analyse(text).clauses) or speaks(text, ban)


def speaks(text: str, ban: Ban) -> bool:
    """Whether a clause speaks of what happens: by its noun and one of the words that follow it, or by all of these."""
    noun = next(iter(re.findall(r"[\w-]+", flatten(ban.about))), "")
    told, mine = content(ban.about), content(text)
    if not is_event(noun):
        return len(told) > 1 and all(any(same_family(word, other) for other in mine) for word in told)
    more = told - {stem(noun)}
    shared = len((more & mine) - _of_bodies())
    if noun == "projet":
        return shared >= max(1, 0.6 * len(more))
    least = max(1, len(more) // 2 if len(more) < 4 else 2)
    named = any(same_family(stem(noun), word) for word in mine)
    if named and stem(noun) not in mine:  # "fermé le dimanche" is not "la fermeture du site"
        least = len(more)
    return (named and (shared >= least or not more)) or (len(more) >= 2 and more <= mine)


@cache
def _of_bodies() -> frozenset[str]:
    """The stems of the nouns that many bodies have, "centre" or "maison": one alone tells nothing."""
    return frozenset(map(stem, FEMININE | MASCULINE))


def _start_of_name(flat: str, start: int, ban: Ban) -> int:
    near = max(0, start - NEAR)
    kind = re.compile(rf"(?<!\w)(?:{head().pattern}|la |l')\Z")
    lead = (ban.kind == "noun" and kind.search(flat, near, start)) or TITLE.search(flat, near, start)
    return lead.start() if lead else start


def _end_of_name(text: str, flat: str, end: int, ban: Ban) -> int:
    """The end of a name with its place, and with the noun of the ban in apposition: "Mme Carzac, psychologue"."""
    place = OF_PLACE.match(text, end)
    end = place.end() if place else end
    nouns = "|".join(map(re.escape, re.findall(r"[a-z]{4,}", flatten(ban.about))))
    role = re.compile(rf", (?:la |le |l')?(?:{nouns})(?: (?:{nouns}))?(?!\w)").match(flat, end) if nouns else None
    return role.end() if role else end
