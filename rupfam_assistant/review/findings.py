"""What a review says: deviations, what is permitted, and why each matters."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rupfam_assistant.french.words import fold
from rupfam_assistant.review.changes import Change
from rupfam_assistant.review.reference import Clause

Kind = Literal[
    "missing_article",
    "missing_clause",
    "altered_clause",
    "blank_left",
    "objective_missing",
    "objective_weakened",
    "order",
    "duration",
    "signatory_missing",
]
Severity = Literal["blocking", "to_check"]

KINDS: dict[Kind, str] = {
    "missing_article": "Article absent",
    "missing_clause": "Passage absent",
    "altered_clause": "Passage modifié",
    "blank_left": "Blanc à remplir",
    "objective_missing": "Objectif absent",
    "objective_weakened": "Objectif affaibli",
    "order": "Ordre changé",
    "duration": "Durée ou délai changé",
    "signatory_missing": "Signataire manquant",
}
SEVERITIES: dict[Severity, str] = {"blocking": "Bloquant", "to_check": "À vérifier"}


@dataclass(frozen=True)
class Deviation:
    """Where a draft departs from the reference: `expected` is the reference's wording, `found` the draft's ("" where absent); [start, end) are
    its characters in the draft's text, the place where it should stand when it is absent."""

    article: str
    kind: Kind
    severity: Severity
    message: str
    expected: str
    found: str
    start: int
    end: int


@dataclass(frozen=True)
class Permitted:
    """A difference that the trame allows, told so that the officer knows it was seen."""

    article: str
    message: str


UNITS = frozenset("moi an jour semain trimestr semestr heur dat".split())
PERIOD = re.compile(r"20[2-4]\d")
LASTING = ("La présente convention entre en vigueur", "Elle est effective jusqu")
"""The clauses of article 8 that are about nothing but how long the convention lasts."""

REASONS: tuple[tuple[str, str], ...] = (
    (
        r"rgpd|donnees? personnelles?|protection des donnees",
        "la protection des données personnelles s’impose à tous les signataires",
    ),
    (r"secret|strict", "le secret et l’usage limité des informations protègent les familles"),
    (r"195\d|19\d\d|loi\b|statistique|ordonnance", "la référence légale doit rester exacte"),
    (
        r"lettre|recommandee?|avis de reception|courriel|ecrite?|notification",
        "la forme écrite fait preuve entre les parties",
    ),
    (
        r"tacite\w*|express\w+|renouvel\w+|reconduct\w+",
        "la trame ne permet qu’un renouvellement exprès, par une nouvelle convention",
    ),
    (r"avenant|signee?|datee?|dument", "une modification n’engage les parties que par un avenant daté et signé"),
    (r"\b(?:ne|n|pas|sans|non|aucun\w*)\b", "une négation de plus ou de moins retourne le sens de la clause"),
    (
        r"peu(?:t|vent)|doi(?:t|vent)|devra|pourr\w+|engag\w+|efforc\w+|faculta\w+|possib\w+|reserve|eventuel\w*|tout mettre",
        "un engagement plus fort ou plus faible n’oblige plus les signataires de la même façon",
    ),
    (
        r"au moins|\bmoins\b|annuel\w*|\bfois\b|regulier\w*|tous les",
        "la fréquence est un minimum commun à tous les départements",
    ),
    (r"amiable|litige|juridiction|differend", "le règlement des litiges protège chaque partie"),
    (r"responsab\w+|tiers", "la responsabilité de chaque partie en dépend"),
)
"""What a change touches, folded, and why that matters; the first that applies is told."""

BY_ARTICLE = {
    "Parties": "c’est par ces mots que la convention s’ouvre dans tous les départements",
    "Préambule": "le préambule reprend le cadre national, le même dans tous les départements",
    "Article 1": "l’objet de la convention est fixé par la trame nationale",
    "Article 2": "les quatre objectifs nationaux se reprennent tels quels, le contenu local s’y ajoute",
    "Article 3": "les engagements réciproques sont les mêmes pour tous les signataires",
    "Article 4": "l’échange d’informations est encadré par la trame",
    "Article 5": "les obligations des parties sont fixées par la trame",
    "Article 6": "cet article dit comment la convention se modifie",
    "Article 7": "l’usage des logos est réglé par la trame",
    "Article 8": "la durée et la fin de la convention sont réglées par la trame",
}


def kind_of(clause: Clause, changes: Sequence[Change]) -> Kind:
    """What a change of a clause is."""
    if clause.objective is not None:
        return "objective_weakened"
    return (
        "duration"
        if clause.text.startswith(LASTING) or any(_is_duration(clause, change) for change in changes)
        else "altered_clause"
    )


def _is_duration(clause: Clause, change: Change) -> bool:
    words = [*change.removed, *change.added]
    if any(PERIOD.fullmatch(word.folded) for word in words) and not re.search(r"\bloi\b|ordonnance", fold(clause.text)):
        return True
    near = {word.root for word in clause.words[max(0, change.at - 1) : change.at + len(change.removed) + 2]}
    told = {word.root for word in words}
    if "foi" in near | told or "fois" in {
        word.folded for word in clause.words[max(0, change.at - 2) : change.at + len(change.removed) + 2]
    }:
        return False
    return (bool(told & (UNITS - {"dat"})) and any(word.folded.isdigit() for word in words)) or (
        any(word.folded.isdigit() and len(word.folded) < 4 for word in words)
        and bool((near | told) & (UNITS - {"dat"}))
    )


def why(article: str, words: str) -> tuple[str, bool]:
    """Why a change of some words matters, and whether they are among those watched closest."""
    folded = fold(words)
    reason = next((reason for pattern, reason in REASONS if re.search(pattern, folded)), None)
    return reason or BY_ARTICLE.get(article, "la trame nationale est la même pour tous"), reason is not None


def told_change(taken: str, put: str) -> str:
    """A change in a few words."""
    if taken and put:
        return f"« {taken} » devient « {put} »"
    return f"« {taken} » est retiré" if taken else f"« {put} » est ajouté"
