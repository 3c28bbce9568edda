"""Agreement: the gender and plural of nouns, the articles and prepositions that go before them, elided or not."""

import re
from collections.abc import Iterable

from rupfam_assistant.french.lists import read_list, words_of
from rupfam_assistant.french.words import WORD, flatten, fold

NOUNS = {group: frozenset(nouns) for group, nouns in read_list("nouns").groups.items()}
ASPIRATED = words_of("aspirated")
ENDINGS = read_list("endings").groups
PLACES = {
    first: kind
    for kind, words in (("f", "haute basse grande plaine cote"), ("m", "haut bas grand val pays"))
    for first in words.split()
}

DEPARTMENTS = {
    flatten(name).replace("-", " "): of for of, names in read_list("departments").groups.items() for name in names
}


TOLD = re.compile(r"(?:[(,] ?|\b(?:du |de la |des |de l[’']|de |d[’']))(?P<name>[A-ZÀ-Ý][^,;()]*)\)?\Z")
NAMED = re.compile(r"\b[Dd]épartement (?:du |de la |des |de l[’']|de |d[’'])(?P<name>[A-ZÀ-Ý][^,;()]*)")
OTHER_PLACES = re.compile(r"(?:pays|vallees?|vals?|bords|rives|sources|gorges)\Z")
"""A name at the end of a body's; that of a department told as one; what is named after the same river."""


def gender(noun: str) -> str | None:
    """ "f" or "m" for a folded singular noun; None when nothing tells."""
    if noun in NOUNS["feminine"]:
        return "f"
    if noun in NOUNS["masculine"] | NOUNS["invariable"]:
        return "m"
    return "f" if noun.endswith(ENDINGS["feminine"]) else "m" if noun.endswith(ENDINGS["masculine"]) else None


def singular(noun: str) -> str:
    """A folded noun in the singular."""
    known = noun in NOUNS["invariable"] | NOUNS["masculine"] | NOUNS["feminine"]
    return noun[:-1] if not known and noun.endswith(("s", "x")) and len(noun) > 3 else noun


def elides(text: str) -> bool:
    """Whether an article is elided before a text: "l’Ain", "l’hébergement", but "le hall"."""
    first = WORD.match(fold(text))
    return first is not None and first[0][0] in "aeiouyh" and first[0] not in ASPIRATED


def the(text: str, kind: str) -> str:
    """The definite article, with its space, before a singular text of that gender."""
    return "l’" if elides(text) else "la " if kind == "f" else "le "


def at_the(text: str, kind: str) -> str:
    """ "à l’", "à la " or "au " before a singular text of that gender."""
    article = the(text, kind)
    return "au " if article == "le " else f"à {article}"


def of(text: str) -> str:
    """ "de ", or "d’" where it is elided."""
    return "d’" if elides(text) else "de "


def department_in(body: str) -> str:
    """The department that the name of a body ends with, or tells as one: "SPIP de l’Aisne", "SPIP (Aisne)"; "" when
    none is sure."""
    if named := NAMED.search(body):
        return named["name"].strip()
    told = TOLD.search(body)
    known = told and flatten(told["name"]).replace("-", " ") in DEPARTMENTS
    river = told and OTHER_PLACES.search(flatten(body[: told.start()]).strip())
    return told["name"] if told and known and not river else ""


def of_place(name: str) -> str:
    """The name of a department after its preposition: "du Val-d’Ombre", "de la Haute-Sève", "des Trois-Monts"."""
    if known := DEPARTMENTS.get(flatten(name).replace("-", " ")):
        return f"{known}{name}"
    if "-et-" in name:
        return f"{of(name)}{name}"
    first = re.split(r"[\s-]", flatten(name))[0]
    several = re.fullmatch(r"deux|trois|quatre|sept|\w{3,}(?:es|ts|ns|ds|aux)", first)
    if elides(name) and (first == flatten(name) or not several):
        return f"de l’{name}"
    if several:
        return f"des {name}"
    kind = PLACES.get(first)
    return f"{'du' if kind == 'm' else 'de la' if kind == 'f' else 'de'} {name}"


def department_of(department: str, bodies: Iterable[str]) -> str | None:
    """The department as the name of a body has it, with its preposition ("du Val-d’Ombre"); None when none does."""
    pattern = re.compile(rf"\b(de la |de l'|des |du |de |d')({re.escape(flatten(department))})(?![\w-])")
    found = next((match for body in bodies if (match := pattern.search(flatten(body)))), None)
    return f"{found[1].replace(chr(39), '’')}{department}" if found else None
