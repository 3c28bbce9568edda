"""Article 2: the national objectives word for word, under each the department's findings, priorities and actions."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from typing import TypeVar

from rupfam_assistant.convention.draft import NEXT_CELL, Draft, Paragraph, Span
from rupfam_assistant.convention.offering import offered, proposed_wordings
from rupfam_assistant.convention.rewording import rewording_faults
from rupfam_assistant.convention.setting import lapsed, set_in_place, wording_of
from rupfam_assistant.convention.spans import added, blank, fixed, given, national, sentence
from rupfam_assistant.convention.trame import Part, Trame
from rupfam_assistant.dossier.alert import MARKER, Alert, Withheld
from rupfam_assistant.dossier.alerts import alerts_on, weighed
from rupfam_assistant.dossier.arrangement import Arrangement, Classify, arrange
from rupfam_assistant.dossier.bodies import with_acronyms
from rupfam_assistant.dossier.contradictions import contradiction_alerts, find_contradictions
from rupfam_assistant.dossier.paths import FieldPath, at
from rupfam_assistant.dossier.placing import Encode
from rupfam_assistant.dossier.schema import Dossier, Figure, Objective
from rupfam_assistant.dossier.sides import Contradiction, Side, is_part
from rupfam_assistant.french.agreement import department_of, of
from rupfam_assistant.french.typography import capitalize, enumerate_all, lower, quantity, short, trim
from rupfam_assistant.french.wording import own_words, without_bars
from rupfam_assistant.french.words import STOP_WORDS, flatten, fold

T = TypeVar("T")
ARTICLE = "Article 2"
FACTS = ("territory_needs", "figures", "priorities")
HEADS = ("N°", "Action", "Pilote", "Partenaires", "Échéance", "Indicateur")
LOWERED = ("deadline", "indicator")
"""The fields that tell facts; the columns of a table of actions; what opens with a small letter within a sentence."""


@dataclass(frozen=True)
class Prepared:
    """A dossier ready to be written: sober, its contradictions known, all of it under its objective."""

    dossier: Dossier
    arrangement: Arrangement
    contradictions: tuple[Contradiction, ...]
    alerts: tuple[Alert, ...]
    withheld: tuple[Withheld, ...]

    @cached_property
    def disputed(self) -> dict[FieldPath, Contradiction]:
        """The contradiction about a figure, or about who leads an action and when, by each of its places."""
        told = [contradiction for contradiction in reversed(self.contradictions) if contradiction.kind != "party"]
        return {side.path: contradiction for contradiction in told for side in contradiction.sides}


def prepare(dossier: Dossier, trame: Trame, classify: Classify, today: date, encode: Encode | None = None) -> Prepared:
    """Cleans, withholds, arranges and questions a dossier; `alerts` tell all that the officer should know of it."""
    sober, told, withheld = set_in_place(dossier)
    arrangement = arrange(sober, classify, encode)
    contradictions = find_contradictions(sober)
    others = alerts_on(sober, arrangement, trame.national_lines, today, encode)
    asked = {field for alert in arrangement.alerts for field in alert.fields}
    kept = (alert for alert in told if alert.kind != "missing" or not asked.issuperset(alert.fields))
    found = (*contradiction_alerts(contradictions), *arrangement.alerts, *others)
    alerts = (*kept, *lapsed(withheld, today), *found)
    return Prepared(sober, arrangement, contradictions, alerts, withheld)


def draft_article(
    dossier: Dossier, trame: Trame, classify: Classify, today: date, encode: Encode | None = None
) -> Draft:
    """The draft of article 2 of a department; without `encode`, words alone tell which action a fact is about."""
    prepared = prepare(dossier, trame, classify, today, encode)
    written, arrangement = tuple(write_article(prepared, trame)), prepared.arrangement
    proposals = proposed_wordings(prepared.dossier)
    alerts = weighed(prepared.alerts, dossier)
    return Draft(written, alerts, arrangement.classification, proposals, prepared.withheld, arrangement.places)


def write_article(prepared: Prepared, trame: Trame) -> Iterator[Paragraph]:
    """The paragraphs of article 2."""
    for part in trame.article(2):
        if part.objective is None:
            yield _opening(part, prepared.dossier) if part.slots else national(part)
    for number in prepared.arrangement.numbers:
        yield from (national(part) for part in trame.article(2) if part.objective == number)
        if number in prepared.arrangement.titles:
            yield _local_heading(number, prepared)
        yield from _local_part(number, prepared)


def department_name(dossier: Dossier) -> tuple[Span, ...]:
    """ "Département du Val-d’Ombre", or "Département : Val-d’Ombre" when no name of a body gives the article."""
    with_article = _with_article(dossier)
    if with_article is not None:
        return added("Département "), *given(with_article, at("department"))
    named = given(dossier.department, at("department")) or (blank("nom du département", at("department")),)
    return added("Département : "), *named


def _with_article(dossier: Dossier) -> str | None:
    bodies = [dossier.caf_name or "", *(signatory.body or "" for signatory in dossier.signatories)]
    return department_of(dossier.department, bodies)


def _opening(part: Part, dossier: Dossier) -> Paragraph:
    slot = part.slots[0]
    rest = (fixed(piece, part.article) for piece in part.pieces if not piece.slot)
    if dossier.opening:
        return Paragraph("paragraph", (*given(capitalize(trim(dossier.opening)), at("opening")), added(","), *rest))
    awaited = blank(f"à donner par : {slot.owner}", slot.field, ARTICLE, None, slot.what, slot.owner)
    return Paragraph("paragraph", (awaited, *rest))


def _local_heading(number: int, prepared: Prepared) -> Paragraph:
    title, ranks = prepared.arrangement.titles[number], _ranks(prepared.arrangement.actions, number)
    field = at("planned_actions", ranks[0] if ranks else 0, "title")
    what = f"intitulé de l’objectif {number}"
    awaited = blank("intitulé de l’objectif local", field, ARTICLE, "X", what, "signataires")
    named = given(capitalize(trim(title)), field) or (awaited,)
    return Paragraph("objective", (added(f"Objectif {number} : "), *named))


def _local_part(number: int, prepared: Prepared) -> Iterator[Paragraph]:
    """What the department says under an objective; a blank where it plans nothing."""
    dossier, arrangement = prepared.dossier, prepared.arrangement
    objective: Objective = number if number in (1, 2, 3, 4) else "X"  # type: ignore[assignment]
    named = department_name(dossier)
    where = named if _with_article(dossier) is None else (added("Dans le département "), *named[1:])
    yield Paragraph("label", where)
    here = {root: [path.rank for path in _ranks(arrangement.places, number) if path.root == root] for root in FACTS}
    findings = [_item(at("territory_needs", i), dossier, objective) for i in here["territory_needs"]]
    findings += _figures(sorted(here["figures"]), prepared, objective)
    if findings:
        yield Paragraph("label", (added("Constats"),))
        yield from findings
    if here["priorities"]:
        yield Paragraph("label", (added("Priorités"),))
        yield from (_item(at("priorities", i), dossier, objective) for i in here["priorities"])
    yield Paragraph("label", (added("Actions"),))
    ranks = _ranks(arrangement.actions, number)
    if not ranks:
        why = f"aucune action donnée pour l’objectif {number}"
        what = f"contenu local de l’objectif {number} : aucune action donnée"
        yield Paragraph("item", (blank(why, at("planned_actions"), ARTICLE, objective, what, "signataires"),))
    if ranks and dossier.actions_table:
        yield Paragraph("row", _in_cells([(added(name),) for name in HEADS]))
    for place, i in enumerate(ranks, 1):
        if dossier.actions_table:
            yield _row(f"{number}.{place}", i, prepared, objective)
        else:
            yield from _listed(i, prepared, objective)


def _ranks(numbers: Mapping[T, int], number: int) -> list[T]:
    return [place for place, under in numbers.items() if under == number]


def _item(field: FieldPath, dossier: Dossier, objective: Objective) -> Paragraph:
    """A need, a priority or an action: in the dossier's own words, or in others once accepted."""
    own, worded = own_words(field.text_in(dossier)), wording_of(dossier, field)
    proposed = bool(worded) and worded == offered(dossier, field)
    accepted = proposed or (worded and not rewording_faults(own, worded))
    spans = given(worded if accepted else without_bars(own), field)
    if proposed:
        spans = tuple(replace(span, source=f"proposition du programme, retenue : {field.label}") for span in spans)
    elif accepted:
        spans = tuple(replace(span, origin="model") if span.origin == "dossier" else span for span in spans)
    return Paragraph("item", sentence(_withheld(spans, objective)))


