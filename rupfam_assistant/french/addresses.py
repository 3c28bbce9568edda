"""Addresses as a convention prints them: streets in full, no telephone."""

import re

from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.typography import with_apostrophes
from rupfam_assistant.french.words import flatten

WAYS = {flatten(short): long for long, shorts in read_list("streets").groups.items() for short in shorts}
NUMBER = r"\A|, ?|\d[a-d]? |\b(?:bis|ter|quater),? "
STREETS, PERSONS = (
    "|".join(sorted((way for way in WAYS if WAYS[way].istitle() is titled), key=len, reverse=True))
    for titled in (False, True)
)
WAY = re.compile(
    rf"(?:(?:{NUMBER})(?P<way>{STREETS})|\b(?:du|rue|avenue|place|boulevard) (?P<person>{PERSONS}))\b\.?(?= )"
)
SITED = re.compile(r"(?i)^(?:sise?|située?) ")
PHONE = re.compile(r"(?i)[\s,;–(-]*\b(?:t[ée]l|t[ée]l[ée]phone|standard|accueil)\b[^\d]*(?:\d[\d .]{8,})\)?")
LONGEST = 200
NAMED = re.compile(r"(?:(?P<article>Le|La|Les) |(?P<elided>L)['’])(?=[A-ZÀ-Ý])")
AT = {"Le": "au ", "La": "à la ", "Les": "aux ", "L": "à l’"}
TOWN = re.compile(r"(?:\d{5} )?[A-ZÀ-Ý][^\W\d_]*(?:[ ’'-][^\W\d_]+)*")
"""What short kinds of streets stand for, and where they are sure; what opens an address; a telephone; the letters of an
address that are read; a place named with its article, and what leads to it; but a town."""


def plain_address(text: str) -> str:
    """An address with its streets in full, without "sise" nor a telephone."""
    told = re.sub(
        r"(?<!\d)(?<!(?i:bis))(?<!(?i:ter)) a (?=[A-ZÀ-Ý])",
        " à ",
        PHONE.sub("", SITED.sub("", with_apostrophes(text))).strip(),
    )
    for match in reversed([*WAY.finditer(flatten(told))]):
        start, long = match.start(match.lastgroup or 0), WAYS[match[match.lastgroup or 0]]
        told = f"{told[:start]}{long.upper() if told.isupper() else long}{told[match.end() :]}"
    return told


def led_to(text: str) -> tuple[str, str]:
    """What leads to an address that opens with a name, and the address after it: "à ", "Fresnes"; "au ", "Vieux
    Presbytère, 12000 Sornac"; nothing to a street."""
    named = None if TOWN.fullmatch(text) else NAMED.match(text)
    if named:
        return AT[named["article"] or named["elided"]], text[named.end() :]
    return ("à " if TOWN.fullmatch(text) else ""), text


def has_town(text: str) -> bool:
    """Whether an address ends with the name of a town, after its street or the place that it is: "3 rue Haute, Sornac",
    "3 rue Haute à Sornac", "centre de détention de Sornac"."""
    parts = re.split(r",\s*|\s[àa]\s(?=[A-ZÀ-Ý])|\s[–-]\s", plain_address(text[:LONGEST]))
    last = re.search(r"(?:\A|[\s’'])(?P<name>[A-ZÀ-Ý][\w’']*)(?:[\s-][\w’']+)*\s*\Z", parts[-1])
    street = cues("personal", "way").search(flatten(parts[-1]))
    return last is not None and (street is None or street.start() > last.start("name"))
