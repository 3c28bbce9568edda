"""Inside a clause: what the draft takes out, puts in or replaces, once what is permitted is set aside."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rupfam_assistant.convention.assembly import is_yearly
from rupfam_assistant.french.numbers import NUMBER
from rupfam_assistant.french.words import fold
from rupfam_assistant.review.alignment import Draft, Match
from rupfam_assistant.review.reference import Clause
from rupfam_assistant.review.words import Word, one_line

INSTANCES = re.compile(r"comite|cdsf|financeur|instance")
OFTEN = re.compile(
    rf"instance se reunit au moins {NUMBER} fois (?:par|chaque|tous les|dans l'|l')\s*"
    r"(?:an|annee|ans|semestre|quadrimestre|trimestre|mois)\b(?!.*\b(?:an|annee)s? sur\b)"
)
DETAIL = re.compile(r"[:(–—]|\b(?:notamment|dont|par exemple|y compris|à savoir|en particulier)\b")
WEAKER = re.compile(
    r"\b(?:si|s'ils?|sous reserve|dans la (?:mesure|limite)|selon|suivant les|possib\w+|eventuel\w*|le cas echeant|facultati\w+|pourr\w+|peu\w*t?"
    r"|moyens|lorsque|souhait\w*|volontaire\w*|sauf|hors|excepte|a defaut|non|sans|ne|pas|jamais|uniquement|seulement)\b"
)
"""Words that take back what a sentence says, folded."""


@dataclass(frozen=True)
class Change:
    """Words of the reference that the draft does not have, and those that it has instead; either may be empty. Ranks in each, ends excluded."""

    removed: tuple[Word, ...]
    added: tuple[Word, ...]
    at: int
    spot: int
    """Ranks: in the clause, and in the draft."""


def changes_of(match: Match, draft: Draft, names: Iterable[str]) -> tuple[Change, ...]:
    """What a draft changes in a clause; none where all is permitted."""
    clause, known = match.clause, frozenset(names)
    there = draft.words[match.first : match.last + 1]
    if clause.nature == "actor" or _is_often_enough(clause, draft, match):
        return ()
    found = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(
        None, clause.roots, [word.root for word in there], autojunk=False
    ).get_opcodes():
        change = Change(clause.words[i1:i2], there[j1:j2], i1, match.first + j1)
        if kind != "equal" and not _is_permitted(change, clause, draft, match, known):
            found.append(change)
    return () if _only_moved(found) else tuple(found)


def fillings(match: Match, draft: Draft) -> dict[str, str]:
    """What fills the blanks of a clause, by their names."""
    clause = match.clause
    there = draft.words[match.first : match.last + 1]
    filled = {}
    for kind, i1, _, j1, j2 in SequenceMatcher(
        None, clause.roots, [word.root for word in there], autojunk=False
    ).get_opcodes():
        slot = next((slot for at, slot in clause.slots if at == i1), None)
        if kind in ("insert", "replace") and slot is not None:
            filled[slot.name] = draft.said(match.first + j1, match.first + j2 - 1)
    return filled


def _is_permitted(change: Change, clause: Clause, draft: Draft, match: Match, names: frozenset[str]) -> bool:
    removed, added = [word.root for word in change.removed], [word.root for word in change.added]
    if "".join(word.folded for word in change.removed) == "".join(word.folded for word in change.added):
        return True
    if (tuple(removed), tuple(added)) in clause.mended:
        return True
    if removed and all(change.at + step in clause.loose for step in range(len(removed))):
        return True
    if clause.nature == "title" and not removed and not any(word.folded.isdigit() for word in change.added):
        return True
    if not removed and set(added) & names and set(added) <= names | {"departement", "en", "pour", "et"}:
        return True
    slot = next((slot for at, slot in clause.slots if at == change.at), None)
    if slot is not None and not removed:
        said = fold(draft.said(change.spot, change.spot + len(added) - 1))
        return slot.name not in ("instance", "suivi") or INSTANCES.search(said) is not None
    return not removed and _is_local_detail(change, clause, draft, match)


def _is_local_detail(change: Change, clause: Clause, draft: Draft, match: Match) -> bool:
    """Whether words put in at the end of an item of article 2 only tell how it is done locally."""
    if clause.objective is None or clause.nature == "objective" or change.at < len(clause.words):
        return False
    before = draft.words[change.spot - 1].end
    said = draft.text[before : draft.words[match.last].end]
    return DETAIL.match(said.lstrip(" ,\u00a0\u202f\n")) is not None and WEAKER.search(fold(said)) is None


def _is_often_enough(clause: Clause, draft: Draft, match: Match) -> bool:
    """Whether the meetings are at least as frequent as the trame wants, in other words."""
    if not any(slot.name == "frequency" for _, slot in clause.slots):
        return False
    said = fold(one_line(draft.text[draft.words[match.first].start : draft.words[match.last].end]))
    return OFTEN.match(said) is not None and is_yearly(said)


def _only_moved(changes: Sequence[Change]) -> bool:
    """Whether the same words stand in the clause, in another order."""
    removed = sorted(word.root for change in changes for word in change.removed)
    return len(changes) > 1 and removed == sorted(word.root for change in changes for word in change.added)
