"""What a review says: deviations, what is permitted, and why each matters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.typography import capitalize
from rupfam_assistant.french.words import flatten

Kind = Literal[
    "missing_article", "missing_clause", "altered_clause", "blank_left", "objective_missing", "objective_weakened",
    "order", "duration", "signatory_missing",
]  # fmt: skip
Severity = Literal["blocking", "to_check"]

CALLED = (
    "Article absent", "Passage absent", "Passage modifié", "Blanc à remplir", "Objectif absent", "Objectif affaibli",
    "Ordre changé", "Durée ou délai changé", "Signataire manquant",
)  # fmt: skip
TO_DO = (
    "Article à rétablir.", "Passage à rétablir.", "Texte de la trame à rétablir.", "", "Objectif à rétablir.",
    "Texte de la trame à rétablir.", "Ordre de la trame à reprendre.", "Texte de la trame à rétablir.",
    "Sans toutes les signatures, pas d’entrée en vigueur (art. 8).",
)  # fmt: skip
INNER = "Erreur propre au projet"
ADDED_TO_DO = "À ôter, ou à accorder avec la trame."
KINDS: dict[Kind, str] = dict(zip(get_args(Kind), CALLED, strict=True))
TOLD_TO_DO: dict[Kind, str] = dict(zip(get_args(Kind), TO_DO, strict=True))
SEVERITIES: dict[Severity, str] = {"blocking": "Bloquant", "to_check": "À vérifier"}
BY_ARTICLE = read_list("articles").examples
TO_READ = "Ajout local, à relire"
WITHDRAWN = "un engagement de la trame y serait retiré, limité, ou soumis à une condition ou à l’accord d’un seul"
REDUCED = "ce que la convention couvre s’en trouve réduit"
MONTHS_IN_DAYS = "un délai en jours et un délai en mois ne s’achèvent pas le même jour"
NEGATION, RELEASED = "une négation", "des parties n’y seraient plus tenues"
MOST_ASKED, LONGEST_ASKED = 2, 160
LONGEST_PERMITTED, LONGEST_ADDED, UNTOLD = (
    220,
    450,
    ("start", "end", "other", "to_fill", "heading", "asked", "first", "inner"),
)
"""How each kind and severity of deviation is called, what one does about it, or what comes of it; why each part of the
trame stays as it is; what is added where a department may, and is to be read again; how the reason of a negation opens,
and that of a party released from what the others do; characters, about two lines, of what is permitted that are told,
those of what is added; what of a deviation the command line does not give."""


@dataclass(frozen=True)
class ToFill:
    """What a blank awaits, who fills it, in what of its article ("objectif 2"); how blanks alike are told `together`,
    "" when none is, and which `one` this is."""

    what: str
    owner: str
    within: str = ""
    together: str = ""
    one: str = ""


@dataclass(frozen=True)
class Deviation:
    """Where a draft departs from the reference: `expected` is the reference's wording, `found` the draft's ("" where
    absent); [start, end) are its characters in the draft's text, the place where it should stand when it is absent;
    `other` is the article exchanged with its own, `to_fill` what a blank awaits, `heading` that of the article that the
    draft adds, when it stands in one, `asked` what exactly is to be done about it, `first` whether it is told before
    all, `inner` what in the draft itself it contradicts."""

    article: str
    kind: Kind
    severity: Severity
    message: str
    expected: str
    found: str
    start: int
    end: int
    other: str = ""
    to_fill: ToFill | None = None
    heading: str = ""
    asked: str = ""
    first: bool = False
    inner: str = ""

    @property
    def called(self) -> str:
        """What it is, in a few words."""
        if self.inner:
            return INNER
        if self.kind == "altered_clause" and not self.expected:
            return "Article ajouté" if self.heading else "Passage ajouté"
        return KINDS[self.kind]

    @property
    def to_do(self) -> str:
        """What one does about it, else, of a serious one, what comes of it; "" of one that is only to be verified."""
        if self.asked:
            return self.asked
        if self.severity != "blocking" or (self.kind == "signatory_missing" and not (self.expected and self.found)):
            return ""
        return ADDED_TO_DO if self.kind == "altered_clause" and not self.expected else TOLD_TO_DO[self.kind]

    @property
    def record(self) -> dict[str, Any]:
        """A deviation as the command line gives it."""
        return {name: value for name, value in vars(self).items() if name not in UNTOLD}


@dataclass(frozen=True)
class Permitted:
    """What is no deviation: a difference that the trame allows, told so that it is known as seen, no article when it is
    about the file; or what is to be known, as the absence of a party that the trame names, that is `to_verify`."""

    article: str
    message: str
    to_verify: bool = False


def touched(deviations: Iterable[Deviation], start: int, end: int) -> bool:
    """Whether some of the characters [start, end) of a draft are those of a deviation."""
    return any(told.start < end and start < told.end for told in deviations)


def both(article: str, other: str) -> str:
    """Two articles of the trame, named together."""
    return f"articles {article.removeprefix('Article ')} et {other.removeprefix('Article ')}"


def reason_of(article: str) -> str:
    """Why an article stays as it is."""
    return BY_ARTICLE.get(article, "la trame nationale est la même pour tous")


def watched_reason(words: str, added: bool = False) -> str:
    """Why a change of some words matters, when they are among those watched closest; "" when they are not. A negation
    turns nothing round in a sentence that is `added` whole."""
    said = flatten(words)
    watched = (reason for reason in read_list("reasons").groups if not (added and reason.startswith(NEGATION)))
    return next((reason for reason in watched if cues("reasons", reason).search(said)), "")


def asked_of(changes: Sequence[tuple[str, str]], severity: Severity) -> str:
    """What is to be done about what is taken out of a clause and put in it, word for word where that is short."""
    told = [_put_back(taken, put) for taken, put in changes]
    said = ", ".join(told) if len(told) <= MOST_ASKED else ""
    said = said if 0 < len(said) <= LONGEST_ASKED else "remettre la phrase de la trame"
    return f"{capitalize(said)}." if severity == "blocking" else f"Si ce n’est pas voulu, {said}."


def _put_back(taken: str, put: str) -> str:
    if taken and put:
        return f"remettre « {taken} » à la place de « {put} »"
    return f"remettre « {taken} »" if taken else f"ôter « {put} »"


def told_change(taken: str, put: str) -> str:
    """A change in a few words."""
    if taken and put:
        return f"« {taken} » devient « {put} »"
    return f"« {taken} » est retiré" if taken else f"« {put} » est ajouté"
