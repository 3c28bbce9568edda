"""Article 2: the national objectives word for word, and under each the department's own findings, priorities and actions."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from rupfam_assistant.convention.draft import Blank, Draft, Paragraph, Span, Style
from rupfam_assistant.convention.rewording import rewording_faults
from rupfam_assistant.convention.trame import Part, Piece, Trame
from rupfam_assistant.dossier.alert import MARKER, Alert
from rupfam_assistant.dossier.alerts import alerts_on
from rupfam_assistant.dossier.arrangement import Arrangement, Classify, arrange
from rupfam_assistant.dossier.contradictions import Contradiction, contradiction_alerts, find_contradictions, short
from rupfam_assistant.dossier.paths import FieldPath, at
from rupfam_assistant.dossier.schema import Action, Dossier, Figure, Objective
from rupfam_assistant.french.agreement import department_of
from rupfam_assistant.french.typography import NARROW, capitalize, enumerate_all, lower, quantity, trim
from rupfam_assistant.french.wording import action_line
from rupfam_assistant.guard.restraint import writable

ARTICLE = "Article 2"
ADDED = "mise en forme"
"""The source of the words that join those of the dossier."""


@dataclass(frozen=True)
class Prepared:
    """A dossier ready to be written: what must not be written withheld, its contradictions known, everything under its objective."""

    dossier: Dossier
    arrangement: Arrangement
    contradictions: tuple[Contradiction, ...]
    alerts: tuple[Alert, ...]

    def disputed(self, path: FieldPath) -> Contradiction | None:
        """The contradiction about a figure, or about who leads an action and when, if any."""
        return self._by_path.get(path)

    @cached_property
    def _by_path(self) -> dict[FieldPath, Contradiction]:
        told = [contradiction for contradiction in reversed(self.contradictions) if contradiction.kind != "party"]
        return {side.path: contradiction for contradiction in told for side in contradiction.sides}


def prepare(dossier: Dossier, trame: Trame, classify: Classify, today: date) -> Prepared:
    """Cleans, withholds, arranges and questions a dossier; `alerts` tell all that the officer should know of it."""
    sober, withheld = writable(dossier)
    arrangement = arrange(sober, classify)
    contradictions = find_contradictions(sober)
    others = alerts_on(sober, arrangement, trame.themes, trame.national_lines, today)
    alerts = (*withheld, *contradiction_alerts(contradictions), *arrangement.alerts, *others)
    return Prepared(sober, arrangement, contradictions, alerts)


def draft_article(dossier: Dossier, trame: Trame, classify: Classify, today: date) -> Draft:
    """The draft of article 2 of a department."""
    prepared = prepare(dossier, trame, classify, today)
    paragraphs, blanks = write_article(prepared, trame)
    return Draft(paragraphs, blanks, prepared.alerts, prepared.arrangement.classification)


def write_article(prepared: Prepared, trame: Trame) -> tuple[tuple[Paragraph, ...], tuple[Blank, ...]]:
    """The paragraphs of article 2, and what is left blank in them."""
    written: list[Paragraph] = []
    blanks: list[Blank] = []
    for part in trame.article(2):
        if part.objective is None:
            written.append(
                _opening(part, prepared.dossier, blanks) if any(piece.slot for piece in part.pieces) else national(part)
            )
    for number in prepared.arrangement.numbers:
        written += [national(part) for part in trame.article(2) if part.objective == number]
        if number in prepared.arrangement.titles:
            written.append(_local_heading(number, prepared, blanks))
        written += _local_part(number, prepared, blanks)
    return tuple(written), tuple(blanks)


def national(part: Part) -> Paragraph:
    """A part of the trame as it is."""
    styles: dict[str, Style] = {
        "heading": "heading",
        "objective": "objective",
        "item": "item",
        "note": "note",
        "title": "title",
    }
    return Paragraph(styles.get(part.kind, "paragraph"), tuple(fixed(piece, part.article) for piece in part.pieces))


def fixed(piece: Piece, article: str) -> Span:
    """Words of the trame, and where they stand in it."""
    return Span(piece.text, "trame", f"trame, {article[:1].lower()}{article[1:]}", start=piece.start, end=piece.end)


def blank(source: str, field: FieldPath | None) -> Span:
    """The sign of a blank."""
    return Span(MARKER, "blank", source, field)


def added(text: str) -> Span:
    """Words that join those of the dossier."""
    return Span(text, "dossier", ADDED)


def given(text: str, field: FieldPath) -> tuple[Span, ...]:
    """Words of the dossier; a marker that stands among them is a blank."""
    said = f"dossier : {field.label}"
    parts = neat(text).split(MARKER)
    spans = [
        span
        for part in parts
        for span in (Span(part, "dossier", said, field), blank(f"tenu hors du projet : {field.label}", field))
    ][:-1]
    return tuple(span for span in spans if span.text)


def neat(text: str) -> str:
    """Words of the dossier as a convention prints them: curved apostrophes, "Saint-", "19 %"."""
    curved = re.sub(r"(?<=\w)'(?=\w)", "’", re.sub(r"\bSt[- ](?=[A-ZÀ-Ý])", "Saint-", text))
    return re.sub(r"(?<=\d) ?(?=[%€])", NARROW, curved)


def sentence(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans with the stop that ends a sentence, when they have none."""
    kept = tuple(spans)
    return kept if kept[-1].text.endswith((".", "!", "?", "…")) else (*kept, added("."))


