"""The clauses of the reference in a draft: those missing or altered, and what is permitted."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rupfam_assistant.french.words import flatten
from rupfam_assistant.review.additions import FREE, TOO_EARLY, additions_of, contradicts, cut_short, is_too_early
from rupfam_assistant.review.alignment import Alignment, Match
from rupfam_assistant.review.changes import (
    INSTANCES,
    LASTING,
    UNITS,
    changes_of,
    chosen_instances,
    edits_of,
    fillings,
    is_local_detail,
    kind_of,
    names_an_instance,
)
from rupfam_assistant.review.draft import LocalDraft
from rupfam_assistant.review.findings import (
    LONGEST_PERMITTED,
    MONTHS_IN_DAYS,
    REDUCED,
    RELEASED,
    TO_READ,
    Deviation,
    Kind,
    Permitted,
    Severity,
    asked_of,
    reason_of,
    told_change,
    touched,
    watched_reason,
)
from rupfam_assistant.review.reading.lines import BLANK, one_line
from rupfam_assistant.review.reading.sections import LOCAL_OBJECTIVE
from rupfam_assistant.review.reading.words import Edit, Token, root, roots
from rupfam_assistant.review.reference import Clause, Reference

FILLED = ("opening", "frequency", "organisation")
"""The blanks of articles 2 and 3 that are told."""

KEEP = "gardez celle qui suivra la convention (articles 1 et 3)"
EVERYWHERE = "la trame porte les quatre objectifs nationaux, sans choix entre eux"
LONGEST_TITLE, MOST_CHANGES, NEAR, MONTH = 30, 3, 2, 30
"""Characters of a title, changes that one message tells, words between two that are told together; the days of a
month."""


def find_missing(found: Alignment) -> Iterator[Deviation]:
    """What is not there: whole articles, whole objectives, else the clauses of a part together."""
    reference, clauses = found.reference, found.reference.clauses
    lost = {rank for rank in found.places if not _is_spared(clauses[rank], found)}
    for article, heading in reference.headings.items():
        ranks = [rank for rank, clause in enumerate(clauses) if clause.article == article]
        if ranks and lost.issuperset(ranks) and article != "Parties":
            text = " ".join([f"{heading}.", *(clauses[rank].line for rank in ranks)])
            called = f"L’{article[0].lower()}{article[1:]}" if article.startswith("Article") else f"« {article} »"
            called = "Le préambule" if article == "Préambule" else called
            message = f"{called} est absent : {reason_of(article)}."
            yield _absent(article, "missing_article", message, text, found.places[ranks[0]])
            lost -= set(ranks)
    for objective in (1, 2, 3, 4):
        ranks = [rank for rank, clause in enumerate(clauses) if clause.objective == objective]
        if ranks and lost.issuperset(ranks):
            text = " - ".join(clauses[rank].line for rank in ranks)
            message = f"L’objectif {objective} est absent : {EVERYWHERE}."
            yield _absent("Article 2", "objective_missing", message, text, found.places[ranks[0]])
            lost -= set(ranks)
    for ranks in _together(sorted(lost), reference):
        clause, text = clauses[ranks[0]], " ".join(clauses[rank].line for rank in ranks)
        titled = clause.nature == "objective"
        called = f"L’intitulé de l’objectif {clause.objective}" if titled else f"Le passage « {cut_short(text)} »"
        message = f"{called} est absent : {reason_of(clause.article)}."
        kind: Kind = "objective_weakened" if titled else "missing_clause"
        told = _absent(clause.article, kind, message, text, found.places[ranks[0]])
        yield replace(told, severity="to_check") if found.is_reworded else told


def find_altered(found: Alignment, blanks: Sequence[Deviation]) -> Iterator[Deviation]:
    """The clauses that a draft changes, blanks left aside: a deviation for each kind among the changes of one."""
    for match in found.matches.values():
        if match.clause.nature == "title" and _stands(match.clause.text, found.draft):
            continue
        changes = changes_of(match, found)
        filled = all(touched(blanks, word.start, word.start + 1) for edit in changes for word in edit.added)
        if any(edit.removed for edit in changes) or not filled:
            yield from _by_kind(match, changes, found.draft)


def _by_kind(match: Match, changes: Sequence[Edit], draft: LocalDraft) -> Iterator[Deviation]:
    """A deviation for each kind among the changes of a clause, all as severe as the worst; those of number alone are
    told with the others."""
    recounted = [roots(edit.removed) == roots(edit.added) for edit in changes]
    kinds = [kind_of(match.clause, edit) for edit in changes]
    worst: Kind = next((kind for kind, alike in zip(kinds, recounted, strict=True) if not alike), "altered_clause")
    kinds = [worst if alike else kind for kind, alike in zip(kinds, recounted, strict=True)]
    told = []
    for kind in dict.fromkeys(kinds):
        of_kind = [edit for edit, other in zip(changes, kinds, strict=True) if other == kind]
        told.append(_altered(match, kind, of_kind, draft))
    severity: Severity = "blocking" if any(each.severity == "blocking" for each in told) else "to_check"
    yield from (replace(each, severity=severity) for each in told)


def find_unchosen(found: Alignment, blanks: Sequence[Deviation]) -> Iterator[Permitted]:
    """The instance that article 1 leaves to choose, where no blank tells it and whatever article 3 chooses."""
    there, chosen = found.matches.values(), chosen_instances(found)
    offered = [match for match in there if match.clause.nature == "choice"]
    opened = (match for match in there for _, slot in match.clause.slots if slot.name == "instance")
    places = (found.draft.place(match.first, match.last) for match in opened)
    if len(offered) < len(INSTANCES) or "Article 1" in chosen or any(touched(blanks, *place) for place in places):
        return
    both = f"{' ou '.join(INSTANCES)}"
    alone = f", l’article 3 n’en nomme qu’une ({chosen['Article 3']})" if chosen else ""
    yield Permitted("Article 1", f"Le choix de l’instance n’est pas fait ({both}){alone} : {KEEP}.")


def find_permitted(found: Alignment, deviations: Sequence[Deviation]) -> Iterator[Permitted]:
    """What the draft chooses, adds, fills or renumbers where it may, and no deviation tells."""
    draft = found.draft
    chosen = chosen_instances(found)
    for article, instance in chosen.items() if len({*chosen.values()}) == 1 else ():
        yield Permitted(article, f"Choix fait : {instance}.")
    for match in found.matches.values() if not found.is_reworded else ():
        filled, article = fillings(match, draft), match.clause.article
        whole, start, end = draft.passage(match.first, match.last)
        for _, slot in match.clause.slots:
            said = filled.get(slot.name, "")
            if said and slot.name in FILLED and not touched(deviations, start, end) and not BLANK.search(said):
                yield _allowed(article, f"Passage complété ({slot.what})", whole if slot.name == "frequency" else said)
        for edit in edits_of(match, draft):
            if edit.added and not edit.removed and is_local_detail(edit, match, draft):
                yield _allowed(article, "Ajout dans une clause, permis", _quoted(draft.text, edit.added))
    organised = [match for match in found.matches.values() if "organisation" in fillings(match, draft)]
    filled_in = {draft.paragraph(*draft.place(match.first, match.first))[0] for match in organised}
    for first, last, article in additions_of(found):
        said, start, end = draft.passage(first, last)
        if touched(deviations, start, end):
            continue
        if article == "Article 2":
            title = LOCAL_OBJECTIVE.match(said)
            told = said[title.end() :] if title and title[1].lower() == "x" else said
            yield _allowed(article, "Objectif local, permis" if title else "Contenu local, permis", told)
        elif draft.paragraph(start, end)[0] in filled_in and not contradicts(said):
            yield _allowed(article, "Passage complété", said)
        elif article in FREE:
            yield _allowed(article or draft.heading_of(first) or "Article 8", TO_READ, said)
    moved = any(told.kind in ("order", "missing_article") for told in deviations)
    for section in draft.sections if not moved else ():
        number, article = section.number, section.article
        if number is not None and article.startswith("Article ") and article != f"Article {number}":
            yield Permitted(article, f"Numéro changé : {number} dans le projet.")


def _allowed(article: str, what: str, said: str) -> Permitted:
    return Permitted(article, f"{what} : « {cut_short(said, LONGEST_PERMITTED)} ».")


def _stands(title: str, draft: LocalDraft) -> bool:
    """Whether some lines of a draft hold every word of a title and few more, as below a deliberation whose subject
    resembles it."""
    wanted, lines = {*flatten(one_line(title)).removeprefix("trame de ").split()}, flatten(draft.text).split("\n")
    told = (" ".join(lines[at : at + most]).split() for at in range(len(lines)) for most in (1, 2, 3))
    return any(len(words) <= LONGEST_TITLE and wanted <= {*words} for words in told)


def _altered(match: Match, kind: Kind, changes: Sequence[Edit], draft: LocalDraft) -> Deviation:
    """The deviation of a clause whose changes are of one kind."""
    clause = match.clause
    bare = [(_quoted(clause.text, edit.removed), _quoted(draft.text, edit.added)) for edit in changes]
    watched = watched_reason(" ".join(f"{taken} {put}" for taken, put in bare))
    if clause.is_field and any(taken and not put for taken, put in bare):
        watched = REDUCED
    reason = watched or reason_of(clause.article)
    if kind == "duration":
        early = clause.text.startswith(LASTING) and any(is_too_early(put) for _, put in bare)
        reason = "la durée suit celle de la convention-cadre nationale, et les délais sont ceux de la trame"
        reason = f"{TOO_EARLY if early else ''}{reason}"
        reason = f"{watched}\u00a0; {reason}" if watched.startswith(RELEASED) else reason
        if _is_months_in_days(changes):
            reason = f"{MONTHS_IN_DAYS}, et {reason}"
    joined = [(cut_short(taken), cut_short(put)) for taken, put in _joined(clause, changes, draft)]
    said = [told_change(*change) for change in joined]
    more = [f"et {len(said) - MOST_CHANGES} de plus"] if len(said) > MOST_CHANGES else []
    message = f"{' ; '.join([*said[:MOST_CHANGES], *more])} : {reason}."
    there = draft.passage(match.first, match.last)
    severity: Severity = "blocking" if watched or kind != "altered_clause" else "to_check"
    asked = asked_of(joined, severity)
    return Deviation(clause.article, kind, severity, message, clause.line, *there, asked=asked)


def _is_months_in_days(changes: Sequence[Edit]) -> bool:
    """Whether a delay in months is told in as many days, or the reverse: "soixante jours" for "deux mois"."""
    words = [word for edit in changes for word in (*edit.removed, *edit.added)]
    numbers = sorted({int(word.folded) for word in words if word.folded.isdigit()})
    units = {root("jours"), root("mois")} <= {word.root for word in words}
    return units and len(numbers) == 2 and numbers[1] == MONTH * numbers[0]


def _joined(clause: Clause, changes: Sequence[Edit], draft: LocalDraft) -> Iterator[tuple[str, str]]:
    """The words taken out and those put in by each change, a lone word told with the change that stands near it."""
    near = list[list[Edit]]()
    for edit in changes:
        crumb = near and 1 in (
            len(edit.removed) + len(edit.added),
            sum(len(e.removed) + len(e.added) for e in near[-1]),
        )
        if crumb and edit.at - near[-1][-1].at - len(near[-1][-1].removed) <= NEAR:
            near[-1].append(edit)
        else:
            near.append([edit])
    for first, *others in near:
        last = others[-1] if others else first
        taken = *first.removed, *clause.words[first.at : last.at], *(last.removed if others else ())
        put = *first.added, *draft.words[first.spot : last.spot], *(last.added if others else ())
        unit = clause.words[last.at + len(last.removed) :][:1]
        if taken and put and unit and taken[-1].folded.isdigit() and unit[0].root in UNITS:
            taken, put = (*taken, *unit), (*put, *_next(draft, put[-1]))
        yield _quoted(clause.text, taken), _quoted(draft.text, put)


def _next(draft: LocalDraft, word: Token) -> tuple[Token, ...]:
    """The word after another, alone."""
    rank = draft.rank_at(word.end)
    return draft.words[rank : rank + 1]


def _absent(article: str, kind: Kind, message: str, expected: str, place: int) -> Deviation:
    return Deviation(article, kind, "blocking", message, expected, "", place, place)


def _together(lost: Sequence[int], reference: Reference) -> list[list[int]]:
    """The clauses of a part of the trame that follow each other; each by itself where the reference is a draft."""
    groups: list[list[int]] = []
    for rank in lost:
        before = groups[-1][-1] if groups else -2
        same_part = reference.clauses[rank].part == reference.clauses[before].part
        if reference.is_trame and rank == before + 1 and same_part:
            groups[-1].append(rank)
        else:
            groups.append([rank])
    return groups


def _is_spared(clause: Clause, found: Alignment) -> bool:
    """Whether a clause may be absent: the title, or the instance that was not chosen."""
    if found.is_reworded and (clause.nature in ("actor", "agreement") or clause.slots):
        return True
    if clause.nature != "choice":
        return clause.nature == "title"
    there = found.matches.values()
    named = (names_an_instance(fillings(match, found.draft).get("instance", "")) for match in there)
    return any(match.clause.nature == "choice" for match in there) or any(named)


def _quoted(text: str, words: Sequence[Token]) -> str:
    """A text from the first to the last of some of its words, the small words before them included."""
    return one_line(text[words[0].lead : words[-1].end]).lstrip("«“(") if words else ""
