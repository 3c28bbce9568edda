"""The deck of a welcome kit: a title and six slides for a first meeting, each of five lines at most as it is drawn; the
notes of the speaker hold all that is said, and the quotes of the first steps."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO
from itertools import islice
from typing import Any

from rupfam_assistant.export.kit import (
    CONTACT,
    MEETING,
    SHORT_TITLE,
    SOURCES,
    STEPS_TITLE,
    called,
    convention,
    instance,
    one_line,
    sourced,
    spelled,
)
from rupfam_assistant.export.look import FONT, GREY, Dress, legal, picture
from rupfam_assistant.export.rows import rows_of
from rupfam_assistant.french.dates import written
from rupfam_assistant.french.typography import capitalize, typeset
from rupfam_assistant.welcome.actions import PARTNER, OwnAction
from rupfam_assistant.welcome.department import SIGNATORY, in_letters
from rupfam_assistant.welcome.kit import NAMELESS, SILENT, STEPS, TO_WRITE, UNNAMED, UNPLANNED, Kit, KitSection
from rupfam_assistant.welcome.local import IF_YOU, INSTANCE, MEMBERS, NONE_OF, ORGANISATION, PRIORITY, SOME

WIDTH, HEIGHT, MARGIN, LOGO_HEIGHT = 33.87, 19.05, 1.6, 1.3
"""Centimetres of a 16:9 slide, around its text, and of the logo."""

COVER, TITLE, BODY, FOOT = 36, 30, 20, 12
MOST_ROWS, ROOM = 5, 820
"""What the deck is called; points; the rows of a slide, and the points that each holds."""

MET, PLACED = "Rencontre entre partenaires", "Votre place, et ce qui vous concerne"
WHOM, YOU_MAY = f"{SILENT}, et à qui le demander", "Ce que vous pouvez faire"
COUNTED, LED, SHOWN = "{} actions vous concernent", ", dont {} que vous pilotez", " ; en voici {}"
LEADS, PARTNER_OF = "{} actions vous concernent ; vous en pilotez {}{} :", "Vous êtes partenaire de {1} actions{2} :"
ONE = "Une action vous concerne : elle vous est présentée de vive voix."
TOLD_ELSEWHERE = (SIGNATORY, INSTANCE, ORGANISATION, *MEMBERS)
Slide = tuple[str, list[str], list[str]]
"""How many actions are the partner's, where a slide does not hold them all; the lines of the dossier that its slide
leaves to others; a title, points and notes."""


def write_slides(kit: Kit, day: date, dress: Dress) -> bytes:
    """The .pptx file of a kit, as the office dresses it. RupfamError for a logo that is no image."""
    from pptx import Presentation
    from pptx.util import Cm

    deck = Presentation()
    deck.slide_width, deck.slide_height = Cm(WIDTH), Cm(HEIGHT)
    about = deck.core_properties
    whom = called(kit) if kit.department in called(kit) else f"{called(kit)} – {kit.department}"
    about.title, about.language = legal(f"{MET} : {whom}"), "fr-FR"
    about.author = about.last_modified_by = SHORT_TITLE
    about.comments, about.created = "", datetime.combine(day, time())
    about.modified = about.created
    _add_cover(deck, kit, day, dress.colour)
    for number, (title, points, notes) in enumerate(_explained(kit, day), 2):
        _add_slide(deck, title, points, notes, dress.colour)
        _write(
            _box(deck.slides[-1], HEIGHT - 1.4, 1), f"{number} – {SHORT_TITLE} – {capitalize(called(kit))}", FOOT, GREY
        )
    if dress.logo is not None:
        _add_logo(deck, picture(dress.logo))
    file = BytesIO()
    deck.save(file)
    return file.getvalue()


def _explained(kit: Kit, day: date) -> Iterator[Slide]:
    """The slides, each with the points that it holds; an acronym is written out once, in the notes."""
    unsaid = dict(kit.acronyms)
    for title, points, notes in _slides(kit, day):
        held = _held(points)
        yield title, held, [*notes, *(f"{line}." for _, line in spelled([*held, *notes], unsaid))]


def _slides(kit: Kit, day: date) -> Iterator[Slide]:
    """The title of each slide, its points, the notes of who speaks: where the dossier says something, the cover tells
    the contact, and the first steps are in the notes of what the CAF asks."""
    local = _local(kit, day)
    whole, place, concerns, commitments, dates = kit.page
    purpose, *_, objectives = _points(whole)
    notes = [*_told(place), *_told(concerns)]
    member = [line for line in kit.local if line.startswith(MEMBERS)]
    unplanned = [] if kit.local or kit.is_elsewhere else [UNPLANNED]
    opening = [*_points(place), purpose, *member, objectives]
    points = [*opening, *unplanned, *filter(None, [kit.first_unsaid]), *_points(concerns)]
    yield PLACED, points, [*([] if kit.local else [UNPLANNED]), *map(sourced, whole.items), *notes]
    if local:
        yield kit.local_title, local, _spoken(kit, day)
    steps = next(section for section in kit.sections if section.key == STEPS)
    if kit.stands_apart and local:
        yield YOU_MAY, [*_points(steps), *_points(commitments)], _told(commitments)
    else:
        yield commitments.title, _points(commitments), _told(commitments)
    meets = instance(kit)
    start, *others = _points(dates)
    yield (dates.title, [start, *meets, *others], _told(dates))
    shown, left = kit.at_desks, [*filter(None, [kit.left_unsaid])]
    yield (
        WHOM,
        [
            *(f"{capitalize(one.short)}{f' ; {one.planned}' if one.planned else f' : {one.who}'}" for one in shown),
            *left,
        ],
        [*(capitalize(silence.told) for silence in shown), *left],
    )
    ways, reached, quotes = _points(steps), f"{CONTACT} : {kit.reached}", _told(steps)
    yield MEETING, list(kit.meeting), [reached, *quotes] if local else []
    if not local:
        yield STEPS_TITLE, [_contact(kit), *ways], [reached, *quotes]


def _spoken(kit: Kit, day: date) -> list[str]:
    """The lines of the dossier, in short the actions that others lead."""
    dated = kit.on(day)
    short = {action.dated(day): action.shown(day) for action in dated.actions if not action.leads}
    return [short.get(line, line) for line in dated.local]


def _contact(kit: Kit) -> str:
    return f"{CONTACT} : {' – '.join((*kit.contact[:1], TO_WRITE)) if kit.contact else UNNAMED}"


def _points(section: KitSection) -> list[str]:
    """What a slide says of a part of the page, each thing once."""
    return list(dict.fromkeys(item.short or item.text for item in section.items))


def _local(kit: Kit, day: date) -> list[str]:
    """What the dossier says: the actions first, the partner's part and the term of each; how many they are, where the
    slide does not hold them all; then what else it holds."""
    actions = kit.on(day).actions
    told = {action.line for action in actions}
    others = [line for line in kit.local if line not in told and not line.startswith(TOLD_ELSEWHERE)]
    heads = [line for line in others if line.startswith((IF_YOU, NONE_OF))]
    shown = [action.shown(day) for action in actions]
    if not heads and _held(shown) != shown:
        groups = (_grouped(actions, day, is_dated) for is_dated in (True, False))
        shown = max([_count(kit, shown), *shown], *groups, key=lambda points: len(_held(points)))
    points = [*heads, *shown, *(line for line in others if line not in heads and not line.startswith((PRIORITY, SOME)))]
    return [*points, *_priorities([line for line in others if line.startswith((PRIORITY, SOME))], points)]


def _priorities(lines: Sequence[str], points: Sequence[str]) -> list[str]:
    """As many priorities as a slide holds after its points, on one line unless one has a semicolon."""
    if any(";" in line for line in lines):
        return [*lines]
    told = (one_line(lines[:count], count < len(lines)) for count in range(len(lines), 0, -1))
    return [*islice((line for line in told if line in _held([*points, line])), 1)]


def _grouped(actions: Sequence[OwnAction], day: date, is_dated: bool) -> list[str]:
    """The actions that the partner leads, else takes part in, in fewer words under how many there are, as many as a
    slide holds, with their terms or not."""
    own = [one for one in actions if one.leads] or [one for one in actions if one.share == PARTNER and not one.partner]
    told = [action.brief(day, is_dated) for action in own]
    held = _held(sorted(told, key=_rows), MOST_ROWS - 1)
    is_cut, brief = len(held) < len(told), [line for line in told if line in held]
    head = LEADS if own and own[0].leads else PARTNER_OF
    counts = map(in_letters, (len(actions), len(own)))
    return [capitalize(head.format(*counts, ", dont" if is_cut else "")), *brief] if len(own) > 1 else []


def _count(kit: Kit, shown: Sequence[str]) -> str:
    """How many actions are the partner's, of which the slide holds the first."""
    if len(shown) == 1:
        return ONE
    counts = len(shown), sum(action.leads for action in kit.actions), len(_held(shown, MOST_ROWS - 1))
    said = map(in_letters, counts)
    parts = zip((COUNTED, LED, SHOWN), counts, said, strict=True)
    return f"{capitalize(''.join(part.format(word) for part, count, word in parts if count))}."