def withheld(spans: Iterable[Span], objective: Objective, blanks: list[Blank]) -> tuple[Span, ...]:
    """Spans of the dossier, their blanks listed: what was withheld from them is left to decide."""
    kept = tuple(spans)
    blanks += [
        Blank(ARTICLE, objective, f"passage tenu hors du projet ({span.field.label})", "signataires", span.field)
        for span in kept
        if span.origin == "blank" and span.field is not None
    ]
    return kept


def worded(field: FieldPath, dossier: Dossier) -> tuple[Span, ...]:
    """A need, a priority or an action as it is written: in the dossier's own words, or as a model proposed it and the officer accepted it."""
    text = field.text_in(dossier)
    own = own_line(field, text)
    accepted = next(
        (
            w
            for w in dossier.wordings
            if w.field == str(field) and w.original == text and not rewording_faults(own, w.wording)
        ),
        None,
    )
    if accepted is None:
        return given(own, field)
    return tuple(
        replace(span, origin="model") if span.origin == "dossier" else span for span in given(accepted.wording, field)
    )


def own_line(field: FieldPath, text: str) -> str:
    """A need, a priority or an action as the program writes it without a model."""
    return action_line(text) if field.root == "planned_actions" else capitalize(trim(text))


def _opening(part: Part, dossier: Dossier, blanks: list[Blank]) -> Paragraph:
    slot = next(piece.slot for piece in part.pieces if piece.slot)
    if not dossier.opening:
        blanks.append(Blank(ARTICLE, None, slot.what, slot.owner, slot.field))
    first = (
        given(capitalize(trim(dossier.opening)), at("opening"))
        if dossier.opening
        else (blank(f"à donner par : {slot.owner}", slot.field),)
    )
    comma = (added(","),) if dossier.opening else ()
    return Paragraph(
        "paragraph", (*first, *comma, *(fixed(piece, part.article) for piece in part.pieces if not piece.slot))
    )


def _local_heading(number: int, prepared: Prepared, blanks: list[Blank]) -> Paragraph:
    title = prepared.arrangement.titles[number]
    rank = (
        next(i for i, at in prepared.arrangement.actions.items() if at == number)
        if number in prepared.arrangement.actions.values()
        else 0
    )
    field = at("planned_actions", rank, "title")
    if not title:
        blanks.append(Blank(ARTICLE, "X", f"intitulé de l’objectif {number}", "signataires", field))
    named = given(capitalize(trim(title)), field) if title else (blank("intitulé de l’objectif local", field),)
    return Paragraph("objective", (added(f"Objectif {number} : "), *named))


def _local_part(number: int, prepared: Prepared, blanks: list[Blank]) -> Iterator[Paragraph]:
    """What the department says under an objective; a blank where it plans nothing."""
    dossier, arrangement = prepared.dossier, prepared.arrangement
    objective = _objective(number)
    yield Paragraph("label", (*department_label(dossier),))
    findings = [
        Paragraph("item", sentence(withheld(worded(at("territory_needs", i), dossier), objective, blanks)))
        for i in _at(arrangement.needs, number)
    ]
    findings += _figures(_at(arrangement.figures, number), prepared, objective, blanks)
    if findings:
        yield Paragraph("label", (added("Constats"),))
        yield from findings
    if ranks := _at(arrangement.priorities, number):
        yield Paragraph("label", (added("Priorités"),))
        for i in ranks:
            yield Paragraph("item", sentence(withheld(worded(at("priorities", i), dossier), objective, blanks)))
    yield Paragraph("label", (added("Actions"),))
    ranks = _at(arrangement.actions, number)
    if not ranks:
        blanks.append(
            Blank(
                ARTICLE,
                objective,
                f"contenu local de l’objectif {number} : aucune action donnée",
                "signataires",
                at("planned_actions"),
            )
        )
        yield Paragraph("item", (blank(f"aucune action donnée pour l’objectif {number}", at("planned_actions")),))
    for i in ranks:
        yield from _action(i, prepared, objective, blanks)


def _at(numbers: dict[int, int], number: int) -> list[int]:
    return [rank for rank, at in numbers.items() if at == number]


def _objective(number: int) -> Objective:
    return number if number in (1, 2, 3, 4) else "X"  # type: ignore[return-value]  # 1 to 4, as just checked


def department_label(dossier: Dossier) -> tuple[Span, ...]:
    """ "Dans le département du Val-d’Ombre", with the article that the dossier gives it, or without one."""
    named = department_name(dossier)
    return (added("Dans le département "), *named[1:]) if named[0].text == "Département " else named


