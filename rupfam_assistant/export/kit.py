"""The Word file of a welcome kit: a page that is read in two minutes, what the texts do not say, then their quotes."""

from collections.abc import Iterator, Sequence
from datetime import date
from math import ceil

from rupfam_assistant.convention.draft import Draft, Paragraph, Style
from rupfam_assistant.export.docx import write_word
from rupfam_assistant.export.look import PLAIN, Dress, line, table
from rupfam_assistant.export.markdown import write_markdown
from rupfam_assistant.french.dates import written
from rupfam_assistant.french.typography import HARD, capitalize
from rupfam_assistant.french.words import fold
from rupfam_assistant.welcome.glossary import words_of
from rupfam_assistant.welcome.kit import SHORT, SILENT, Item, Kit

CONVENTION = "Convention{} « ruptures familiales » 2026-2029"
SHORT_TITLE, DATED = "Ruptures familiales", "livret du {}"
CONTACT, LOCAL_REST = "Votre contact", "{}, la suite"
FEWEST, MOST_LOCAL, MOST_WORDS, FEWEST_WORDS, MOST_SILENCES, ROWS, ROW = 3, 7, 5, 3, 6, 58, 96
OF_OTHERS = ("place", "concerns", "steps")
"""Lines that concern a partner at least; lines of the dossier, words explained at most, and at least on the page,
silences told at most; the rows of a page of 10.5 points under its title, the characters of one; the
sections of the annex of a partner that does not sign."""

WORDS, ANNEX, MEETING = "Les mots à connaître", "Annexe : ce que disent les textes", "Ce que la CAF aimerait savoir"
MORE = "Et {} de plus, plus loin dans ce livret."
DRY = "La circulaire et la trame n’en disent rien."
WHERE = ("Ce que vous chercheriez", "À qui le demander")
ARTICLES = frozenset("un une des le la les l l'".split())
MARK, GENERAL = " *", " (* : définition générale, non tirée des textes)"
"""The articles that a title leaves out; what is said of a definition that no text gives."""


def write_kit(kit: Kit, day: date, dress: Dress = PLAIN) -> bytes:
    """The .docx file of a kit made that day, as the office dresses it. RupfamError for a logo that is no image."""
    head = " – ".join(filter(None, (SHORT_TITLE, kit.department, called(kit))))
    return write_word(Draft(tuple(_paragraphs(kit, day))), kit.title, head, comments=False, dress=dress, compact=True)


def kit_markdown(kit: Kit, day: date) -> str:
    """The kit in Markdown."""
    return write_markdown(_paragraphs(kit, day))


def _page(kit: Kit) -> list[tuple[str, list[str]]]:
    """The titles and the lines of the first page, those that concern the partner as many as it holds."""
    parts = [(section.title, [*map(sourced, section.items)]) for section in kit.page]
    parts.append((CONTACT, [kit.reached]))
    place, (concerns, about), *rest = parts
    for lines, words, local in _sizes(len(about)):
        told = [
            place,
            *([(kit.local_title, _first(kit.local, local))] if kit.local else []),
            (concerns, [*about[: lines - 1], *about[max(lines - 1, len(about) - 1) :]]),
            *rest,
        ]
        whole = [*told, *_words(" ".join(line for _, some in told for line in some), kit, words)]
        if sum(map(_rows, whole)) <= ROWS:
            break
    return whole


def _sizes(about: int) -> Iterator[tuple[int, int, int]]:
    """The lines that concern the partner, the words explained and the lines of the dossier that a page may hold: the
    most first, then less of what matters least; the words go after the page before the dossier is cut short."""
    yield from ((lines, MOST_WORDS, MOST_LOCAL) for lines in range(about, FEWEST, -1))
    yield from ((FEWEST, words, MOST_LOCAL) for words in range(MOST_WORDS, FEWEST_WORDS - 1, -1))
    yield from (
        (lines, 0, local) for local in range(MOST_LOCAL, FEWEST - 1, -1) for lines in (about, FEWEST, FEWEST - 1)
    )


