"""A filled draft read back into a dossier's record: a department does not type it twice; its blanks stay empty."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from rupfam_assistant.convention.trame import Trame
from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.rhythms import yearly_times
from rupfam_assistant.french.typography import capitalize
from rupfam_assistant.french.words import fold
from rupfam_assistant.review.alignment import Alignment, align
from rupfam_assistant.review.changes import chosen_instances, edits_of, fillings
from rupfam_assistant.review.draft import UNCLAIMED, LocalDraft, read_draft
from rupfam_assistant.review.reading.actions import DETAILS, cells_of, detail_of, fields_of
from rupfam_assistant.review.reading.lines import (
    ANNEX,
    BLANK,
    DISPUTED,
    FIGURE,
    ITEM,
    NEXT_FIGURE,
    NUMBERED,
    OBJECTIVE,
    flow,
    one_line,
    unwrapped,
)
from rupfam_assistant.review.reading.parties import party_paragraphs, read_department, read_party
from rupfam_assistant.review.reading.sections import LOCAL_OBJECTIVE
from rupfam_assistant.review.reference import trame_reference
from rupfam_assistant.texts.pdf_tables import is_heads

LABELS = {"constats": "territory_needs", "priorites": "priorities", "actions": "planned_actions"}
CAF = "caisse d'allocations familiales"
UNNAMED = tuple(map(fold, read_list("signatures").examples.values()))
"""What the trame calls the parties: so named, and nothing else said of it, one is still a blank."""

PLACE, LONGEST_PLACE, FEWEST_WORDS, WRAPPED = ("dans le departement", "departement :", "plan d'action"), 80, 3, 60
"""The field that each label or column gives; how the line that opens local actions begins, and its length;
words below which what is added says nothing; characters of a line that may run on."""
LEFT = "left"
"""What no field holds."""

LEAST, ONCE = "au moins", "une fois par an"
"""What stands before the rhythm of meetings, and the trame's own."""


def read_back(text: str, trame: Trame) -> dict[str, Any]:
    """The record of a dossier, as a filled draft tells it: department, parties, choices, local content of article 2,
    members and annexes."""
    found = _aligned(text, trame)
    draft = found.draft
    said = {name: filled for match in found.matches.values() for name, filled in fillings(match, draft).items()}
    told = (read_party(told) for told in party_paragraphs(draft.parties))
    parties = [party for party in told if any(map(_kept, party[1:])) or not _is_unnamed(party[0])]
    caf = next((body for body, _, _ in parties if fold(body).startswith((CAF, "caf "))), "")
    named = caf[len(CAF) :] if fold(caf).startswith(CAF) else caf[3:]
    return {
        "caf_name": f"CAF{named}" if named else None,
        "department": _kept(read_department(text)) or "",
        "signatories": [
            {"body": body, "represented_by": _kept(person), "address": _kept(address)}
            for body, person, address in parties
        ],
        "opening": _kept(said.get("opening", "")),
        "frequency": _rhythm(draft, found) or _kept(said.get("frequency", "").strip(" (),;")),
        "organisation": _kept(_organisation(draft, found).rstrip(" ;.")),
        "instance": next(iter(chosen_instances(found).values()), None),
        **{field: told for field, told in _local_content(draft, found).items() if field != LEFT},
        **_annexed(draft),
    }


def left_out(text: str, trame: Trame) -> list[str]:
    """The local sentences of a filled draft that no field of a dossier holds: they are to be kept elsewhere."""
    found = _aligned(text, trame)
    elsewhere = [span[:2] for span in found.additions if span[2] not in ("Article 2", "Parties", *UNCLAIMED)]
    said = [found.draft.said(*span) for span in elsewhere if span[1] - span[0] >= FEWEST_WORDS]
    organisation = one_line(_organisation(found.draft, found))
    return [*_local_content(found.draft, found)[LEFT], *(one for one in said if one not in organisation)]


@lru_cache(maxsize=1)
def _aligned(text: str, trame: Trame) -> Alignment:
    reference = trame_reference(trame)
    return align(reference, read_draft(text, reference))


