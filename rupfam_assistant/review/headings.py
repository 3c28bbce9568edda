"""Titles and order: titles that a draft drops or rewords, articles, clauses and objectives that changed places."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from rupfam_assistant.french import analyse
from rupfam_assistant.french.typography import capitalize, lower, short
from rupfam_assistant.review.alignment import Alignment, Match
from rupfam_assistant.review.draft import LocalDraft
from rupfam_assistant.review.findings import Deviation, Permitted, both, told_change, touched
from rupfam_assistant.review.reading.lines import one_line
from rupfam_assistant.review.reading.sections import LOCAL_OBJECTIVE, bare_title
from rupfam_assistant.review.reading.words import read_tokens, roots

LINKS = frozenset(("de", "des", "du", "d", "et", "entre"))
RENUMBERED = "hors de la suite : les renvois aux objectifs ne tombent plus juste"
NATIONAL, MOST_ADDED = 4, 2
WHY = "les articles gardent le même intitulé d’un département à l’autre"


def find_titles(found: Alignment) -> Iterator[Deviation]:
    """A deviation for each article whose text is there under another title, or none; a shorter one is permitted."""
    draft = found.draft
    headings = [set(roots(read_tokens(section.heading))) for section in draft.sections]
    titles = {article: set(roots(read_tokens(bare_title(told)))) for article, told in found.reference.headings.items()}
    for article, heading in found.reference.headings.items():
        if not article.startswith("Article"):
            continue
        section = draft.section(article)
        if section is None:
            if any(titles[article] <= there for there in headings):
                continue
            ranks = [match.first for match in found.matches.values() if match.clause.article == article]
            if ranks:
                yield _untitled(found, article, titles, min(ranks))
            continue
        wanted, there = bare_title(heading), bare_title(said := one_line(section.heading))
        before, after = read_tokens(wanted), read_tokens(there)
        merged = (titles[other] for other in titles if draft.section(other) is None)
        added = set(roots(after)) - titles[article] - found.local_names.union(*merged)
        is_kept = titles[article] <= set(roots(after)) and len(added) <= MOST_ADDED
        if ((added and not is_kept) or _is_cut(there)) and "".join(word.folded for word in before) != "".join(
            word.folded for word in after
        ):
            message = f"Titre : {told_change(wanted, there)} : {WHY}."
            yield Deviation(article, "altered_clause", "to_check", message, heading, said, section.start, section.body)


def _untitled(found: Alignment, article: str, titles: Mapping[str, set[str]], first: int) -> Deviation:
    """The deviation of an article whose text is there without its title, or under one that it shares with another."""
    draft, heading = found.draft, found.reference.headings[article]
    place = draft.words[first].lead
    section = draft.section_at(place)
    said, other = one_line(section.heading), section.article
    shared = set(roots(read_tokens(bare_title(said)))) & (titles[article] - titles.get(other, set()))
    if not (shared and other in titles):
        message = f"Le titre « {heading} » est absent : {WHY}."
        return Deviation(article, "missing_clause", "to_check", message, heading, "", place, place)
    message = f"Les {both(*sorted((article, other)))} de la trame sont réunis sous le titre « {said} » : {WHY}."
    start, end = section.start, section.body
    return Deviation(article, "altered_clause", "to_check", message, heading, said, start, end, other=other)


def _is_cut(title: str) -> bool:
    """Whether a title opens or ends with a small word: another was there."""
    words = [word.folded for word in analyse(title).words]
    return bool(words) and not LINKS.isdisjoint((words[0], words[-1]))


def find_order(found: Alignment) -> Iterator[Deviation]:
    """A deviation for each article, clause or objective that does not stand where the reference has it."""
    return chain(_articles(found), _clauses(found), _objectives(found))


def _articles(found: Alignment) -> Iterator[Deviation]:
    headings = {article: told for article, told in found.reference.headings.items() if article.startswith("Article")}
    order = list(headings)
    sections = [section for section in found.draft.sections if section.article in headings]
    places = [order.index(section.article) for section in sections]
    for rank, expected in _out_of_place(places):
        article, here, name = order[expected], sections[rank], sections[rank].article
        why = "les renvois d’un article à l’autre suivent l’ordre de la trame"
        if found.reference.is_trame and places[sorted(places).index(places[rank])] == expected:
            message = f"Les {both(article, name)} de la trame sont intervertis : {why}."
            told, other, wordings = article, name, (headings[article], one_line(here.heading))
        else:
            if [one.number for one in found.draft.sections if one.number] == [*range(1, _last(found) + 1)]:
                continue
            due, now = _after(order[: places[rank]]), _after([section.article for section in sections[:rank]])
            message = f"L’{lower(name)} ({headings[name]}) se lit {now}, et non {due} : {why}."
            told, other, wordings = name, "", (capitalize(due), capitalize(now))
        yield Deviation(told, "order", "to_check", message, *wordings, here.start, here.body, other=other)


def _last(found: Alignment) -> int:
    """The last number of an article of the draft: those that follow each other from 1 leave no doubt on any."""
    return max((section.number or 0 for section in found.draft.sections), default=0)


def _after(articles: Sequence[str]) -> str:
    """The place of what stands after some articles."""
    return f"après l’{lower(articles[-1])}" if articles else "en premier"


def _clauses(found: Alignment) -> Iterator[Deviation]:
    """The clauses that stand in another article than their own, though it is there."""
    draft = found.draft
    for match in found.matches.values():
        clause, here = match.clause, match.article
        if here in ("", clause.article) or clause.nature == "title" or draft.section(clause.article) is None:
            continue
        there = "se lit dans une note" if here == "Note" else f"est déplacé ({here.lower()})"
        moved = f"Un passage de la trame ({clause.article.lower()}) {there}"
        message = f"{moved} : il ne s’y lit plus avec ce qui l’entoure."
        said = draft.passage(match.first, match.last)
        yield Deviation(clause.article, "order", "to_check", message, clause.line, *said)


def _objectives(found: Alignment) -> Iterator[Deviation]:
    titled = (match for match in found.matches.values() if match.clause.nature == "objective")
    titles: dict[int, Match] = {n: match for match in titled if isinstance(n := match.clause.objective, int)}
    order = sorted(titles, key=lambda number: titles[number].first)
    for rank, expected in _out_of_place(order):
        here, wanted = titles[order[rank]], titles[expected]
        moved = f"L’objectif {order[rank]} de la trame tient la place de l’objectif {expected}"
        message = f"{moved} : la trame les donne dans un ordre commun à tous les départements."
        said = found.draft.passage(here.first, here.last)
        yield Deviation("Article 2", "order", "to_check", message, wanted.clause.text, *said)
    numbers = {at: number for at in _openings(found) if (number := _number(found.draft, at))}
    told = [numbers[at] for at in sorted(numbers)]
    if told and told == [*range(told[0], told[0] + len(told))]:
        return
    for number, match in titles.items():
        if numbers.get(match.first, number) != number:
            message = f"L’objectif {number} de la trame porte le numéro {numbers[match.first]}, {RENUMBERED}."
            said = found.draft.passage(match.first, match.last)
            yield Deviation("Article 2", "order", "to_check", message, match.clause.text, *said)


def find_unnumbered(found: Alignment, blanks: Sequence[Deviation]) -> Iterator[Permitted]:
    """The local objectives that keep the X of the trame, with the number due to each where no doubt is left."""
    draft, numbers, titles = found.draft, list[int](), list[str]()
    ends, after = {first: last for first, last, _ in found.additions}, 0
    for at in sorted(_openings(found)):
        said, start, end = draft.passage(at, ends.get(at, at))
        title = LOCAL_OBJECTIVE.match(said)
        if number := _number(draft, at):
            numbers.append(number)
            after = len(titles)
        elif title and not touched(blanks, start, end):
            titles.append(f"« {short(said[title.end() :].rstrip(' .'))} »")
    last = numbers[-1] if numbers else 0
    is_sure = last >= NATIONAL and not after and numbers[1:] == [*range(numbers[0] + 1, last + 1)]
    for number, called in enumerate(titles, last + 1):
        told = f"Donnez à l’objectif local {called} le numéro {number}"
        told = told if is_sure else f"Numérotez l’objectif local {called}"
        yield Permitted("Article 2", f"{told} : il garde le X de la trame.")


def _openings(found: Alignment) -> Iterator[int]:
    """The ranks of the words that open an objective of the trame, or what is added."""
    yield from (match.first for match in found.matches.values() if match.clause.nature == "objective")
    yield from (first for first, _, article in found.additions if article == "Article 2")


def _number(draft: LocalDraft, rank: int) -> int | None:
    """The number of the objective that a word opens; None when it opens none, or one without a number."""
    named = [word.folded for word in draft.words[rank : rank + 2]]
    return int(named[1]) if named[0] == "objectif" and named[-1].isdigit() else None


def _out_of_place(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The fewest ranks to move to put places in order, and the place due there; of two exchanged, the first."""
    tails: list[int] = []
    chain: list[list[int]] = []
    for rank, place in enumerate(places):
        at = bisect_left(tails, place)
        chain[at : at + 1] = [[*(chain[at - 1] if at else []), rank]]
        tails[at : at + 1] = [place]
    kept = chain[-1] if chain else []
    told = set[tuple[int, int]]()
    for rank, (place, expected) in enumerate(zip(places, sorted(places), strict=True)):
        if rank not in kept and place != expected and (expected, place) not in told:
            told.add((place, expected))
            yield rank, expected
