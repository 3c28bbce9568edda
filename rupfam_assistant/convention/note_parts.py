"""The parts of a sentence of a note: who signs, what is counted, and an action's pilot, partners, date, indicator."""

import re
from collections.abc import Iterator
from typing import Any

from rupfam_assistant.dossier.arrangement import NUMBER_OF, Classify
from rupfam_assistant.dossier.bodies import party_kind
from rupfam_assistant.french import analyse
from rupfam_assistant.french.clauses import bracket_spans
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.typography import trim
from rupfam_assistant.french.words import STOP_WORDS, flatten, fold

OBJECTIVE = r"(?i)(?:obj(?:ectif)?\.?|o)\s*(?P<number>[1-4x])\s*[:.)–-]\s*"
PART = r"(?:\([^()]*\)|[^,()]|(?<=\d),(?=\d)|[()])+"
AROUND = " ,:=(–-"
MEASURED = frozenset(("%", "€", "days", "minutes", "km", "etp"))
LONGEST_PARTNER = 5
"""How an objective is numbered, what stands between the commas of a sentence, what joins its parts; the dimensions that
are a figure's unit, not what it counts; the words of a partner named without any other."""


def cut_before(words: str, group: str) -> str:
    """Some words without the cue of a group that ends them."""
    kept = words.rstrip(AROUND)
    last = (found.start() for found in cues("note", group).finditer(flatten(kept)) if found.end() == len(kept))
    return kept[: next(last, len(kept))].rstrip(AROUND)


def cut_after(words: str, group: str) -> str | None:
    """What follows the cue of a group that opens some words; None when none does."""
    lead = cues("note", group).match(flatten(words))
    return words[lead.end() :].lstrip(" :") if lead else None


def read_signatory(words: str) -> dict[str, Any]:
    """A party: its body, who signs for it, its address; what the words do not say is null."""
    told, address = _cut_address(words)
    person = cues("note", "civility").search(flatten(told))
    if person is None:
        return {"body": told.strip(" ,:("), "represented_by": None, "address": address}
    who, body = re.split(r"[;()]", told[person.start() :])[0].strip(" ,."), told[: person.start()].strip(" ,:(")
    if not body:
        who, body = _stood_for(who)
    named = cut_before(body, "stood_for").lstrip(AROUND)
    return {"body": cut_after(named, "article") or named, "represented_by": who, "address": address}


def _stood_for(who: str) -> tuple[str, str]:
    """Who signs and for whom; an office of theirs is a party by itself: "préfète du Val" of "Mme A, préfète du Val"."""
    if (found := cues("note", "stands_for").search(flatten(who))) and who[found.end() :].strip():
        return who[: found.start()].rstrip(" ,"), who[found.end() :].strip()
    office = who.partition(",")[2].strip()
    return who, office if party_kind(office) != "autres" else ""


def _cut_address(words: str) -> tuple[str, str | None]:
    for number in analyse(words).numbers:
        clause = re.split(r"[,;()]", words[number.start :])[0]
        if not number.spoken and cues("note", "street").search(flatten(clause)):
            where = re.split(r"[;()]", words[number.start :])[0]
            rest = words[number.start + len(where) :]
            return f"{cut_before(words[: number.start], 'situated')}{rest}", where.strip(" ,.")
    return words, None


def read_figures(words: str) -> tuple[dict[str, Any], ...]:
    """The figures of a line, each with its label, value, unit and source; nothing when one of them is not read."""
    parts = [_cut_source(part) for part in _split_figures(words)]
    found = [(_figure(told), source) for told, source in parts]
    last = found[-1][1]
    shared = last if not any(source for _, source in found[:-1]) else None
    whole = all(figure for figure, _ in found)
    return tuple({**figure, "source": source or shared} for figure, source in found if figure) if whole else ()


def _split_figures(words: str) -> Iterator[str]:
    """The parts of a line that lists figures, each from its number on but the first one."""
    done = 0
    for found in analyse(words).quantities:
        before = words[: found.start].rstrip()
        listed = before.endswith((",", "/", "+", " et")) and not found.number.spoken and before[done:].strip(" ,/+")
        if listed and (before.endswith("/") or found.dimension not in ("%", "€")):
            yield before.removesuffix(" et").rstrip(" ,/+")[done:]
            done = found.start
    yield words[done:]


