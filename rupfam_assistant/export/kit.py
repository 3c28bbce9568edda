"""The Word file of a welcome kit: a page that is read in two minutes, what the texts do not say, then their quotes."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from math import ceil

from rupfam_assistant.convention.draft import Draft, Paragraph, Style
from rupfam_assistant.export.docx import write_word
from rupfam_assistant.export.look import PLAIN, Dress, line, table
from rupfam_assistant.export.markdown import write_markdown
from rupfam_assistant.french import analyse
from rupfam_assistant.french.dates import written
from rupfam_assistant.french.typography import HARD, capitalize, lower
from rupfam_assistant.french.words import fold
from rupfam_assistant.welcome.annex import annex_of
from rupfam_assistant.welcome.glossary import words_of
from rupfam_assistant.welcome.kit import PLACE, SHORT, SILENT, STEPS, UNPLANNED, Item, Kit, KitSection
from rupfam_assistant.welcome.local import INSTANCE, ORGANISATION, PRIORITY, SOME

CONVENTION = "Convention{} « ruptures familiales » 2026-2029"
SHORT_TITLE, DATED = "Ruptures familiales", "livret du {}"
CONTACT, LOCAL_REST = "Votre contact", "{}, la suite"
FEWEST, MOST_WORDS, ROWS, LOGO_ROWS, ROW, MOST_READ = 2, 5, 58, 3, 98, 480
FEWEST_LOCAL, MOST_DATES, FEWEST_DATES = 3, 5, 3
CONCERNS, COMMITMENTS, DATES, STEPS_TITLE = "concerns", "commitments", "dates", "Vos premiers pas"
BRIEF = ("convention", COMMITMENTS, DATES)
PRIORITIES, OBJECTIVE, OF_BODY = "Les priorités du département : ", "Objectif ", ", objectif "
Part = tuple[str, list[str]]
"""Lines that concern a partner at least; words explained at most; the rows of a page of 10.5 points under its sources,
those that a logo takes, the characters of one, the words that two minutes hold; lines of the department at least, where
words may follow; lines of its term, at most and at least; a title and its lines."""

WORDS, ACRONYMS = "Les mots à connaître", "Les sigles"
ANNEX, MEETING = "Annexe : ce que disent les textes", "Ce que la CAF aimerait savoir"
MORE = "La suite est en page 2."
SOURCES = (
    "Sources : « circ. », la circulaire qui annonce la convention ; « trame », le modèle qu’elle joint (« art. »)."
)
WHERE = ("Ce que vous chercheriez", "À demander à")
ARTICLES = frozenset("un une des le la les l l'".split())
GENERAL = " (définitions générales, sauf entre guillemets)"
SIGNATURE = "Signature : date à fixer [à compléter par la CAF]"
"""The articles that a title leaves out; what is said of definitions that no text gives; what no dossier tells."""


def write_kit(kit: Kit, day: date, dress: Dress = PLAIN) -> bytes:
    """The .docx file of a kit made that day, as the office dresses it. RupfamError for a logo that is no image."""
    head = " – ".join(filter(None, (SHORT_TITLE, kit.department, capitalize(called(kit)))))
    draft = Draft(tuple(_paragraphs(kit, day, ROWS - LOGO_ROWS if dress.logo else ROWS)))
    return write_word(draft, kit.title, head, comments=False, dress=dress, compact=True)


def kit_markdown(kit: Kit, day: date) -> str:
    """The kit in Markdown."""
    return write_markdown(_paragraphs(kit, day))


def _page(kit: Kit, rows: int) -> list[Part]:
    """The titles and the lines of the first page of so many rows: the first of as much as it may hold that is read in
    two minutes, else of what it holds, else the shortest."""
    held = [page for page in _pages(kit) if sum(map(_rows, page)) <= rows]
    brief = (
        page
        for page in held
        if sum(len(line.split()) for title, lines in page for line in (title, *lines)) <= MOST_READ
    )
    return next(chain(brief, held), _without_steps(_laid_out(kit, FEWEST, False, 0, FEWEST_DATES)))


def _pages(kit: Kit) -> Iterator[list[Part]]:
    """The pages that may be, the fullest first: what weighs least is the first to go, the words explained go before the
    first lines of the department, the first steps last."""
    about = next(len(section.items) for section in kit.page if section.key == CONCERNS)
    local = _local(kit)
    most, bodies = len(local), {line.partition(OF_BODY)[0] for line in local if OF_BODY in line}
    fewest = max(FEWEST_LOCAL, len(bodies))
    brief = [*((lines, True, MOST_DATES) for lines in range(about, FEWEST, -1)), (about, True, FEWEST_DATES)]
    brief += [(about, False, MOST_DATES), (about, False, FEWEST_DATES), (FEWEST, False, FEWEST_DATES)]
    for count in range(most, -1, -1):
        pages = [_laid_out(kit, lines, is_whole, count, dates) for lines, is_whole, dates in brief]
        with_words = [(page, [*_words(page, kit)]) for page in pages]
        yield from ([*page, *words] for page, words in with_words)
        yield from ([*page, *((title, [" ".join(lines)]) for title, lines in words)] for page, words in with_words)
        yield from pages if count <= fewest else ()
    yield from (_without_steps(_laid_out(kit, *brief[-1][:2], count, FEWEST_DATES)) for count in range(most, -1, -1))


def _laid_out(kit: Kit, lines: int, is_whole: bool, most: int, dates: int) -> list[Part]:
    """A page of so many lines that concern the partner, whole or as brief as a slide, of its department and of its
    term, of what is signed too where it does not sign."""
    parts, kept = list[Part](), {CONCERNS: lines, COMMITMENTS: None if kit.signs else dates, DATES: dates}
    signature = [SIGNATURE] if kit.department and not kit.stands_apart else []
    for section in kit.page:
        told = _lines(section, is_whole)[: kept.get(section.key)]
        told += [kit.first_unsaid] if section.key == CONCERNS else []
        parts.append((section.title, [*([*signature, *instance(kit)] if section.key == DATES else []), *told]))
        if section.key == PLACE and (kit.local or not kit.is_elsewhere):
            parts.append((kit.local_title, _first(_local(kit), most) if kit.local else [UNPLANNED]))
    steps = [(STEPS_TITLE, [line.partition(" : ")[0] for line in _steps(kit)[1]])]
    parts = [*parts, *steps, (CONTACT, [kit.reached])]
    return [(title, [*filter(None, told)]) for title, told in parts if any(told)]


def instance(kit: Kit) -> list[str]:
    """When the instance meets, and who presides it, in a sentence each, as the dossier tells."""
    told = (line.partition(". ")[0] for line in kit.local if line.startswith((INSTANCE, ORGANISATION)))
    return [in_full(line, kit) if line.startswith(INSTANCE) else line for line in told]


def _without_steps(page: Sequence[Part]) -> list[Part]:
    """A page that leaves the first steps to what follows it."""
    return [part for part in page if part[0] != STEPS_TITLE]


def _steps(kit: Kit) -> Part:
    """The first steps, in plain French."""
    steps = next(section for section in kit.sections if section.key == STEPS)
    return STEPS_TITLE, [in_margin(replace(item, text=item.short)) for item in steps.items]


def _lines(section: KitSection, is_whole: bool) -> list[str]:
    """What the page says of a part as briefly as a slide, its place aside, and what concerns it if it is whole."""
    brief = section.key in BRIEF or (section.key == CONCERNS and not is_whole)
    return [in_margin(replace(item, text=item.short) if brief else item) for item in section.items]


def _local(kit: Kit) -> list[str]:
    """The lines of the dossier but those of the instance, the first of each body that the partner may be before the
    others; its priorities on one, where the first stands, unless one holds a semicolon."""
    local = [line for line in kit.local if not line.startswith((INSTANCE, ORGANISATION))]
    first = {line.partition(OF_BODY)[0]: line for line in reversed(local) if OF_BODY in line}.values()
    local.sort(key=lambda line: OF_BODY in line and line not in first)
    lines = [line for line in local if line.startswith((PRIORITY, SOME))]
    if len(lines) < 2 or any(";" in one for one in lines):
        return local
    return list(dict.fromkeys(one_line(lines) if line in lines else line for line in local))


def one_line(priorities: Sequence[str], are_left: bool = False) -> str:
    """Some priorities on one line, which says whether others are left out."""
    if len(priorities) == 1 and not are_left:
        return priorities[0]
    head = SOME if are_left or priorities[0].startswith(SOME) else PRIORITIES
    return f"{head}{' ; '.join(line.partition(' : ')[2] for line in priorities)}"


def in_full(line: str, kit: Kit) -> str:
    """A line without the acronyms that the partner may not know."""
    return re.sub(r"\w+", lambda word: dict(kit.acronyms).get(word[0], word[0]), line)


def spelled(lines: Iterable[str], unknown: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The acronyms of some lines that are still unknown, each with what it is short for: they no longer are."""
    said = " ".join(lines)
    for word in (said[word.start : word.end] for word in analyse(said).words):
        if word in unknown:
            yield word, f"{word} : {lower(unknown.pop(word))}"


