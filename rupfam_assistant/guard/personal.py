"""Personal data of families in officers' free text: found at exact offsets, removed by whole clauses."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from rupfam_assistant.french.clauses import OPENERS, bracket_spans, part_spans, tidy
from rupfam_assistant.french.first_names import AMBIGUOUS, is_first_name
from rupfam_assistant.french.words import flatten, fold, unaccented
from rupfam_assistant.guard import personal_signs as signs
from rupfam_assistant.guard.personal_numbers import numbers_of_persons

NAME, SITUATION, HEALTH, ADDRESS, HEARING = (
    "nom",
    "situation qui désigne une personne",
    "santé",
    "adresse",
    "date d’audience",
)
BEFORE = 60
"""Characters before a match that tell what it belongs to."""

MASK = "\x00"
MOST_CLAUSES = 20

Families = tuple[frozenset[str], ...]


@dataclass(frozen=True)
class Finding:
    """Personal data at character offsets `start`..`end` (exclusive); `kind` is its French label ("nom", "téléphone", "santé"…)."""

    start: int
    end: int
    kind: str


def find_personal_data(text: str, allowed: Collection[str] = (), names: Collection[str] = ()) -> tuple[Finding, ...]:
    """What designates a person in a text, in order, without overlap; `allowed` are names of no family, `names` families' names found elsewhere."""
    plain = unaccented(text)
    flat = plain.lower()
    spans = part_spans(text)
    found = [
        *_identifiers(flat),
        *(Finding(*number) for number in numbers_of_persons(flat)),
        *_names(text, flat, spans, _bodies(tuple(allowed)), frozenset(map(fold, names))),
    ]
    for start, end in (*spans, *bracket_spans(text)):
        found += _situations(plain[start:end], start)
    found += _of_persons(flat, spans, sorted(found, key=_place))
    return _apart(found)


def known_names(texts: Iterable[str], allowed: Collection[str] = ()) -> frozenset[str]:
    """The families' names that some texts give, folded, to be found bare in others."""
    bodies = _bodies(tuple(allowed))
    known = set()
    for text in texts:
        for finding in _names(text, flatten(text), part_spans(text), bodies, frozenset()):
            known |= {
                word for word in _tokens(text[finding.start : finding.end]) if not signs.CASE_WORD.fullmatch(word)
            }
    return frozenset(word for word in known if len(word) > 2 and not any(word in body for body in bodies))


def without_personal_data(
    text: str, allowed: Collection[str] = (), names: Collection[str] = ()
) -> tuple[str, tuple[str, ...]]:
    """A text without the clauses that designate a person, "" when nothing general is left, and the kinds removed."""
    findings = find_personal_data(text, allowed, names)
    if not findings:
        return text, ()
    return _general(text, findings), tuple(dict.fromkeys(finding.kind for finding in findings))


def _place(finding: Finding) -> tuple[int, int]:
    return finding.start, -finding.end