def _cut_source(part: str) -> tuple[str, str | None]:
    """A part without the source of its figure, "(CAF, 2025)" or "source : CAF" at its end, and the source."""
    told = part.rstrip(" .")
    start = next((start for start, end in bracket_spans(told) if end == len(told)), len(told))
    inner = told[start + 1 : -1]
    said = cut_after(inner, "source") or inner
    if said != said.lower() and not cues("note", "compared").match(flatten(said)):
        return told[:start], said.strip(" .")
    found = cues("note", "source").search(flatten(told))
    rest = told[found.end() :].strip(" :") if found else ""
    named = found and rest and not set(rest) & set(";()")
    return (told[: found.start()].rstrip(AROUND), rest) if found and named else (part, None)


def _figure(told: str) -> dict[str, Any] | None:
    text = trim(told)
    dated = [when for when in analyse(text).dates if when.last.year - when.first.year < 1]
    numbers = [n for n in analyse(text).numbers if not any(when.start <= n.start < when.end for when in dated)]
    first = next((found for found in analyse(text).quantities if not found.number.spoken), None)
    if first is None or first.number != next((number for number in numbers if not number.spoken), None):
        return None
    end = first.end + len(re.match(r"[\w’'-]*", text[first.end :])[0])  # type: ignore[index]  # it matches anywhere
    before, after = cut_before(text[: first.start], "says"), text[end:].strip(" ,:–-")
    value, unit = text[first.start : first.number.end], text[first.number.end : end].strip()
    counted = text[first.number.end : end][:1].isspace() and fold(unit) not in STOP_WORDS
    if first.dimension not in MEASURED and not counted:
        return None
    if any(sign.isdigit() for sign in unit):
        value, unit = text[first.start : end], ""
    if first.dimension in MEASURED or before:
        label = [before, cut_after(after, "counted") or after]
    else:
        label, unit = [unit, after], ""
    return {"label": " ".join(filter(None, label)) or None, "value": value, "unit": unit or None}


def read_action(words: str, classify: Classify) -> dict[str, Any]:
    """An action with the pilot, partners, deadline and indicator that its sentence tells; null for the others."""
    numbered = re.match(OBJECTIVE, words)
    told = words[numbered.end() :] if numbered else words
    found: dict[str, Any] = {"text": "", "pilot": None, "partners": [], "deadline": None, "indicator": None}
    last = "text"
    for part in (part.strip() for part in re.findall(PART, told)):
        name, said = _part(part, last) if found["text"] else ("text", part)
        if name == "partners":
            found[name] += [one.strip() for one in re.split(r" et | & |/", said) if one.strip()]
        elif name == "text" or found[name]:
            found["text"] = f"{found['text']}, {part}" if found["text"] else part
        else:
            found[name] = said
        last = name
    _take_tail(found)
    axis = classify([found["text"]])[0].axis or "A1"
    number = numbered["number"].upper() if numbered else str(NUMBER_OF.get(axis, 1))
    return {"objective": number if number == "X" else int(number), **found}


def read_detail(words: str) -> dict[str, Any]:
    """What a line tells of the action before it, "Pilote : UDAF", by its field; {} when it is no such line."""
    label, colon, said = words.partition(":")
    name, told = _part(f"{label.strip()} : {said.strip()}", "") if colon and said.strip() else ("text", "")
    if name == "text" or len(label.split()) > 1:
        return {}
    return {
        name: [one.strip() for one in re.split(r",| et | & |/", told) if one.strip()] if name == "partners" else told
    }


def _part(part: str, last: str) -> tuple[str, str]:
    """What a part of an action, between commas, tells: (field, words)."""
    for name in ("indicator", "pilot", "partners"):
        if said := cut_after(part, name):
            return name, said
    dates = analyse(part).dates
    if dates and dates[-1].end == len(part) and not cut_before(part[: dates[0].start], "before_date"):
        return "deadline", _due(part)
    body = cut_after(part, "article") or part
    named = body[:1].isupper() and len(body.split(" ")) <= LONGEST_PARTNER and not re.search(r"[^\w’' -]", body)
    return ("partners", part) if last == "partners" and named else ("text", part)


def _take_tail(found: dict[str, Any]) -> None:
    """Moves what ends the text of an action, a date then a pilot, to its own field."""
    text = found["text"].rstrip(" .")
    dates = analyse(text).dates
    if dates and dates[-1].end == len(text) and not found["deadline"]:
        before = cut_before(text[: dates[-1].start], "before_date") or text[: dates[-1].start].rstrip(" ,")
        if before:
            found["deadline"], text = _due(text[len(before) :].lstrip(AROUND)), before
    led = cues("note", "led").search(flatten(text))
    if led and not found["pilot"] and text[: led.start()].strip() and text[led.end() :].strip():
        found["pilot"], text = text[led.end() :].strip(), text[: led.start()]
    found["text"] = trim(text)


def _due(words: str) -> str:
    """A deadline without what only brings it, "échéance : "; "avant juin 2027" stays."""
    return cut_after(words, "brings") or words
