"""Restraint: what the constraints of a dossier forbid to write (an amount under embargo, a name) is withheld, and told."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rupfam_assistant.convention.cleaning import place
from rupfam_assistant.convention.contradictions import short
from rupfam_assistant.convention.dossier import Dossier, Figure
from rupfam_assistant.convention.draft import MARKER, Alert
from rupfam_assistant.convention.fields import change_texts
from rupfam_assistant.convention.nearness import nearness, subject
from rupfam_assistant.convention.wording import enumerate_all
from rupfam_assistant.texts.french import fold

SPACE = "[ \u00a0\u202f]"
DIGITS = rf"\d{{1,3}}(?:{SPACE}?\d{{3}})+(?:,\d+)?|\d+(?:[.,]\d+)?"
AMOUNT = re.compile(rf"(?P<number>{DIGITS}){SPACE}?(?P<scale>k|m|mille|millions?(?: d['’])?)?{SPACE}?(?P<euro>€|euros?\b|eur\b)", re.IGNORECASE)
QUANTITY = re.compile(rf"(?P<number>{DIGITS}){SPACE}?(?P<unit>%|[^\W\d_]{{2,}})")
MONEY = re.compile(
    r"\b(?:montants?|enveloppes?|sommes?|budgets?|financements?|subventions?|credits?|dotations?|participations? financieres?)\b|€|\beuros?\b"
)
FORBIDDEN = re.compile(
    r"\b(?:ne|n')[ ]?(?:[\w']+ ){0,4}?(?:pas|rien|jamais|aucune?|ni)\b|\baucune?s?\b|\bpas (?:de|d'|encore)|\bsans\b|\binterdit|\bembargo"
    r"|\bconfidentiel|\bsecret|\bnon (?:vote|publi|diffus|communiqu|defini|valid|arbitr)|\bdiscretion|\btaire\b"
    r"|\binterne\b|\bexclure|\beviter|\bretirer|\bmasquer|\bocculter|\btant que\b"
)
TO_WRITE = re.compile(
    r"\b(?:annonc|cite[rsz]?\b|citee?s?\b|citer|ecri|mention|nomm|nom\b|publi|indiqu|donner|donne\b|communiqu|divulg|revel|affich|figurer|apparai"
    r"|parler|evoqu|reprendre|repris|inscri|diffus|rendre|rendu|chiffr|embargo|confidentiel|secret|discretion|taire|interne|identifi|faire etat)"
)
NAME = re.compile(r"(?<![\w’'-])[A-ZÀ-Ý][\w’'-]*[\wà-ÿ](?: (?:(?:de|du|des|la|le|les|d’|l’|en|sur|sous|aux?) ?)*[A-ZÀ-Ý][\w’'-]+)*")
TO_NAME = re.compile(
    r"\b(?:citer|nommer|mentionner|évoquer|désigner|parler|identifier|figurer|apparaître|noms? (?=d)|faire état|état de)(?P<after>[^.;:!?]*)",
    re.IGNORECASE,
)
TO_BE_NAMED = re.compile(r"(?P<before>[^.;:]*)\b(?:ne|n’|n'|pas)\b[^.;:]*\b(?:cité|nommé|mentionné|évoqué|désigné|identifi)", re.IGNORECASE)
HEAD = re.compile(
    r"(?:l['’]|le |la |les )?(?:associations?|assos?|fondation|communes?|villes?|sociétés?|collège|lycée|entreprise|maison|centre|foyer|site)"
    r" (?:de la |de l['’]|des |du |de |d['’])?",
    re.IGNORECASE,
)
"""What kind of thing a name is, said before it; withheld with it."""

UNTIL = re.compile(r"\b(?:avant|jusqu|tant qu|sans l|sauf|car|puisqu|retenu)", re.IGNORECASE)
"""Where a sentence forbids to write a name: after a verb, before a passive, up to what says until when or why."""

QUOTED = re.compile(r"«\s*([^»]{3,60}?)\s*»")
SAME_SUBJECT = 0.5
SHARED = 2
SILENT = ("constraints", "signatories", "caf_name", "department", "members", "annexes", "note")
"""Fields that do not enter article 2, or that name the parties."""


@dataclass(frozen=True)
class Restraint:
    """What must not be written: every amount, some amounts (in euros), some quantities (number, folded unit), names, what sentences speak of."""

    every_amount: bool = False
    amounts: frozenset[float] = frozenset()
    quantities: frozenset[tuple[str, str]] = frozenset()
    names: frozenset[str] = frozenset()
    subjects: tuple[str, ...] = ()


def withhold(dossier: Dossier) -> tuple[Dossier, tuple[Alert, ...]]:
    """The dossier with a marker in the place of what its constraints forbid to write, and the alerts that say where.

    A need or a priority that a constraint forbids to speak of is left empty; an action stays, and an alert asks to look at it.
    """
    restraint = read_restraint(dossier.constraints or "")
    alerts: list[Alert] = []

    def change(path: str, text: str) -> str:
        if path.split(".")[0] in SILENT:
            return text
        if path.startswith(("territory_needs", "priorities")) and (about := _forbidden_subject(text, restraint)):
            alerts.append(
                Alert(
                    "other",
                    f"Le champ « {place(path)} » touche à ce que la contrainte « {about} » interdit d’écrire : tenu hors du projet.",
                    (),
                    path,
                )
            )
            return ""
        left = _without(text, restraint)
        if left != text:
            alerts.append(_alert(path, _withheld(text, restraint)))
        return left

    figures = tuple(_without_value(figure, restraint) for figure in dossier.figures)
    changed = change_texts(replace(dossier, figures=figures), change)
    hidden = (number for number, (before, after) in enumerate(zip(dossier.figures, figures, strict=True)) if before != after)
    told = (_figure_alert(number, dossier.figures[number]) for number in hidden)
    return changed, (*told, *alerts, *_touched(dossier, restraint))


def read_restraint(constraints: str) -> Restraint:
    """What the constraints forbid to write, sentence by sentence; a constraint on anything else forbids nothing here."""
    every, amounts, quantities, names = False, set[float](), set[tuple[str, str]](), set[str]()
    subjects: list[str] = []
    for sentence in re.split(r"(?<=[.;!?])\s+|\n", constraints):
        folded = fold(sentence)
        if not FORBIDDEN.search(folded):
            continue
        given = {_euros(match) for match in AMOUNT.finditer(sentence)}
        if MONEY.search(folded):
            amounts |= given
            every = every or not given
        if TO_WRITE.search(folded) and given:
            names |= set(_names_in(sentence))
        elif TO_WRITE.search(folded):
            quantities |= {(match["number"], fold(match["unit"])) for match in QUANTITY.finditer(sentence) if not _is_date(match)}
            names |= set(_names_in(sentence)) | set(QUOTED.findall(sentence))
            subjects.append(sentence.strip(" .;"))
    return Restraint(every, frozenset(amounts), frozenset(quantities), frozenset(names), tuple(subjects))


def _names_in(sentence: str) -> Iterator[str]:
    """The names that a sentence forbids to write."""
    parts = [match["after"] for match in TO_NAME.finditer(sentence)] + [match["before"] for match in TO_BE_NAMED.finditer(sentence)]
    for part in parts:
        until = UNTIL.search(part)
        found = (name.group() for name in NAME.finditer(part[: until.start()] if until else part) if not name.group().isupper())
        yield from filter(None, (HEAD.sub("", name) for name in found))


def _forbidden_subject(text: str, restraint: Restraint) -> str | None:
    """The constraint that forbids to speak of what a text speaks of."""
    return next((about for about in restraint.subjects if nearness(subject(text), subject(about)) >= SAME_SUBJECT), None)


def _touched(dossier: Dossier, restraint: Restraint) -> Iterator[Alert]:
    """The actions that a constraint on what may be written seems to be about."""
    for number, action in enumerate(dossier.planned_actions):
        for about in restraint.subjects:
            if len(subject(action.text or "") & subject(about)) >= SHARED:
                message = (
                    f"L’action « {short(action.text or '')} » touche peut-être à la contrainte « {about} » : à vérifier avant de diffuser le projet."
                )
                yield Alert("other", message, (), f"planned_actions.{number}.text")


def _is_date(match: re.Match[str]) -> bool:
    return re.match(r"(?:janv|fev|mars|avr|mai|juin|juil|aout|sept|oct|nov|dec)", fold(match["unit"])) is not None


def _euros(match: re.Match[str]) -> float:
    number = float(re.sub(r"\s", "", match["number"]).replace(",", "."))
    scale = fold(match["scale"] or "")[:2]
    return number * (1e6 if scale in ("m", "mi") and not (match["scale"] or "").lower().startswith("mille") else 1e3 if scale else 1)


def _without(text: str, restraint: Restraint) -> str:
    """A text with a marker for each withheld word; a parenthesis that held one goes whole."""
    spans = sorted(_spans(text, restraint), reverse=True)
    for start, end in spans:
        text = text[:start] + MARKER + text[end:]
    text = re.sub(rf"\s*\([^()]*{re.escape(MARKER)}[^()]*\)", "", text)
    return re.sub(rf"(?:{re.escape(MARKER)}\s*)+(?=\[)", "", text)


def _spans(text: str, restraint: Restraint) -> Iterator[tuple[int, int]]:
    taken: list[tuple[int, int]] = []
    for match in AMOUNT.finditer(text):
        if restraint.every_amount or _euros(match) in restraint.amounts:
            taken.append(match.span())
            yield match.span()
    for match in QUANTITY.finditer(text):
        free = all(match.end() <= start or end <= match.start() for start, end in taken)
        if free and (match["number"], fold(match["unit"])) in restraint.quantities:
            taken.append(match.span())
            yield match.span()
    for name in restraint.names:
        for match in re.finditer(rf"(?<!\w)(?:{HEAD.pattern})?{re.escape(name)}(?!\w)", text, re.IGNORECASE):
            if all(match.end() <= start or end <= match.start() for start, end in taken):
                taken.append(match.span())
                yield match.span()


def _without_value(figure: Figure, restraint: Restraint) -> Figure:
    """A figure whose value, with its unit, must not be written, without it."""
    given = f"{figure.value or ''} {figure.unit or ''}"
    silent = next(_spans(given, restraint), None) is not None or _forbidden_subject(figure.label or "", restraint) is not None
    return replace(figure, value=MARKER, unit=None) if silent else figure


def _figure_alert(number: int, figure: Figure) -> Alert:
    value = f"{figure.value or ''} {figure.unit or ''}".strip()
    return _alert(f"figures.{number}.value", (value,), f" (« {short(figure.label or '')} »)")


def _alert(path: str, values: tuple[str, ...], about: str = "") -> Alert:
    what = "un montant sous embargo ou non voté" if all(AMOUNT.search(value) for value in values) else "ce que les contraintes interdisent d’écrire"
    message = f"Le champ « {place(path)} »{about} donne {what} : {enumerate_all(values)}. C’est tenu hors du projet, un blanc en tient la place."
    return Alert("other", message, values, path)


def _withheld(text: str, restraint: Restraint) -> tuple[str, ...]:
    return tuple(text[start:end] for start, end in sorted(_spans(text, restraint)))