def _withheld(spans: Iterable[Span], objective: Objective) -> Iterator[Span]:
    """Spans of the dossier, their blanks to be listed: what was withheld from them is left to decide."""
    for span in spans:
        what = f"passage tenu hors du projet ({span.field.label})" if span.origin == "blank" and span.field else ""
        yield blank(span.source, span.field, ARTICLE, objective, what, "signataires") if what else span


def _figures(ranks: Sequence[int], prepared: Prepared, objective: Objective) -> Iterator[Paragraph]:
    """The figures, a line each, with those that it counts ("dont", "ces"); two that contradict each other on one line,
    with their sources and none chosen."""
    told: set[int] = set()
    figures = prepared.dossier.figures
    for i in ranks:
        if i in told:
            continue
        disputed = prepared.disputed.get(at("figures", i, "value"))
        rivals = [side.path.rank for side in disputed.sides if side.path.root == "figures"] if disputed else [i]
        parts: list[int] = []
        while not disputed and (part := (parts or [i])[-1] + 1) in ranks and _joins(part, prepared):
            parts.append(part)
        told |= {*rivals, *parts}
        once = {figures[rank].source for rank in (i, *parts)} == {figures[i].source} and bool(parts)
        spans = [*_figure(i, rivals, disputed, prepared.dossier, objective, sourced=not once)]
        for part in parts:
            spans += _part(part, i, prepared.dossier, objective, sourced=not once)
        spans += _source(i, figures[i], objective) if once else ()
        yield Paragraph("item", sentence(spans))