def _annexed(draft: LocalDraft) -> dict[str, list[str]]:
    """The annexes that the trame does not ask for, and the items of the list of members."""
    annexed: dict[str, list[str]] = {"members": [], "annexes": []}
    section, listed = draft.section("Annexes"), False
    lines = flow(draft.text)[section.start : section.end].split("\n") if section else []
    for line in lines:
        if title := ANNEX.match(line):
            listed = "membres" in (said := fold(line))
            own = _kept(line[title.end() :])
            annexed["annexes"] += [own] if own and not listed and "convention-cadre" not in said else []
        elif listed and ITEM.match(line) and (member := _kept(line.rstrip(" .;"))):
            annexed["members"].append(member)
    return annexed


def _is_unnamed(body: str) -> bool:
    return any(name.endswith(fold(body)) for name in UNNAMED)


def _kept(text: str) -> str | None:
    """What a text says, its blanks aside; None when it says nothing."""
    return BLANK.sub("", one_line(text)).replace("()", "").strip(" ,;") or None


def _rhythm(draft: LocalDraft, found: Alignment) -> str | None:
    """The rhythm of meetings that stands in the place of the trame's least, "deux fois par an"."""
    clauses = (m for m in found.matches.values() if any(slot.name == "frequency" for _, slot in m.clause.slots))
    told = (draft.said(match.first, match.last).partition(LEAST)[2].strip(" ;.") for match in clauses)
    return next((rhythm for rhythm in told if yearly_times(rhythm) and not rhythm.startswith(ONCE)), None)


def _organisation(draft: LocalDraft, found: Alignment) -> str:
    """How the instance is run: from its blank to the next item, or clause."""
    for match in found.matches.values():
        for edit in (
            edits_of(match, draft) if any(slot.name == "organisation" for _, slot in match.clause.slots) else ()
        ):
            slot = match.clause.slot_at(edit.at)
            if edit.added and slot and slot.name == "organisation":
                after = min((other.first for other in found.matches.values() if other.first > match.last), default=-1)
                said = draft.text[draft.words[edit.spot].lead : draft.words[after].lead]
                return one_line(said.partition("\n\n")[0]).partition(" •")[0]
    return ""


def _planned(draft: LocalDraft) -> Iterator[dict[str, Any]]:
    """The actions of tables, whose columns are told by their heads."""
    heads: list[str] = []
    objective: dict[str, Any] = {"objective": 1}
    for line in draft.text.split("\n"):
        row = cells_of(line)
        if named := fields_of(row):
            heads = named
            continue
        told = dict(zip(heads, row, strict=False)) if len(row) == len(heads) else {}
        titled = OBJECTIVE.match(line)
        if local := LOCAL_OBJECTIVE.match(one_line(line)):
            objective = {"objective": "X", "title": _kept(one_line(line)[local.end() :])}
        elif number := NUMBERED.search(titled[0] if titled else told.get("objective", "")):
            objective = {"objective": int(number[0]) if number[0].isdigit() else "X"}
        if text := _kept(told.pop("text", "").rstrip(" .;")):
            details = {field: _kept(said) for field, said in told.items() if field and field != "objective"}
            yield {**objective, "text": text, **_with_partners(details)}


