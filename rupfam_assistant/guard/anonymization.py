"""Anonymization: a text without the clauses that designate a person, what is general in it kept as it was."""

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from functools import partial

from rupfam_assistant.dossier.bodies import known_body
from rupfam_assistant.french import analyse
from rupfam_assistant.french.clauses import Span, bracket_spans, tidy, without
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.dates import find_dates
from rupfam_assistant.french.doubts import MAIL_HEAD
from rupfam_assistant.french.typography import capitalize
from rupfam_assistant.french.wording import is_infinitive
from rupfam_assistant.french.words import flatten, fold
from rupfam_assistant.guard.identifiers import Entity
from rupfam_assistant.guard.personal import detect_personal_data

CUES = partial(cues, "personal")
MASK, NEAR, MOST_CLAUSES = "\x00", 120, 20
"""What fills a bracket, so that no clause starts in it; characters before a person where what brings them in stands."""

AND_THEN = re.compile(r",? (?:et|puis|mais) ")
LIKE_ONE = re.compile(
    r"(?i)\A(?:(?:comme|à l[’']instar d[’'])\s?(?:elles?|lui|eux)|plus (?:largement|généralement|globalement)"
    r"|de (?:plus|façon|manière)(?: plus)?(?: générale)?|par ailleurs|en effet|ainsi|du coup|bref|au-delà"
    r"|(?:ce|le) cas n[’']est pas (?:isolé|unique|le seul)|ce n[’']est pas (?:un cas isolé|l[ea] seule?|le premier cas)"
    r"|(?:elles?|ils?) (?:n[’']est|ne sont) pas (?:l[ea]s? )?seule?s?)[,:;]*\s+(?:et )?"
)
"""What likens others to a person of whom the words are gone, or goes on from them; what tells of many."""

OF_MANY = re.compile(
    r"(?i)(?:(?:beaucoup|trop|nombre|la plupart) d\w*|beaucoup|de nombreu(?:x|ses)|[ld]es (?:pères|mères|familles))\b"
)
CASE = re.compile(r"\b(?:cas|situation|affaire|exemple|histoire|parcours|dossier)\b")
OF_ONE = re.compile(
    r"\b(?:elles?|ils?(?! (?:n'y|y|manque|faut))|lui|sa|son|ses|leurs?|le pere|la mere|le fils|la fille)\b"
)
NEEDED = re.compile(r"il (?:n'y a|y a|fau)")
"""What is said of a case; what tells of a person already told; what tells of no one."""

SEPARATOR = re.compile(r"(?<!\d),(?!\d)|,(?= )|:(?= |\Z)| [–—-] ")
FOR_ONE = re.compile(r"\W*pour ")
REPORTED = re.compile(
    rf"{CASE.pattern} \w*(?:signal|rapport|remont|transmi|suivi|connu|evoqu)"
    r"|\b(?:mail|courriel|courrier|message|appel|signalement) (?:de |du |des |d')[^,:;]*\Z"
)
MAILED = re.compile(r"\W*(?:mail|courriel|message|retour|note)\b")
AGREED = re.compile(r"(?i)\A«\s*(?:ok|d[’']accord),? pour (\w[^«»]*?)\s*»")
LED_BY = re.compile(r"\W*(?:(?:co-?)?anim|assur|men|port|confi|encadr|supervis|tenu|coordonn)[a-z]*e?s? (?:par|a) ")
WHERE_OR_WHEN = re.compile(r"(?:au|aux|a la|a l'|dans|en|chaque|le|les|tous|toutes|\d+x?|une?|deux|trois|quatre) ?\b")
"""Who told of someone, before a colon; what was mailed, agreed to in it; who leads an action; what opens where or how
often it is done."""


def anonymize(
    text: str, allowed: Collection[str] = (), names: Collection[str] = (), kept: Collection[str] = ()
) -> tuple[str, tuple[Entity, ...]]:
    """A text without the clauses that designate a person, "" when nothing is left, and what designated one.

    `allowed` are names of no family, `names` families' names found elsewhere, `kept` folded words that may stay.
    """
    told = detect_personal_data(text, allowed, names)
    found = tuple(one for one in told if fold(text[one.start : one.end]) not in kept)
    head = MAIL_HEAD.match(text)
    at = head.end() if head else 0
    inside = [one._replace(start=one.start - at, end=one.end - at) for one in found if one.start >= at]
    return (_general(text[at:], inside), found) if found else (text, ())


