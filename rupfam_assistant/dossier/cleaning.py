"""Cleaning: what was pasted or typed in haste, a mail, a table, « idem », read as what it stands for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, TypeVar

from rupfam_assistant.dossier.alert import MARKER, Alert
from rupfam_assistant.dossier.bodies import bodies_in, is_same_body
from rupfam_assistant.dossier.paths import FieldPath, at, change_texts
from rupfam_assistant.dossier.schema import Action, Dossier, plain_spaces
from rupfam_assistant.french import analyse
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.dictation import as_meant
from rupfam_assistant.french.doubts import without_courtesy
from rupfam_assistant.french.shorthand import TO_CLAUSE, with_steps
from rupfam_assistant.french.words import flatten

Item = TypeVar("Item")
COLUMNS = ("text", "pilot", "partners", "deadline", "indicator")
PASTED = ("territory_needs", "figures", "priorities", "planned_actions")
RANK = r"\A\W*(?:P ?)?\d{1,2} ?[/).:–—-]+\s+"
CELL = r" *[|\t] *"
MARK = r"(?m)^\[[^\]]*\]\s*(?=.*[|\t])"
SAME = r"(?i)\W*(?:idem|id\.|ibid\w*\.?|pareil|m[êe]mes? (?:source|pilote|date|indicateur))\W*"
ABOVE = r"(?:idem|pareil|m[êe]me chose(?: que (?:ci-dessus|plus haut))?(?! que))"
SAME_BUT = rf"(?is)\W*{ABOVE} *(?P<said>(?:(?:pour|avec|chez|à|côté) ?)?(?:l[ea’']s? ?)*:? *(?P<other>\w.*))"
SAME_AT = (
    rf"(?s)\W*(?i:{ABOVE}) à (?P<where>(?:L[ea]s? |L[’'])?[A-ZÀ-Ý][\w’'-]*(?: [A-ZÀ-Ý][\w’'-]+)*)"
    r"(?P<rest>(?:,| si\b| sous réserve| à partir| dès| en \d).*)?"
)
AGAIN = r"(?i)\A\W*idem,? (?=pour |pr |avec |chez |\w+s )"
LABEL = r"(?P<label>pilote|partenaires?|échéance|indicateurs?) ?:"
LABELLED = rf"(?i)\s*(?:[;.,–—]|\s-)\s*{LABEL} ?(?P<said>[^;:]+?)\s*\Z"
ARTICLE = r"(?:les?|la|des|une?) |[ld][’']"
ACRONYM, NAME = r"\b[A-Z]{2,6}\b", r"\b[A-ZÀ-Ý][a-zà-ÿ][\w’'-]*(?: [A-ZÀ-Ý][\w’'-]+)*"
TAIL = r"(?i)(?P<head>.*\b(?:chez|auprès des?|pour|avec|dans) )(?P<which>(?:les?|la) |l[’'])?[^,;()]+\Z"
"""The columns of a table of actions; the fields where one pastes; the rank of a text; what parts cells, a mark before
them; what stands for the same value as above, for the same one about another or elsewhere, for a need like the one
above; what opens a field within a text; an article, an acronym, a name; what a text ends on, for whom or where."""


def cleaned(dossier: Dossier) -> tuple[Dossier, tuple[Alert, ...]]:
    """The dossier without the courtesy of mails, its pasted tables set under their heads, « idem » replaced by what it
    repeats; an alert for each « idem » that repeats nothing sure. A field that the officer judged stays."""
    judged = {one.original for one in dossier.decisions} | {one.original for one in dossier.wordings}

    def said(path: FieldPath, text: str) -> str:
        if path.root not in PASTED or plain_spaces(text) in judged:
            return text
        told = TO_CLAUSE.sub(" ; ", with_steps(as_meant(without_courtesy(text))))
        return re.sub(AGAIN, "", told) if path.root in ("territory_needs", "priorities") else told

    polite = change_texts(dossier, said)
    parties = [one.body for one in dossier.signatories if one.body]
    tabled = tuple(
        action if plain_spaces(action.text or "") in judged else _from_labels(_from_table(action, parties))
        for action in polite.planned_actions
    )
    alerts: list[Alert] = []
    figures = tuple(_repeated(polite.figures, "figures", judged, alerts))
    actions = tuple(_repeated(_whole(tabled, judged), "planned_actions", judged, alerts))
    needs, priorities = _unranked(polite.territory_needs, judged), _unranked(polite.priorities, judged)
    listed = replace(polite, territory_needs=needs, priorities=priorities)
    return replace(listed, figures=figures, planned_actions=actions), tuple(alerts)


def _unranked(texts: tuple[str, ...], judged: set[str]) -> tuple[str, ...]:
    """Texts without the ranks that number them, "1/", "P2 -", when several have one."""
    ranked = [re.match(RANK, text) for text in texts]
    several = sum(map(bool, ranked)) > 1
    return tuple(
        text[rank.end() :] if several and rank and plain_spaces(text) not in judged else text
        for text, rank in zip(texts, ranked, strict=True)
    )


def _whole(actions: Sequence[Action], judged: set[str]) -> list[Action]:
    """Actions, one that a sheet cut within its brackets made whole; nothing stays at the place of its second half."""
    whole = [*actions]
    for rank, (one, other) in enumerate(pairwise(actions)):
        start, rest = one.text or "", (other.text or "").lstrip(" •*–-")
        within = start.count("(") > start.count(")") and rest.count(")") > rest.count("(")
        alone = not (other.pilot or other.partners or other.deadline or judged & {*map(plain_spaces, (start, rest))})
        if within and alone and not rest[0].isupper():
            whole[rank] = replace(one, text=f"{start} {rest}", indicator=one.indicator or other.indicator)
            whole[rank + 1] = Action(other.objective)
    return whole


def _repeated(items: Sequence[Item], root: str, judged: set[str], alerts: list[Alert]) -> Iterator[Item]:
    """Items whose « idem » say what the item before them says; one that repeats nothing sure is asked back."""
    before: Item | None = None
    for rank, item in enumerate(items):
        said: dict[str, Any] = {}
        for name, value in vars(item).items():
            above = getattr(before, name) if before else None
            text = value[0] if isinstance(value, tuple) and len(value) == 1 else value
            if not isinstance(text, str) or plain_spaces(text) in judged:
                continue
            other = re.fullmatch(SAME_BUT, text) if name in ("text", "label") else None
            if re.fullmatch(SAME, text):
                said[name] = above or (MARKER if text is value else (MARKER,))
            elif other:
                moved = _elsewhere(above or "", text) or _about_another(above or "", other["other"])
                moved = moved or _for_another(above or "", other["said"].strip(" ."))
                said[name] = moved or f"{MARKER} {other['said'].strip(' .')}"
            if (said.get(name) or "")[:1] in ((MARKER,), MARKER[0]):
                path = at(root, rank, name)
                message = f"Le champ « {path.label} » dit « {text} » : écrivez ce qu’il reprend."
                alerts.append(Alert("missing", message, (text,), (path,)))
        before = replace(item, **said) if said else item  # type: ignore[type-var]
        yield before


def _elsewhere(above: str, text: str) -> str:
    """The text above, said of the other place that « idem à … » names, with what this one adds; what was told of the
    first place in brackets, and after it, is left out. "" when either names no place or the first names several."""
    other = re.fullmatch(SAME_AT, text.strip(" ."))
    there = [*re.finditer(rf"\bà (?P<where>(?:L[ea]s? )?{NAME})", above)]
    if not other or len(there) != 1:
        return ""
    return f"{above[: there[0].start('where')]}{other['where']}{other['rest'] or ''}"


def _about_another(above: str, other: str) -> str:
    """The text above, said of another: the only acronym of one is that of the other, or its only name, what is told of
    that one left out; else what it ends on, for whom; "" when it is not sure."""
    bare, other = re.sub(r" *\([^()]*\)", "", above.strip(" .;•*-")), other.strip(" .")
    for form, words in ((ACRONYM, above), (NAME, bare)):
        replaced = {one for one in re.findall(form, words) if form == ACRONYM or not words.startswith(one)}
        if re.fullmatch(form, other) and len(replaced) == 1:
            head, rest = words.split(replaced.pop(), 1)
            after = rest if form == ACRONYM else re.split("[,;:]", rest)[0]
            return re.sub(r"\bl[ae] (?=[AEIOU])", "l’", f"{head}{other}{after}".rstrip())
    tail = re.fullmatch(TAIL, bare)
    if not tail or re.match(ACRONYM, other) or not other[0].islower():
        return ""
    return f"{tail['head']}{'' if re.match(ARTICLE, other) else tail['which'] or ''}{other}"


def _for_another(above: str, said: str) -> str:
    """The text above without its brackets, said for those whom « idem pour … » names; "" where it says for whom."""
    bare = re.sub(r" *\([^()]*\)", "", above.strip(" .;•*-"))
    apart = re.fullmatch(r"pour [^,;:()\d]+", said) and bare and not re.search(r"\b(?:pour|auprès|aux)\b", bare)
    return f"{bare} {said}" if apart else ""


def _from_labels(action: Action) -> Action:
    """An action whose text ends on « ; indicateur : … », « ; pilote : … »: what these say in the fields, when empty."""
    text = action.text or ""
    while (last := re.search(LABELLED, text)) and text[: last.start()].strip():
        name = _head(last["label"])
        if not name or name == "text" or getattr(action, name):
            break
        text = text[: last.start()].rstrip(" ;,.")
        told: dict[str, Any] = {"text": text, name: (last["said"],) if name == "partners" else last["said"]}
        action = replace(action, **told)
    return action


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