def _told(section: KitSection) -> list[str]:
    """What who speaks says of a part of the page: its sentences whole."""
    return [*map(sourced, section.items)]


def _rows(point: str) -> int:
    return rows_of(legal(typeset(point)), ROOM, BODY)


def _held(points: Iterable[str], left: int = MOST_ROWS) -> list[str]:
    """The points that so many rows of a slide hold whole, the first first."""
    held = []
    for point in points:
        rows = _rows(point)
        if rows <= left:
            held.append(point)
            left -= rows
    return held


def _add_cover(deck: Any, kit: Kit, day: date, ink: str) -> None:
    from pptx.util import Cm

    slide = deck.slides.add_slide(deck.slide_layouts[0])
    title, under = slide.placeholders
    for shape, top, height in ((title, 3.5, 5.5), (under, 9.5, 6.5)):
        shape.left, shape.top, shape.width, shape.height = Cm(MARGIN), Cm(top), Cm(WIDTH - 2 * MARGIN), Cm(height)
    _write(title, MET, COVER, ink)
    _write(title, capitalize(called(kit)), COVER, ink)
    _write(under, convention(kit), BODY, GREY)
    caf = kit.contact[:1] or (NAMELESS,)
    who = caf if kit.department in caf[0] else (*caf, kit.department)
    _write(under, " – ".join((*filter(None, who), written(day))), BODY, GREY)
    if _local(kit, day):
        _write(under, _contact(kit), BODY, GREY)
    slide.notes_slide.notes_text_frame.text = legal(typeset(SOURCES))


def _add_slide(deck: Any, title: str, points: Sequence[str], notes: Sequence[str], ink: str) -> None:
    """A slide, and its notes."""
    from pptx.util import Cm

    slide = deck.slides.add_slide(deck.slide_layouts[1])
    heading, body = slide.placeholders
    heading.left, heading.top, heading.width, heading.height = Cm(MARGIN), Cm(0.8), Cm(WIDTH - 2 * MARGIN), Cm(2)
    body.left, body.top, body.width, body.height = Cm(MARGIN), Cm(3.2), Cm(WIDTH - 2 * MARGIN), Cm(HEIGHT - 5)
    _write(heading, title, TITLE, ink)
    for point in _held(points):
        _write(body, point, BODY)
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
    paragraph.alignment, paragraph.space_after = PP_ALIGN.LEFT, Pt(points)
    run = paragraph.add_run()
    run.text = legal(typeset(text))
    run.font.name, run.font.size = FONT, Pt(points)
    if ink:
        run.font.color.rgb = RGBColor.from_string(ink)  # type: ignore[no-untyped-call]  # pptx is half typed