def _general(text: str, found: Sequence[Entity]) -> str:
    """What a text says beyond the persons it designates."""
    kept, at, dropped = "", 0, False
    for start, end in analyse(text).parts:
        while at < len(found) and found[at].end <= start:
            at += 1
        last = at
        while last < len(found) and found[last].start < end:
            last += 1
        inside = [(max(0, entity.start - start), min(entity.end, end) - start) for entity in found[at:last]]
        near = flatten(text[start : start + NEAR])
        follows = dropped and CUES("referring").match(near) and not NEEDED.match(near)
        left = "" if follows else _without(text[start:end], inside)
        left = capitalize(LIKE_ONE.sub("", left)) if dropped else left
        dropped = not left
        kept += ("\n" if "\n" in text[max(0, start - 3) : start] else " ") + left if kept and left else left
    return tidy(kept, text) if re.search(r"\w{2}", kept) else ""


def _without(part: str, spans: list[Span]) -> str:
    """A part of a text without its brackets and clauses that designate a person, "" when nothing general is left."""
    if not spans:
        return part
    brackets, starts = bracket_spans(part), [start for start, _ in spans]
    cut = [bracket for bracket in brackets if bisect_left(starts, bracket[0]) < bisect_left(starts, bracket[1])]
    flat = flatten(part)
    for start, end in brackets:
        flat = flat[:start] + MASK * (end - start) + flat[end:]
    outside = [span for span in spans if flat[span[0]] != MASK]
    if not outside:
        left = without(part, cut)
        return left if re.search(r"\w{3}", left) else ""
    limit = _clause_start(flat[: outside[0][0]])
    head = _without_hanging(without(part[:limit], [span for span in cut if span[1] <= limit]))
    if FOR_ONE.match(flat, limit) and is_infinitive(head) and not SEPARATOR.search(flat, 0, limit + 2):
        return ""  # "Prévoir une place pour Mathéo" is of his case alone
    if REPORTED.search(flatten(head)) and part[limit:].lstrip()[:1] == ":":
        head = ""  # "Situation signalée par l’école : …"
    if not head and (told := _told_by_partner(part, outside[-1][1])):
        return told
    if not head:
        return _of_all(part[outside[-1][1] :], CASE.search(flat, 0, outside[0][1]) is not None)
    comma = part.rfind(",", outside[-1][1])
    dated = comma >= 0 and _is_date(flatten(part[comma + 1 :]))  # the date of a source, after a person was named
    more = f", {part[comma + 1 :].strip()}" if dated else _beside_who_leads(part, limit, spans[-1][1])
    closing = re.search(r"\s*[.!?;]\Z", part)
    left = head + more
    return left + closing[0] if closing and closing[0].strip() != left[-1:] else left


def _beside_who_leads(part: str, start: int, end: int) -> str:
    """What a part says of an action after who leads it, where or how often: "animée par Mme Roy, 6 séances par an"."""
    flat = flatten(part)
    rest = re.search(r"\A(?: ?\([^()]*\))?, ", flat[end:]) if LED_BY.match(flat, start) else None
    told = flat[end + rest.end() :] if rest else ""
    private = any(CUES(group).search(told) for group in ("his_kin", "health", "story", "someone"))
    allowed = WHERE_OR_WHEN.match(told) and not private and not OF_ONE.search(told)
    return f", {part[-len(told) :]}" if allowed else ""


def _told_by_partner(part: str, end: int) -> str:
    """What a part reports after a colon from the mail of somebody at a body, if it tells of no one: "Mail S. Roy, TJ :
    ok pour joindre la plaquette" is of no family."""
    head, *after = re.split(r"\s?: ", part[end:], maxsplit=1)
    told = "".join(after)
    at_body = any(known_body(name.strip()) for name in re.split("[,(]", head)[1:])
    said = flatten(told)
    private = any(CUES(group).search(said) for group in ("his_kin", "health", "story", "someone"))
    if not (at_body and MAILED.match(flatten(part))) or private or OF_ONE.search(said):
        return ""
    return capitalize(AGREED.sub(r"\1", told))


