"""What a review says: deviations, what is permitted, and why each matters."""

from dataclasses import dataclass
from typing import Any, Literal

from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.words import flatten

Kind = Literal[
    "missing_article", "missing_clause", "altered_clause", "blank_left", "objective_missing", "objective_weakened",
    "order", "duration", "signatory_missing",
]  # fmt: skip
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
    """Where a draft departs from the reference: `expected` is the reference's wording, `found` the draft's ("" where
    absent); [start, end) are its characters in the draft's text, the place where it should stand when it is absent."""

    article: str
    kind: Kind
    severity: Severity
    message: str
    expected: str
    found: str
    start: int
    end: int

    @property
    def record(self) -> dict[str, Any]:
        """A deviation as the command line gives it."""
        return {name: value for name, value in vars(self).items() if name not in ("start", "end")}


@dataclass(frozen=True)
class Permitted:
    """A difference that the trame allows, told so that it is known as seen; no article when it is about the file."""

    article: str
    message: str


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


def reason_of(article: str) -> str:
    """Why an article stays as it is."""
    return BY_ARTICLE.get(article, "la trame nationale est la même pour tous")


def watched_reason(words: str) -> str:
    """Why a change of some words matters, when they are among those watched closest; "" when they are not."""
    said = flatten(words)
    return next((reason for reason in read_list("reasons").groups if cues("reasons", reason).search(said)), "")


def told_change(taken: str, put: str) -> str:
    """A change in a few words."""
    if taken and put:
        return f"« {taken} » devient « {put} »"
    return f"« {taken} » est retiré" if taken else f"« {put} » est ajouté"
