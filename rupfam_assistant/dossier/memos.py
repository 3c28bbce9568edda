"""What an officer noted for herself or a colleague in the fields of a dossier: kept there, told, and not printed."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from rupfam_assistant.dossier.alert import MARKER, Alert, Remedy, as_one
from rupfam_assistant.dossier.bodies import FEMININE, full_name
from rupfam_assistant.dossier.doubts import KEPT, OR_ELSE, TITLE, doubts_in, is_dropped
from rupfam_assistant.dossier.paths import FieldPath, change_texts
from rupfam_assistant.dossier.schema import Action, Dossier, is_empty, plain_spaces
from rupfam_assistant.french import analyse
from rupfam_assistant.french.clauses import Span, bracket_spans, tidy, without
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.memos import Notes, find_memos, segments
from rupfam_assistant.french.signers import ACTING, is_title
from rupfam_assistant.french.typography import capitalize
from rupfam_assistant.french.words import flatten, fold

WRITTEN = ("territory_needs", "figures", "priorities", "planned_actions", "signatories", "organisation")
LIKEWISE = ("members", "frequency", "annexes")
SETTLED = ("value", "unit", "objective", "title", "body", "logo")
BRACKET = r"\([^()]*\)\Z"
PLACE = r"(?i)(?:\A|[,;(–])\s*(?:pages?|pp?\.|annexe|tableau|figure)\s*\d[\d\s,et–-]*(?=[,;.)]|\Z)"
ALL = "Ces notes, prises pour vous ou pour un collègue, ne sont pas écrites : {}."
OTHER = r"(?:ou|puis|et) \w"
JOINT = r"(?i)\A(?:mais|et|donc|alors|sinon),?\s+"
"""The fields that may hold a memo, those that are read as the organisation is, those within them that do not; a closing
bracket; where a source says it, "page 4"; what is said of several memos; another who may sign; what joined
the rest to one that opened it."""


def without_memos(dossier: Dossier, notes: Notes) -> tuple[Dossier, tuple[Alert, ...]]:
    """The dossier without the memos of its fields, but those that the officer keeps or a doubt that is asked back;
    nothing of an action that is but a memo; an action that is dropped stays as it is. One alert tells them all, each
    kept with a click."""
    kept = {one.original for one in dossier.decisions if (one.about, one.value) == ("note", KEPT)}
    alerts: list[Alert] = []

    def change(path: FieldPath, text: str) -> str:
        if path.name == "body" and (glossed := _gloss(text)) and plain_spaces(text[slice(*glossed)]) not in kept:
            alerts.append(_alert(path, text[slice(*glossed)]))
            return _of_a_kind(text[: glossed[0]].rstrip(), text[slice(*glossed)])
        if path.root not in (*WRITTEN, *LIKEWISE) or path.name in SETTLED:
            return text
        read_as, doubts = (path.name, doubts_in(path, text)) if path.root in WRITTEN else ("organisation", ())
        if path.root in LIKEWISE:
            doubts = tuple(span for span in bracket_spans(text) if _is_status(text, span))
        if path.name == "pilot":
            doubts = (*doubts, *(other.span() for other in re.finditer(OR_ELSE, text)))
        if path.name == "indicator" and cues("dossier", "counted").match(flatten(text)):
            doubts = (*doubts, *segments(text)[:1])
        if path.name == "source":
            doubts = (*doubts, *(place.span() for place in re.finditer(PLACE, text)))
        found = find_memos(text, read_as, notes, doubts)
        if path.name == "represented_by":
            found = (*found, *(span for span in bracket_spans(text) if span not in found and _is_aside(text, span)))
        if path.name == "deadline":
            found = _undated(text, found)
        memos = [(a, b) for a, b in found if plain_spaces(text[a:b]) not in kept and MARKER not in text[a:b]]
        bare = without(text, memos)
        untitled = path.name == "represented_by" and re.search(TITLE, text) and not re.search(TITLE, bare)
        if untitled and re.search(r"\w", bare):
            return text
        alerts.extend(_alert(path, text[slice(*span)]) for span in memos)
        left = tidy(without(text, memos, " "), text) if memos else text
        return capitalize(re.sub(JOINT, "", left)) if memos and not memos[0][0] else left

    changed = change_texts(dossier, change)
    actions = tuple(
        before if is_dropped(before) else Action(one.objective) if before.text and not one.text else one
        for before, one in zip(dossier.planned_actions, changed.planned_actions, strict=True)
    )
    return replace(changed, planned_actions=actions), as_one(alerts, ALL)


def _undated(text: str, memos: Sequence[Span]) -> tuple[Span, ...]:
    """The memos of a deadline, but its dates when they stand in these alone: "je propose" of "je propose mai 2027"."""
    dates = [(date.start, date.end) for date in analyse(text).dates]
    if any(all(end <= start or last <= first for first, last in memos) for start, end in dates):
        return tuple(memos)
    edges = sorted({edge for span in (*memos, *dates) for edge in span})
    held = ((a, b) for a, b in pairwise(edges) if any(first <= a < last for first, last in memos))
    bare = (span for span in held if not any(first <= span[0] < last for first, last in dates))
    said = ((a + len(text[a:b]) - len(text[a:b].lstrip()), a + len(text[a:b].rstrip())) for a, b in bare)
    return tuple((a, b) for a, b in said if re.search(r"\w", text[a:b]))


def _is_status(text: str, bracket: Span) -> bool:
    """Whether a bracket tells how a body sits: "(invitée)"."""
    return cues("bodies", "statuses").match(flatten(text), bracket[0] + 1) is not None


def _is_aside(text: str, bracket: Span) -> bool:
    """Whether a bracket beside who signs is neither a title nor another who may sign: "(arrive en janvier)"."""
    said = text[bracket[0] + 1 : bracket[1] - 1]
    signs = is_title(said) or ACTING.match(text[slice(*bracket)]) or re.match(OTHER, said)
    return said[:1].islower() and " " in said and not signs


def _gloss(body: str) -> Span | None:
    """Where the closing bracket of a body's name tells what it is or does, rather than what it is called."""
    bracket = re.search(BRACKET, body)
    told = cues("bodies", "gloss").match(flatten(body), bracket.start() + 1) if bracket else None
    return bracket.span() if bracket and told and not body[: bracket.start()].isupper() else None


def _of_a_kind(name: str, gloss: str) -> str:
    """A name without a kind after that of its gloss: "association L’Ancre" of "L’Ancre" and "(asso de Tercy)"."""
    kind = re.findall(r"\w+", full_name(gloss[1:]))[0]
    return f"{kind} {name}" if fold(kind) in FEMININE and re.match(r"L[ea] |L[’']", name) else name


def _alert(path: FieldPath, words: str) -> Alert:
    message = f"Le champ « {path.label} » porte une note, « {words} » : elle n’est pas écrite."
    keep = Remedy(f"Garder « {words} »", KEPT, (path,), "note", plain_spaces(words))
    return Alert("other", message, (words,), (path,), remedies=() if is_empty(words) else (keep,))