def _first(lines: Sequence[str], most: int) -> list[str]:
    """The first lines, and that others are left."""
    return [*lines[:most], *([MORE] if len(lines) > most else [])]


def _untold(kit: Kit, page: Sequence[Part]) -> list[str]:
    """The lines of the dossier that the page does not hold, in the order of their objectives; of the organisation, what
    follows its first sentence."""
    told = {line for _, lines in page for line in lines}
    left = [line for line in _local(kit) if line not in told]
    actions = [line for line in left if line.startswith(OBJECTIVE)]
    in_order = iter(sorted(actions, key=lambda line: line.partition(" : ")[0].partition(",")[0]))
    more = (line.partition(". ")[2] for line in kit.local if line.startswith(ORGANISATION))
    rest = [f"{ORGANISATION}{one}" for one in more if one]
    return [*(next(in_order) if line in actions else line for line in left), *rest]


def _words(page: Sequence[Part], kit: Kit) -> Iterator[Part]:
    """The words that a page, the lines of the dossier, then the annex need explained, those whose definition they do
    not hold."""
    read = " ".join((*chain(*(lines for _, lines in page)), *kit.local))
    unknown = [one for one in kit.words if not one.acronym and one.definition.strip("« »") not in read]
    needed = tuple(dict.fromkeys((*words_of(read, unknown, MOST_WORDS), *unknown)))[:MOST_WORDS]
    general = GENERAL if any(not entry.citations for entry in needed) else ""
    if needed:
        yield f"{WORDS}{general}", [entry.told for entry in needed]


