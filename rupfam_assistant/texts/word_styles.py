"""What the styles and the lists of a Word file say of its paragraphs: titles and their levels, numbers, hidden text."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from rupfam_assistant.texts.numbering import Level, Levels
from rupfam_assistant.texts.xml import attribute, children, local, value

OFF = ("0", "false", "off")
HEADING = re.compile(r"(?:heading|titre) (\d)", re.IGNORECASE)
WRITTEN = {
    "lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I", "ordinal": "1er", "bullet": "",
    "none": "",
}  # fmt: skip
"""What is not on, a style of titles; how lists write numbers, where not in digits."""


class WordStyle(NamedTuple):
    """What a style says of its paragraphs: its name, their level as headings (0 for none), the list and the level in it
    that number them, whether they are hidden."""

    name: str = ""
    level: int = 0
    list: str = ""
    depth: int = 0
    hidden: bool = False


Styles = Mapping[str, WordStyle]


def read_styles(root: Any) -> Styles:
    """The styles of paragraphs and characters, by their identifiers, each over those it is based on."""
    told = {attribute(each, "styleId"): each for each in children(root, "style")}
    styles: dict[str, WordStyle] = {}
    for name in told:
        chain: list[str] = []
        above: str = name
        while above in told and above not in chain:
            chain.append(above)
            above = value(told[above], "basedOn")
        style = WordStyle()
        for one in reversed(chain):
            style = _styled(told[one], style)
        styles[name] = style
    return styles


def style_of(paragraph: Any, styles: Styles) -> WordStyle:
    """The style of a paragraph, and what it says of itself above it."""
    return _styled(paragraph, styles.get(value(paragraph, "pPr/pStyle"), WordStyle()))


def _styled(element: Any, base: WordStyle) -> WordStyle:
    """A style, or a paragraph, over what it is based on."""
    name = value(element, "name") or base.name
    heading = HEADING.fullmatch(name) if name != base.name else None
    level = int(heading[1]) if heading else 1 if name in ("Title", "Titre") else base.level
    style = base._replace(name=name, level=level)
    for properties in children(element, "pPr"):
        outline = value(properties, "outlineLvl")
        if outline:
            style = style._replace(level=int(outline) + 1 if int(outline) < 9 else 0)
        for numbered in children(properties, "numPr"):
            told, depth = value(numbered, "numId"), value(numbered, "ilvl")
            style = style._replace(list="" if told == "0" else told or style.list, depth=int(depth or style.depth))
    if local(element) == "style":
        for properties in children(element, "rPr"):
            style = style._replace(hidden=_is_on(properties, "vanish", style.hidden))
    return style


def is_hidden(run: Any, styles: Styles) -> bool:
    """Whether a run, or its style, is hidden."""
    for properties in children(run, "rPr"):
        return _is_on(properties, "vanish", styles.get(value(properties, "rStyle"), WordStyle()).hidden)
    return False


def _is_on(properties: Any, name: str, inherited: bool) -> bool:
    for each in children(properties, name):
        return attribute(each, "val") not in OFF
    return inherited


def read_lists(root: Any) -> Iterator[tuple[str, tuple[str, Levels]]]:
    """The lists of a part of numbering; those that a style numbers go by the list that gives it."""
    told = {attribute(each, "abstractNumId"): each for each in children(root, "abstractNum")}
    given = {style: name for name, each in told.items() if (style := value(each, "styleLink"))}
    for each in children(root, "num"):
        name = value(each, "abstractNumId")
        name = given.get(value(told[name], "numStyleLink"), name) if name in told else ""
        number = attribute(each, "numId")
        anew = value(each, "lvlOverride/startOverride")
        yield number, (number if anew else name, dict(map(_level, children(told.get(name, ()), "lvl"))))


def _level(level: Any) -> tuple[int, Level]:
    written = WRITTEN.get(value(level, "numFmt"), "1")
    return int(attribute(level, "ilvl") or 0), Level(int(value(level, "start") or 1), written, value(level, "lvlText"))
