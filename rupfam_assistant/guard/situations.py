"""Situations: what designates someone without a name, and what goes with someone: address, health, hearings."""

import re
from collections.abc import Iterator, Sequence
from functools import partial

from rupfam_assistant.french.clauses import Span
from rupfam_assistant.french.cues import blank, cues
from rupfam_assistant.french.dates import MONTHS
from rupfam_assistant.french.words import flatten
from rupfam_assistant.guard.identifiers import Entity
from rupfam_assistant.guard.names import NAME

HEALTH = "santé"
CUES = partial(cues, "personal")
NAMES_OF_MONTHS = "|".join(map(flatten, MONTHS))
LOCALITY = "canton|village|hameau|bourg|commune|quartier"
OF_A_PLACE = re.compile(r"(?: \w+)?,? (?:de |d'|du |a |au )(?:(?:village|bourg|hameau|coin|quartier|canton)\b|[A-Z])")
THE_ONE = re.compile(r"(?:l[ea]?|ce|cette)\b")
ALONE_IN = re.compile(
    rf"[^.;:,()\n]{{0,40}}?\b(?:du|de la|de l'|de|d'|a) ?(?:(?:ecole|classe|college|immeuble|{LOCALITY})\b|[A-Z])"
)
DETAIL = re.compile(
    rf"\b(?:de|du|d'|a|en|au) ?(?:(?:{LOCALITY}) (?:de |d'|du ))?(?-i:[A-Z][a-z])|\bdepuis\b"
    rf"|, suivie? (?:en|par|pour|au)\b|\b(?:en|de) (?:{NAMES_OF_MONTHS})\b|\b\d{{1,2}} (?:ans|enfants)\b",
    re.IGNORECASE,
)
HEARING = re.compile(
    rf"\b(?:audience|convocation|convoquee?s?|jugement|ordonnance|plainte|arret)\b[^.;()\n]{{0,40}}?"
    rf"\b(?:du|le|au) \d{{1,2}}(?:er)? ?(?:{NAMES_OF_MONTHS}|[/.-] ?\d{{1,2}}(?: ?[/.-] ?\d{{2,4}})?)(?: 20\d\d)?"
)
"""Where someone told without a name is from, since when, how old; the date of an act of justice, which tells whose."""

NUMBER_IN_WAY = re.compile(
    r"\b(?:(?:(?:premier|deuxieme|troisieme|dernier|\d{1,2}(?:er|e|eme)) etage|rez-de-chaussee|rdc)"
    r"(?: (?:gauche|droite))?,? (?:du |au )?)?\d{1,4}(?: ?(?:bis|ter|quater|[a-d]))?,? "
)
REST_OF_WAY = re.compile(
    r"\.? [^\W\d][^\n,;:()\[\]]{0,50}?(?=[,;:.()\[\]\n]| (?:a|au|est|pour|ne|qui|et|depuis)\b|\Z)"
    r"(?:,? (?:bat|appt|escalier|etage)\.? ?\w{1,4})?(?:,? \d{5} [\w' -]{2,30})?"
)
LIVING = re.compile(
    r"\b(?:(?:domiciliee?|demeurant) (?:a |au |en )|(?:domicilie\w*|demeurant) (?:rue |chez )"
    r"|domicilie(?:es|s)? (?:a |au |en )(?=foyer|etab|centre|famille|mais|resid|carav|hotel|struct))"
    r"(?!(?:plus|moins|proximite|zone|milieu|dehors|l'etranger|l'exterieur)\b|\d+ ?(?:km|kilo|mi?n|h))[^\n,;.()]{1,40}"
)

LIVING_FAR = re.compile(r"\b(?:domiciliee?s?|demeurant) (?:a |au |en )[^\n;.()]{1,80}")
"""Where someone lives; how far, before a way that may be hers."""


def recognize_situations(plain: str, offset: int) -> Iterator[Entity]:
    """What designates someone without a name, and the health told with it, in an unaccented sentence at `offset`."""
    flat = CUES("pseudo").sub(blank, plain.lower())
    health, story, kin = (CUES(group).search(flat) for group in ("health", "story", "his_kin"))
    found = [match.span() for match in CUES("someone_told").finditer(flat)]
    found += [match.span() for match in CUES("case_of").finditer(flat) if story or CUES("shows").search(flat)]
    found += [*_placed("alone", ALONE_IN, flat, plain), *_placed("whose", OF_A_PLACE, flat, plain)]
    if health or story or kin:
        found += [match.span() for match in CUES("tradesman").finditer(flat)]
        found += _placed("professional", OF_A_PLACE, flat, plain)
    elif not CUES("deed").search(flat):
        found += (span for span in _placed("tradesman", OF_A_PLACE, flat, plain) if THE_ONE.match(flat, span[0]))
    someone, keepers = CUES("someone").search(flat), CUES("keepers").search(flat)
    if someone and (health or story) and DETAIL.search(plain):
        found.append(someone.span())
    if keepers and (family := [match.span() for match in CUES("kin").finditer(flat, 0, keepers.start())]):
        found += [*family, keepers.span()]
    yield from (Entity(start + offset, end + offset, "situation qui désigne une personne") for start, end in found)
    if found and health:
        yield Entity(health.start() + offset, health.end() + offset, HEALTH)


def recognize_health(flat: str, parts: Sequence[Span]) -> Iterator[Entity]:
    """The health of someone told without a name, as in "le père est bipolaire"; `parts` are the clauses of `flat`."""
    for start, end in parts:
        if CUES("referring").search(flat, start, end) or CUES("one_child").search(flat, start, end):
            yield from (Entity(*match.span(), HEALTH) for match in CUES("health").finditer(flat, start, end))


def recognize_details(flat: str, parts: Sequence[Span], found: Sequence[Entity]) -> Iterator[Entity]:
    """Addresses that are no service's; health and hearings told in the same part as someone found, in order."""
    at, whole = 0, len(flat.strip(" ."))
    for start, end in parts:
        while at < len(found) and found[at].end <= start:
            at += 1
        someone = at < len(found) and found[at].start < end
        dwelt = CUES("dwelling").search(flat, start, end) or CUES("shelter").search(flat, start, end)
        serves = CUES("service").search(flat, start, end)
        for first, last in _addresses(flat, start, end):
            alone = last - first > whole - 30 and not dwelt
            if someone or dwelt or not (serves or alone):
                yield Entity(first, last, "adresse")
        yield from (Entity(*match.span(), "adresse") for match in LIVING.finditer(flat, start, end))
        far = (match for match in LIVING_FAR.finditer(flat, start, end) if CUES("way").search(match[0]))
        yield from (Entity(*match.span(), "adresse") for match in far)
        if someone:
            yield from (Entity(*match.span(), "date d’audience") for match in HEARING.finditer(flat, start, end))
        if someone and any(entity.kind == NAME for entity in found[at : at + 3]):
            yield from (Entity(*match.span(), HEALTH) for match in CUES("health").finditer(flat, start, end))


def _placed(group: str, place: re.Pattern[str], flat: str, plain: str) -> Iterator[Span]:
    yield from (match.span() for match in CUES(group).finditer(flat) if place.match(plain, match.end()))


def _addresses(flat: str, start: int, end: int) -> Iterator[Span]:
    for number in NUMBER_IN_WAY.finditer(flat, start, end):
        way = CUES("way").match(flat, number.end(), end)
        rest = REST_OF_WAY.match(flat, way.end(), end) if way else None
        if rest:
            yield number.start(), rest.end()
