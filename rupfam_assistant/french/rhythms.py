"""Rhythms: how often an instance meets, as an article says it after « se réunit au moins »."""

import re
from itertools import takewhile

from rupfam_assistant.french.dates import MONTH, MONTHS
from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.typography import enumerate_all
from rupfam_assistant.french.words import flatten

RHYTHMS = {f: said for said, forms in read_list("rhythms_said").groups.items() for f in forms}
LEAD = re.compile(
    r"(?:(?:l'|le |la )?(?:instance|comite|cdsf) )?(?:se (?:reunit|reunira) |reunions? )?"
    r"(?:elle )?(?:au moins |au minimum |minimum )?"
)
TIMES = re.compile(
    r"(?P<count>\d{1,2}|[a-z]+) (?:fois|(?:(?:reunions?|seances?|rencontres?) ?)?(?P<whole>plenieres?)?(?<! )) "
    r"(?:(?:au moins|minimum) )?"
)
PERIOD = re.compile(r"(?:par |l'|dans l'|chaque )(?P<period>an|annee|semestre|trimestre|mois)\b")
ADJECTIVE = re.compile(rf"(?P<adjective>{'|'.join(sorted(RHYTHMS, key=len, reverse=True))})s?\b")
EVERY = re.compile(r"(?:tous|toutes) les |chaque ")
LEAST = re.compile(r"(?i)\A,? ?(?:au )?(?:minimum|moins|mini|min\b\.?)")
PAST = re.compile(r" ?\([^()]*\b(?:en|depuis) 20\d\d[^()]*\)")
IN_WORDS = {"1": "une", "2": "deux", "3": "trois", "4": "quatre", "5": "cinq", "6": "six", "12": "douze"}
"""What an adjective says ("semestrielle": twice a year); what precedes a rhythm, how many times, in what, or how else
it is told, what says again that it is the least, how often it once was; the small numbers."""


def yearly_times(text: str) -> str:
    """How often, in words that go on « au moins »: "2 fois par an (juin, novembre)" is "deux fois par an, en juin et en
    novembre", "semestrielle" is "deux fois par an"; "" for a rhythm that is told otherwise."""
    said = text[LEAD.match(flatten(text)).end() :]  # type: ignore[union-attr]  # it matches anything
    flat = flatten(said)
    times = TIMES.match(flat)
    period = PERIOD.match(flat, times.end()) if times else None
    if times and period:
        unit = "an" if period["period"] == "annee" else period["period"]
        often, end = f"{IN_WORDS.get(times['count'], times['count'])} fois par {unit}", period.end()
        often += " en séance plénière" if times["whole"] else ""
    elif adjective := ADJECTIVE.match(flat):
        often, end = RHYTHMS[adjective["adjective"]], adjective.end()
    elif EVERY.match(flat):
        return said
    else:
        months, others = _months(said)
        count = IN_WORDS.get(str(len(months)), len(months))
        return f"{count} fois par an, {_listed(months)}" if len(months) > 1 and not others else ""
    rest = PAST.sub("", LEAST.sub("", said[end:]))
    months, others = _months(rest.strip(" ,;:()"))
    return ", ".join((often, _listed(months), *others)) if months else f"{often}{rest}"


def _months(text: str) -> tuple[list[str], list[str]]:
    """The months that open a list, and what follows them: "hors neige" of "mars et octobre, hors neige"; none of a text
    that parts a bracket."""
    parts = re.split(r"\s*[,;/+&]\s*|\s+et\s+", text.strip()) if not re.search("[()]", text) else []
    numbers = [*takewhile(bool, (MONTH.get(re.sub(r"\A(?:et )?(?:en )?|\.\Z", "", flatten(part))) for part in parts))]
    return [MONTHS[number - 1] for number in numbers if number], parts[len(numbers) :]


def _listed(months: list[str]) -> str:
    return enumerate_all([f"en {month}" for month in months])
