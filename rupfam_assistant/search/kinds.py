"""What a question asks for, and what a sentence has to offer: a "qui" wants an actor, a "combien de temps" a duration."""

import re
from collections.abc import Iterable
from functools import lru_cache

from rupfam_assistant.french.words import fold
from rupfam_assistant.texts.passages import Role

NUMBER = r"(?:\d+|un[e]?|deux|trois|quatre|cinq|six|dix)"
ASKED: dict[str, re.Pattern[str]] = {
    kind: re.compile(pattern)
    for kind, pattern in {
        "who": (
            r"\bqui\b(?! (?:est|sont) (?:un|une|des)\b)|\blesquels\b"
            r"|\bquels? (?:acteurs?|partenaires?|organismes?|institutions?|parties|signataires)|\ba qui\b"
        ),
        "when": (
            r"\bquand\b|\bquelles? (?:date|annee)s?\b|\ba partir de\b|\bdepuis\b|\bjusqu\b|\bquel (?:moment|jour|mois)\b|\bdate\b"
            r"|\bdemarre|\bcommence|\bfinit|\bechue?"
        ),
        "how long": r"\bcombien de (?:temps|mois|jours|annees|semaines)\b|\bduree?s?\b|\bdelais?\b|\bpreavis\b|\bpendant\b|\blongtemps\b|\bdure\b",
        "how often": r"\btous les combien\b|\bcombien de fois\b|\bfrequence\b|\brythme\b|\bsouvent\b|\bperiodicite\b|\bchaque\b",
        "how many": r"\bcombien\b|\bnombre\b",
        "where": r"\bou\b(?= (?:est|sont|se|trouve|puis|c'est|on|il|elle|je))|\bquel (?:article|endroit|lieu|objectif)\b|\bdans quel",
        "why": r"\bpourquoi\b|\ba quoi (?:ca|sert|servi|bon)|\bsert a quoi\b|\bbut\b|\bobjet\b|\bfinalite\b|\bvocation\b",
        "how": r"\bcomment\b|\bde quelle (?:facon|maniere)\b|\bdemarche\b|\bprocedure\b|\bmarche a suivre\b|\bmodalites?\b|\bs'y prend",
        "meaning": (
            r"\b(?:c'est|ce|cest) quoi\b|\bveu(?:t|lent) dire\b|\bsignifie|\bdefini\w*|\bdesigne|\bqu'est[- ]ce\b|\bsigle\b|= ?\?"
            r"|\bca correspond\b|\bsignification\b"
        ),
        "list": (
            r"\bliste\b|\benumer|\blesquel|\bquels (?:sont|axes|objectifs|themes|champs)|\bquelles (?:sont|actions)|\bles \d\b"
            r"|\btous\b|\btoutes\b|\bdetail|\bsous[- ]points?\b"
        ),
        "whether": (
            r"^(?:est[- ]ce|on (?:peut|doit|a)|peut[- ]on|doit[- ]on|faut[- ]il)\b"
            r"|\b(?:a le droit|obligatoire|oblige|autorise|possible|faut[- ]il|peut[- ]on|ou pas)\b"
        ),
        "money": (
            r"\beuros?\b|€|\bmontants?\b|\btarifs?\b|\bprix\b|\bcout\w*|\bbaremes?\b|\btaux\b|%|\bpourcentage\b|\bsommes?\b"
            r"|\bpaye\w*|\bbudget\w*|\bcher\b|\bargent\b"
        ),
        "name": r"\bs'appelle|\bnoms? d|\bquel (?:ministre|nom|prefet)|\bqui est l[ea]\b|\bnommement\b",
        "contact": (
            r"\btelephone|\bmail\b|\bcourriel\b|\badresse\b|\bnumero\b|\bcontacter\b|\bjoindre\b|\bcoordonnees\b"
            r"|\brendez[- ]vous\b|\bhoraires?\b"
        ),
        "exactly": r"\bexact\w*|\bprecis\w*|\bau juste\b|\bmaxi\w*|\bminimum\b|\bseuil\b",
    }.items()
}
OFFERED: dict[str, re.Pattern[str]] = {
    trait: re.compile(pattern)
    for trait, pattern in {
        "actor": (
            r"\b(?:signataires|parties|partenaires|caf|caisses?|prefet|comites?|cours? d'appel|ministere|msa|communes|instance|acteurs"
            r"|directrice|cnaf)\b"
        ),
        "date": r"\b(?:19|20)\d\d\b|\bjanvier\b|\bjuin\b|\bmai\b|\bdate\b|\bterme\b|\becheance\b|\bissue\b",
        "duration": rf"\b{NUMBER} (?:mois|ans|annees?|jours)\b|\bperiode\b|\bpar an\b|\bannuel",
        "frequency": r"\bpar an\b|\bannuel|\bfois\b|\breguliers?\b",
        "number": rf"\b{NUMBER}\b",
        "purpose": r"\bafin d|\bpour\b|\bvise\b|\bpermis d|\bpermettre\b|\bvocation\b|\blevier\b",
        "meaning": r"\bqui (?:est|sont) (?:un|une|des|le)\b|\([A-Za-z, ]*\)|\bci-apres den|\bcomposee?\b",
        "rule": r"\bpeu(?:t|vent)\b|\bs'engagent\b|\bne p|\baucune\b|\bautorisees\b|\bdoit\b|\ben cas d",
    }.items()
}
WANTS: tuple[tuple[str, str], ...] = (
    ("who", "actor"),
    ("when", "date"),
    ("how long", "duration"),
    ("how often", "frequency"),
    ("how many", "number"),
    ("why", "purpose"),
    ("meaning", "meaning"),
    ("whether", "rule"),
)
"""What each kind of question looks for in a sentence."""

MATCHES = (
    *(f"{kind}: {trait}" for kind, trait in WANTS),
    *(f"{kind}: no {trait}" for kind, trait in WANTS),
    "list: list",
    "list: no list",
)


def asked_kinds(question: str) -> frozenset[str]:
    """The kinds of thing that a question asks for."""
    folded = fold(question)
    return frozenset(kind for kind, pattern in ASKED.items() if pattern.search(folded))


@lru_cache(maxsize=4096)
def offered_traits(sentence: str) -> frozenset[str]:
    """What a sentence has to offer."""
    folded = fold(sentence)
    return frozenset(trait for trait, pattern in OFFERED.items() if pattern.search(folded))


def match_features(kinds: Iterable[str], sentence: str, role: Role) -> list[str]:
    """The names, among MATCHES, of what a sentence gives or fails to give to a question."""
    asked, traits = set(kinds), offered_traits(sentence)
    found = [f"{kind}: {trait if trait in traits else f'no {trait}'}" for kind, trait in WANTS if kind in asked]
    if "list" in asked:
        found.append("list: list" if role in ("item", "introduction", "heading") else "list: no list")
    return found