def _first(lines: Sequence[str], most: int) -> list[str]:
    """The first lines, and how many are left."""
    left = len(lines) - most
    return [*lines[:most], *([MORE.format(left)] if left > 0 else [])]


def _untold(kit: Kit, page: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
    """The lines of the dossier that the page does not hold."""
    told = {line for _, lines in page for line in lines}
    return [line for line in kit.local if line not in told]


def _words(read: str, kit: Kit, most: int) -> Iterator[tuple[str, list[str]]]:
    """The words that a text needs explained, those whose definition it does not hold; a mark on a general one."""
    needed = words_of(read, (entry for entry in kit.words if entry.definition.strip("« »") not in read), most)
    general = GENERAL if any(not entry.citations for entry in needed) else ""
    if needed:
        yield f"{WORDS}{general}", [f"{entry.told}{'' if entry.citations else MARK}" for entry in needed]


def _rows(part: tuple[str, list[str]]) -> float:
    """The rows that a part of the page takes, its title and the space between its lines with them."""
    return 1.9 + sum(ceil(len(line) / ROW) + 0.2 for line in part[1])


def called(kit: Kit) -> str:
    """The partner as a title names it, an article left out unless its name holds it, and what is told of it after a
    comma: "Commune rurale", "SPIP de l’Aisne", "Le Relais"."""
    name, _, more = kit.partner.partition(", ")
    is_detail = more[:1].islower() and fold(more.replace("’", " ").split()[0]) not in ARTICLES
    first, _, rest = (name if is_detail else kit.partner).partition(" ")
    alone = rest.partition(" ")[0].isupper() and ", " not in rest
    proper = rest[:1].isupper() and not alone
    return capitalize(rest if rest and fold(first) in ARTICLES and not proper else f"{first} {rest}".strip())


def convention(kit: Kit) -> str:
    """What the convention is called: that of a department, which is named apart, or of any."""
    return CONVENTION.format("" if kit.department else " départementale")


def _paragraphs(kit: Kit, day: date) -> "list[Paragraph]":
    """The page, then what it does not hold, what the texts do not say, and the annex."""
    told: list[Paragraph] = []
    kit = kit.on(day)

    def add(style: Style, *texts: str) -> None:
        told.extend(line(style, text) for text in texts)

    add("title", f"Livret d’accueil : {called(kit)}")
    add("label", " – ".join(filter(None, (convention(kit), kit.department, DATED.format(written(day))))))
    page = _page(kit)
    for title, lines in page:
        add("heading", title)
        add("paragraph" if len(lines) == 1 else "item", *lines)
    silences = [(capitalize(silence.what), capitalize(silence.who)) for silence in kit.looked_for[:MOST_SILENCES]]
    parts = [(LOCAL_REST.format(kit.local_title), _untold(kit, page)), *_left_words(kit, page)]
    for rank, (title, lines) in enumerate(part for part in parts if part[1]):
        add("heading" if rank else "page", title)
        add("item", *lines)
    add("heading" if any(lines for _, lines in parts) else "page", SILENT)
    add("paragraph", DRY)
    told.extend(table([WHERE, *silences]))
    add("heading", MEETING)
    add("item", *kit.meeting)
    if kit.roles:
        add("heading", ANNEX)
        for section in kit.sections:
            if kit.signs or section.key in OF_OTHERS:
                add("objective", section.title)
                add("item", *map(sourced, section.items))
    return told


def _left_words(kit: Kit, page: Sequence[tuple[str, Sequence[str]]]) -> Iterator[tuple[str, list[str]]]:
    """The words explained after the page, where it holds none."""
    if not any(title.startswith(WORDS) for title, _ in page):
        yield from _words(" ".join((*(line for _, lines in page for line in lines), *kit.local)), kit, MOST_WORDS)


def sourced(item: Item) -> str:
    """What an item says, and where, as the margin holds it, an abbreviation never parted from its number."""
    where = item.short_places
    for short in SHORT.values():
        where = where.replace(f"{short} ", f"{short}{HARD}")
    return f"{item.text} ({where})"