def _joins(rank: int, prepared: Prepared) -> bool:
    """Whether a figure may stand on the line of the one before it."""
    disputed = at("figures", rank, "value") in prepared.disputed
    return is_part(prepared.dossier.figures[rank].label or "") and not disputed


def _part(rank: int, total: int, dossier: Dossier, objective: Objective, sourced: bool) -> Iterator[Span]:
    """A figure on the line of its total: ", dont 41 judiciaires", " ; part de ces décisions : 57 %"."""
    figure, place = dossier.figures[rank], at("figures", rank)
    label = trim(figure.label or "")
    among = re.match(r"(?i)(?:.{0,20}[–-] ?)?(?:dont|dt) (?=\w)", label)
    if among and figure.value and MARKER not in figure.value:
        counted, own = label[among.end() :], (figure.unit or "").rstrip(".")
        first, whole = counted.split(" ")[0], dossier.figures[total]
        known = {flatten(whole.unit or ""), flatten(first)}
        alone = figure.value != "1" and fold(first) not in STOP_WORDS and not first.endswith(("s", "x", "ant"))
        alone |= bool(own) and any(
            flatten(first) == flatten(other.unit or "") != flatten(own) for other in dossier.figures
        )
        unit = own if alone or flatten(own) not in known else ""  # "dont 149 mesures (accord total ou partiel)"
        yield from (added(", dont "), *given(quantity(figure.value, unit), place / "value"))
        of_these = own == "%" and flatten(first) == flatten(whole.label or "").partition(" ")[0]
        compared = first in ("moins", "plus") and not unit  # "dont 24 de moins de 6 ans", "dont 49 % de familles…"
        yield added(" (" if alone else " de " if compared else f" {of(counted)}" if of_these else " ")
        yield from given(lower(counted), place / "label")
        yield from (added(")"),) if alone else ()
        yield from _source(rank, figure, objective) if sourced else ()
        return
    yield from (added(" ; "), *given(lower(label), place / "label"), added(" : "))
    yield from _value(place, figure, label, objective, sourced)


def _figure(
    i: int, rivals: Sequence[int], disputed: Contradiction | None, dossier: Dossier, objective: Objective, sourced: bool
) -> Iterator[Span]:
    label, place = trim(dossier.figures[i].label or ""), at("figures", i)
    one_colon = re.sub(r"\s*:\s+(?=[A-ZÀ-Ý])", ", ", label)
    yield from given(capitalize(one_colon), place / "label") or (blank("intitulé du chiffre", place / "label"),)
    yield added(" : ")
    kept = disputed.kept if disputed else None
    if kept and kept.path.root != "figures":
        yield from _sides([kept])
        return
    for number, rank in enumerate([kept.path.rank] if kept else rivals):
        if number:
            yield added(" ou ")
        yield from _value(at("figures", rank), dossier.figures[rank], label, objective, sourced)
    if disputed and not kept:
        others = [side for side in disputed.sides if side.path.root != "figures"]
        yield from (added(" ou "), *_sides(others)) if others else ()
        yield added(" ; valeur à retenir : ")
        what = f"valeur à retenir pour « {short(label)} »"
        yield blank("deux valeurs dans le dossier", place / "value", ARTICLE, objective, what, "signataires")


def _sides(sides: Iterable[Side]) -> Iterator[Span]:
    for number, side in enumerate(sides):
        yield from (added(" ou "),) if number else ()
        yield from (*given(side.value, side.path), added(f" ({side.said_by})"))


def _value(place: FieldPath, figure: Figure, label: str, objective: Objective, sourced: bool) -> Iterator[Span]:
    field = place / "value"
    if figure.value and MARKER not in figure.value:
        yield from given(quantity(figure.value, (figure.unit or "").rstrip(".")), field)
    else:
        what = f"valeur du chiffre « {short(label)} »"
        yield blank("valeur absente ou tenue hors du projet", field, ARTICLE, objective, what)
    yield from _source(place.rank, figure, objective) if sourced else ()


