"""Inside a clause: what the draft takes out, puts in or replaces, once what is permitted is set aside."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations

from rapidfuzz import fuzz

from rupfam_assistant.convention.trame import is_yearly
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.numbers import whole
from rupfam_assistant.french.quantities import DAYS
from rupfam_assistant.french.rhythms import yearly_times
from rupfam_assistant.french.spelling import is_rare
from rupfam_assistant.french.words import flatten, fold
from rupfam_assistant.review.alignment import Alignment, Match
from rupfam_assistant.review.draft import LocalDraft
from rupfam_assistant.review.findings import Kind
from rupfam_assistant.review.reading.lines import BLANK, TICK
from rupfam_assistant.review.reading.words import Edit, Token, edits, root, roots
from rupfam_assistant.review.reference import Clause

INSTANCES = {"CDSF": "services aux familles", "comités locaux des financeurs": "financeur"}
MEETINGS = ("comite", "cdsf", "financeur")
LOCALLY = frozenset(("departement", "en", "pour", "et"))
"""What each instance is called, and what tells it; what the name of one holds, folded; the roots that
a local name may come with."""

UNITS = frozenset(map(root, (*DAYS, "heure")))
LASTING = ("La présente convention entre en vigueur", "Elle est effective jusqu")
AGREEMENT = frozenset(map(root, ("convenu", "qui", "suit")))
ONCE = ("une fois par an", "chaque année", "tous les ans")
FREQUENT = r"[^,;.(]*?\b(?:ans?|mois|trimestres?|semestres?)\s*(?:[,;.(]|\Z|en (?!tant\b))"
IN_MONTHS = {root("an"): 12, root("annees"): 12, root("semestres"): 6, root("trimestres"): 3, root("mois"): 1}
ALIKE = 88
"""The likeness of a word and of its misspelling."""

REFERRED = frozenset(map(root, ("annexe", "article")))
PRESENT = [root("presente")]
AT_LEAST, TOGETHER, LONGEST_EXCHANGE = 3, (["et"], ["ou"]), 40
"""The clauses of article 8 on how long the convention lasts; the least rhythm of meetings, another one that nothing
limits, and the words before it and "au moins" that stay as they are; what puts two things together, and the words of
both."""


def edits_of(match: Match, draft: LocalDraft) -> list[Edit]:
    """All that differs between a clause and what stands for it."""
    there = tuple(draft.words[match.first : match.last + 1])
    return [edit._replace(spot=match.first + edit.spot) for edit in _differences(match.clause.words, there)]


@lru_cache(maxsize=512)
def _differences(before: tuple[Token, ...], after: tuple[Token, ...]) -> tuple[Edit, ...]:
    """All that differs between some words and others, worked out once for all that a review asks of a clause."""
    made = (_after_same_duration(edit) for edit in edits(before, after))
    return tuple(edit for edit in made if edit.removed or edit.added)


def _is_reference(edit: Edit) -> bool:
    """Whether what is put in is but a reference to a part of the draft, checked apart."""
    return edit.added[1].folded.isdigit() or len(edit.added[1].folded) == 1


def _after_same_duration(edit: Edit) -> Edit:
    """A change without the duration that opens it, where both texts tell the same one."""
    before, after = _in_months(edit.removed[:2]), _in_months(edit.added[:2])
    if before is None or before != after:
        return edit
    return Edit(edit.removed[2:], edit.added[2:], edit.at + 2, edit.spot + 2)


def changes_of(match: Match, found: Alignment) -> list[Edit]:
    """What a draft changes in a clause; none where all is permitted, or the same words stand in another order."""
    edits_made = edits_of(match, found.draft)
    if match.clause.nature == "agreement" and AGREEMENT.issubset(
        roots(found.draft.words[match.first : match.last + 1])
    ):
        return []
    if _is_often_enough(match, found.draft, edits_made):
        return []
    is_trame = found.reference.is_trame
    changes = [e for e in edits_made if not _is_permitted(e, match, found) and not (is_trame and is_slip(e))]
    if match.clause.nature == "actor":
        changes = _of_actor(changes, match.clause.text, found.draft.text)
    return [] if changes and _is_exchange(match, found.draft, changes) else changes


def is_slip(edit: Edit) -> bool:
    """Whether a word is only misspelt: it is no word of French, but for a letter or two that of the trame, or lacks the
    plural that its own article asks for."""
    if not len(edit.removed) == len(edit.added) == 1:
        return False
    if roots(edit.removed) == roots(edit.added):
        return edit.added[0].many is True and not edit.added[0].folded.endswith(("s", "x"))
    meant, put = edit.removed[0].folded, edit.added[0].folded
    return is_rare(put) and not is_rare(meant) and fuzz.ratio(meant, put) >= ALIKE


def _is_exchange(match: Match, draft: LocalDraft, changes: Sequence[Edit]) -> bool:
    """Whether all that changes in a clause is the order of two things told together: "A et B" for "B et A"."""
    (first, last), words = (changes[0], changes[-1]), match.clause.words
    before = roots(words[first.at : last.at + len(last.removed)])
    after = roots(draft.words[first.spot : last.spot + len(last.added)])
    if sorted(before) != sorted(after) or len(before) > LONGEST_EXCHANGE:
        return False
    for one, two in combinations(range(1, len(before) + 1), 2):
        link = before[one:two]
        if after == [*before[two:], *link, *before[:one]]:
            alike = link[1:] == match.clause.roots[max(0, first.at + 1 - len(link)) : first.at]
            return link[:1] in TOGETHER and alike
    return False


def _of_actor(changes: Sequence[Edit], text: str, said: str) -> list[Edit]:
    """The changes that a local name of an actor does not explain: those of a word at most, acronyms aside."""
    removed = [word for edit in changes for word in edit.removed if [word.root] not in TOGETHER]
    taken = sum(not text[word.start : word.end].isupper() for word in removed)
    put = sum(not said[word.start : word.end].isupper() for edit in changes for word in edit.added)
    return [*changes] if taken + put > 0 and max(taken, put) <= 1 else []


def fillings(match: Match, draft: LocalDraft) -> dict[str, str]:
    """What fills the blanks of a clause, by their names."""
    put = (edit for edit in edits_of(match, draft) if edit.added and roots(edit.added) != roots(edit.removed))
    filled = [(match.clause.slot_at(edit.at), edit) for edit in put]
    return {slot.name: draft.said(e.spot, e.spot + len(e.added) - 1) for slot, e in filled if slot}


def chosen_instances(found: Alignment) -> dict[str, str]:
    """The instance that articles 1 and 3 each choose: the one ticked, the only one left, or that a blank names."""
    draft, named = found.draft, dict[str, set[str]]()
    choices = [match for match in found.matches.values() if match.clause.nature == "choice"]
    starts = [(draft.paragraph(*draft.place(one.first, one.first))[0], draft.words[one.first].start) for one in choices]
    ticked = [one for one, span in zip(choices, starts, strict=True) if TICK.search(draft.text, *span)]
    named["Article 1"] = {name for one in ticked or choices for name in instances_in(one.clause.text)}
    for match in found.matches.values():
        for name, said in fillings(match, draft).items():
            if name == "suivi" or (name == "instance" and not choices):
                named[match.clause.article] = instances_in(said)
    return {article: names.pop() for article, names in named.items() if len(names) == 1}


def instances_in(said: str) -> set[str]:
    """The instances that some words name, as they are called."""
    return {name for name, sign in INSTANCES.items() if sign in fold(said) or fold(name) in fold(said)}


def kind_of(clause: Clause, edit: Edit) -> Kind:
    """What a change of a clause is; one of number alone weakens nothing."""
    if roots(edit.removed) == roots(edit.added):
        return "altered_clause"
    if clause.objective is not None:
        return "objective_weakened"
    return "duration" if clause.text.startswith(LASTING) or _is_duration(clause, edit) else "altered_clause"


def _is_duration(clause: Clause, edit: Edit) -> bool:
    """Whether a change is that of a delay or of the years of the convention, a number with its unit beside it."""
    changed = [*edit.removed, *edit.added]
    numbers = [number for word in changed if (number := whole(word.folded)) is not None]
    if any(2020 <= number < 2050 for number in numbers) and not {"loi", "ordonnanc"} & set(clause.roots):
        return True
    end = edit.at + len(edit.removed) + 2
    told = {word.root for word in changed}
    if root("fois") in told | set(clause.roots[max(0, edit.at - 2) : end]):
        return False
    near = told | set(clause.roots[max(0, edit.at - 1) : end])
    return bool(numbers and told & UNITS) or bool(near & UNITS and any(number < 1_000 for number in numbers))


def _in_months(words: Sequence[Token]) -> float | None:
    """The months of a number and its unit, alone; None for anything else, days among them."""
    if len(words) != 2 or words[1].root not in IN_MONTHS:
        return None
    number = whole(words[0].folded)
    return None if number is None else number * IN_MONTHS[words[1].root]


def names_an_instance(said: str) -> bool:
    """Whether some words name an instance where partners meet."""
    return any(name in fold(said) for name in MEETINGS)


def _is_permitted(edit: Edit, match: Match, found: Alignment) -> bool:
    clause, names, removed, added = match.clause, found.local_names, roots(edit.removed), roots(edit.added)
    if "".join(word.folded for word in edit.removed) == "".join(word.folded for word in edit.added):
        return True
    agrees = removed == added and (clause.nature in ("actor", "choice") or clause.slot_at(edit.at))
    if (tuple(removed), tuple(added)) in clause.mended or agrees:
        return True
    if not removed and len(added) == 2 and added[0] in REFERRED and _is_reference(edit):
        return True
    if removed + added == PRESENT and root("convention") in clause.roots[edit.at + len(removed) :][:1]:
        return True
    if removed:
        return all(edit.at + step in clause.loose for step in range(len(removed)))
    if clause.nature == "title" and not any(word.folded.isdigit() for word in edit.added):
        return True
    numbers = {word.root for word in edit.added if word.folded.isdigit()} if clause.nature == "choice" else set()
    if names.intersection(added) and names | LOCALLY | numbers >= set(added):
        return True
    slot = clause.slot_at(edit.at)
    if slot is not None:
        said = found.draft.said(edit.spot, edit.spot + len(added) - 1)
        if slot.name == "frequency" and cues("review", "fewer").search(flatten(said)):
            return False
        return slot.name not in ("instance", "suivi") or "instance" in fold(said) or names_an_instance(said)
    return is_local_detail(edit, match, found.draft)


def is_local_detail(edit: Edit, match: Match, draft: LocalDraft) -> bool:
    """Whether words put in at the end of an item of article 2 only tell how it is done locally."""
    clause = match.clause
    if clause.objective is None or clause.nature == "objective" or edit.at < len(clause.words):
        return False
    said = flatten(draft.text[draft.words[edit.spot - 1].end : draft.words[match.last].end]).lstrip(" ,\n")
    is_detail = said.startswith((":", "(", "–", "—")) or cues("review", "details").match(said)
    return bool(is_detail) and not cues("review", "weaker").search(said)


def _is_often_enough(match: Match, draft: LocalDraft, found: Sequence[Edit]) -> bool:
    """Whether the meetings are at least as frequent as the trame wants, in other words."""
    if not any(slot.name == "frequency" for _, slot in match.clause.slots):
        return False
    said = draft.said(match.first, match.last)
    emptied = (draft.said(e.spot, e.spot + len(e.added) - 1) for e in found if e.removed and e.added)
    if cues("review", "fewer").search(flatten(said)) or any(map(BLANK.search, emptied)):
        return False
    rhythm = yearly_times(said) or ""
    more = re.match(FREQUENT, flatten(rhythm)) and not rhythm.startswith(ONCE)
    kept = all(edit.at >= AT_LEAST - bool(more) and "sur" not in roots(edit.added) for edit in found)
    return kept and is_yearly(said)
