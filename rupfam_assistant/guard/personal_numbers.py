"""Numbers of persons that their own key or plan of numbering proves, however they are spaced: social security, bank account, telephone."""

import re
from collections.abc import Iterator

NIR = re.compile(r"(?<![\da-z])[12378](?:[\W_]{0,3}\d){4}[\W_]{0,3}\d[\W_]{0,3}[\dab](?:[\W_]{0,3}\d){8}(?![\da-z])")
IBAN = re.compile(r"(?<![\da-z])[a-z]{2}[\W_]{0,3}\d[\W_]{0,3}\d(?:[\W_]{0,3}[\da-z]){11,30}(?![\da-z])")
DIALLED = re.compile(r"(?<![\w,/])(?:\(?\+|\(?0)[\d ().\-–/]{7,22}\d(?![\d/])")
"""What could be such a number in a flattened text; each is then proved."""


def numbers_of_persons(flat: str) -> Iterator[tuple[int, int, str]]:
    """The (start, end, kind) of each proved number in a flattened text, those that all may call left aside."""
    yield from _keyed(flat)
    yield from _dialled(flat)


def _keyed(flat: str) -> Iterator[tuple[int, int, str]]:
    social, bank = [*NIR.finditer(flat)], [*IBAN.finditer(flat)]
    if not social and not bank:
        return
    from stdnum import iban
    from stdnum.fr import nir

    for match in social:
        if nir.is_valid(re.sub(r"[\W_]", "", match[0]).upper()):
            yield *match.span(), "NIR"
    for match in bank:
        ends = [mark.end() for mark in re.finditer(r"[\da-z](?![\da-z])", match[0])]
        proved = (end for end in reversed(ends) if iban.is_valid(re.sub(r"[\W_]", "", match[0][:end]).upper()))
        if (end := next(proved, None)) is not None:
            yield match.start(), match.start() + end, "IBAN"


def _dialled(flat: str) -> Iterator[tuple[int, int, str]]:
    matches = [*DIALLED.finditer(flat)]
    if not matches:
        return
    import phonenumbers
    from phonenumbers import PhoneNumberType as Type

    open_to_all = (Type.TOLL_FREE, Type.SHARED_COST, Type.PREMIUM_RATE, Type.UAN)
    for match in matches:
        for found in phonenumbers.PhoneNumberMatcher(match[0], "FR"):
            mobile = phonenumbers.number_type(found.number)
            if mobile not in open_to_all and (mobile == Type.MOBILE or found.number.country_code != 33):
                yield match.start() + found.start, match.start() + found.end, "téléphone"
