"""Alerts: what is missing, what is out of time, what overlaps; told to the officer, never written."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from rupfam_assistant.convention.trame import Trame
from rupfam_assistant.dossier.alert import MARKER, Alert, AlertKind
from rupfam_assistant.dossier.arrangement import NATIONAL, Arrangement
from rupfam_assistant.dossier.contradictions import short
from rupfam_assistant.dossier.schema import Action, Dossier
from rupfam_assistant.french.dates import find_dates
from rupfam_assistant.french.nearness import nearness, subject
from rupfam_assistant.french.wording import enumerate_all
from rupfam_assistant.french.words import fold

FIRST_DAY, LAST_DAY = date(2026, 1, 1), date(2029, 12, 31)
"""The period of the convention: 2026-2029. The texts give no day; a year is all that is compared."""

MISSING = {"pilot": "pilote", "partners": "partenaires", "deadline": "échéance", "indicator": "indicateur"}
OVERLAP = 0.2
COMMON = subject("familles parents signataires dispositifs convention services actions objectif")
PROHIBITED_BEFORE = re.compile(r"\b(?:pas|rien|jamais|aucune?|sans)\b.*\bavant\b|\bapres\b|\ba (?:partir|compter) d")


def alerts_on(dossier: Dossier, arrangement: Arrangement, trame: Trame, today: date) -> tuple[Alert, ...]:
    """What the officer should know of a dossier that is cleaned and arranged."""
    return (
        *_missing(dossier, arrangement),
        *_dates(dossier, today),
        *_broken(dossier),
        *_local(arrangement, trame),
        *_overlaps(dossier, arrangement, trame),
    )


def _missing(dossier: Dossier, arrangement: Arrangement) -> Iterator[Alert]:
    empty = [str(number) for number in NATIONAL if number not in arrangement.actions.values()]
    if empty:
        named = f"L’objectif {empty[0]} n’a" if len(empty) == 1 else f"Les objectifs {enumerate_all(empty)} n’ont"
        yield Alert(
            "missing",
            f"{named} pas d’action locale : un blanc en tient la place. Demandez ce qui manque aux partenaires.",
            tuple(empty),
            "planned_actions",
        )
    if not dossier.figures:
        yield Alert("missing", "Le dossier ne donne aucun chiffre : le diagnostic n’est pas chiffré.", field="figures")
    if not any(dossier.territory_needs):
        yield Alert("missing", "Le dossier ne dit aucun besoin du territoire.", field="territory_needs")
    for i, action in enumerate(dossier.planned_actions):
        lacking = [
            name for name in MISSING if not (any(action.partners) if name == "partners" else getattr(action, name))
        ]
        if i in arrangement.actions and lacking:
            words = enumerate_all([MISSING[name] for name in lacking])
            yield Alert(
                "missing",
                f"Il manque à l’action « {short(action.text or '')} » : {words}.",
                tuple(MISSING[name] for name in lacking),
                f"planned_actions.{i}.{lacking[0]}",
            )
    for i, figure in enumerate(dossier.figures):
        if figure.label and not figure.source:
            yield Alert(
                "missing",
                f"Le chiffre « {short(figure.label)} » ({figure.value or ''} {figure.unit or ''}) n’a pas de source.".replace(
                    " )", ")"
                ),
                (figure.value or "",),
                f"figures.{i}.source",
            )
        if figure.label and not figure.value:
            yield Alert("missing", f"Le chiffre « {short(figure.label)} » n’a pas de valeur.", (), f"figures.{i}.value")


def _dates(dossier: Dossier, today: date) -> Iterator[Alert]:
    for i, action in enumerate(dossier.planned_actions):
        for name in ("deadline", "text", "indicator"):
            yield from _out_of_time(
                getattr(action, name) or "",
                f"planned_actions.{i}.{name}",
                f"de l’action « {short(action.text or '')} »",
                today,
                name == "deadline",
            )
    for i, text in enumerate(dossier.priorities):
        yield from _out_of_time(text, f"priorities.{i}", f"de la priorité « {short(text)} »", today, False)


def _out_of_time(text: str, field: str, whose: str, today: date, deadline: bool) -> Iterator[Alert]:
    found = find_dates(text)
    for when in found:
        said = text[when.start : when.end]
        if when.last > LAST_DAY:
            yield Alert(
                "date", f"La date « {said} » {whose} dépasse la période 2026-2029 de la convention.", (said,), field
            )
        elif deadline and when.last < FIRST_DAY:
            yield Alert(
                "date", f"L’échéance « {said} » {whose} précède la période 2026-2029 de la convention.", (said,), field
            )
        elif deadline and when.last < today:
            yield Alert(
                "date",
                f"L’échéance « {said} » {whose} est déjà passée : elle précède la convention à signer.",
                (said,),
                field,
            )
    if deadline and text and not found and MARKER not in text:
        yield Alert("date", f"L’échéance « {text} » {whose} n’est pas une date : précisez-la.", (text,), field)


def _broken(dossier: Dossier) -> Iterator[Alert]:
    """Actions dated before the day that a constraint sets."""
    for sentence in re.split(r"(?<=[.;!?])\s+|\n", dossier.constraints or ""):
        told = find_dates(sentence)
        if not told or not PROHIBITED_BEFORE.search(fold(sentence)):
            continue
        for i, action in enumerate(dossier.planned_actions):
            when = next(iter(find_dates(action.deadline or "")), None)
            if when is not None and when.last < told[-1].first and subject(sentence) & subject(action.text or ""):
                planned = f"L’action « {short(action.text or '')} » est prévue pour {action.deadline}"
                message = f"{planned}, alors qu’une contrainte du dossier fixe « {trimmed(sentence)} »."
                yield Alert(
                    "date",
                    message,
                    (action.deadline or "", sentence[told[-1].start : told[-1].end]),
                    f"planned_actions.{i}.deadline",
                )


def trimmed(sentence: str) -> str:
    """A sentence without the stop that ends it."""
    return sentence.strip().rstrip(".;")


def _local(arrangement: Arrangement, trame: Trame) -> Iterator[Alert]:
    """The axis and the fields that each local objective belongs to."""
    for number, need in arrangement.local.items():
        fields = [f"au champ « {trame.themes[theme]} »" for theme in need.themes]
        tied = ([f"à l’axe {need.axis[1:]}"] if need.axis else []) + fields
        message = (
            f"se rattache {enumerate_all(tied)}"
            if tied
            else "ne se rattache à aucun axe ni champ thématique : il paraît hors périmètre"
        )
        kind: AlertKind = "other" if tied else "out_of_scope"
        yield Alert(
            kind,
            f"L’objectif {number} (« {short(need.text)} ») {message}. {need.reason}",
            (str(number),),
            "planned_actions",
        )


def _overlaps(dossier: Dossier, arrangement: Arrangement, trame: Trame) -> Iterator[Alert]:
    """For each local objective: what it comes near to among the four."""
    for number, title in arrangement.titles.items():
        actions = [(i, dossier.planned_actions[i]) for i, at in arrangement.actions.items() if at == number]
        mine = [text for text in (title, *(action.text or "" for _, action in actions)) if text]
        field = f"planned_actions.{actions[0][0]}.objective" if actions else "planned_actions"
        for objective, line in _nearest_lines(mine, dossier.planned_actions, arrangement, trame):
            local = f"L’objectif {number} (« {short(mine[0])} »)"
            message = f"{local} recoupe l’objectif {objective} : « {short(line)} ». L’y rattacher ou dire ce qui l’en distingue."
            yield Alert("other", message, (str(objective), line), field)


def _nearest_lines(
    texts: Sequence[str], actions: Sequence[Action], arrangement: Arrangement, trame: Trame
) -> Iterator[tuple[int, str]]:
    """The lines of objectives 1 to 4, national or local, that are near to a text: (objective, line), the nearest of each objective."""
    lines: list[tuple[int, str]] = [
        (part.objective, part.text) for part in trame.article(2) if isinstance(part.objective, int)
    ]
    lines += [(number, actions[i].text or "") for i, number in arrangement.actions.items() if number in NATIONAL]
    best: dict[int, tuple[float, str]] = {}
    for objective, line in lines:
        near = max((nearness(subject(text) - COMMON, subject(line) - COMMON) for text in texts), default=0.0)
        if near >= OVERLAP and near > best.get(objective, (0.0, ""))[0]:
            best[objective] = (near, line)
    yield from ((objective, line) for objective, (_, line) in sorted(best.items()))
