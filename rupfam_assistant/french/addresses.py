"""Addresses as a convention prints them: streets in full, no telephone."""

import re

from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.words import flatten

WAYS = {flatten(short): long for long, shorts in read_list("streets").groups.items() for short in shorts}
NUMBER = r"\A|, ?|\d[a-d]? |\b(?:bis|ter|quater),? "
WAY = re.compile(rf"(?:{NUMBER})(?P<way>{'|'.join(sorted(WAYS, key=len, reverse=True))})\b\.?(?= )")
SITED = re.compile(r"(?i)^(?:sise?|située?) ")
PHONE = re.compile(r"(?i)[\s,;–(-]*\b(?:t[ée]l|t[ée]l[ée]phone|standard|accueil)\b[^\d]*(?:\d[\d .]{8,})\)?")
TOWN = re.compile(r"(?:\d{5} )?[A-ZÀ-Ý][^\W\d_]*(?:[ ’'-][^\W\d_]+)*")
"""What short kinds of streets stand for, and where they are sure; what opens an address; a telephone; but a town."""


def plain_address(text: str) -> str:
    """An address with its streets in full, without "sise" nor a telephone."""
    told = PHONE.sub("", SITED.sub("", text)).strip()
    for way in reversed([*WAY.finditer(flatten(told))]):
        long = WAYS[way["way"]]
        told = f"{told[: way.start('way')]}{long.upper() if told.isupper() else long}{told[way.end() :]}"
    return told


def is_town(text: str) -> bool:
    """Whether an address is but the name of a town, "Fresnes"."""
    return TOWN.fullmatch(text) is not None