def _local_content(draft: LocalDraft, found: Alignment) -> dict[str, list[Any]]:
    """The findings, priorities and actions that stand under the objectives; the lines of a table that lost its cells,
    as in a PDF, are left."""
    content: dict[str, list[Any]] = {kind: [] for kind in (*LABELS.values(), "figures", LEFT)}
    actions = content["planned_actions"]
    actions += _planned(draft)
    titled = [match for match in found.matches.values() if match.clause.nature == "objective"]
    titles = {match.first: match.clause.objective for match in titled}
    widths = {len(heads) for line in draft.text.split("\n") if (heads := fields_of(cells_of(line)))}
    kind, local, tabled = "planned_actions", dict[str, str | None](), None
    for first, last, article in _paragraphs(draft, found):
        at = draft.words[first].lead
        row = draft.text[draft.text.rfind("\n", 0, at) + 1 :].partition("\n")[0]
        in_table = row.lstrip().startswith("|") or len(cells_of(row)) in widths
        line = draft.said(first, last) if article == "Article 2" and not in_table else ""
        if OBJECTIVE.match(line):
            continue
        folded = fold(line).strip(" :.")
        objective = "X" if local else next((titles[at] for at in sorted(titles, reverse=True) if at < first), 1)
        if is_heads(line):
            kind, tabled = LEFT, objective
        elif kind == LEFT and objective != tabled:
            kind = "planned_actions"
        if title := LOCAL_OBJECTIVE.match(line):
            kind, local = "planned_actions", {"title": _kept(line[title.end() :])}
        elif folded in LABELS:
            kind = LABELS[folded]
        elif folded.startswith(PLACE) and len(folded) <= LONGEST_PLACE:
            kind = "planned_actions"
        elif kind == "planned_actions" and actions and (details := _details(line)):
            actions[-1] |= details
        elif kind == "territory_needs" and (figures := list(_figures(line))):
            content["figures"] += figures
            content[LEFT] += [line] if DISPUTED.search(line) else []
        elif (said := _kept(line.rstrip(" .;"))) or (kind == "planned_actions" and BLANK.search(line)):
            content[kind].append({"objective": objective, "text": said, **local} if kind == "planned_actions" else said)
    content["planned_actions"] = [one for one in actions if one["text"] or not one.keys().isdisjoint(DETAILS)]
    return content


def _figures(line: str) -> Iterator[dict[str, str | None]]:
    """The figures that a line tells, the source of the last for those that have none; nothing when one is no figure."""
    told = NEXT_FIGURE.split(BLANK.sub("", line).rstrip(" .;"))
    _, opened, source = told[-1].rpartition("(source")
    read = [FIGURE.match(one if opened in one else f"{one} {opened}{source}") for one in told]
    for figure in filter(None, read) if opened and all(read) else ():
        label, value, unit, origin = (_kept(part or "") for part in figure.groups())
        numbered = {"value": value, "unit": unit} if value else {"value": unit, "unit": None}
        yield {"label": capitalize(label or ""), **numbered, "source": origin}


def _paragraphs(draft: LocalDraft, found: Alignment) -> Iterator[tuple[int, int, str]]:
    """What is added, the sentences of a paragraph together."""
    told, text = list[tuple[int, int, str]](), unwrapped(draft.text)
    for first, last, article in found.additions:
        gap = text[draft.words[told[-1][1]].end : draft.words[first].lead] if told else ""
        before, said = draft.said(*told[-1][:2]) if told else "", draft.said(first, last)
        apart = bool(_details(said)) or not LABELS.keys().isdisjoint(fold(line).strip(" :.") for line in (before, said))
        if told and not apart and ("\n" not in gap or _wraps(before, gap, said)):
            told[-1] = (told[-1][0], last, article)
        else:
            told.append((first, last, article))
    yield from told


def _wraps(said: str, gap: str, after: str) -> bool:
    """Whether a long line of a page runs on in the one after a gap: a bracket is open, a label awaits what it
    tells, or nothing ends it."""
    alone = any(fold(line).strip(" :.") in LABELS or fold(line).startswith(PLACE) for line in (said, after))
    label = said.rpartition(";")[2] if said.endswith(":") else ""
    is_open = said.count("(") > said.count(")") or bool(detail_of(label))
    return gap.count("\n") == 1 and len(said) > WRAPPED and not alone and (is_open or not gap.strip(" ,-\n"))


def _details(line: str) -> dict[str, Any]:
    """Who leads an action, with whom, when, how it is measured; {} when a line does not say so."""
    told: dict[str, list[str]] = {}
    for part in line.rstrip(" .").split(" ; "):
        label, colon, said = part.partition(":")
        field = detail_of(label) if colon else ""
        if field and field not in told:
            told[field] = [DISPUTED.sub("", said)]
        elif told:
            told[[*told][-1]].append(part)
        else:
            return {}
    details: dict[str, Any] = {field: _kept(" ; ".join(said)) for field, said in told.items()}
    return _with_partners(details)


def _with_partners(details: dict[str, Any]) -> dict[str, Any]:
    """Details of an action, its partners one by one."""
    if "partners" in details:
        named = (details["partners"] or "").replace(" et ", ",").replace(";", ",").split(",")
        details["partners"] = [name.strip() for name in named if name.strip()]
    return details
