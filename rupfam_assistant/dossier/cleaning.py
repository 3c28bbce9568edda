"""Cleaning: what was pasted or typed in haste, a mail, a table, « idem », read as what it stands for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from rupfam_assistant.dossier.alert import MARKER, Alert
from rupfam_assistant.dossier.bodies import bodies_in, is_same_body
from rupfam_assistant.dossier.paths import FieldPath, at, change_texts
from rupfam_assistant.dossier.schema import Action, Dossier, plain_spaces
from rupfam_assistant.french import analyse
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.doubts import without_courtesy
from rupfam_assistant.french.words import flatten

Item = TypeVar("Item")
COLUMNS = ("text", "pilot", "partners", "deadline", "indicator")
PASTED = ("territory_needs", "figures", "priorities", "planned_actions")
CELL = r" *[|\t] *"
MARK = r"(?m)^\[[^\]]*\]\s*(?=.*[|\t])"
SAME = r"(?i)\W*(?:idem|id\.|ibid\w*\.?|pareil|m[êe]mes? (?:source|pilote|date|indicateur))\W*"
SAME_BUT = r"(?is)\W*(?:idem|pareil)(?: (?:pour|avec|chez|à|côté))?(?: l[ea’']s?)* *:? *(?P<other>\w.*)"
ACRONYM = r"\b[A-Z]{2,6}\b"
"""The columns of a table of actions; the fields where one pastes; what parts cells, a mark before them; what stands for
the same value as above, for the same one about another; an acronym."""


def cleaned(dossier: Dossier) -> tuple[Dossier, tuple[Alert, ...]]:
    """The dossier without the courtesy of mails, its pasted tables set under their heads, « idem » replaced by what it
    repeats; an alert for each « idem » that repeats nothing sure. A field that the officer judged stays."""
    judged = {one.original for one in dossier.decisions} | {one.original for one in dossier.wordings}

    def said(path: FieldPath, text: str) -> str:
        return text if path.root not in PASTED or plain_spaces(text) in judged else without_courtesy(text)

    polite = change_texts(dossier, said)
    parties = [one.body for one in dossier.signatories if one.body]
    tabled = tuple(
        action if plain_spaces(action.text or "") in judged else _from_table(action, parties)
        for action in polite.planned_actions
    )
    alerts: list[Alert] = []
    figures = tuple(_repeated(polite.figures, "figures", judged, alerts))
    actions = tuple(_repeated(tabled, "planned_actions", judged, alerts))
    return replace(polite, figures=figures, planned_actions=actions), tuple(alerts)


def _repeated(items: Sequence[Item], root: str, judged: set[str], alerts: list[Alert]) -> Iterator[Item]:
    """Items whose « idem » say what the item before them says; one that repeats nothing sure is asked back."""
    before: Item | None = None
    for rank, item in enumerate(items):
        said: dict[str, str | None] = {}
        for name, text in vars(item).items():
            if not isinstance(text, str) or plain_spaces(text) in judged:
                continue
            above = getattr(before, name) if before else None
            other = re.fullmatch(SAME_BUT, text) if name in ("text", "label") else None
            if re.fullmatch(SAME, text):
                said[name] = above or MARKER
            elif other:
                said[name] = _about_another(above or "", other["other"]) or MARKER
            if said.get(name) == MARKER:
                path = at(root, rank, name)
                message = f"Le champ « {path.label} » dit « {text} » : écrivez ce qu’il reprend."
                alerts.append(Alert("missing", message, (text,), (path,)))
        before = replace(item, **said) if said else item  # type: ignore[type-var]
        yield before


def _about_another(above: str, other: str) -> str:
    """The text above, said of another: the only acronym of one is that of the other; "" when it is not sure."""
    replaced, by = re.findall(ACRONYM, above), re.fullmatch(ACRONYM, other.strip(" ."))
    said = above.replace(replaced[0], by[0]) if by and len(set(replaced)) == 1 else ""
    return re.sub(r"\bl[ae] (?=[AEIOU])", "l’", said)


def _from_table(action: Action, parties: Sequence[str]) -> Action:
    """An action whose text is the rows of a table: each row on its line, its cells in the fields that are empty."""
    text = re.sub(MARK, "", action.text or "")
    lines = [re.split(CELL, line.strip(" |\t")) for line in text.split("\n") if line.strip()]
    if not lines or any(len(cells) < 2 for cells in lines) or (len(lines) == 1 and len(lines[0]) < 3):
        return action
    heads = [_head(cell) for cell in lines[0]]
    headed = sum(map(bool, heads)) >= 2
    rows = [_row(cells, heads if headed else [], parties) for cells in lines[headed:]]
    if not rows or not all(row["text"] and sum(map(bool, row.values())) > 1 for row in rows):
        return action
    told: dict[str, list[str]] = {name: [row[name] for row in rows if row[name]] for name in COLUMNS}
    alone = len(rows) == 1
    placed = {name for name in COLUMNS[1:] if alone and not getattr(action, name)}
    words = [f"{row['text']}{_aside({n: v for n, v in row.items() if n not in placed})}" for row in rows]
    kept: dict[str, object] = {"text": " ; ".join(words)}
    for name in COLUMNS[1:]:
        if told[name] and not getattr(action, name):
            values = dict.fromkeys(told[name])
            kept[name] = tuple(values) if name == "partners" else ", ".join(values)
    return replace(action, **kept)  # type: ignore[arg-type]


def _aside(row: dict[str, str]) -> str:
    said = ", ".join(row[name] for name in COLUMNS[1:] if row.get(name))
    return f" ({said})" if said else ""


def _head(cell: str) -> str:
    """The column that a head names, "" for none."""
    said = flatten(cell).strip(" .:")
    return next((name for name in COLUMNS if cues("dossier", f"{name}_column").fullmatch(said)), "")


def _row(cells: Sequence[str], heads: Sequence[str], parties: Sequence[str]) -> dict[str, str]:
    """The cells of a row by column: under the heads, else a date, a body, what is counted, and the words left."""
    row = dict.fromkeys(COLUMNS, "")
    for rank, cell in enumerate(cells):
        name = heads[rank] if rank < len(heads) else ""
        if not heads and rank:
            name = _kind(cell, parties)
        name = name if name and not (name != "text" and row[name]) else "text"
        joint = " : " if " " not in row[name] else ", "
        row[name] = f"{row[name]}{joint}{cell}" if row[name] and cell else row[name] or cell
    return row


def _kind(cell: str, parties: Sequence[str]) -> str:
    told, flat = analyse(cell).dates, flatten(cell)
    if cues("dossier", "counted").match(flat):
        return "indicator"
    if told or cues("dossier", "recurring").match(flat) or cues("dossier", "months").match(flat):
        return "deadline"
    named = [one for one in bodies_in(cell) if any(is_same_body(one, party) for party in parties)]
    return "pilot" if named and len(cell.split()) <= 6 else ""