def _apart(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in order; of two that overlap the first and longer one stays, stretched over both."""
    kept: list[Finding] = []
    for finding in sorted(found, key=_place):
        if kept and finding.start < kept[-1].end:
            kept[-1] = Finding(kept[-1].start, max(kept[-1].end, finding.end), kept[-1].kind)
        else:
            kept.append(finding)
    return tuple(kept)


def _identifiers(flat: str) -> Iterator[Finding]:
    for kind, pattern in signs.IDENTIFIERS:
        for match in pattern.finditer(flat):
            if not _of_a_service(kind, match):
                yield Finding(*match.span(), kind)


def _of_a_service(kind: str, match: re.Match[str]) -> bool:
    if kind == "courriel":
        return signs.SERVICE_MAIL.match(match[0]) is not None
    around = match.string[max(0, match.start() - BEFORE) : match.end() + BEFORE]
    return kind == "téléphone" and not signs.MOBILE.search(match[0]) and signs.SERVICE.search(around) is not None


@lru_cache(maxsize=8)
def _bodies(allowed: tuple[str, ...]) -> Families:
    """The words of each allowed name; one that holds an e-mail or a number, or tells a kin, is a family's, whatever its field."""
    return tuple(
        frozenset(_tokens(name))
        for name in allowed
        if next(_identifiers(flatten(name)), None) is None and not _is_kin(name)
    )


def _is_kin(name: str) -> bool:
    """Whether a name among bodies tells of a family: "M. Bastaire père", "la tante de Lilou", "Jordan, 22 ans"."""
    flat = flatten(name)
    return (
        signs.NAMED_KIN.search(flat) is not None
        or any(_is_first_name(match["name"]) for match in signs.KIN_OF.finditer(flat))
        or (_is_first_name(name.split(" ")[0].rstrip(",")) and signs.AGED.search(flat) is not None)
    )


def _tokens(name: str) -> set[str]:
    """The folded words of a name, civilities and particles left aside."""
    return set(re.findall(r"[^\W\d_]+", fold(name))) - signs.NOT_NAMES


def _names(
    text: str, flat: str, spans: tuple[tuple[int, int], ...], bodies: Families, known: frozenset[str]
) -> Iterator[Finding]:
    """The names of persons, representatives and bodies left aside."""
    starts = {start for start, _ in spans}
    for start, end in _name_spans(text, flat, starts, known):
        named = {token for token in _tokens(text[start:end]) if len(token) > 1}
        if not (named and any(named <= body for body in bodies)) and not _in_office(flat, start, end):
            yield Finding(start, end, NAME)


def _in_office(flat: str, start: int, end: int) -> bool:
    """Whether a name stands beside a public office, without anything that tells a family's case."""
    before, after = flat[max(0, start - BEFORE) : start], flat[end : end + BEFORE]
    beside = signs.ROLE_AFTER.match(after) or signs.ROLE_BEFORE.search(before)
    return (
        beside is not None
        and not signs.CASE_WORD.match(flat, start)
        and not signs.CASE.search(before)
        and not signs.STORY.search(after)
    )


def _name_spans(text: str, flat: str, starts: Collection[int], known: frozenset[str]) -> Iterator[tuple[int, int]]:
    for match in signs.NAMED.finditer(text):
        if not signs.ROLE_NAME.match(flat, match.start("name")):
            yield match.span()
    for match in signs.NAMED_LOW.finditer(flat):
        if (
            match["name"] not in signs.NOT_NAMES
            and not signs.ROLE_NAME.match(match["name"])
            and text[match.start("name")].islower()
        ):
            yield match.span()
    for match in signs.LOW_CASE.finditer(flat):
        name = match["name"]
        if len(name) > 3 and is_first_name(name) and name not in AMBIGUOUS and text[match.start("name")].islower():
            yield match.span()
    yield from _names_of_cases(text, flat)
    yield from (match.span() for match in signs.HOUSE.finditer(text))
    yield from _initials(text, flat)
    for match in signs.CAPITALISED.finditer(text):
        yield from _bare_names(text, flat, match, match.start() in starts, known)
    if known:
        for match in (*signs.LOW_CASE.finditer(flat), *signs.LONG_WORD.finditer(flat)):
            if match["name"] in known and (match["name"] not in AMBIGUOUS or match["name"] != match[0]):
                yield match.span()


def _initials(text: str, flat: str) -> Iterator[tuple[int, int]]:
    """Initials that stand for persons, those of an annex or a group left aside."""
    for match in signs.INITIALS.finditer(text):
        before = flat[max(0, match.start() - BEFORE) : match.start()]
        words = before.split()
        if (
            signs.NOT_INITIALS.match(flat, match.start())
            or (words and signs.NOT_INITIALS.match(words[-1]))
            or _names_a_body(flat, match.start())
        ):
            continue
        if OPENERS.match(match[0].split(". ")[-1]) is None:
            yield match.span()


def _names_of_cases(text: str, flat: str) -> Iterator[tuple[int, int]]:
    """Names after what a family's case is called by: "famille L.", "dossier Lestrade", "son fils Timéo"."""
    for match in signs.OF_A_CASE.finditer(flat):
        name = signs.INITIAL.match(text, match.end()) or signs.FULL_NAME.match(text, match.end())
        if (
            name is None
            or signs.NOT_A_CASE.match(flat, match.end())
            or _is_acronym(match[0], name[0])
            or _names_a_body(flat, match.start())
        ):
            continue
        if match["of"] == "des " and not signs.ONE_FAMILY.fullmatch(name[0]):
            continue
        if (
            not (match["of"] or "," in match[0])
            or match["of"] == "des "
            or signs.CIVILITY_MARK.match(name[0])
            or signs.INITIAL.fullmatch(name[0])
            or _is_first_name(name[0].split()[0])
        ):
            yield match.start(), name.end()


def _is_acronym(noun: str, name: str) -> bool:
    """Whether capitals after a noun are a body's: "dossier CAF", but not "famille ROY" nor "dossier LE GOFF"."""
    first = name.split()[0]
    return (
        signs.ACRONYM.match(first) is not None
        and not signs.HOME.match(noun)
        and not (first.lower() in signs.NOT_NAMES and " " in name)
    )


def _bare_names(
    text: str, flat: str, match: re.Match[str], opens: bool, known: frozenset[str]
) -> Iterator[tuple[int, int]]:
    """The names of persons within a run of capitalised words: a first name and what follows it, an age, a name known from elsewhere."""
    words = [(word.start() + match.start("name"), word[0].rstrip(".")) for word in signs.WORD.finditer(match["name"])]
    for index, (start, word) in enumerate(words):
        before = words[index - 1][1] if index else ""
        if signs.ACRONYM.match(word) or _names_a_body(flat, start):
            return
        elsewhere = bool(_tokens(word)) and _tokens(word) <= known
        aged = index == len(words) - 1 and signs.AGED.match(flat, match.end()) is not None
        first = _is_first_name(word) and (index < len(words) - 1 or fold(word) not in AMBIGUOUS)
        if (
            not (first or elsewhere or aged)
            or (index > 1 and not elsewhere)
            or (index == 1 and not (opens or elsewhere or before.isupper()))
        ):
            continue
        if elsewhere and opens and not index and not first and fold(word) in AMBIGUOUS:
            continue
        yield (
            (words[index - 1][0] if before.isupper() and len(before) > 1 else _with_others(text, flat, start)),
            match.end(),
        )
        return


def _with_others(text: str, flat: str, start: int) -> int:
    """Where the names that an "et" joins to the one at `start` begin."""
    near = max(0, start - BEFORE)
    others = signs.JOINED.search(text[near:start])
    if (
        others is None
        or not others[0]
        or _names_a_body(flat, near + others.start())
        or signs.AT_PLACE.search(flat[near : near + others.start()])
    ):
        return start
    return near + others.start()


def _is_first_name(word: str) -> bool:
    bare = re.sub(r"^[a-zA-Z]['’]", "", word).rstrip(".")
    parts = bare.split("-")
    return is_first_name(bare) or (
        is_first_name(parts[0]) and (fold(parts[0]) in signs.DOUBLED or all(map(is_first_name, parts)))
    )


def _names_a_body(flat: str, start: int) -> bool:
    return signs.BODY.search(flat[max(0, start - BEFORE) : start]) is not None


def _situations(plain: str, offset: int) -> Iterator[Finding]:
    """What designates someone without a name, in a sentence or a bracket given with its capitals."""
    flat = plain.lower()
    health, story, kin = signs.HEALTH_WORD.search(flat), signs.STORY.search(flat), signs.HIS_KIN.search(flat)
    place, deed = signs.DETAIL.search(plain), signs.PARTNER_DEED.search(flat)
    found = [
        *signs.KIN_OF_ROLE.finditer(flat),
        *signs.NOTABLE.finditer(flat),
        *signs.APPOSED.finditer(flat),
        *signs.ONLY_ONE.finditer(plain),
    ]
    found += [*signs.PUPIL.finditer(flat), *signs.WELL_KNOWN.finditer(flat), *signs.CALLED.finditer(flat)]
    found += [match for match in signs.WHOSE.finditer(flat) if signs.OF_A_PLACE.match(plain, match.end())]
    found += [
        match
        for match in signs.TRADESMAN.finditer(flat)
        if health or story or kin or (deed is None and _stands_alone(plain, match))
    ]
    if health or story or kin:
        found += [match for match in signs.PROFESSIONAL.finditer(flat) if signs.OF_A_PLACE.match(plain, match.end())]
    someone = signs.SOMEONE.search(flat)
    if someone and place and (health or story):
        found.append(someone)
    keepers = signs.KEEPERS.search(flat)
    if keepers and signs.ANY_KIN.search(flat):
        found += [keepers, *signs.ANY_KIN.finditer(flat, 0, keepers.start())]
    yield from (Finding(match.start() + offset, match.end() + offset, SITUATION) for match in found)
    if found and health:
        yield Finding(health.start() + offset, health.end() + offset, HEALTH)


def _stands_alone(plain: str, match: re.Match[str]) -> bool:
    """Whether a trade is told with its place, as of the one person whom all there know."""
    return (
        re.match(r"\W*(?:l[ea]?|ce|cette)\b", match[0]) is not None
        and signs.OF_A_PLACE.match(plain, match.end()) is not None
    )


def _of_persons(flat: str, spans: tuple[tuple[int, int], ...], found: list[Finding]) -> Iterator[Finding]:
    """Addresses that are not a service's, and health told beside a name."""
    at, whole = 0, len(flat.strip(" ."))
    for start, end in spans:
        while at < len(found) and found[at].end <= start:
            at += 1
        someone = at < len(found) and found[at].start < end
        sentence = flat[start:end]
        dwelt = signs.DWELLING.search(sentence) or signs.SHELTER.search(sentence)
        serves = signs.SERVICE.search(sentence)
        for match in signs.ADDRESS.finditer(sentence):
            alone = len(match[0]) > whole - 30 and not dwelt
            if someone or dwelt or not (serves or alone):
                yield Finding(start + match.start(), start + match.end(), ADDRESS)
        if someone:
            for match in signs.HEARING.finditer(sentence):
                yield Finding(start + match.start(), start + match.end(), HEARING)
        for match in signs.LIVING.finditer(sentence):
            yield Finding(start + match.start(), start + match.end(), ADDRESS)
        if someone and any(finding.kind == NAME for finding in found[at : at + 3]):
            for match in signs.HEALTH_WORD.finditer(sentence):
                yield Finding(start + match.start(), start + match.end(), HEALTH)


def _general(text: str, findings: tuple[Finding, ...]) -> str:
    """What a text says beyond the persons it designates."""
    kept, at, dropped = "", 0, False
    for start, end in part_spans(text):
        while at < len(findings) and findings[at].end <= start:
            at += 1
        inside: list[Finding] = []
        while at + len(inside) < len(findings) and findings[at + len(inside)].start < end:
            inside.append(findings[at + len(inside)])
        follows = dropped and signs.REFERRING.match(flatten(text[start : start + BEFORE])) is not None
        left = "" if follows else _without(text, start, end, inside)
        dropped = not left
        kept += ("\n" if "\n" in text[max(0, start - 3) : start] else " ") + left if kept and left else left
    return tidy(kept, text) if re.search(r"\w{2}", kept) else ""


def _without(text: str, start: int, end: int, findings: list[Finding]) -> str:
    """A sentence without its brackets and clauses that designate a person, "" when nothing general is left."""
    if not findings:
        return text[start:end]
    sentence = text[start:end]
    places = [(max(0, finding.start - start), min(finding.end, end) - start) for finding in findings]
    brackets = bracket_spans(sentence)
    masked = _masked(sentence, brackets)
    starts = [place[0] for place in places]
    cut = [span for span in brackets if bisect_left(starts, span[0]) < bisect_left(starts, span[1])]
    outside = [place for place in places if masked[place[0]] != MASK]
    if not outside:
        left = _without_spans(sentence, cut)
        return left if re.search(r"\w{3}", left) else ""
    limit = _clause_start(masked[: outside[0][0]])
    head = _without_spans(sentence[:limit], [span for span in cut if span[1] <= limit]).rstrip(" ,;:–—-")
    while hanging := signs.DANGLING.search(flatten(head[-30:])):
        head = head[: -len(hanging[0])]
    if not head:
        return ""
    closing = sentence[-1] if sentence[-1] in ".!?;" else ""
    return head + _dated_tail(sentence, outside[-1][1]) + (closing if closing not in head[-1:] else "")


def _without_spans(text: str, spans: list[tuple[int, int]]) -> str:
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    parts = [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]
    return "".join([*(part.rstrip() for part in parts[:-1]), parts[-1]])


def _masked(sentence: str, brackets: tuple[tuple[int, int], ...]) -> str:
    """A flattened sentence, its brackets filled with a mark of no meaning."""
    flat, at, parts = flatten(sentence), 0, []
    for start, end in brackets:
        parts += [flat[at:start], MASK * (end - start)]
        at = end
    return "".join([*parts, flat[at:]])


def _clause_start(flat: str) -> int:
    """Where the clause that goes on after a flattened text starts, 0 when what stands before it says nothing general."""
    marks = [mark.start() for mark in signs.SEPARATOR.finditer(flat)]
    near = max(marks[-1] if marks else 0, len(flat) - 2 * BEFORE)
    leads = [lead.start() for lead in signs.LEAD.finditer(flat, near) if len(flat[lead.start() :].split()) <= 7]
    for limit in reversed(leads):
        if _says_something(flat[:limit], 3):
            return limit
    return next((limit for limit in reversed(marks[-MOST_CLAUSES:]) if _says_something(flat[:limit], 2)), 0)


def _says_something(flat: str, least: int) -> bool:
    if signs.DATE_ALONE.match(flat):
        return True
    words = re.findall(r"[a-zœ0-9][\w'-]+", flat)
    if signs.TURN.match(flat) or signs.CONTACT.match(flat) or (len(words) < 5 and signs.LABEL.match(flat)):
        return False
    return len(words) >= least and any(len(word) > 4 for word in words)


def _dated_tail(sentence: str, last: int) -> str:
    """The date of a source that closes a sentence after a person was named, with its comma."""
    comma = sentence.rfind(",", last)
    return (
        f", {sentence[comma + 1 :].strip()}" if comma >= 0 and signs.DATED.match(flatten(sentence[comma + 1 :])) else ""
    )
