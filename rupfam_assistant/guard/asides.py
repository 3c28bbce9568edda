"""Asides: what a text of the dossier says of itself that forbids to write it, "(pas encore public)", "non voté"."""

import re

from rupfam_assistant.dossier.alert import MARKER, Alert
from rupfam_assistant.dossier.paths import FieldPath, change_texts, texts_of
from rupfam_assistant.dossier.schema import Dossier
from rupfam_assistant.french import analyse
from rupfam_assistant.french.clauses import Span, without
from rupfam_assistant.french.dates import find_dates
from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.words import flatten
from rupfam_assistant.guard.bans import Ban
from rupfam_assistant.guard.constraints import BRACKETS, parse_constraints
from rupfam_assistant.guard.excision import excise, without_amount
from rupfam_assistant.guard.topics import CUES, amounts, content

STATEMENTS = ("territory_needs", "priorities", "text")
"""The fields whose sentences are withheld whole."""

UNVOTED = re.compile(r"(?<=\d €, )non vote\b")
NEAR, OWN = 30, 3
HAPPENS = {verb: noun for noun, verbs in read_list("happenings").groups.items() for verb in verbs}
ON_A_VOTE = re.compile(r"\W*(?:[\w']+ ){0,4}(?:vot|arbitr|deliber|montant|somme|subvention|enveloppe)")
OFFERED = re.compile(r"[ ,]*(?:(?:et|ou) )?(?:gratuit|anonym|professionnel|medical|partage)\w*")
"""What says that a sum just told is not voted; how far before an aside the sum that it is on stands, and the stems of a
bracket that is on what it says itself; the noun of what happens, by its verb; an aside on a vote; what follows
"confidentiel" when it is said of what is offered."""


def aside_bans(dossier: Dossier) -> tuple[Ban, ...]:
    """What a need or a priority says of itself that it must not be told, "… ferme en 2027 (pas encore public)": a ban
    on it wherever it is told."""
    asides = []
    for path, text in texts_of(dossier):
        if (
            path.name in ("territory_needs", "priorities")
            and (aside := find_aside(text))
            and not is_on_sum(text, aside[1])
        ):
            start, end = _part_of(text, aside[1])
            said = re.split(" ?[:;]", text[start:end].replace(text[aside[1] : aside[2]], "").strip(" –-,."))[0]
            undated = without(said, [(date.start, date.end) for date in find_dates(said)])
            asides.append(f"{_as_event(undated)} : confidentiel")
    return parse_constraints("\n".join(asides))


def _as_event(said: str) -> str:
    """What happens as a noun tells it: "fermeture de L’EDR de Sornac" of "L’EDR de Sornac ferme"."""
    verb = next((word for word in re.finditer(r"[\w-]+", said) if flatten(word[0]) in HAPPENS), None)
    return f"{HAPPENS[flatten(verb[0])]} de {said[: verb.start()].strip()}" if verb and verb.start() else said


def is_on_sum(text: str, at: int) -> bool:
    """Whether what a text says of itself at a place is on a sum that it has just given, or on a vote."""
    return bool(amounts(text[max(0, at - NEAR) : at]) or (amounts(text) and ON_A_VOTE.match(flatten(text), at)))


def without_asides(dossier: Dossier, alerts: list[Alert]) -> Dossier:
    """The dossier without the statements that say of themselves that they must not be written, sums left aside."""

    def change(path: FieldPath, text: str) -> str:
        aside = find_aside(text) if path.name in STATEMENTS and text != MARKER else None
        return without_aside(path, text, alerts) if aside and not is_on_sum(text, aside[1]) else text

    return change_texts(dossier, change)


def _part_of(text: str, at: int) -> Span:
    return next((part for part in analyse(text).parts if part[0] <= at < part[1]), (0, len(text)))


def find_aside(text: str) -> tuple[str, int, int] | None:
    """What a text says of itself that forbids to write it, with where it stands: in its brackets when it has some."""
    flat = flatten(text)
    cue = CUES("aside").search(flat) or UNVOTED.search(flat)
    if cue is None or OFFERED.match(flat, cue.end()):
        return None
    held = next((held for held in BRACKETS.finditer(text) if held.start() <= cue.start() < held.end()), None)
    start, end = held.span() if held else cue.span()
    return text[start:end].strip("()"), start, end


def without_aside(path: FieldPath, text: str, alerts: list[Alert]) -> str:
    aside = find_aside(text)
    if aside is None or text == MARKER:
        return text
    said, start, end = aside
    alerts.append(aside_alert(path, said))
    tells_more = text[start] == "(" and len(content(CUES("aside").sub(" ", flatten(said)))) >= OWN
    if path.name in STATEMENTS and not is_on_sum(text, start) and not tells_more:
        first, last = _part_of(text, start)
        return f"{text[:first].rstrip()} {text[last:].lstrip()}".strip() or (MARKER if path.name == "text" else "")
    if path.name == "source":
        return MARKER
    if path.name in STATEMENTS and not tells_more:
        return _without_sums(excise(text, [(start, end)]))
    if text[start] == "(":
        return re.sub(r" {2,}", " ", f"{text[:start].rstrip()} {text[end:].lstrip()}").strip()
    return MARKER if path.name in ("partners", "pilot") else excise(text, [(start, end)])


def _without_sums(text: str) -> str:
    """A text without the sums that it gives, nor the words that go with them alone."""
    for one in reversed(amounts(text)):
        bare = without_amount(text, one.start, one.end)
        text = bare if bare != text else excise(text, [(one.start, one.end)])
    return text


def aside_alert(path: FieldPath, aside: str, about: str = "") -> Alert:
    message = f"Le champ « {path.label} »{about} porte la mention « {aside} » : ce qu’il donne est tenu hors du projet."
    return Alert("other", message, fields=(path,))