def _of_all(rest: str, is_case: bool) -> str:
    """What a part says of all after a person: what her case shows ("illustre l’absence de réponse au refus"), how many
    are as she is ("une dizaine d’enfants changent d’école"), what lacks after a colon ("faute de créneau commun")."""
    flat = flatten(rest)
    counted = CUES("as_many").search(flat)
    if is_case and (shown := CUES("shows").search(flat)):
        told = rest[shown.end() :].strip()
        lacking = CUES("lack").match(re.sub(r"^(?:l'|la |le |les |qu'|que |un |une |des )+", "", flatten(told)))
        told = told if lacking else ""
    elif counted and not re.search(r"[^\W\d]", re.split("[,;:]", flat[: counted.start()])[-1].replace("comme", "")):
        told = AND_THEN.split(rest[counted.start() :])[0].strip(" ,")
    else:
        told = re.split(r" ?: ", rest)[-1].strip() if re.search(r" ?: ", rest) else ""
        said = flatten(told)
        lacks = CUES("lack").match(said) or (
            re.match(r"les |des |de nombreu|beaucoup ", said) and CUES("lack").search(said)
        )
        told = told if (lacks and not CUES("kin").search(said)) or OF_MANY.match(told) else ""
    said = flatten(told).replace("leurs ", " ") if OF_MANY.match(told) else flatten(told)
    private = any(CUES(group).search(said) for group in ("his_kin", "health", "story", "someone"))
    return "" if private or OF_ONE.search(said) else f"{told[:1].upper()}{told[1:]}"


def _without_hanging(head: str) -> str:
    """What is kept of a clause without the words that would hang at its end ("dont", "pour", "y compris")."""
    head = head.rstrip(" ,;:–—-")
    flat, near = flatten(head), max(0, len(head) - 30)
    hanging = next((cue for cue in CUES("hanging").finditer(flat, near) if cue.end() == len(flat)), None)
    return _without_hanging(head[: hanging.start()]) if hanging else head


def _clause_start(flat: str) -> int:
    """Where the clause that goes on after a flattened text starts, 0 when nothing general stands before it."""
    marks = [mark.start() for mark in SEPARATOR.finditer(flat)]
    near = max(marks[-1] if marks else 0, len(flat) - NEAR)
    leads = [lead.start() for lead in CUES("lead").finditer(flat, near) if len(flat[lead.start() :].split()) <= 7]
    leads += [lead.start() for lead in CUES("address_lead").finditer(flat, near) if not flat[lead.end() :].strip()]
    for limit in sorted(leads, reverse=True):
        part = next((mark for mark in reversed(marks) if mark < limit), 0)
        if len(re.findall(r"\w{2,}", flat[part:limit])) < 2 and _says_something(flat[:part], 2):
            return part  # "2025 – tableau", of "tableau envoyé par"
        if _says_something(flat[:limit], 3):
            return limit
    return next((limit for limit in reversed(marks[-MOST_CLAUSES:]) if _says_something(flat[:limit], 2)), 0)


def _says_something(flat: str, least: int) -> bool:
    """Whether a flattened text is general: a date is, a task, a label or a turn that brings someone in is not."""
    if _is_date(flat):
        return True
    words = re.findall(r"[a-zœ0-9][\w'-]+", flat)
    if any(CUES(group).match(flat) for group in ("turn", "task")) or (len(words) < 5 and CUES("label").match(flat)):
        return False
    told = re.findall(r"[a-zœ]{5}", CUES("label").sub(" ", flat))
    return len(words) >= least and bool(told)


def _is_date(flat: str) -> bool:
    """Whether a flattened text is a date and no more, that of a source or of a deadline."""
    dates = find_dates(flat)
    around = without(flat, [(date.start, date.end) for date in dates])
    return bool(dates) and not re.search(r"\w", CUES("date_word").sub("", around))
