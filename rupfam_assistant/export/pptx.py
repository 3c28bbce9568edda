"""The deck of a welcome kit: a title and six slides for a first meeting, a seventh where the department plans much with
the partner; the notes of the speaker hold all that is said, and the quotes."""

from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO
from itertools import accumulate
from math import ceil
from typing import Any

from rupfam_assistant.export.kit import CONTACT, CONVENTION, MEETING, SHORT_TITLE, called, sourced
from rupfam_assistant.export.look import FONT, GREY, Dress, legal, picture
from rupfam_assistant.french.dates import written
from rupfam_assistant.french.typography import capitalize, typeset
from rupfam_assistant.welcome.department import SIGNATORY
from rupfam_assistant.welcome.kit import LOCAL, SILENT, Kit, KitSection

WIDTH, HEIGHT, MARGIN, LOGO_HEIGHT = 33.87, 19.05, 1.6, 1.3
"""Centimetres of a 16:9 slide, around its text, and of the logo."""

MOST_LINES, MOST_ROWS, ROW = 5, 11, 78
"""Lines of a slide, the rows that they may take, the characters of a row, beyond which it is not read from a chair."""

MET = "Rencontre avec un partenaire"
COVER, TITLE, BODY, FOOT = 36, 30, 22, 12
"""What the deck is called; points."""

MORE, MORE_OF, STEPS = (
    "Et un autre point, dit de vive voix.",
    "Et {} autres points, dits de vive voix.",
    "Vos premiers pas",
)
PLACED, LOCAL_REST = "Votre place, et ce qui vous concerne", f"{LOCAL}, la suite"
ANNEX = {"place": ("place",), "concerns": ("concerns",), "commitments": ("commitments", "data"), "dates": ("duration",)}
"""What tells how much a slide does not hold, which is in its notes; the sections of the annex whose quotes are in the
notes of each part of the page."""


def write_slides(kit: Kit, day: date, dress: Dress) -> bytes:
    """The .pptx file of a kit, as the office dresses it. RupfamError for a logo that is no image."""
    from pptx import Presentation
    from pptx.util import Cm

    deck = Presentation()
    deck.slide_width, deck.slide_height = Cm(WIDTH), Cm(HEIGHT)
    about = deck.core_properties
    about.title, about.language = legal(f"{MET} : {called(kit)}"), "fr-FR"
    about.author = about.last_modified_by = SHORT_TITLE
    _add_cover(deck, kit, day, dress.colour)
    for number, (title, lines, notes) in enumerate(_slides(kit), 2):
        _add_slide(deck, title, lines, notes, dress.colour)
        _write(_box(deck.slides[-1], HEIGHT - 1.4, 1), f"{number} – {SHORT_TITLE} – {called(kit)}", FOOT, GREY)
    if dress.logo is not None:
        _add_logo(deck, picture(dress.logo))
    file = BytesIO()
    deck.save(file)
    return file.getvalue()


def _slides(kit: Kit) -> Iterator[tuple[str, list[str], list[str]]]:
    """The title of each slide, its lines, the notes of who speaks."""
    place, concerns, *others = kit.page
    *own, objectives = _lines(concerns)
    yield PLACED, [*_lines(place), objectives, *own], [*_told(kit, place), *_told(kit, concerns)]
    if kit.local:
        yield from _local(kit)
    for section in others:
        yield section.title, _lines(section), _told(kit, section)
    silences = [f"{capitalize(silence.what)} (à demander : {silence.who})" for silence in kit.looked_for]
    yield SILENT, silences, silences
    if not kit.local:
        yield MEETING, list(kit.meeting), []
    steps = [section for section in kit.sections if section.key == "steps"]
    ways = [item.aloud or item.text for section in steps for item in section.items]
    yield (
        STEPS,
        [f"{CONTACT} : {kit.reached}", *ways],
        [f"{MEETING} :", *kit.meeting, *_quotes(kit.sections, ("steps",))],
    )


def _lines(section: KitSection) -> list[str]:
    return [item.text for item in section.items]


def _local(kit: Kit) -> Iterator[tuple[str, list[str], list[str]]]:
    """What the dossier says, on two slides at most: the actions first, the partner's part and the term of each; who
    else takes part is in the notes."""
    actions = {action.line: action.shown for action in kit.actions}
    others = sorted((line for line in kit.local if line not in actions), key=lambda line: line.startswith(SIGNATORY))
    lines = [*actions.values(), *others]
    first = _held(lines)
    rest = lines[len(first) :]
    yield LOCAL, first, list(kit.local)
    if rest:
        yield LOCAL_REST, rest, [line for line in kit.local if actions.get(line, line) in rest]


