"""Alerts: what is missing, what is out of time, what overlaps; told to the officer, never written."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import get_args

from rupfam_assistant.dossier.alert import MARKER, Alert, AlertKind, Remedy
from rupfam_assistant.dossier.arrangement import LEFT_OUT, NATIONAL, Arrangement
from rupfam_assistant.dossier.paraphrases import likely_one
from rupfam_assistant.dossier.paths import FieldPath, at
from rupfam_assistant.dossier.placing import MOST_ENCODED, Encode
from rupfam_assistant.dossier.schema import FIELDS, Action, Dossier, Figure
from rupfam_assistant.dossier.sides import RATE, mostly_the_same, names_in, subject_of
from rupfam_assistant.french import analyse
from rupfam_assistant.french.acronyms import spelled_out
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.dates import MONTH
from rupfam_assistant.french.typography import enumerate_all, quantity, short
from rupfam_assistant.french.words import flatten, nearness, subject

FIRST_DAY, LAST_DAY = date(2026, 1, 1), date(2029, 12, 31)
FEW, MEANT = 3, "voulu"
EXPECTED = ("pilot", "partners", "deadline", "indicator")
"""The period of the convention, of which the texts give but the years; how many incomplete actions are told each, and
how the officer judges an alert that needs nothing; what an action must say beside its text."""

OVERLAP, NEAR, TWIN, TWIN_APART, WORDED, RECURRING = 0.4, 0.7, 0.75, 0.84, 0.2, 0.1
A_MONTH = timedelta(days=31)
COMMON = subject(
    "familles parents séparation séparés médiation signataires dispositifs convention services actions objectif an "
    "année annuel annuelle chaque fois mois après"
)
"""How much a local objective and a line of the trame share, in words and in meaning; how near two actions that tell one
thing are, of one objective or of two, what their words and a rhythm in both add; what says nothing of an action."""


def alerts_on(
    dossier: Dossier,
    arrangement: Arrangement,
    lines: Sequence[tuple[int, str]],
    today: date,
    encode: Encode | None = None,
) -> tuple[Alert, ...]:
    """What the officer should know of a dossier; the trame's words: `lines` by objective."""
    told = (*_missing(dossier, arrangement), *_dates(dossier, today), *_broken(dossier), *_local(arrangement))
    twice = (*_doubles(dossier, encode), *_twins(dossier, encode)) if encode else ()
    return (*told, *twice, *_overlaps(dossier, arrangement, lines, encode))


def weighed(alerts: Iterable[Alert], dossier: Dossier) -> tuple[Alert, ...]:
    """The alerts that the officer has not judged to be « voulu », the weightiest first."""
    order = get_args(AlertKind)
    left = (alert for alert in alerts if dossier.decided("alert", alert.kind, alert.message) != MEANT)
    return tuple(sorted(left, key=lambda alert: order.index(alert.kind)))


def _missing(dossier: Dossier, arrangement: Arrangement) -> Iterator[Alert]:
    empty = [str(number) for number in NATIONAL if number not in arrangement.actions.values()]
    if empty:
        named = f"L’objectif {empty[0]} n’a" if len(empty) == 1 else f"Les objectifs {enumerate_all(empty)} n’ont"
        message = f"{named} pas d’action locale : un blanc en tient la place. Demandez ce qui manque aux partenaires."
        yield Alert("missing", message, tuple(empty), (at("planned_actions"),))
    if not dossier.figures:
        message = "Le dossier ne donne aucun chiffre : le diagnostic n’est pas chiffré."
        yield Alert("missing", message, fields=(at("figures"),))
    if not any(dossier.territory_needs):
        yield Alert("missing", "Le dossier ne dit aucun besoin du territoire.", fields=(at("territory_needs"),))
    yield from _incomplete(dossier, arrangement)
    told = [(i, figure) for i, figure in enumerate(dossier.figures) if figure.label]
    unsourced = [(i, f"« {short(one.label or '')} » ({_given(one)})") for i, one in told if not one.source]
    yield from _together(
        "Le chiffre {} n’a pas de source.", "Ces chiffres n’ont pas de source : {}.", "source", unsourced
    )
    unvalued = [(i, f"« {short(one.label or '')} »") for i, one in told if not one.value]
    yield from _together(
        "Le chiffre {} n’a pas de valeur.", "Ces chiffres n’ont pas de valeur : {}.", "value", unvalued
    )


def _given(figure: Figure) -> str:
    return f"{figure.value or ''} {figure.unit or ''}".rstrip()


def _together(one: str, several: str, name: str, told: Sequence[tuple[int, str]]) -> Iterator[Alert]:
    """One alert for all the figures that lack a field, each by its rank and its words."""
    if told:
        message = (one if len(told) == 1 else several).format(enumerate_all([words for _, words in told]))
        values = tuple(words for _, words in told)
        yield Alert("missing", message, values, tuple(at("figures", i, name) for i, _ in told))


