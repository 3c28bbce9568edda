"""Mentions: where the texts of a dossier say what is withheld, and which of them speak of what happens."""

import re
from collections.abc import Iterator
from functools import cache

from rupfam_assistant.dossier.bodies import FEMININE, MASCULINE
from rupfam_assistant.dossier.paths import FieldPath
from rupfam_assistant.french import analyse
from rupfam_assistant.french.clauses import Span
from rupfam_assistant.french.dates import find_dates
from rupfam_assistant.french.quantities import find_quantities
from rupfam_assistant.french.words import flatten, same_family, stem
from rupfam_assistant.guard.bans import Ban
from rupfam_assistant.guard.excision import NEAR
from rupfam_assistant.guard.naming import OF_PLACE, head
from rupfam_assistant.guard.targets import Secret
from rupfam_assistant.guard.topics import content, is_event

TITLE = re.compile(
    r"(?<!\w)(?:(?:m|mme|mlle|me|dr)\.? (?:[a-z]+ )?"
    r"|(?:la |les )?(?:commune|ville|village|bourg|hameau)s? (?:de la |de l'|des |du |de |d'))\Z"
)
FROM = re.compile(r"\b(?:entre|de) \d[\d \u00a0\u202f,.]*(?:k€|€)? ?(?:et|à) \Z")
"""The title or kind of place before a name; the lower bound of a range, before the upper one,
which alone has the unit."""


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
