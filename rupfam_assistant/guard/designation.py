"""Designation: the words of a dossier that a ban is about — the name beside a noun, the place of a thing, an amount, a date."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rupfam_assistant.dossier.paths import FieldPath
from rupfam_assistant.french.dates import find_dates
from rupfam_assistant.french.words import flatten, same_family, stem, unaccented
from rupfam_assistant.guard.silence import (
    AMOUNT,
    FREE_SUMS,
    LINKS,
    NAME,
    QUANTITY,
    Ban,
    content,
    euros,
    is_event,
    measure,
)

Unit = Mapping[FieldPath, str]
"""Texts of a dossier that speak of one thing, by their place: an action with its pilot and its date, a figure with its source."""

GENERIC = (
    r"(?:associations?|assos?|fondation|communes?|villes?|villages?|societe|entreprise|usine|college|lycee|ecole|maison|centre|foyer|site|mutuelle"
    r"|club|collectif"
    r"|groupe|cabinet|mairie|prison|clinique|hopital|banque|region|departement|conseil|service|espace|residence|gite|ferme|librairie|supermarche"
    r"|magasin|bailleur"
    r"|mecene|donateur|theatre|musee|cinema|paroisse|eglise|syndicat|federation|union|comite|caisse|agence|institut|etablissement|structure|hotel"
    r"|compagnie"
    r"|antenne|cooperative|chaine|enseigne|marque|laboratoire|garage|commerce|mouvement|ordre|appartement|chateau|abbaye|auberge|camping|relais"
    r"|residence|sci|sarl"
    r"|sas|sa)"
)
HEAD = re.compile(
    rf"(?:{GENERIC}(?: (?!(?:de|du|des)\b)[a-z]+){{0,2}} (?:(?:de la|de l'|des|du|de|d')(?: |(?<=')))?(?:la |le |l')?)+",
    re.IGNORECASE,
)
"""What kind of thing a name is, said before it; withheld with it."""

HOLDERS = re.compile(
    r"(?:association|asso|fondation|societe|entreprise|usine|college|lycee|ecole|mutuelle|club|collectif|banque|groupe|compagnie|foyer|commune"
    r"|ville)s?"
)
"""Bodies of which the name may follow a "de"."""

LINK = (
    r"(?: (?!(?:de|du|des|a|au|aux|en|par|pour|avec|chez|et|ou|est|dans|sur|le|la|les)\b)[a-z]+){0,2}"
    r"(?:\s*[:,(«-]\s*|\s+)(?:(?:l'|le |la |les )\s*)?"
)
PLACE = re.compile(
    rf"(?i:\b(?:a|au|aux|sur|vers|(?:commune|ville|village|bourg|hameau) d[e']s?|(?:dans|pres d[e']) (?:(?:la|le) )?(?:commune|ville"
    rf"|village)? ?(?:d[e'])?)|,)\s*"
    rf"(?P<name>{NAME.pattern})"
)
STREET = re.compile(
    r"(?i:(?:\d+e? ?(?:er|eme|e)? etage|rez-de-chaussee|rdc),? ?(?:du |de la |de l'|au )?)?"
    r"(?:(?i:\d{1,4}(?: ?(?:bis|ter))?,? (?:rue|avenue|boulevard|allee|impasse|chemin|place|quai|route|cours|square|ruelle|passage|lotissement|bd"
    r"|av)\b)"
    r"|(?i:rue|avenue|boulevard|allee|impasse|chemin|quai|ruelle|lotissement)(?= (?:(?:de la|de l'|des|du|de|d') ?)?[A-Z]))"
    rf"(?i: (?:de la|de l'|des|du|de|d'|la|le|les)(?: |(?<=')))? ?(?:{NAME.pattern}|[a-z]+)"
)
PHONE = re.compile(r"(?<!\d)(?:\+33 ?|0)\d(?:[ .]?\d{2}){4}(?!\d)|\b(?:11\d|3\d{3})\b")
LEAST = 0.5
"""Share of the words of a ban that a text has when it speaks of the same thing."""


@dataclass(frozen=True)
class Secret:
    """What one ban forbids in a dossier: words to find, amounts, quantities, subjects (stems of the noun, stems of its complement), figures, dates.

    `words` are flattened; `silent_figures` are ranks, `silent_dates` the places of the texts whose dates go.
    """

    ban: Ban
    words: frozenset[str] = frozenset()
    amounts: frozenset[float] = frozenset()
    quantities: frozenset[tuple[str, str]] = frozenset()
    figures: frozenset[FieldPath] = frozenset()
    dates: frozenset[FieldPath] = frozenset()

    @property
    def empty(self) -> bool:
        """Whether nothing in the dossier answers the ban."""
        return self.ban.kind != "subject" and not (
            self.words or self.amounts or self.quantities or self.figures or self.dates
        )


def designate(ban: Ban, units: Mapping[FieldPath, Unit]) -> Secret:
    """What a ban forbids among the texts of a dossier, by unit: an item of a list, or a field of its own."""
    if ban.kind == "amount":
        return Secret(ban, amounts=ban.amounts or frozenset(_amounts(ban, units)))
    if ban.kind == "figure":
        return _figures(ban, units)
    if ban.kind == "date":
        return Secret(
            ban,
            dates=frozenset(
                path for unit in _about(ban.about, units) for path, text in unit.items() if find_dates(text)
            ),
        )
    if ban.kind == "number":
        found = (
            match[0] for unit in _about(ban.about, units) for text in unit.values() for match in PHONE.finditer(text)
        )
        return Secret(ban, words=frozenset(map(flatten, found)))
    if ban.kind == "place":
        return Secret(ban, words=frozenset(_places(ban, units)))
    if ban.kind in ("name", "noun"):
        return Secret(ban, words=frozenset(filter(None, _names(ban, units))))
    return Secret(ban)


def _about(about: str, units: Mapping[FieldPath, Unit]) -> list[Unit]:
    """The units that speak most of something; each of them when nothing is said."""
    wanted = content(about)
    if not wanted:
        return list(units.values())
    shares = [(len(wanted & _kin(wanted, unit)) / len(wanted), unit) for unit in units.values()]
    best = max((share for share, _ in shares), default=0.0)
    return [unit for share, unit in shares if share == best >= LEAST]


def _kin(wanted: frozenset[str], unit: Unit) -> frozenset[str]:
    """The stems of a unit, and those wanted that are of the family of one of them ("ouverture", "ouvrir")."""
    mine = content(" ".join(unit.values()))
    return mine | {
        word for word in wanted if is_event(f"{word}ment") and any(same_family(word, other) for other in mine)
    }


def _amounts(ban: Ban, units: Mapping[FieldPath, Unit]) -> Iterator[float]:
    """The amounts that the texts near to the ban give; each amount of the dossier when it is about sums and no text is near."""
    near = [text for unit in _about(ban.about, units) for text in _joined(unit)]
    every = [text for unit in units.values() for text in _joined(unit)]
    for texts in (near, every if stem(ban.head) in FREE_SUMS else []):
        found = [euros(match) for text in texts if _in_years(text, ban) for match in AMOUNT.finditer(text)]
        yield from found
        if found:
            return


def _joined(unit: Unit) -> list[str]:
    """The texts of a unit, the value of a figure with its unit."""
    value = " ".join(unit[path] for path in unit if path.name in ("value", "unit"))
    label = " ".join(unit[path] for path in unit if path.name in ("label", "source"))
    return [f"{value} {label}"] if value else list(unit.values())


def _in_years(text: str, ban: Ban) -> bool:
    """Whether a text is not of another year than those of the ban."""
    years = set(re.findall(r"\b20\d\d\b", text))
    return not ban.years or not years or bool(years & ban.years)


def _figures(ban: Ban, units: Mapping[FieldPath, Unit]) -> Secret:
    """The figures that a ban is about, and their quantities wherever they stand."""
    if ban.quantities:
        return Secret(ban, quantities=ban.quantities)
    near = {path: unit for path, unit in units.items() if path.root == "figures" and _in_year(unit, ban)}
    found = _about(ban.about, near)
    ranks = frozenset(path for path, unit in near.items() if any(unit is one for one in found))
    values = (
        " ".join(unit.get(path / part, "") for part in ("value", "unit"))
        for path, unit in near.items()
        if path in ranks
    )
    quantities = frozenset(measure(match) for value in values for match in QUANTITY.finditer(value) if "%" in value)
    return Secret(ban, figures=ranks, quantities=quantities)


def _in_year(unit: Unit, ban: Ban) -> bool:
    """Limited to some years, a ban on rates is about percentages of these years."""
    text = " ".join(unit.values())
    return not ban.years or ("%" in text and bool(set(re.findall(r"\b20\d\d\b", text)) & ban.years))


def _places(ban: Ban, units: Mapping[FieldPath, Unit]) -> Iterator[str]:
    """The names of places and the addresses in the texts that speak of a thing."""
    for unit in _about(ban.about, units) if ban.about else []:
        for path, text in unit.items():
            if path.name in ("partners", "pilot", "source", "indicator"):
                continue
            plain = unaccented(text)
            streets = [match.span() for match in STREET.finditer(plain)]
            yield from (flatten(plain[start:end]).strip(" ,") for start, end in streets)
            for match in PLACE.finditer(plain):
                if all(match.end("name") <= start or end <= match.start("name") for start, end in streets):
                    yield _core(match["name"])
    yield from _names(Ban("name", ban.about, ban.said), units)


def _names(ban: Ban, units: Mapping[FieldPath, Unit]) -> Iterator[str]:
    """The names that a phrase gives, else those that stand beside its nouns in the dossier, else the phrase itself where the dossier has it."""
    texts = [text for unit in units.values() for text in unit.values()]
    given = [core for match in NAME.finditer(unaccented(_target(ban.about))) if (core := _core(match[0]))]
    given = [
        name
        for name in dict.fromkeys(given)
        if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", flatten(text)) for text in texts)
    ]
    if given:
        yield from given
        return
    nouns = [word for word in re.findall(r"[\w-]{4,}", flatten(_target(ban.about))) if not is_event(word)]
    beside = [name for noun in nouns for text in texts for name in _beside(noun, unaccented(text))]
    yield from beside
    phrase = _grounded(_target(ban.about), texts)
    if ban.kind == "noun" and phrase and (" " in phrase or not beside):
        yield phrase


def _target(about: str) -> str:
    """A phrase up to what only places it: "architecte" of "architecte retenu pour Virelles"."""
    words = re.split(
        rf"\b(?:{'|'.join(LINKS - {'avec'})}|chez|retenue?s?|charge[es]*|qui|que)\b",
        re.sub(r"^(?:avec|par|pour|dans|sur)\s+(?:(?:les?|la)\s|l['’])?", "", about),
    )
    return words[0]


def _core(name: str) -> str:
    """A name flattened, without what kind of thing it is."""
    flat = flatten(name).strip(" ,.'")
    bare = re.sub(rf"^(?:{GENERIC}(?: (?:de la|de l'|des|du|de|d'))?(?: |(?<=')))+(?:la |le |les |l')?", "", flat)
    return "" if re.fullmatch(GENERIC, bare) or (len(bare) < 3 and not name.isupper()) else bare


def _beside(noun: str, plain: str) -> Iterator[str]:
    """The names that stand beside a noun: "usine Valmétal", "le médiateur, M. Tardieu", "M. Lacaze, donateur"."""
    root = re.escape(noun[:-1] if noun.endswith("s") and len(noun) > 4 else noun)
    of = r"(?: (?:de la |de l'|des |du |de |d'))?" if HOLDERS.fullmatch(noun) else ""
    after = re.compile(
        rf"(?<!\w)(?i:{root})s?(?:{of.rstrip('?')}|{LINK})(?P<name>{NAME.pattern})"
        if of
        else rf"(?<!\w)(?i:{root})s?{LINK}(?P<name>{NAME.pattern})"
    )
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
    """The longest beginning of a phrase, of two words that say something at least, that a text has; a lone word must be all of a text."""
    words = flatten(phrase).split()
    flat = [" ".join(re.sub(r"\s+", " ", flatten(text)).split()) for text in texts]
    for length in range(len(words), 0, -1):
        beginning = " ".join(words[:length])
        if not content(" ".join(words[length - 1 : length])):
            continue
        pattern = re.compile(rf"(?<!\w){re.escape(beginning)}s?(?!\w)")
        if len(content(beginning)) > 1 and any(pattern.search(text) for text in flat):
            return beginning
        if any(re.fullmatch(rf"(?:l'|la |le |les )?{re.escape(beginning)}s?", text) for text in flat):
            return beginning
    return ""