def _incomplete(dossier: Dossier, arrangement: Arrangement) -> Iterator[Alert]:
    """What actions lack: an alert for each of them, or for each field when many lack some."""
    lacking: dict[int, list[str]] = {}
    for i, action in enumerate(dossier.planned_actions):
        told = vars(action) | {"partners": any(action.partners)}
        stands = i in arrangement.actions and (action.text or "").replace(MARKER, "").strip()
        if stands and (names := [name for name in EXPECTED if not told[name]]):
            lacking[i] = names
    if len(lacking) <= FEW:
        for i, names in lacking.items():
            labels = tuple(FIELDS["planned_actions", name].called for name in names)
            message = f"Il manque à {_called(dossier.planned_actions[i])} : {enumerate_all(labels)}."
            yield Alert("missing", message, labels, tuple(at("planned_actions", i, name) for name in names))
        return
    for name in EXPECTED:
        ranks = [i for i, names in lacking.items() if name in names]
        if ranks:
            texts = tuple(f"« {short(dossier.planned_actions[i].text or '')} »" for i in ranks)
            label, s = FIELDS["planned_actions", name].called, "s" if len(ranks) > 1 else ""
            message = f"{label.capitalize()} : à compléter pour {len(ranks)} action{s}, {enumerate_all(texts)}."
            yield Alert("missing", message, (label, *texts), tuple(at("planned_actions", i, name) for i in ranks))


def _called(action: Action) -> str:
    return f"l’action « {short((action.text or '').replace(MARKER, '').strip())} »"


def _dates(dossier: Dossier, today: date) -> Iterator[Alert]:
    for i, action in enumerate(dossier.planned_actions):
        for name in ("deadline", "text", "indicator"):
            text = getattr(action, name) or ""
            yield from _out_of_time(text, at("planned_actions", i, name), f"de {_called(action)}", today)
    for i, text in enumerate(dossier.priorities):
        yield from _out_of_time(text, at("priorities", i), f"de la priorité « {short(text)} »", today)


def _out_of_time(text: str, path: FieldPath, whose: str, today: date) -> Iterator[Alert]:
    deadline, found = path.name == "deadline", analyse(text).dates
    for when in found:
        said = text[when.start : when.end]
        if when.last > LAST_DAY:
            message = f"La date « {said} » {whose} dépasse la période 2026-2029 de la convention."
        elif deadline and when is not found[-1]:
            if when.last >= today or found[-1].last < today:
                continue
            message = f"Le début « {said} » {whose} est déjà passé."
        elif deadline and when.last < FIRST_DAY:
            message = f"L’échéance « {said} » {whose} précède la période 2026-2029 de la convention."
        elif deadline and when.last < today:
            message = f"L’échéance « {said} » {whose} est déjà passée : elle précède la convention à signer."
        else:
            continue
        yield Alert("date", message, (said,), (path,))
    recurs = (
        cues("dossier", "recurring").search(flatten(text)) or MONTH.keys() & flatten(text).replace(",", " ").split()
    )
    if deadline and text and not found and not recurs and MARKER not in text:
        message = f"L’échéance « {text} » {whose} n’est pas une date : précisez-la."
        yield Alert("date", message, (text,), (path,))


def _broken(dossier: Dossier) -> Iterator[Alert]:
    """Actions dated before the day that a constraint sets."""
    constraints = dossier.constraints or ""
    for sentence in (constraints[start:end] for start, end in analyse(constraints).parts):
        told = analyse(sentence).dates
        if not told or not cues("dossier", "not_before").search(flatten(sentence)):
            continue
        for i, action in enumerate(dossier.planned_actions):
            when = next(iter(analyse(action.deadline or "").dates), None)
            if (
                when is not None
                and when.last < told[-1].first
                and subject(sentence) & subject(action.text or "") - COMMON
            ):
                constraint = sentence.strip().rstrip(".;")
                planned = f"L’action « {short(action.text or '')} » est prévue pour {action.deadline}"
                message = f"{planned}, alors qu’une contrainte du dossier fixe « {constraint} »."
                values = (action.deadline or "", sentence[told[-1].start : told[-1].end])
                yield Alert("date", message, values, (at("planned_actions", i, "deadline"),), constraint)


def _doubles(dossier: Dossier, encode: Encode) -> Iterator[Alert]:
    """Two figures that seem to tell one thing in other words, and do not agree: both stand, each with its source, until
    the officer keeps one."""
    for pair in likely_one(dossier, encode):
        told = [dossier.figures[rank] for rank in pair]
        labels = [one.label or "" for one in told]
        if LEFT_OUT in [dossier.decided("scope", "figures", label) for label in labels]:
            continue
        values = tuple(quantity(one.value or "", one.unit) for one in told)
        both = " et ".join(f"« {short(label)} », {value}" for label, value in zip(labels, values, strict=True))
        kept = zip(values, reversed(labels), strict=True)
        remedies = tuple(Remedy(f"Retenir {it}", LEFT_OUT, (at("figures"),), "scope", other) for it, other in kept)
        fields = tuple(at("figures", rank, "value") for rank in pair)
        message = f"Ces deux chiffres semblent dire la même chose et ne s’accordent pas : {both}. Lequel retenir ?"
        yield Alert("contradiction", message, values, fields, remedies=remedies)