def _told(kit: Kit, section: KitSection) -> list[str]:
    """What who speaks says of a part of the page: its sentences whole, then the quotes."""
    return [*map(sourced, section.items), *_quotes(kit.sections, ANNEX[section.key])]


def _quotes(sections: Sequence[KitSection], keys: Sequence[str]) -> list[str]:
    return [sourced(item) for section in sections if section.key in keys for item in section.items]


def _held(lines: Sequence[str], most: int = MOST_LINES) -> list[str]:
    """The first lines that a slide holds whole, so many at most."""
    rows = list(accumulate(ceil(len(line) / ROW) for line in lines[:most]))
    return list(lines[: max(1, sum(row <= MOST_ROWS for row in rows))])


def _fitting(lines: Sequence[str]) -> list[str]:
    """The first lines that a slide holds whole, and how many are left."""
    if len(kept := _held(lines)) == len(lines):
        return kept
    kept = _held(lines, MOST_LINES - 1)
    left = len(lines) - len(kept)
    return [*kept, MORE if left == 1 else MORE_OF.format(left)]


def _add_cover(deck: Any, kit: Kit, day: date, ink: str) -> None:
    from pptx.util import Cm

    slide = deck.slides.add_slide(deck.slide_layouts[0])
    title, under = slide.placeholders
    for shape, top, height in ((title, 5.5, 3.5), (under, 9.5, 4)):
        shape.left, shape.top, shape.width, shape.height = Cm(MARGIN), Cm(top), Cm(WIDTH - 2 * MARGIN), Cm(height)
    _write(title, f"{MET} : {called(kit)}", COVER, ink)
    _write(under, CONVENTION, BODY, GREY)
    _write(under, " – ".join(filter(None, (*kit.contact[:1], kit.department, written(day)))), BODY, GREY)


def _add_slide(deck: Any, title: str, lines: Sequence[str], notes: Sequence[str], ink: str) -> None:
    """A slide, and its notes."""
    from pptx.util import Cm

    slide = deck.slides.add_slide(deck.slide_layouts[1])
    heading, body = slide.placeholders
    heading.left, heading.top, heading.width, heading.height = Cm(MARGIN), Cm(0.8), Cm(WIDTH - 2 * MARGIN), Cm(2)
    body.left, body.top, body.width, body.height = Cm(MARGIN), Cm(3.2), Cm(WIDTH - 2 * MARGIN), Cm(HEIGHT - 5)
    _write(heading, title, TITLE, ink)
    for line in _fitting(lines):
        _write(body, line, BODY)
    slide.notes_slide.notes_text_frame.text = legal("\n".join(map(typeset, notes)))


def _box(slide: Any, top: float, height: float) -> Any:
    from pptx.util import Cm

    box = slide.shapes.add_textbox(Cm(MARGIN), Cm(top), Cm(WIDTH - 2 * MARGIN - 6), Cm(height))
    box.text_frame.word_wrap = True
    return box


def _add_logo(deck: Any, image: BytesIO) -> None:
    from pptx.util import Cm

    for slide in deck.slides:
        drawn = slide.shapes.add_picture(image, Cm(0), Cm(HEIGHT - LOGO_HEIGHT - 0.3), height=Cm(LOGO_HEIGHT))
        drawn.left = deck.slide_width - drawn.width - Cm(MARGIN)
        drawn.element.nvPicPr.cNvPr.set("descr", "Logo de la CAF")


def _write(shape: Any, text: str, points: float, ink: str = "") -> None:
    """A paragraph more in a shape, on the left."""
    from pptx.dml.color import RGBColor
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    frame = shape.text_frame
    paragraph = frame.add_paragraph() if frame.text else frame.paragraphs[0]
    paragraph.alignment, paragraph.space_after = PP_ALIGN.LEFT, Pt(points / 2)
    run = paragraph.add_run()
    run.text = legal(typeset(text))
    run.font.name, run.font.size = FONT, Pt(points)
    if ink:
        run.font.color.rgb = RGBColor.from_string(ink)  # type: ignore[no-untyped-call]  # pptx is half typed