def department_name(dossier: Dossier) -> tuple[Span, ...]:
    """ "Département du Val-d’Ombre", or "Département : Val-d’Ombre" when no name of a body gives the article."""
    bodies = [dossier.caf_name or "", *(signatory.body or "" for signatory in dossier.signatories)]
    with_article = department_of(dossier.department, bodies)
    if with_article is None:
        named = given(dossier.department, at("department")) or (blank("nom du département", at("department")),)
        return added("Département : "), *named
    return added("Département "), *given(with_article, at("department"))


def _figures(
    ranks: Sequence[int], prepared: Prepared, objective: Objective, blanks: list[Blank]
) -> Iterator[Paragraph]:
    """The figures on a line each; two that contradict each other on one line, both with their source and none chosen."""
    told: set[int] = set()
    for i in ranks:
        if i in told:
            continue
        disputed = prepared.disputed(at("figures", i, "value"))
        rivals = [side.path.rank for side in disputed.sides if side.path.root == "figures"] if disputed else [i]
        told |= set(rivals)
        yield Paragraph("item", tuple(_figure(i, rivals, disputed, prepared.dossier, objective, blanks)))


def _figure(
    i: int,
    rivals: Sequence[int],
    disputed: Contradiction | None,
    dossier: Dossier,
    objective: Objective,
    blanks: list[Blank],
) -> Iterator[Span]:
    label, place = trim(dossier.figures[i].label or ""), at("figures", i)
    yield from given(capitalize(label), place / "label") if label else (blank("intitulé du chiffre", place / "label"),)
    yield added(" : ")
    for number, rank in enumerate(rivals):
        if number:
            yield added(" ou ")
        yield from _value(rank, dossier.figures[rank], label, objective, blanks)
    if disputed is not None:
        for side in disputed.sides:
            if side.path.root != "figures":
                yield from (added(" ou "), *given(side.value, side.path), added(f" ({side.said_by})"))
        what = f"valeur à retenir pour « {short(label)} »"
        blanks.append(Blank(ARTICLE, objective, what, "signataires", place / "value"))
        yield from (added(" ; valeur à retenir : "), blank("deux valeurs dans le dossier", place / "value"))
    yield added(".")


def _value(i: int, figure: Figure, label: str, objective: Objective, blanks: list[Blank]) -> Iterator[Span]:
    field = at("figures", i, "value")
    if figure.value and MARKER not in figure.value:
        yield from given(quantity(figure.value, figure.unit), field)
    else:
        blanks.append(Blank(ARTICLE, objective, f"valeur du chiffre « {short(label)} »", "", field))
        yield blank("valeur absente ou tenue hors du projet", field)
    source = at("figures", i, "source")
    if figure.source:
        yield from (added(" (source : "), *withheld(given(trim(figure.source), source), objective, blanks), added(")"))
    else:
        blanks.append(Blank(ARTICLE, objective, f"source du chiffre « {short(label)} »", "", source))
        yield from (added(" (source : "), blank("source absente", source), added(")"))


def _action(i: int, prepared: Prepared, objective: Objective, blanks: list[Blank]) -> Iterator[Paragraph]:
    """An action, then who leads it, with whom, when, and how it is measured."""
    action, field = prepared.dossier.planned_actions[i], at("planned_actions", i)
    if action.text:
        yield Paragraph("item", sentence(withheld(worded(field / "text", prepared.dossier), objective, blanks)))
    else:
        blanks.append(Blank(ARTICLE, objective, "texte de l’action", "signataires", field / "text"))
        yield Paragraph("item", (blank("texte de l’action", field / "text"),))
    about = f"« {short(trim(action.text))} »" if action.text else "sans texte"
    spans: list[Span] = []
    for label, name, what, text in _details(action):
        lead = f"{'' if spans else ' '}{label} : " if not spans else f" ; {lower(label)} : "
        spans.append(added(lead.lstrip() if not spans else lead))
        disputed = prepared.disputed(field / name)
        if disputed is not None:
            for number, side in enumerate(disputed.sides):
                spans += [
                    *((added(" ou "),) if number else ()),
                    *given(side.value, side.path),
                    added(f" ({side.said_by})"),
                ]
            spans += [added(", à trancher : "), blank("deux valeurs dans le dossier", field / name)]
        elif text:
            spans += given(text, field / name)
        else:
            spans.append(blank(f"{what} absent du dossier", field / name))
        if disputed is not None or not text or MARKER in text:
            blanks.append(Blank(ARTICLE, objective, f"{what} de l’action {about}", _owner(action, name), field / name))
    yield Paragraph("detail", sentence(spans))


def _details(action: Action) -> Iterable[tuple[str, str, str, str]]:
    """The label, the field, the name and the text of each detail of an action."""
    partners = enumerate_all([trim(partner) for partner in action.partners if partner]) if any(action.partners) else ""
    yield "Pilote", "pilot", "pilote", trim(action.pilot or "")
    yield "Partenaires" if partners.count(" et ") or not partners else "Partenaire", "partners", "partenaires", partners
    yield "Échéance", "deadline", "échéance", lower(trim(action.deadline or ""))
    yield "Indicateur", "indicator", "indicateur", lower(trim(action.indicator or ""))


def _owner(action: Action, name: str) -> str:
    return "signataires" if name == "pilot" or not action.pilot else action.pilot
