"""The deck of a welcome kit: six slides for a first meeting, from the same content."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from textwrap import shorten
from typing import Any

from rupfam_assistant.export.kit import short_places
from rupfam_assistant.export.look import FONT, GREY, NAVY, legal, picture, read_colour
from rupfam_assistant.french.typography import capitalize
from rupfam_assistant.welcome.kit import Item, Kit

WIDTH, HEIGHT, MARGIN, LOGO_HEIGHT = 33.87, 19.05, 1.6, 1.3
"""Centimetres of a 16:9 slide, around its text, and of the logo."""

MOST_LINES, LONGEST_LINE = 6, 230
TITLE, BODY, SOURCE = 30, 16, 11
"""Lines of a slide, and characters of a line, beyond which it is not read from a chair; points."""

SLIDES = (
    ("Votre place dans le partenariat", ("place",)),
    ("Ce qui vous concerne", ("concerns",)),
    ("Ce à quoi on s’engage", ("commitments", "data")),
    ("Avec qui, à quel rythme, jusqu’à quand", ("instances", "duration")),
)
"""The title of each slide of quotes and the sections it draws from, in turn; two more follow."""


def write_slides(kit: Kit, colour: str = NAVY, logo: Path | bytes | None = None) -> bytes:
    """The .pptx file of a kit, its titles in `colour`, `logo` on each slide. RupfamError for no image, or no colour."""
    from pptx import Presentation
    from pptx.util import Cm

    ink = read_colour(colour)
    deck = Presentation()
    deck.slide_width, deck.slide_height = Cm(WIDTH), Cm(HEIGHT)
    deck.core_properties.title, deck.core_properties.language = legal(kit.title), "fr-FR"
    for title, keys in SLIDES:
        _add_slide(deck, title, kit.partner, _quoted(kit, keys), ink)
    silent = [(capitalize(silence.what), f"à demander : {silence.who}") for silence in kit.silences[:MOST_LINES]]
    _add_slide(deck, "Ce que les textes ne disent pas", kit.partner, silent, ink)
    steps = _quoted(kit, ("steps",))
    asked = [(each.question, "" if each.answered else "les textes ne le disent pas") for each in kit.questions]
    last = [*steps[: MOST_LINES - len(asked) + 2], *asked]
    _add_slide(deck, "Vos premiers pas, et vos questions", kit.partner, last, ink)
    if logo is not None:
        _add_logo(deck, picture(logo))
    written = BytesIO()
    deck.save(written)
    return written.getvalue()


def _quoted(kit: Kit, keys: Sequence[str]) -> list[tuple[str, str]]:
    """The lines of a slide and their sources, the sections in turn."""
    found = [[item for section in kit.sections if section.key == key for item in section.items] for key in keys]
    each = MOST_LINES // len(keys)
    return [(_shortened(item), short_places(item)) for items in found for item in items[:each]]


def _shortened(item: Item) -> str:
    """What an item says, cut at a word with its quotation mark closed."""
    if len(item.text) <= LONGEST_LINE:
        return item.text
    cut = shorten(item.text, LONGEST_LINE, placeholder=" […]")
    return f"{cut} »" if cut.count("«") > cut.count("»") else cut


def _add_slide(deck: Any, title: str, partner: str, lines: Iterable[tuple[str, str]], ink: str) -> None:
    from pptx.util import Cm

    slide = deck.slides.add_slide(deck.slide_layouts[5])
    heading = slide.shapes.title
    heading.left, heading.top, heading.width, heading.height = Cm(MARGIN), Cm(0.8), Cm(WIDTH - 2 * MARGIN), Cm(2)
    _write(heading.text_frame.paragraphs[0], title, TITLE, ink)
    box = slide.shapes.add_textbox(Cm(MARGIN), Cm(3.2), Cm(WIDTH - 2 * MARGIN), Cm(HEIGHT - 5))
    box.text_frame.word_wrap = True
    for number, (line, source) in enumerate(lines):
        paragraph = box.text_frame.paragraphs[0] if number == 0 else box.text_frame.add_paragraph()
        paragraph.space_after = Cm(0.25)
        _write(paragraph, f"• {line}", BODY)
        if source:
            _write(paragraph, f"  ({source})", SOURCE, GREY)
    foot = slide.shapes.add_textbox(Cm(MARGIN), Cm(HEIGHT - 1.4), Cm(WIDTH - 2 * MARGIN), Cm(1))
    _write(foot.text_frame.paragraphs[0], f"Ruptures familiales – {partner}", SOURCE, GREY)


def _add_logo(deck: Any, image: BytesIO) -> None:
    """The logo at the lower right of each slide."""
    from pptx.util import Cm

    for slide in deck.slides:
        drawn = slide.shapes.add_picture(image, Cm(0), Cm(HEIGHT - LOGO_HEIGHT - 0.3), height=Cm(LOGO_HEIGHT))
        drawn.left = deck.slide_width - drawn.width - Cm(MARGIN)
        drawn.element.nvPicPr.cNvPr.set("descr", "Logo de la CAF")


def _write(paragraph: Any, text: str, points: float, ink: str = "") -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    run = paragraph.add_run()
    run.text = legal(text)
    run.font.name, run.font.size = FONT, Pt(points)
    if ink:
        run.font.color.rgb = RGBColor.from_string(ink)  # type: ignore[no-untyped-call]  # pptx is half typed
