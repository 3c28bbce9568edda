"""The parts of a sentence of a note: who signs, what is counted, and of an action its pilot, partners, deadline and
indicator."""

import re
from typing import Any

from rupfam_assistant.dossier.arrangement import NUMBER_OF, Classify
from rupfam_assistant.dossier.bodies import party_kind
from rupfam_assistant.french import analyse
from rupfam_assistant.french.typography import trim

OBJECTIVE = re.compile(r"(?:obj(?:ectif)?\.?|o)\s*(?P<number>[1-4x])\s*[:.)–-]\s*", re.IGNORECASE)
PERSON = re.compile(r"(?P<who>\b(?:Mmes?|MM?\.|Mlle|Madame|Monsieur)\s[^;()]+)")
STANDS_FOR = re.compile(
    r"(?P<who>.+?),?\s+(?:représent(?:e|ant)|signe(?:ra)? pour|pour)\s+(?P<body>(?:l[’']|la |le |les )?.+)",
    re.IGNORECASE,
)
STOOD_FOR = re.compile(r"[\s,:(–-]*(?:\breprésent\w+ par|\brepr\.?(?: par)?)?[\s,:(–-]*$", re.IGNORECASE)
ADDRESS = re.compile(
    r"[\s,(]*(?:\b(?:sise?|situ[ée]e?|adresse)\b)?\s*:?\s*\b(?P<where>\d+[^,;()]*\b(?:rue|avenue|av\.|boulevard|bd|place|quai|chemin|cours|allée|route)\b[^;()]*)",
    re.IGNORECASE,
)
MEASURES = r"%|€|k€|M€|mois|semaines?|jours?|ans?|km|min(?:utes)?|heures?|h|ETP"
FIGURE = re.compile(
    r"(?P<before>[^\d]*(?:\b20\d\d\b[^\d]*)?)(?<!\w)(?P<value>\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+(?:[.,]\d+)?)\s?"
    rf"(?P<unit>(?:{MEASURES})(?!\w)|(?<=\s)[^\W\d_][\w’'-]+)(?P<after>.*)",
    re.DOTALL,
)
SOURCE = re.compile(
    r"\s*\((?:source\s*:\s*)?(?!contre|dont|soit|vs|pour)(?P<source>[^()]*[A-ZÀ-Ý][^()]*)\)\s*$|[,–-]?\s*\bsources?\b\s*:?\s*(?P<said>[^;()]+)$"
)
SAYS = re.compile(r"[\s:=,–-]*(?:\b(?:(?:est|sont) (?:de|passée?s? à)|s[’']élève à|atteint|compte))?[\s:=,–-]*$")
SPLIT_FIGURES = re.compile(r"\s*(?:,|/|\bet\b|\+)\s+(?=\d+(?:[.,]\d+)? ?[^\W\d_%€])|\s*/\s*(?=\d)")
PART = re.compile(r"(?:\([^()]*\)|[^,()]|(?<=\d),(?=\d)|[()])+")
PILOT = re.compile(
    r"(?:pilot(?:age|e|é)|port(?:eur|age|é)|mené|conduit)e?s?(?![^\W\d_])\s*(?::|par\b)?\s*(?P<said>.+)", re.IGNORECASE
)
LED = re.compile(r"\s+(?:pilot\w*|port\w*|men[ée]e?s?|condui\w*)\s+par\s+(?P<said>.+)$", re.IGNORECASE)
PARTNERS = re.compile(r"(?:avec|partenaires?|part\.)\s*:?\s+(?P<said>.+)", re.IGNORECASE)
INDICATOR = re.compile(r"(?:indicateurs?|indic\.?)(?!\w)\s*:?\s*(?P<said>.+)", re.IGNORECASE)
DUE = re.compile(r"(?:(?:échéance|pour|en|au|le|la)\b\s*:?|l[’'])?\s*", re.IGNORECASE)
BEFORE_DATE = re.compile(
    r"(?:\béchéance\s*:?\s*)?(?:\b(?:d[’']ici(?: à)?|avant|dès|à partir de|pour|en|au|à|courant|vers)\b)?\s*(?:\b(?:la |le |l[’']))?$",
    re.IGNORECASE,
)
PARTNER = re.compile(r"(?:l[’']|la |le |les )?[A-ZÀ-Ý][\w’'-]*(?: [\w’'-]+){0,4}")


