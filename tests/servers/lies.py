"""Lies: true sentences of the texts with one thing altered, by kind."""

import re
from collections.abc import Callable, Iterator

WORDS = ("deux", "trois", "quatre", "cinq", "six")
MONTHS = ("janvier", "mai", "octobre", "novembre")
ALL_MONTHS = ("janv", "fév", "mars", "avr", "mai", "jui", "aoû", "sept", "oct", "nov", "déc")
ACTORS = {
    "Cnaf": "Ccmsa",
    "CAF": "CMSA",
    "Caf": "Cpam",
    "ARIPA": "Urssaf",
    "préfet": "maire",
    "préfecture": "mairie",
    "tribunal judiciaire": "tribunal administratif",
    "cour d’appel": "cour des comptes",
    "Conseil départemental": "Conseil régional",
    "conseil départemental": "conseil régional",
    "Comité des financeurs": "Comité de lecture",
}
NEGATIONS = (
    (r"\bpeut\b", "ne peut pas"),
    (r"\bpeuvent\b", "ne peuvent pas"),
    (r"\bdoit\b", "ne doit pas"),
    (r"\bdoivent\b", "ne doivent pas"),
    (r"\best\b(?! pas)", "n’est pas"),
    (r"\bsont\b(?! pas)", "ne sont pas"),
    (r"\bentre en\b", "n’entre pas en"),
    (r"\bs’engagent à\b", "ne s’engagent pas à"),
)
CONDITIONS = (
    r",? dans la limite d[^,.;]+",
    r",? dans le respect d[^,.;]+",
    r",? sous réserve d[^,.;]+",
    r",? en cas de? [^,.;]+",
    r" au moins",
    r" au plus tard",
    r",? par lettre recommandée avec avis de réception",
    r",? si possible",
    r",? lorsqu[^,.;]+",
)


def lies(sentence: str) -> Iterator[tuple[str, str]]:
    """The (kind, sentence) that one alteration makes of a true sentence."""
    for kind, alter in ALTERATIONS.items():
        altered = alter(sentence)
        if altered != sentence:
            yield kind, altered


def _number(sentence: str) -> str:
    if match := re.search(rf"\b({'|'.join(WORDS)})\b", sentence):
        other = WORDS[(WORDS.index(match.group()) + 1) % len(WORDS)]
        return sentence[: match.start()] + other + sentence[match.end() :]
    return re.sub(
        rf"(?<![\w-])\d{{1,2}}\b(?= (?!{'|'.join(ALL_MONTHS)}))",
        lambda found: str(int(found[0]) + 3),
        sentence,
        count=1,
    )


def _date(sentence: str) -> str:
    if match := re.search(rf"\b({'|'.join(MONTHS)}) (?:19|20)\d\d", sentence):
        return sentence.replace(match[1], MONTHS[(MONTHS.index(match[1]) + 1) % len(MONTHS)], 1)
    return re.sub(r"\b20\d\d\b", lambda found: str(int(found[0]) + 1), sentence, count=1)


def _reference(sentence: str) -> str:
    altered = re.sub(
        r"\b([Aa]rticle|[Aa]xe|[Oo]bjectif) (\d)\b",
        lambda found: f"{found[1]} {int(found[2]) % 8 + 1}",
        sentence,
        count=1,
    )
    if altered != sentence:
        return altered
    return re.sub(
        r"\b(loi|décret|ordonnance) (?=n°|du \d)",
        lambda found: "décret " if found[1] == "loi" else "loi ",
        sentence,
        count=1,
    )


def _name(sentence: str) -> str:
    return re.sub(r"\b(?:Gaëlle )?C(?:HOQUER|hoquer)-M(?:ARCHAND|archand)\b", "Sophie DURAND-LAVAL", sentence)


def _actor(sentence: str) -> str:
    known = [actor for actor in ACTORS if re.search(rf"\b{actor}\b", sentence)]
    return re.sub(rf"\b{known[0]}\b", ACTORS[known[0]], sentence, count=1) if known else sentence


def _negation(sentence: str) -> str:
    for pattern, negated in NEGATIONS:
        if re.search(pattern, sentence):
            return re.sub(pattern, negated, sentence, count=1)
    return sentence


def _condition(sentence: str) -> str:
    for pattern in CONDITIONS:
        if re.search(pattern, sentence):
            return re.sub(pattern, "", sentence, count=1)
    return sentence


ALTERATIONS: dict[str, Callable[[str], str]] = {
    "number": _number,
    "date": _date,
    "reference": _reference,
    "name": _name,
    "actor": _actor,
    "negation": _negation,
    "condition": _condition,
}
