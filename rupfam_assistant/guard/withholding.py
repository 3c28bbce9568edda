"""Withholding: personal data, orders given to the program, what constraints forbid is kept out of what is written."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from rupfam_assistant.dossier.alert import MARKER, Alert, Withheld
from rupfam_assistant.dossier.bodies import named_among
from rupfam_assistant.dossier.paths import FieldPath, at, change_texts, texts_of
from rupfam_assistant.dossier.schema import FIELDS, Action, Dossier, Figure, Signatory
from rupfam_assistant.french import analyse
from rupfam_assistant.french.typography import enumerate_all, short
from rupfam_assistant.french.words import flatten, stem
from rupfam_assistant.guard.asides import STATEMENTS, aside_alert, aside_bans, find_aside, without_aside, without_asides
from rupfam_assistant.guard.bans import TERM, Ban
from rupfam_assistant.guard.constraints import parse_constraints, sentences_of, unaddressed
from rupfam_assistant.guard.described import described_bans
from rupfam_assistant.guard.excision import excise, introduction, without_amount
from rupfam_assistant.guard.forbidden import NOTHING, Forbids, is_of, read_forbidden
from rupfam_assistant.guard.mentions import find_mentions, speaks, tells
from rupfam_assistant.guard.names import TITLED
from rupfam_assistant.guard.naming import OF_PLACE, head
from rupfam_assistant.guard.personal import mask_personal_data
from rupfam_assistant.guard.redaction import redact
from rupfam_assistant.guard.signing import without_named
from rupfam_assistant.guard.targets import Secret, Unit, find_statements, resolve
from rupfam_assistant.guard.ticking import is_ticked_off, without_ticked
from rupfam_assistant.guard.topics import CUES, amounts, content, roots
from rupfam_assistant.guard.wishing import as_wished, wish_alerts

LIFTED = "écrire"
DETAILS = ("amount", "number", "date")
"""What the officer may decide of a ban; the kinds of bans on what has a form, cut out where it stands."""

SILENT = {names[0] for names, told in FIELDS.items() if len(names) == 1 and (told.names or not told.printed)}
SILENT -= {"annexes"}
"""Fields that are not printed, or that name the parties."""

MARKED = re.compile(
    r"(?i)\W*(?:[a-z]{1,2} ?\d[\d.]*|(?:fiche|action|décision|livrable|projet|mesure|axe)s? ?(?:n ?[°o])? ?\d[\d.]*)\W*"
)
HANGING = re.compile(r"\b(?:sera|seront|serait|est|sont|sera portee?|de|a hauteur)\W*\Z")
"""What is left of an action once what it says is withheld: its rank, "L1.3", "Décision n° 4", or words cut short."""


def writable(
    dossier: Dossier, forbids: Forbids | None = None
) -> tuple[Dossier, tuple[Alert, ...], tuple[Withheld, ...]]:
    """The dossier as it may be written, redacted and without what its constraints or the officer forbid, as read by
    `forbids` too; what is to be said; what the constraints ask not to print, lifted by the officer or not, then what
    she ticked by hand."""
    asking = [one.body for one in dossier.signatories if one.body]
    dossier = replace(dossier, constraints=unaddressed(dossier.constraints or "", asking) or None)
    wished, granted = as_wished(without_ticked(dossier))
    redacted, alerts = redact(wished)
    sober, withheld = withhold(redacted, dossier, forbids)
    bans = bans_of(redacted)
    lifted = any(one.about == "ban" for one in redacted.decisions)
    told = withhold(replace(redacted, decisions=()), None, forbids)[1] if lifted else withheld
    said = {ban.what: ban.said for ban in bans} | {alert.ban: alert.constraint for alert in told if alert.ban}
    fields = {what: [field for alert in told if alert.ban == what for field in alert.fields] for what in said}
    listed = (
        Withheld(what, said[what], tuple(fields[what]), _lifted(redacted, what)) for what in _telling(said, fields)
    )
    ticked = (
        (path, text) for path, text in texts_of(dossier) if dossier.decisions and is_ticked_off(dossier, path, text)
    )
    by_hand = (Withheld(short(text), "", (path,), False) for path, text in ticked)
    return sober, (*alerts, *withheld, *wish_alerts(granted, sober)), (*listed, *by_hand)


def _telling(said: Mapping[str, str], fields: Mapping[str, Sequence[FieldPath]]) -> Iterator[str]:
    """The bans to list, by the sentence that each is read in: of one sentence, those that touch a field, or the first
    when none does."""
    for sentence in dict.fromkeys(said.values()):
        bans = [what for what in said if said[what] == sentence]
        yield from [what for what in bans if fields[what]] or bans[:1]


def _lifted(dossier: Dossier, what: str) -> bool:
    return dossier.decided("ban", "constraints", what) == LIFTED


def withhold(
    dossier: Dossier, whole: Dossier | None = None, forbids: Forbids | None = None
) -> tuple[Dossier, tuple[Alert, ...]]:
    """The dossier without what its constraints forbid to write, and the alerts that say which constraint and where.

    Texts stay at their place, one not to be written empty; a marker stands for the words that are awaited. Nothing is
    said of a constraint on what only `whole`, the dossier before redaction, speaks of.
    """
    bans, alerts, told = bans_of(dossier), list[Alert](), _units(whole or dossier)
    dossier = without_asides(dossier, alerts)
    units = _units(dossier)
    if (ban := next(iter(bans), None)) and ban.kind == "all" and not _lifted(dossier, ban.what):
        return _nothing_of(dossier, ban)
    held = [ban for ban in bans if not _lifted(dossier, ban.what)]
    read = read_forbidden(dossier, forbids, bans) if forbids and dossier.constraints else NOTHING
    forbidden = {
        path: ban for path, said in read.said.items() if not _lifted(dossier, (ban := _ban_of(said, bans)).what)
    }
    secrets = _resolved([ban for ban in held if ban.kind != "party"], units)
    dossier = _without_parties(dossier, [ban for ban in held if ban.kind == "party"], alerts)

    def holding(path: FieldPath) -> list[Secret]:
        return [one for one in secrets if not read.frees(path, one.ban)]

    actions = tuple(
        _action(rank, one, holding(at("planned_actions", rank, "text")), alerts)
        for rank, one in enumerate(dossier.planned_actions)
    )
    figures = tuple(
        _figure(rank, one, holding(at("figures", rank)), alerts, forbidden.get(at("figures", rank)))
        for rank, one in enumerate(dossier.figures)
    )

    bound = [one.ban for one in secrets if one.ban.within]
    spoken = frozenset().union(*(content(" ".join(unit.values())) for unit in units.values())) if bound else frozenset()
    limited = {ban: ban.within for ban in bound if ban.within & spoken}

    details = [one for one in secrets if one.ban.kind in DETAILS]

    def change(path: FieldPath, text: str) -> str:
        if path.name == "represented_by" or path.root == "members":
            for banned in (secret.ban for secret in secrets):
                signs = without_named(text, banned)
                alerts.extend([_alert(banned, path, ())] if signs != text else [])
                text = signs
            return text
        if path.root in SILENT or text == MARKER:
            return text
        mine = holding(path)
        gone = next((one.ban for one in mine if path in one.statements), None)
        detailed = any(any(find_mentions(path, text, one)) for one in details)
        if (ban := forbidden.get(path)) and not (gone or detailed):
            text = read.left[path]
            alerts.append(_alert(ban, path, (), left=text))
        if not text:
            return MARKER if path.name in ("text", "pilot", "partners") else ""
        if gone:
            alerts.append(_alert(gone, path, ()))
            return ""
        about = content(" ".join(_unit_of(path, units).values())) if limited else frozenset()
        held = [one for one in mine if one.ban not in limited or limited[one.ban] & about]
        found = [(secret.ban, sorted(find_mentions(path, text, secret))) for secret in held]
        for ban, spans in found:
            if spans:
                alerts.append(_alert(ban, path, tuple(dict.fromkeys(text[start:end] for start, end in spans))))
        if path.name == "text" and any(spans and _is_to_come(text, ban) for ban, spans in found):
            return MARKER
        spans = sorted(span for _, spans in found for span in spans)
        named = re.search(r"\(|:\s", text[: spans[0][0]]) if spans else None  # what stands before is still a partner
        sums = spans and all(not told or ban.kind == "amount" for ban, told in found)
        bare = without_amount(text, *spans[0]) if sums and len(spans) == 1 and path.name in STATEMENTS else text
        if bare != text and content(bare) - roots("amount").union(*(content(ban.about) for ban, told in found if told)):
            return without_aside(path, bare, alerts)
        if bare != text:  # "Aide de 20 000 € de la Région" says nothing else
            return MARKER if path.name == "text" else ""
        left = MARKER if spans and path.name == "partners" and not named else excise(text, spans)
        if any(spans and ban.kind not in ("date", "place") for ban, spans in found):
            left = _whole_statements(path, left)
        for ban in (secret.ban for secret in mine if secret.ban.kind == "subject"):
            if tells(left, ban):
                alerts.append(_alert(ban, path, ()))
                left = _without_told(left, ban)
        if left != text and path.name in STATEMENTS and (MARKED.fullmatch(left) or HANGING.search(flatten(left))):
            left = MARKER if path.name == "text" else ""
        return without_aside(path, left, alerts)

    changed = _emptied(change_texts(replace(dossier, planned_actions=actions, figures=figures), change))
    found = frozenset(ban.said for ban in forbidden.values())
    unread = [one for one in secrets if one.ban.said not in found]
    return changed, (*dict.fromkeys(alerts), *_unfound(unread, dossier, told, alerts))


def _ban_of(said: str, bans: Sequence[Ban]) -> Ban:
    """The ban of a sentence of the constraints: the first that the rules read in it, else the sentence as it is."""
    return next((ban for ban in bans if is_of(said, ban)), Ban("subject", said, said))


def bans_of(dossier: Dossier) -> tuple[Ban, ...]:
    """What the constraints of a dossier forbid to write, then what its needs and priorities say of themselves."""
    described = described_bans(dossier, sentences_of(dossier.constraints or ""))
    return (*parse_constraints(dossier.constraints or ""), *described, *aside_bans(dossier))


def _without_parties(dossier: Dossier, bans: Sequence[Ban], alerts: list[Alert]) -> Dossier:
    """The dossier without the parties that a ban keeps out of their list, out of it alone; nothing at their place."""
    bodies = [one.body or "" for one in dossier.signatories]
    told = (
        (ban, next(filter(None, (named_among(bodies, text) for text in (ban.about, ban.said, ban.head))), []))
        for ban in bans
    )
    out: dict[int, Ban] = {}
    for ban, ranks in told:
        out |= dict.fromkeys(ranks, ban)
        alerts += [] if ranks else [_nothing_found(ban)]
    alerts += (_alert(ban, at("signatories", rank, "body"), ()) for rank, ban in out.items())
    parties = (Signatory() if rank in out else one for rank, one in enumerate(dossier.signatories))
    return replace(dossier, signatories=tuple(parties)) if out else dossier


def _emptied(dossier: Dossier) -> Dossier:
    """The dossier whose actions and figures of which the words are withheld are withheld whole: their pilot, their
    date, their indicator, their value would tell what was not to be told."""
    actions = (Action(one.objective) if one.text == MARKER else one for one in dossier.planned_actions)
    figures = (Figure() if MARKER in (one.label or "") else one for one in dossier.figures)
    return replace(dossier, planned_actions=tuple(actions), figures=tuple(figures))


def _nothing_of(dossier: Dossier, ban: Ban) -> tuple[Dossier, tuple[Alert, ...]]:
    """The dossier of which nothing may be written, and the alert that says why."""
    actions = tuple(Action(action.objective) for action in dossier.planned_actions)
    bare = replace(dossier, planned_actions=actions, figures=tuple(Figure() for _ in dossier.figures))
    fields = dict.fromkeys(at(path.root) for path, _ in texts_of(dossier) if path.root not in SILENT)
    message = (
        f"La contrainte « {ban.said} » tient hors du projet tout ce que dit le dossier : il n’y reste que des blancs."
    )
    alert = Alert("other", message, fields=tuple(fields), constraint=ban.said)
    return change_texts(bare, lambda path, text: text if path.root in SILENT else ""), (alert,)


def _whole_statements(path: FieldPath, text: str) -> str:
    """A sentence of the dossier without the statements that words taken out would leave with a hole; a deadline without
    such a clause, "après le contrôle"."""
    if MARKER not in text or path.name not in (*STATEMENTS, "deadline"):
        return text
    whole = analyse(text).clauses if path.name == "deadline" else analyse(text).parts
    kept = [text[start:end] for start, end in whole if MARKER not in text[start:end]]
    return " ".join(kept) or (MARKER if path.name == "text" else "")


def _resolved(bans: Sequence[Ban], units: Mapping[FieldPath, Unit]) -> list[Secret]:
    """What each ban forbids; of the phrases of a constraint of which nothing is found so, the statements that they seem
    to be about, unless it is on a detail, as a sum, a date, a name."""
    secrets = [resolve(ban, units) for ban in bans]
    seen: dict[str, frozenset[str]] = {}
    for secret in secrets:
        said, detail = secret.ban.said, secret.ban.kind not in ("noun", "subject")
        if detail or _is_found(secret, units):
            seen[said] = seen.get(said, frozenset()) | content(said if detail else secret.ban.about)
    unread = {secret.ban.said for secret in secrets if not secret.statements}
    read = {said: find_statements(said, units, seen.get(said, frozenset())) for said in unread}
    return [replace(one, statements=one.statements | read.get(one.ban.said, frozenset())) for one in secrets]


def _is_found(secret: Secret, units: Mapping[FieldPath, Unit]) -> bool:
    """Whether the dossier says somewhere what a ban is on; its sums are told by the ban, or found in the dossier."""
    of_dossier = secret.figures or secret.statements or (secret.amounts and not secret.ban.amounts)
    texts = [told for unit in units.values() for told in unit.items()]
    told = secret.ban.kind == "subject" and any(tells(text, secret.ban) for _, text in texts)
    return bool(of_dossier or told or any(any(find_mentions(*one, secret)) for one in texts))


def _units(dossier: Dossier) -> Mapping[FieldPath, Unit]:
    """The texts that may be written, by the thing that they speak of."""
    units: dict[FieldPath, dict[FieldPath, str]] = {}
    for path, text in texts_of(dossier):
        if path.root not in SILENT:
            units.setdefault(at(path.root, path.rank) if FIELDS[(path.root,)].kind == "rows" else path, {})[path] = text
    return units


def _unit_of(path: FieldPath, units: Mapping[FieldPath, Unit]) -> Unit:
    return units.get(path) or units.get(at(path.root, path.rank)) or {}


def _action(rank: int, action: Action, secrets: Sequence[Secret], alerts: list[Alert]) -> Action:
    """An action whose main clause speaks of what must not be spoken of is left empty, with all that goes with it."""
    text, place = action.text or "", at("planned_actions", rank)
    if whole := next((secret.ban for secret in secrets if place in secret.statements), None):
        alerts.append(_alert(whole, place / "text", ()))
        return Action(action.objective)
    for ban in (secret.ban for secret in secrets if secret.ban.kind == "subject"):
        if text and tells(text, ban) and not _without_told(text, ban):
            alerts.append(_alert(ban, at("planned_actions", rank, "text"), ()))
            return Action(action.objective)
    return action


def _figure(rank: int, figure: Figure, secrets: Sequence[Secret], alerts: list[Alert], forbidden: Ban | None) -> Figure:
    """A figure without its value when that is withheld; nothing of it when that is a sum, when what it tells must not
    be told, or when it says so of itself."""
    given = f"{figure.value or ''} {figure.unit or ''}".strip()
    path = at("figures", rank, "value")
    about = f" (« {short(figure.label)} »)" if figure.label else ""
    for secret in secrets:
        if at("figures", rank) in secret.statements:
            alerts.append(_alert(secret.ban, path, (), about))
            return Figure()
        told = (figure.label or "", figure.source or "") if secret.ban.kind == "subject" else ()
        if any(tells(text, secret.ban) for text in told):
            alerts.append(_alert(secret.ban, path, (given,) if given else ()))
            return Figure()
        if at("figures", rank) in secret.figures or next(find_mentions(path, given, secret), None) is not None:
            alerts.append(_alert(secret.ban, path, (given,), about))
            return Figure() if secret.ban.kind == "amount" else replace(figure, value=MARKER, unit=None)
    if forbidden:
        alerts.append(_alert(forbidden, path, (), about))
        return Figure()
    asides = (find_aside(text or "") for text in (figure.label, figure.source, figure.unit))
    if given and (aside := next(filter(None, asides), None)):
        alerts.append(aside_alert(path, aside[0], about))
        return Figure()
    return figure


def _is_to_come(text: str, ban: Ban) -> bool:
    """Whether a text opens a thing of a place, "site de Luzy", that a ban keeps quiet until a term: no word of it may
    be left."""
    thing = OF_PLACE.search(ban.about) if TERM.search(ban.said) else None
    return bool(thing and head().match(flatten(ban.about)) and CUES("coming").match(flatten(text)))


def _without_told(text: str, ban: Ban) -> str:
    """A text without the clause, or its end, that speaks of what must not be spoken of; "" when nothing is left."""
    spans = analyse(text).clauses
    start, end = next((span for span in spans if speaks(text[slice(*span)], ban)), spans[0])
    noun = stem(re.findall(r"[\w-]+", flatten(ban.about))[0])
    named = (word.start() for word in re.compile(r"\w+").finditer(flatten(text), start, end) if stem(word[0]) == noun)
    first = next((introduction(text, at) for at in named), None)
    if first is not None:
        left = f"{text[:first].rstrip(' ,;:')}{text[end:]}"
        return left if not speaks(left, ban) else ""
    return f"{text[:start].rstrip(' ,;:–-')}{text[end:]}" if start else ""


def _alert(ban: Ban, path: FieldPath, values: tuple[str, ...], about: str = "", left: str = "") -> Alert:
    summed = values and all(map(amounts, values))
    what = "un montant sous embargo ou non voté" if summed else "ce que vous demandez de ne pas écrire"
    gives = f" : {enumerate_all(values)}" if values else ""
    why = f"C’est tenu hors du projet, à cause de la contrainte « {mask_personal_data(ban.said)} »."
    rest = f" Il en reste : « {left} »." if left else ""
    message = f"Le champ « {path.label} »{about} donne {what}{gives}. {why}{rest}"
    return Alert("other", message, values, (path,), ban.said, ban=ban.what)


def _unfound(
    secrets: Sequence[Secret], dossier: Dossier, units: Mapping[FieldPath, Unit], alerts: Sequence[Alert]
) -> Iterator[Alert]:
    """The bans of the constraints on something that was found in no field: the officer must look."""
    told, asked = {alert.ban for alert in alerts}, parse_constraints(dossier.constraints or "")
    left = (
        one
        for one in secrets
        if one.ban in asked
        and not TITLED.search(one.ban.said)  # a person is found by her name, wherever it stands
        and one.ban.what not in told
        and not _is_found(resolve(one.ban, units), units)
    )
    said = {one.ban.what: one.ban for one in left if not find_statements(one.ban.about, units)}
    yield from (_nothing_found(ban) for ban in said.values())


def _nothing_found(ban: Ban) -> Alert:
    told = f"« {mask_personal_data(ban.what)} » (contrainte « {mask_personal_data(ban.said)} »)"
    message = f"Rien trouvé à retenir pour {told} : relisez le projet."
    return Alert("other", message, fields=(at("constraints"),), constraint=ban.said)
