"""Identifiers: numbers, mail and dates that designate a person by their form, their key, or what comes before them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.dates import MONTHS
from rupfam_assistant.french.words import flatten


class Entity(NamedTuple):
    """Personal data at [start, end) of its text; `kind` is its French label ("nom", "téléphone", "santé"…)."""

    start: int
    end: int
    kind: str


DAY = rf"(?:\d{{1,2}}(?:er)? ?)?(?:{'|'.join(map(flatten, MONTHS))}|[/.-] ?\d{{1,2}} ?[/.-])? ?"
ABROAD = r"(?:3[2349]|352|4[149]|2[16]\d|59\d)"
FORMS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("courriel", r"(?<![\w.+@-])[\w.+-]{1,64} ?(?:@|[(\[] ?(?:at|arobase|a) ?[)\]]|arobase) ?[\w-]+(?:\.[\w-]+)+"),
        ("IBAN", r"\b[a-z]{2}\d{2}(?: ?[a-z\d]{4}){3,7}(?: ?[a-z\d]{1,3})?\b"),
        ("IBAN", r"(?<!\d)\d{5} ?\d{5} ?[a-z\d]{11} ?\d{2}(?!\d)"),
        ("NIR", r"(?<![\d,.])[1278](?:[ .-]?\d{2}){2}[ .-]?(?:\d{2}|2[ab])(?:[ .-]?\d{3}){2}(?:[ ./-]*\d\d)?(?!\d)"),
        ("téléphone", rf"(?<!\d)(?:\+|00) ?{ABROAD}[ .(/-]{{0,2}}(?:0\)? ?)?\d(?:[ ./-]?\d){{6,10}}(?!\d)"),
        ("téléphone", r"(?<![\d,/])0 ?[1-79](?:[ ./-]{0,2}\d{2}){4}(?!\d)"),
        ("date de naissance", rf"\b(?:nee?s? le|nee? en|ne\(e\) le|dd?n|date de naissance)[ :]{{0,3}}{DAY}\d{{2,4}}\b"),
        ("pseudonyme", r"(?<![\w.@-])@[\w.-]{3,30}\b"),
        ("pseudonyme", r"\b(?:pseudo(?:nyme)?|alias|surnom)\b(?: (?:est|etait))?[ :«\"]{1,3}[\w.-]{3,30}"),
        ("numéro d’allocataire", r"(?<![\w-])\d{7}[a-z](?![\w-])"),
        ("numéro de dossier", r"\br\.?g\b\.?[ :]{0,2}(?:n°|no|num\w*)?[ :]{0,2}\d{2,4} ?[/-] ?\d{2,6}\b"),
        ("numéro de dossier", r"(?<![\d/])\d{2}/\d{5}(?![\d/])"),
        ("numéro de dossier", r"\b(?:cellule|ecrou)[ :]{1,2}(?:n°|no)? ?[a-z]{0,2}\d[\d ]{0,6}"),
        ("numéro de dossier", r"(?<![\w-])[a-z\d]{4}-[a-z]-[a-z\d]{3}-[a-z\d]{3,5}(?![\w-])"),
    )
)  # fmt: skip
"""What identifies a person by its form alone, in a flattened text."""

NUMBER_SIGN = r"(?:n°|no\b|num\w*)"
SIGNED = re.compile(rf"{NUMBER_SIGN} ?(?:d'|de |du )?\Z")
SPACED = re.compile(r"\W{0,3}[a-z]{0,3}[ -]?\d[\d ./-]{0,14}(?<=\d)(?: ?[b-z]\b)?")
PLAIN = re.compile(
    rf"(?: \w+){{0,2}}\W{{0,3}}{NUMBER_SIGN}{SPACED.pattern}"
    r"|[ .:]{1,3}(?:\d{5,10}|[a-z]\d{3,10}|20\d\d-(?!20)\d{2,6}|\d{2,4} ?/ ?\d{3,6})(?: ?[b-z]\b)?(?! ?/ ?\d)(?!\w)"
)
SHORT = re.compile(r"[^\d\n]{0,6}\d(?:[ ./-]?\d){5,14}(?!\d)")
IDENTITY = re.compile(rf"\W{{0,3}}{NUMBER_SIGN}?\W{{0,3}}(?=[a-z]{{0,4}}\d)[a-z\d]{{6,14}}\b")
AFTER = {
    "téléphone": ("phone", SHORT),
    "NIR": ("social_security", SHORT),
    "numéro d’allocataire": ("beneficiary", PLAIN),
    "numéro de dossier": ("case_paper", PLAIN),
    "numéro d’identité": ("identity_paper", IDENTITY),
}
"""For each kind, the cues of corpus/french/personal.toml that come before such a number, and its form after them."""

NIR = re.compile(r"(?<![\da-z])[12378](?:[\W_]{0,3}\d){4}[\W_]{0,3}\d[\W_]{0,3}[\dab](?:[\W_]{0,3}\d){8}(?![\da-z])")
IBAN = re.compile(r"(?<![\da-z])[a-z]{2}[\W_]{0,3}\d[\W_]{0,3}\d(?:[\W_]{0,3}[\da-z]){11,30}(?![\da-z])")
DIALLED = re.compile(r"(?<![\w,/])(?:\(?\+|\(?0)[\d ().\-–/]{7,22}\d(?![\d/])")
MOBILE = re.compile(r"(?:\A0 ?|\b33\W*0?\W*)[67]|\A(?:tel|port|mob|joi|app)\w*\W+0 ?[67]|\A\+(?!33)")
BESIDE = 60
"""What its own key or plan of numbering proves, however spaced; characters around a telephone that tell whose it is."""


def recognize_identifiers(flat: str) -> Iterator[Entity]:
    """Each identifier of a person in a flattened text, in no order; those of a service left aside."""
    for kind, pattern in FORMS:
        for match in pattern.finditer(flat):
            if not _of_a_service(kind, flat, *match.span()):
                yield Entity(*match.span(), kind)
    for kind, (group, pattern) in AFTER.items():
        for cue in cues("personal", group).finditer(flat):
            signed = SIGNED.search(flat, max(0, cue.start() - 12), cue.start())
            number = (SPACED if signed else pattern).match(flat, cue.end())
            if number and not _of_a_service(kind, flat, cue.start(), number.end()):
                yield Entity(cue.start(), number.end(), kind)
    yield from _keyed(flat)
    yield from _dialled(flat)


def _of_a_service(kind: str, flat: str, start: int, end: int) -> bool:
    if kind == "courriel":
        return cues("personal", "service_mail").match(flat, start) is not None
    around = flat[max(0, start - BESIDE) : end + BESIDE]
    fixed = kind == "téléphone" and not MOBILE.search(flat[start:end])
    return fixed and cues("personal", "service").search(around) is not None


def _keyed(flat: str) -> Iterator[Entity]:
    social, bank = [*NIR.finditer(flat)], [*IBAN.finditer(flat)]
    if not social and not bank:
        return
    from stdnum import iban
    from stdnum.fr import nir

    for match in social:
        if nir.is_valid(re.sub(r"[\W_]", "", match[0]).upper()):
            yield Entity(*match.span(), "NIR")
    for match in bank:
        ends = [mark.end() for mark in re.finditer(r"[\da-z](?![\da-z])", match[0])]
        proved = (end for end in reversed(ends) if iban.is_valid(re.sub(r"[\W_]", "", match[0][:end]).upper()))
        if (end := next(proved, None)) is not None:
            yield Entity(match.start(), match.start() + end, "IBAN")


def _dialled(flat: str) -> Iterator[Entity]:
    if not (matches := [*DIALLED.finditer(flat)]):
        return
    import phonenumbers
    from phonenumbers import PhoneNumberType as Type

    open_to_all = (Type.TOLL_FREE, Type.SHARED_COST, Type.PREMIUM_RATE, Type.UAN)
    for match in matches:
        for found in phonenumbers.PhoneNumberMatcher(match[0], "FR"):
            mobile = phonenumbers.number_type(found.number)
            if mobile not in open_to_all and (mobile == Type.MOBILE or found.number.country_code != 33):
                yield Entity(match.start() + found.start, match.start() + found.end, "téléphone")
