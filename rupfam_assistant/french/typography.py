"""French typography: spaces that do not part, capitals, lists, numbers with their units, fragments on one line."""

import re
from collections.abc import Sequence
from itertools import pairwise

from rupfam_assistant.french.words import fold

NARROW = "\u202f"
HARD = "\u00a0"
BULLET = re.compile(r"^(?:[-–—•▪◦](?!\d)\s*|\*\s+|>+\s+(?!\d))+")
ITEM = re.compile(r"\(?(?:\d{1,2}|[a-h])\)\s|[A-ZÀ-Ý][^:\n]{1,40}\s?:\s")
END = " \u00a0\u202f.;,:"
INNER_QUOTES = str.maketrans("«»", "“”")
NAMED = re.compile(r"\b[A-ZÀ-Ý]{2,}|^[A-ZÀ-Ý]\d*$|(?:Noël|Pâques|Toussaint|Ascension|Pentecôte)\b")
SMALL_WORD = r"[cdjlmnst]|(?:[Jj]us|[Ll]ors|[Pp]uis|quel)?[Qq]u|[LD](?= [A-ZÀ-Ý])|\A[CDJLNS]"
VOWEL = r"[aeiouyhâàäéèêëîïôöùûüAEIOUYHÀÂÉÈÊÎÔ]"
ELIDED = re.compile(rf"(?<![\w’'.-])(?P<small>{SMALL_WORD})[ '](?=[ayà]\b|{VOWEL}(?:[a-zà-ÿ]|\w*[’'-]|[A-Z]))")
"""A name; a small word without its apostrophe, before a vowel."""


def in_capitals(text: str) -> bool:
    """Whether a text is written in capitals: its long words, two at least, have hardly a small letter."""
    long = re.findall(r"[^\W\d_]{4,}", text)
    return len(long) > 1 and sum(map(str.isupper, long)) > 0.7 * len(long)


def typeset(sentence: str) -> str:
    """A sentence whose double punctuation and guillemets do not part from their word at a line end."""
    return re.sub(r" (?=[:;!?»])|(?<=«) ", HARD, sentence)


def with_apostrophes(text: str) -> str:
    """A text of the same length whose elided words lean on the next one: "cour d appel" as "cour d’appel"."""
    return ELIDED.sub(lambda match: f"{match['small']}’", text)


def capitalize(text: str) -> str:
    """A text with its first letter as a capital, the others as they are."""
    return text[:1].upper() + text[1:]


def uncapitalize(text: str) -> str:
    """A text with its first letter small, unless its first word is in capitals or but a mark ("Q5.", "B.")."""
    return text if re.match(r"[A-ZÀ-Ý](?:[A-ZÀ-Ý\d]|\.)", text) else text[:1].lower() + text[1:]


def lower(text: str) -> str:
    """A text to go on a sentence: its first letter small, unless its first word is a name or an acronym."""
    first = re.match(r"[\w’'-]+", text)
    named = first is None or NAMED.match(first[0]) or re.search(r"[a-zà-ÿ][A-ZÀ-Ý]", first[0])
    return text if named else uncapitalize(text)


def trim(text: str) -> str:
    """A fragment on one line, without the bullet before each of its lines and the punctuation after it; of a list, a
    colon stands after what introduces it, a semicolon after each item."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    joints = ["", *(_joint(line, after) for line, after in pairwise(lines))]
    words = [BULLET.sub("", line).rstrip(END) for line in lines]
    return "".join(f"{joint} {said}" for joint, said in zip(joints, words, strict=False)).strip()


def _joint(line: str, after: str) -> str:
    """The mark that parts a line from the one after it."""
    if line.endswith(":"):
        return " :"
    return " ;" if BULLET.match(after) or ITEM.match(after) else line[-1] if line[-1] in ".," else ""


def short(text: str) -> str:
    """The beginning of a text, to name it by."""
    plain = text.translate(INNER_QUOTES).strip(" -–—•*")
    return plain if len(plain) <= 70 else f"{plain[:70].rsplit(' ', 1)[0]}…"


def enumerate_all(parts: Sequence[str]) -> str:
    """ "a", "a et b", "a, b et c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} et {parts[-1]}"


def quantity(value: str, unit: str | None) -> str:
    """A number and its unit, never cut at the end of a line: "19 %", "1 h 25", "2 415 dossiers"."""
    number = re.sub(r"(?<=\d)[ \u00a0](?=\d{3}(?!\d))", NARROW, re.sub(r"\A(.*\d) environ\Z", r"environ \1", value))
    number = re.sub(r"(?<=\d)[ \u00a0]?h[ \u00a0]?(?=\d\d\b)", f"{HARD}h{HARD}", number)
    number = re.sub(r"(?<=\d)[ \u00a0](?=[%€])", NARROW, number)
    if not unit or re.search(rf"(?<![^\W\d_]){re.escape(fold(unit))}(?!\w)", fold(value)):
        return number
    return f"{number}{NARROW if unit in ('%', '€', '‰', 'k€', 'M€') else HARD}{unit}"
