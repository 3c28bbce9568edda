"""Restraint: what the constraints of a dossier forbid to write (an amount under embargo, a name, a project) is withheld, and told."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from rupfam_assistant.dossier.alert import MARKER, Alert
from rupfam_assistant.dossier.contradictions import short
from rupfam_assistant.dossier.paths import FieldPath, at, change_texts, texts_of
from rupfam_assistant.dossier.schema import FIELDS, Action, Dossier, Figure
from rupfam_assistant.french.clauses import clause_spans
from rupfam_assistant.french.dates import find_dates
from rupfam_assistant.french.typography import enumerate_all
from rupfam_assistant.french.words import flatten, same_family, stem
from rupfam_assistant.guard.cleaning import clean
from rupfam_assistant.guard.cutting import NEAR, cut, introduction
from rupfam_assistant.guard.designation import HEAD, Secret, Unit, designate
from rupfam_assistant.guard.silence import AMOUNT, QUANTITY, Ban, content, euros, is_event, measure, read_bans

SILENT = {names[0] for names, told in FIELDS.items() if len(names) == 1 and (told.names or not told.printed)}
"""Fields that do not enter article 2, or that name the parties."""

ASIDE = re.compile(
    r"(?:à )?ne (?:pas|jamais|rien) (?:publier|diffuser|citer|communiquer|écrire|mentionner|nommer|divulguer|ébruiter|annoncer|dire|rendre public)"
    r"|sous embargo|(?:à )?usage interne|(?:note|document|information) interne|\ben attente d[eu] (?:vote|délibération|arbitrage)|\bvote en attente"
    r"|(?<=\d €, )non voté|\b(?:montant|somme|subvention|enveloppe)s? (?:non |pas (?:encore )?)votée?s?"
    r"|(?<=\()confidentiel(?:le)?s?\b|^confidentiel(?:le)?s?$|non publi(?:c|que|é|ée)s?\b",
    re.IGNORECASE,
)
"""A restraint that a field itself bears."""

BRACKETS = re.compile(r"\([^()]*\)")
BEFORE_NAME = re.compile(rf"(?<!\w)(?:{HEAD.pattern}|la |l')$")
TITLE = re.compile(
    r"(?<!\w)(?:(?:m|mme|mlle|me|dr)\.? (?:[a-z]+ )?|(?:la |les )?(?:commune|ville|village|bourg|hameau)s? (?:de la |de l'|des |du |de |d'))$"
)
"""What kind of thing a name is, the title before it: withheld with it."""


@lru_cache(maxsize=4)
def writable(dossier: Dossier) -> tuple[Dossier, tuple[Alert, ...]]:
    """The dossier as it may be written, cleaned then without what its constraints forbid, and all that is to be said of it."""
    cleaned, cleaning = clean(dossier)
    sober, withheld = withhold(cleaned)
    return sober, (*cleaning, *withheld)


def withhold(dossier: Dossier) -> tuple[Dossier, tuple[Alert, ...]]:
    """The dossier without what its constraints forbid to write, and the alerts that say which constraint and where.

    Texts stay at their place: what is left empty is not to be written, a marker stands for the words that are awaited.
    """
    units = _units(dossier)
    secrets = tuple(designate(ban, units) for ban in read_bans(dossier.constraints or ""))
    alerts: list[Alert] = []
    hushed = replace(
        dossier,
        planned_actions=tuple(
            _without_subject(i, action, secrets, alerts) for i, action in enumerate(dossier.planned_actions)
        ),
    )
    hushed = replace(
        hushed, figures=tuple(_without_value(i, figure, secrets, alerts) for i, figure in enumerate(hushed.figures))
    )

    def change(path: FieldPath, text: str) -> str:
        if path.root in SILENT or text == MARKER:
            return text
        for secret in secrets:
            left = _without(path, text, secret)
            if left != text:
                alerts.append(_alert(secret.ban, path, _withheld(path, text, secret)))
            text = left
        return _without_aside(path, text, alerts)

    changed = change_texts(hushed, change)
    return changed, (*dict.fromkeys(alerts), *_unfound(secrets, alerts))


def _units(dossier: Dossier) -> Mapping[FieldPath, Unit]:
    """The texts that may be written, by the thing that they speak of."""
    units: dict[FieldPath, dict[FieldPath, str]] = {}
    for path, text in texts_of(dossier):
        if path.root not in SILENT:
            units.setdefault(at(path.root, path.rank) if FIELDS[(path.root,)].kind == "rows" else path, {})[path] = text
    return units


def _without_subject(rank: int, action: Action, secrets: tuple[Secret, ...], alerts: list[Alert]) -> Action:
    """An action whose main clause speaks of what must not be spoken of is left empty, with all that goes with it."""
    for secret in secrets:
        if (
            action.text
            and secret.ban.kind == "subject"
            and _is_told(action.text, secret.ban)
            and not _without_told(action.text, secret.ban)
        ):
            alerts.append(_alert(secret.ban, at("planned_actions", rank, "text"), ()))
            return Action(action.objective)
    return action


def _without_value(rank: int, figure: Figure, secrets: tuple[Secret, ...], alerts: list[Alert]) -> Figure:
    """A figure without its value when that is withheld; empty when it speaks of what must not be spoken of."""
    given = f"{figure.value or ''} {figure.unit or ''}".strip()
    path = at("figures", rank, "value")
    for secret in secrets:
        if secret.ban.kind == "subject" and (
            _is_told(figure.label or "", secret.ban) or _is_told(figure.source or "", secret.ban)
        ):
            alerts.append(_alert(secret.ban, path, (given,) if given else ()))
            return replace(figure, label=None, value=None, unit=None, source=None)
        if at("figures", rank) in secret.figures or next(_spans(path, given, secret), None) is not None:
            alerts.append(_alert(secret.ban, path, (given,), f" (« {short(figure.label)} »)" if figure.label else ""))
            return replace(figure, value=MARKER, unit=None)
    aside = next(
        (match[0] for text in (figure.label, figure.source, figure.unit) if text and (match := ASIDE.search(text))),
        None,
    )
    if aside and given:
        alerts.append(_aside_alert(path, aside, f" (« {short(figure.label)} »)" if figure.label else ""))
        return replace(figure, value=MARKER, unit=None)
    return figure


def _without(path: FieldPath, text: str, secret: Secret) -> str:
    if secret.ban.kind == "subject":
        return _without_told(text, secret.ban) if _is_told(text, secret.ban) else text
    spans = list(_spans(path, text, secret))
    if not spans:
        return text
    if path.name == "partners" and not _stands_without(text, spans):
        return MARKER
    return cut(text, spans)


def _stands_without(text: str, spans: list[tuple[int, int]]) -> bool:
    """Whether a partner is still one once the words are gone: what is withheld stands in brackets, or after a colon."""
    first = min(start for start, _ in spans)
    return re.search(r"\(|:\s", text[:first]) is not None


def _spans(path: FieldPath, text: str, secret: Secret) -> Iterator[tuple[int, int]]:
    """Where a text says what is withheld."""
    if path in secret.dates:
        yield from ((when.start, when.end) for when in find_dates(text))
    taken = []
    for match in AMOUNT.finditer(text):
        if euros(match) in secret.amounts:
            taken.append(match.span())
            yield match.span()
    for match in QUANTITY.finditer(text):
        if measure(match) in secret.quantities and all(
            match.end() <= start or end <= match.start() for start, end in taken
        ):
            yield match.span()
    flat = flatten(text)
    for word in sorted(secret.words, key=len, reverse=True):
        for match in re.finditer(rf"(?<![\w]){_loose(word)}(?!\w)", flat):
            if _is_name(text, match, word):
                start = (
                    _with_head(flat, match.start()) if secret.ban.kind == "noun" else _with_title(flat, match.start())
                )
                yield start, _with_role(flat, _with_place(text, match.end()), secret.ban)


def _loose(word: str) -> str:
    return "[ -]".join(map(re.escape, re.split("[ -]", word)))


def _is_name(text: str, match: re.Match[str], word: str) -> bool:
    """A single word is a name where it has a capital, or in a text that has none."""
    return (
        " " in word
        or "-" in word
        or text[match.start()].isupper()
        or text[match.start()].isdigit()
        or not re.search(r"[A-ZÀ-Ý]", text[1:])
    )


def _with_head(flat: str, start: int) -> int:
    """The start of a name with what kind of thing it is."""
    lead = BEFORE_NAME.search(flat[:start], max(0, start - NEAR))
    return lead.start() if lead else _with_title(flat, start)


def _with_title(flat: str, start: int) -> int:
    """The start of a name with the title, or the kind of place and its "de", before it."""
    lead = TITLE.search(flat[:start], max(0, start - NEAR))
    return lead.start() if lead else start


def _with_place(text: str, end: int) -> int:
    """The end of a name with the name of a place that follows it: "CHU de Rosans"."""
    more = re.match(r" (?:de |du |des |d['’]|à )[A-ZÀ-Ý][\w-]+", text[end:])
    return end + more.end() if more else end


def _with_role(flat: str, end: int, ban: Ban) -> int:
    """The end of a name with the noun of the ban in apposition: "Mme Carzac, psychologue"."""
    nouns = "|".join(map(re.escape, re.findall(r"[a-z]{4,}", flatten(ban.about))))
    more = re.match(rf", (?:la |le |l')?(?:{nouns})(?: (?:{nouns}))?(?!\w)", flat[end:]) if nouns else None
    return end + more.end() if more else end


def _is_told(text: str, ban: Ban) -> bool:
    return any(_speaks(text[start:end], ban) for start, end in clause_spans(text)) or _speaks(text, ban)


def _speaks(text: str, ban: Ban) -> bool:
    """Whether a text speaks of what happens: by its noun and one of the words that follow it, or by all of these."""
    words = re.findall(r"[\w-]+", flatten(ban.about))
    head = stem(words[0]) if words else ""
    more = content(ban.about) - {head}
    if not is_event(words[0] if words else ""):
        told = content(ban.about)
        return len(told) > 1 and all(
            any(word == other or same_family(word, other) for other in content(text)) for word in told
        )
    mine = content(text)
    at = any(head == word or same_family(head, word) for word in mine)
    shared = len(more & mine)
    if words[0] == "projet":
        return bool(more) and shared / len(more) >= 0.6 and shared >= 1
    return (at and (shared >= max(1, len(more) // 2 if len(more) < 4 else 2) or not more)) or (
        len(more) >= 2 and more <= mine
    )


def _without_told(text: str, ban: Ban) -> str:
    """A text without the clause, or the end of a clause, that speaks of what must not be spoken of; empty when it was about nothing else."""
    spans = clause_spans(text)
    told = [(start, end) for start, end in spans if _speaks(text[start:end], ban)] or spans
    start, end = told[0]
    at = _noun_at(text, start, end, ban)
    if at is not None and (first := introduction(text, at)) is not None:
        left = f"{text[:first].rstrip(' ,;:')}{text[end:]}"
        return left if not _speaks(left, ban) else ""
    if start == 0:
        return ""
    return f"{text[:start].rstrip(' ,;:–-')}{text[end:]}"


def _noun_at(text: str, start: int, end: int, ban: Ban) -> int | None:
    """Where the clause names what happens."""
    head = stem(re.findall(r"[\w-]+", flatten(ban.about))[0])
    found = (match.start() for match in re.finditer(r"\w+", flatten(text)[start:end]) if stem(match[0]) == head)
    return next((start + at for at in found), None)


def _without_aside(path: FieldPath, text: str, alerts: list[Alert]) -> str:
    """A text without the part that it says itself is not to be written."""
    match = ASIDE.search(text)
    if match is None or text == MARKER:
        return text
    bracket = next((span for span in BRACKETS.finditer(text) if span.start() < match.start() < span.end()), None)
    alerts.append(_aside_alert(path, bracket[0].strip("()") if bracket else match[0]))
    if path.name == "source":
        return MARKER
    if path.root == "figures":
        return cut(text, [match.span()])
    before = re.search(r"[^(,;:]*$", text[: match.start()])
    if bracket:
        return re.sub(r" {2,}", " ", f"{text[: bracket.start()].rstrip()} {text[bracket.end() :].lstrip()}").strip()
    return MARKER if path.name in ("partners", "pilot") or before is None else cut(text, [match.span()])


def _aside_alert(path: FieldPath, aside: str, about: str = "") -> Alert:
    message = f"Le champ « {path.label} »{about} porte la mention « {aside} » : ce qu’il donne est tenu hors du projet."
    return Alert("other", message, fields=(path,))


def _withheld(path: FieldPath, text: str, secret: Secret) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text[start:end] for start, end in sorted(_spans(path, text, secret))))


def _alert(ban: Ban, path: FieldPath, values: tuple[str, ...], about: str = "") -> Alert:
    what = (
        "un montant sous embargo ou non voté"
        if values and all(AMOUNT.search(value) for value in values)
        else "ce que vous demandez de ne pas écrire"
    )
    gives = f" : {enumerate_all(values)}" if values else ""
    message = f"Le champ « {path.label} »{about} donne {what}{gives}. C’est tenu hors du projet, à cause de la contrainte « {ban.said} »."
    return Alert("other", message, values, (path,), ban.said)


def _unfound(secrets: tuple[Secret, ...], alerts: list[Alert]) -> Iterator[Alert]:
    """The constraints that forbid to write something that was not found: the officer must look."""
    said = dict.fromkeys(secret.ban.said for secret in secrets)
    for constraint in said:
        if not any(constraint == alert.constraint for alert in alerts):
            message = f"La contrainte « {constraint} » demande de ne pas tout écrire : rien de tel n’a été trouvé dans le dossier, relisez le projet."
            yield Alert("other", message, fields=(at("constraints"),), constraint=constraint)