def read_signatory(words: str) -> dict[str, Any]:
    """A party: its body, who signs for it, its address; what the words do not say is null."""
    where = ADDRESS.search(words)
    told = f"{words[: where.start()]}{words[where.end() :]}" if where else words
    person = PERSON.search(told)
    address = where["where"].strip(" ,.") if where else None
    if person is None:
        return {"body": told.strip(" ,:("), "represented_by": None, "address": address}
    who, body = person["who"].strip(" ,.)"), told[: person.start()]
    if not body.strip(" ,:("):
        named = STANDS_FOR.fullmatch(who)
        who, body = (named["who"], named["body"]) if named else (who, _office(who))
    body = STOOD_FOR.sub("", body)
    return {
        "body": re.sub(r"^(?:l[’']|la |le |les )", "", body.strip(" ,:(")),
        "represented_by": who.strip(" ,"),
        "address": address,
    }


def _office(who: str) -> str:
    """The office of a person that is a party by itself: "préfète du Val" of "Mme A, préfète du Val"; "" when there is
    none."""
    office = who.partition(",")[2].strip()
    return office if party_kind(office) != "autres" else ""


def read_figures(words: str) -> tuple[dict[str, Any], ...]:
    """The figures of a line, each with its label, value, unit and source; nothing when one of them is not read."""
    parts = [part for part in SPLIT_FIGURES.split(words) if part.strip()]
    found = [(_figure(SOURCE.sub("", part)), SOURCE.search(part)) for part in parts]
    last = found[-1][1]
    shared = last if last is not None and not any(source for _, source in found[:-1]) else None
    return (
        tuple({**figure, "source": _source(source or shared)} for figure, source in found if figure)
        if all(f for f, _ in found)
        else ()
    )


def _source(match: re.Match[str] | None) -> str | None:
    return (match["source"] or match["said"]).strip(" .") if match else None


def _figure(told: str) -> dict[str, Any] | None:
    match = FIGURE.fullmatch(trim(told))
    if match is None:
        return None
    before = SAYS.sub("", match["before"])
    after = re.sub(r"^\s*(?:des? |d[’']|du )", "", match["after"]).strip(" :,–-")
    measured = re.fullmatch(MEASURES, match["unit"]) is not None
    unit = match["unit"] if measured or before else None
    parts = (before, after) if unit else (match["unit"], match["after"].strip(" :,–-"))
    return {"label": " ".join(part for part in parts if part) or None, "value": match["value"], "unit": unit}


def read_action(words: str, classify: Classify) -> dict[str, Any]:
    """An action with what its sentence says of its pilot, partners, deadline and indicator; what it does not say is
    null."""
    numbered = OBJECTIVE.match(words)
    told = words[numbered.end() :] if numbered else words
    found: dict[str, Any] = {"text": "", "pilot": None, "partners": [], "deadline": None, "indicator": None}
    last = "text"
    for part in (match.group().strip() for match in PART.finditer(told)):
        name, said = _part(part, last, bool(found["text"]))
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


def _part(part: str, last: str, has_text: bool) -> tuple[str, str]:
    """What a part of an action, between commas, tells: (field, words)."""
    if not has_text:
        return "text", part
    for name, pattern in (("indicator", INDICATOR), ("pilot", PILOT), ("partners", PARTNERS)):
        if match := pattern.fullmatch(part):
            return name, match["said"].strip()
    dates = analyse(part).dates
    if dates and dates[-1].end == len(part) and BEFORE_DATE.fullmatch(part[: dates[0].start]):
        return "deadline", _due(part)
    return ("partners", part) if last == "partners" and PARTNER.fullmatch(part) else ("text", part)


def _take_tail(found: dict[str, Any]) -> None:
    """Moves what ends the text of an action, a date then a pilot, to its own field."""
    text = found["text"].rstrip(" .")
    dates = analyse(text).dates
    if (
        dates
        and dates[-1].end == len(text)
        and not found["deadline"]
        and (lead := BEFORE_DATE.search(text[: dates[-1].start]))
    ):
        start = lead.start() if text[: lead.start()].strip() else dates[-1].start
        if text[:start].strip():
            found["deadline"], text = _due(text[start:]), text[:start].rstrip(" ,")
    if not found["pilot"] and (led := LED.search(text)):
        found["pilot"], text = led["said"].strip(), text[: led.start()]
    found["text"] = trim(text)


def _due(words: str) -> str:
    """A deadline without the words that only bring it: "juin 2027" of "échéance : juin 2027"; "avant juin 2027"
    stays."""
    brought = DUE.match(words)
    return words[brought.end() :].strip() if brought else words.strip()