def _rows(part: Part) -> float:
    """The rows that a part of the page takes, its title and the space between its lines with them."""
    return 1.9 + sum(ceil(len(line) / ROW) + 0.2 for line in part[1])


def called(kit: Kit) -> str:
    """The partner as a title names it, an article left out unless its name holds it, and what is told of it after a
    comma: "commune rurale", "SPIP de l’Aisne", "office HLM", "Le Relais"."""
    name, _, more = kit.partner.partition(", ")
    is_detail = more[:1].islower() and fold(more.replace("’", " ").split()[0]) not in ARTICLES
    first, _, rest = (name if is_detail else kit.partner).partition(" ")
    alone = rest.partition(" ")[0].isupper() and ", " not in rest
    proper = rest[:1].isupper() and not alone
    whole = rest if rest and fold(first) in ARTICLES and not proper else f"{first} {rest}".strip()
    article, mark, elided = whole.partition("’")
    is_common = elided[:1].islower() or elided.partition(" ")[0].isupper()
    return elided if mark and fold(article) == "l" and is_common else whole


def convention(kit: Kit) -> str:
    """What the convention is called: that of a department, which is named apart, or of any."""
    return CONVENTION.format("" if kit.department else " départementale")


def _paragraphs(kit: Kit, day: date, rows: int = ROWS) -> "list[Paragraph]":
    """The page, then what it does not hold, what the texts do not say, and the annex."""
    told: list[Paragraph] = []
    kit = kit.on(day)

    def add(style: Style, *texts: str) -> None:
        told.extend(line(style, text) for text in texts)

    add("title", f"Livret d’accueil : {called(kit)}")
    add("label", " – ".join(filter(None, (convention(kit), kit.department, DATED.format(written(day))))))
    add("label", SOURCES)
    page, steps = _page(kit, rows), _steps(kit)
    for title, lines in page:
        add("heading", title)
        add("paragraph" if len(lines) == 1 else "item", *lines)
    silences = [(capitalize(one.what), capitalize(one.answer)) for one in kit.at_desks]
    annex = [(section.title, [*map(sourced, section.items)]) for section in annex_of(kit)] if kit.roles else []
    rest = (LOCAL_REST.format(kit.local_title), _untold(kit, page))
    words = [] if any(title.startswith(WORDS) for title, _ in page) else [*_words(page, kit)]
    read = [*chain(*(lines for _, lines in (*page, rest, *words, steps)), *silences, [kit.left_unsaid])]
    unknown = dict(kit.acronyms)
    parts = [rest, *words, *_left_acronyms(unknown, read)]
    for rank, (title, lines) in enumerate(part for part in parts if part[1]):
        add("heading" if rank else "page", title)
        add("paragraph" if title == ACRONYMS else "item", *lines)
    add("heading" if any(lines for _, lines in parts) else "page", SILENT)
    told.extend(table([WHERE, *silences] if silences else []))
    add("paragraph", *filter(None, [kit.left_unsaid]))
    add("heading", MEETING)
    add("item", *kit.meeting)
    if all(title != STEPS_TITLE for title, _ in page):
        add("heading", steps[0])
        add("item", *steps[1])
    if annex:
        add("heading", ANNEX)
    for title, lines in annex:
        add("objective", title)
        add("item", *lines)
    for title, lines in _left_acronyms(unknown, [*chain(*(lines for _, lines in annex))]):
        add("objective", title)
        add("paragraph", *lines)
    return told


def _left_acronyms(unknown: dict[str, str], read: Sequence[str]) -> Iterator[Part]:
    """The acronyms that some lines do not explain, on one line: they are no longer unknown."""
    for told in read:
        unknown.pop(told.partition(" : ")[0], None)
    if acronyms := [said for _, said in spelled(read, unknown)]:
        yield ACRONYMS, [f"{' ; '.join(acronyms)}."]


def in_margin(item: Item) -> str:
    """What an item says, and its first place in each text, as the page holds it."""
    return f"{item.text} ({_unparted(item.margin)})"


def sourced(item: Item) -> str:
    """What an item says, and all its places."""
    return f"{item.text} ({_unparted(item.short_places)})"


def _unparted(where: str) -> str:
    """Some places, an abbreviation never parted from its number."""
    for short in SHORT.values():
        where = where.replace(f"{short} ", f"{short}{HARD}")
    return where