def _source(rank: int, figure: Figure, objective: Objective) -> Iterator[Span]:
    """Where a figure comes from, in brackets."""
    source, label = at("figures", rank, "source"), trim(figure.label or "")
    absent = (blank("source absente", source, ARTICLE, objective, f"source du chiffre « {short(label)} »"),)
    said = _withheld(given(trim(figure.source), source), objective) if figure.source else absent
    yield from (added(" (source : "), *said, added(")"))


def _listed(i: int, prepared: Prepared, objective: Objective) -> Iterator[Paragraph]:
    """An action, then who leads it, with whom, when, and how it is measured."""
    yield Paragraph("item", _planned(i, prepared, objective))
    spans: list[Span] = []
    for label, name, text in _details(i, prepared.dossier):
        spans.append(added(f" ; {lower(label)} : " if spans else f"{label} : "))
        spans += _detail(i, name, lower(text) if name in LOWERED else text, prepared, objective)
    yield Paragraph("detail", sentence(spans))


def _row(number: str, i: int, prepared: Prepared, objective: Objective) -> Paragraph:
    """The same in a row of a table."""
    details = [
        _detail(i, name, lower(text) if name == "deadline" else capitalize(text), prepared, objective)
        for _, name, text in _details(i, prepared.dossier)
    ]
    return Paragraph("row", _in_cells([(added(number),), _planned(i, prepared, objective), *details]))


def _in_cells(cells: Iterable[Iterable[Span]]) -> tuple[Span, ...]:
    return tuple(span for cell in cells for span in (NEXT_CELL, *cell))[1:]


def _planned(i: int, prepared: Prepared, objective: Objective) -> tuple[Span, ...]:
    """What an action is, a blank when its text is missing."""
    field, what = at("planned_actions", i, "text"), "texte de l’action"
    if prepared.dossier.planned_actions[i].text:
        return _item(field, prepared.dossier, objective).spans
    return (blank(what, field, ARTICLE, objective, what, "signataires"),)


def _detail(i: int, name: str, text: str, prepared: Prepared, objective: Objective) -> Iterable[Span]:
    """What a field of an action says: both sides when these contradict each other, a blank when it is empty."""
    action, field = prepared.dossier.planned_actions[i], at("planned_actions", i, name)
    about = f"« {short(trim(action.text))} »" if action.text else "sans texte"
    owner = "signataires" if name == "pilot" or not action.pilot else action.pilot
    called = field.told.called if field.told else name
    told = f"{called} de l’action {about}"
    listed = partial(blank, field=field, article=ARTICLE, objective=objective, what=told, owner=owner)
    disputed = prepared.disputed.get(field)
    if disputed and disputed.kept:
        return given(disputed.kept.value, disputed.kept.path)
    if disputed:
        return *_sides(disputed.sides), added(", à trancher : "), listed("deux valeurs dans le dossier")
    if not text:
        return (listed(f"{called} absent du dossier"),)
    said = list(given(text, field))
    first = next((span for span in said if span.origin == "blank"), None)
    return [listed(span.source) if span is first else span for span in said]


def _details(i: int, dossier: Dossier) -> Iterator[tuple[str, str, str]]:
    """What is said of an action: the label, the field, the words, without a label of their own."""
    action, parties = dossier.planned_actions[i], [fold(party.body or "") for party in dossier.signatories]
    partners = [with_acronyms(trim(partner)) for partner in action.partners if partner]
    told = enumerate_all([one for one in partners if one != MARKER] or partners) if partners else ""
    one_party = len(partners) == 1 and fold(told) in parties
    several = (" et " in told and not one_party) or not told or re.match(r"[Tt]ou[ts]|les |[Ll]’ensemble", told)
    pilot = with_acronyms(_unlabelled(action.pilot))
    joined = re.search(r"[\w’-]+(?:,| et| \+| &) (?:l[ae] |l[’']|les )?[A-ZÀ-Ý][\w’-]*", pilot)
    joined = None if joined and any(fold(joined[0]) in party for party in parties) else joined
    yield "Pilotes" if joined else "Pilote", "pilot", pilot
    yield "Partenaires" if several else "Partenaire", "partners", told
    yield "Échéance", "deadline", _unlabelled(action.deadline)
    yield "Indicateur", "indicator", _unlabelled(action.indicator)


def _unlabelled(text: str | None) -> str:
    """A field of an action on one line: "KPI : 12 visites ; 3 relais" is "12 visites, 3 relais"."""
    bare = re.sub(r"(?i)^(?:kpi|indicateurs?|échéances?|pilotes?|date) ?: ?", "", trim(text or ""))
    return re.sub(r" ?; ", ", ", bare)
