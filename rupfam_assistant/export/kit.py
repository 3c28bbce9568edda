"""The Word file of a welcome kit: a page that is read in two minutes, what the texts do not say, then their quotes."""

from datetime import date
from math import ceil

from rupfam_assistant.convention.draft import Draft, Paragraph, Style
from rupfam_assistant.export.docx import write_word
from rupfam_assistant.export.look import PLAIN, Dress, line, table
from rupfam_assistant.export.markdown import write_markdown
from rupfam_assistant.french.dates import written
from rupfam_assistant.french.typography import capitalize
from rupfam_assistant.welcome.glossary import words_of
from rupfam_assistant.welcome.kit import LOCAL, SILENT, TO_WRITE, Item, Kit

CONVENTION = "Convention départementale « ruptures familiales » 2026-2029"
SHORT_TITLE = "Ruptures familiales"
CONTACT = "Votre contact"
FEWEST, MOST_WORDS, ROWS, ROW = 3, 5, 58, 98
"""Lines that concern a partner at least; words explained at most; the rows of a page of 10.5 points under its title,
the characters of one."""

WORDS, ANNEX, QUESTIONS = (
    "Les mots à connaître",
    "Annexe : ce que disent les textes",
    "Questions pour commencer l’échange",
)
DRY = "Cherché mot à mot dans la circulaire et dans la trame : ces mots n’y sont pas."
WHERE = ("Ce que vous chercheriez", "À qui le demander")


def write_kit(kit: Kit, day: date, dress: Dress = PLAIN) -> bytes:
    """The .docx file of a kit made that day, as the office dresses it. RupfamError for a logo that is no image."""
    return write_word(
        Draft(tuple(_paragraphs(kit, day))), kit.title, _head(kit), comments=False, dress=dress, compact=True
    )


def kit_markdown(kit: Kit, day: date) -> str:
    """The kit in Markdown."""
    return write_markdown(_paragraphs(kit, day))


def _page(kit: Kit) -> list[tuple[str, list[str]]]:
    """The titles and the lines of the first page, those that concern the partner as many as it holds."""
    parts = [(section.title, [*map(sourced, section.items)]) for section in kit.page]
    if kit.local:
        parts.insert(-1, (LOCAL, list(kit.local)))
    parts.append((CONTACT, [kit.contact or f"{capitalize(TO_WRITE)} : {'.' * 60}"]))
    concerns = parts[1][1]
    while True:
        read = " ".join(line for _, lines in parts for line in lines)
        words = [entry.told for entry in words_of(read, kit.words, MOST_WORDS)]
        whole = [*parts, (WORDS, words)] if words else parts
        if len(concerns) <= FEWEST or sum(map(_rows, whole)) <= ROWS:
            return whole
        del concerns[-2]


def _rows(part: tuple[str, list[str]]) -> float:
    """The rows that a part of the page takes, its title and the space between its lines with them."""
    return 1.9 + sum(ceil(len(line) / ROW) + 0.2 for line in part[1])


def _head(kit: Kit) -> str:
    return " – ".join(filter(None, (SHORT_TITLE, kit.department, capitalize(kit.partner))))


def _paragraphs(kit: Kit, day: date) -> "list[Paragraph]":
    """The page, then what the texts do not say, then the annex."""
    told: list[Paragraph] = []

    def add(style: Style, *texts: str) -> None:
        told.extend(line(style, text) for text in texts)

    add("title", f"Livret d’accueil : {kit.partner}")
    add("label", " – ".join(filter(None, (CONVENTION, kit.department, written(day)))))
    for title, lines in _page(kit):
        add("heading", title)
        add("paragraph" if len(lines) == 1 else "item", *lines)
    add("page", SILENT)
    add("paragraph", DRY)
    told.extend(table([WHERE, *((capitalize(silence.what), capitalize(silence.who)) for silence in kit.silences)]))
    add("heading", QUESTIONS)
    add("item", *(proposed.question for proposed in kit.questions))
    add("page", ANNEX)
    for section in kit.sections:
        add("objective", section.title)
        add("item", *map(sourced, section.items))
    return told


def sourced(item: Item) -> str:
    """What an item says, and where, as the margin holds it."""
    return f"{item.text} ({item.short_places})"