def _twins(dossier: Dossier, encode: Encode) -> Iterator[Alert]:
    """Two actions that tell one thing in other words, of deadlines that meet: near in meaning, the more so as they
    share words and both recur; of two objectives, the surer."""
    told = [(i, one) for i, one in enumerate(dossier.planned_actions) if MARKER not in (one.text or MARKER)]
    if not 2 <= len(told) <= MOST_ENCODED:
        return
    meant = encode([spelled_out(one.text or "") for _, one in told])
    near = meant @ meant.T
    for (m, (i, one)), (n, (j, other)) in combinations(enumerate(told), 2):
        texts = one.text or "", other.text or ""
        worded = nearness(*(subject(text) - COMMON for text in texts))
        recurring = all(RATE in names_in(text) for text in texts)
        least = TWIN if (one.objective, one.title) == (other.objective, other.title) else TWIN_APART
        alike = worded and near[m, n] + WORDED * worded + RECURRING * recurring >= least
        if alike and _meet(one, other) and not mostly_the_same(*map(subject_of, texts)):
            both = f"« {short(one.text or '')} » et « {short(other.text or '')} »"
            message = f"Ces deux actions semblent dire la même chose, {both} : faut-il n’en garder qu’une ?"
            fields = (at("planned_actions", i, "text"), at("planned_actions", j, "text"))
            yield Alert("other", message, (one.text or "", other.text or ""), fields)


def _meet(one: Action, other: Action) -> bool:
    """Whether the deadlines of two actions are a month apart at the most, or one gives none."""
    ours, theirs = (analyse(each.deadline or "").dates for each in (one, other))
    spans = [(min(when.first for when in dates), max(when.last for when in dates)) for dates in (ours, theirs) if dates]
    return len(spans) < 2 or (spans[0][0] <= spans[1][1] + A_MONTH and spans[1][0] <= spans[0][1] + A_MONTH)


def _local(arrangement: Arrangement) -> Iterator[Alert]:
    """Each local objective that nothing ties to the convention."""
    for number, need in arrangement.local.items():
        if not need.in_scope:
            outside = "ne se rattache à aucun axe ni champ thématique : il paraît hors périmètre"
            message = f"L’objectif {number} (« {short(need.text)} ») {outside}. {need.reason}"
            yield Alert("out_of_scope", message, (str(number),), (at("planned_actions"),))


def _overlaps(
    dossier: Dossier, arrangement: Arrangement, lines: Sequence[tuple[int, str]], encode: Encode | None
) -> Iterator[Alert]:
    """For each local objective: what it comes near to among the four."""
    actions = dossier.planned_actions
    own = [(number, actions[i].text or "") for i, number in arrangement.actions.items() if number in NATIONAL]
    for number, title in arrangement.titles.items():
        mine = [i for i, placed in arrangement.actions.items() if placed == number]
        texts = [text for text in (title, *(actions[i].text or "" for i in mine)) if text]
        path = at("planned_actions", mine[0], "objective") if mine else at("planned_actions")
        for objective, line in _nearest_lines(texts, [*lines, *own], encode):
            same = f"L’objectif {number} (« {short(texts[0])} ») recoupe l’objectif {objective} : « {short(line)} »."
            message = f"{same} L’y rattacher ou dire ce qui l’en distingue."
            places = tuple(at("planned_actions", i, "objective") for i in mine)
            move = Remedy(f"Déplacer vers l’objectif {objective}", str(objective), places)
            yield Alert("other", message, (str(objective), line), (path,), remedies=(move,) if places else ())


def _nearest_lines(
    texts: Sequence[str], lines: Sequence[tuple[int, str]], encode: Encode | None
) -> Iterator[tuple[int, str]]:
    """The lines of objectives 1 to 4 that are near to a text, by their words and their meaning: (objective, line), the
    nearest of each objective."""
    best: dict[int, tuple[float, str, str]] = {}
    told = {text: subject(text) - COMMON for text in texts}
    for objective, line in lines:
        own = subject(line) - COMMON
        near, text = max(((nearness(one, own), text) for text, one in told.items()), default=(0.0, ""))
        if near >= OVERLAP and near > best.get(objective, (0.0, "", ""))[0]:
            best[objective] = near, line, text
    for objective, (_, line, text) in sorted(best.items()):
        if encode is None or _alike(line, text, encode):
            yield objective, line


def _alike(one: str, other: str, encode: Encode) -> bool:
    ours, theirs = encode([spelled_out(one), spelled_out(other)])
    return float(ours @ theirs) >= NEAR
