"""The text of a Word file from its XML, strict or not: numbers, controls, boxes, notes, edges, tables; tracked changes
as if accepted, hidden text left out and told."""

import posixpath
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple
from zipfile import ZipFile

from rupfam_assistant.texts.blocks import TO_FILL, Block, Unread, box, large_picture, last_blocks, note, table_blocks
from rupfam_assistant.texts.numbering import Numbering
from rupfam_assistant.texts.word_styles import OFF, Styles, is_hidden, read_lists, read_styles, style_of
from rupfam_assistant.texts.xml import attribute, children, local, value, within

NOT_SAID = re.compile(r"\w+Pr|del(?:Text)?|moveFrom|txbxContent|Fallback|instrText|rt|fldData")
"""Elements whose text is not that of the paragraph: taken out, said elsewhere, or a second version of it."""

SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
OUTSIDE = ("txbxContent", "extent", "OLEObject")
TRACKED = ("ins", "del", "moveFrom", "moveTo")
HOLDERS = frozenset(("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "AlternateContent", "Choice"))
EMU_PER_CM = 360_000
CONTENTS = re.compile(r"(?:toc|tm|table des mati[eè]res) ?\d", re.IGNORECASE)
MERGED = re.compile(r"«[^\s«»]+»")
"""What a mailing shows where nothing was merged."""

IMPORTED = "un autre document y est importé, il n’est pas lu : ouvrez le fichier dans Word et enregistrez-le à nouveau."
EMBEDDED = "un objet (tableur, autre fichier) y est incorporé, il n’est pas lu : donnez-en le texte."


class WordFile(NamedTuple):
    """The parts of a Word file, read: its body, its styles, its lists, its notes, its headers and footers."""

    body: Any
    styles: Styles
    numbering: Numbering | None
    notes: list[Any]
    edges: list[Any]


def open_package(package: ZipFile) -> WordFile:
    """The parts of a Word file, whatever their names; the errors of lxml, KeyError or ValueError when it is damaged."""
    from lxml.etree import XMLParser, fromstring

    def parts(of: str, *kinds: str) -> Iterator[tuple[str, Any]]:
        folder, name = posixpath.split(of)
        relations = f"{folder}/_rels/{name}.rels".lstrip("/")
        if relations in package.namelist():
            for relation in fromstring(package.read(relations), XMLParser(resolve_entities=False, no_network=True)):
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
                if relation.get("Type", "").endswith(kinds) and target in package.namelist():
                    yield target, fromstring(package.read(target), XMLParser(resolve_entities=False, huge_tree=False))

    main, root = next(parts("", "/officeDocument"))
    body = next(children(root, "body"))
    styles = [read_styles(part) for _, part in parts(main, "/styles")]
    numbering = [Numbering(dict(read_lists(part))) for _, part in parts(main, "/numbering")]
    notes = [each for _, part in parts(main, "/footnotes", "/endnotes") for each in part]
    edges = [part for _, part in parts(main, "/header", "/footer")]
    return WordFile(body, styles[0] if styles else {}, numbering[0] if numbering else None, notes, edges)


def word_blocks(word: WordFile) -> Iterator[Block]:
    """The paragraphs and tables of a Word file, titles and lists in Markdown, then its notes and its edges."""
    hidden: list[str] = []
    yield from _blocks(word.body, word, hidden)
    notes = (each for each in word.notes if attribute(each, "type") in ("", "normal"))
    for number, each in enumerate(notes, 1):
        said = " ".join(str(block) for block in _blocks(each, word, hidden))
        if said.strip():
            yield note(number, said)
    yield from last_blocks((block for part in word.edges for block in _blocks(part, word, hidden)), hidden)


def count_tracked_changes(body: Any) -> int:
    """The changes that a Word file tracks, in its text."""
    return sum(local(element) in TRACKED for element in body.iter())


def pieces(element: Any, styles: Styles, hidden: bool = False) -> Iterator[tuple[str, Any, bool]]:
    """The text of a paragraph, tracked changes accepted: each piece, its element, whether it is hidden."""
    for child in element:
        kind = local(child)
        if NOT_SAID.fullmatch(kind):
            continue
        if kind == "t":
            yield TO_FILL if _is_unmerged(child) else child.text or "", child, hidden
        elif kind in SIGNS:
            yield SIGNS[kind], child, hidden
        elif kind == "sym":
            yield chr(int(attribute(child, "char") or "F0B7", 16) | 0xF000), child, hidden
        elif kind == "fldChar":
            yield _legacy_field(child), child, hidden
        elif kind == "sdt":
            yield from _control(child, styles, hidden)
        elif kind == "r":
            yield from pieces(child, styles, hidden or is_hidden(child, styles))
        elif kind:
            yield from pieces(child, styles, hidden)


def _blocks(parent: Any, word: WordFile, hidden: list[str]) -> Iterator[Block]:
    for child in parent:
        kind = local(child)
        if kind == "p":
            yield from _paragraph(child, word, hidden)
        elif kind == "tbl":
            yield from table_blocks(_rows(child, word, hidden))
        elif kind in ("altChunk", "subDoc"):
            yield Unread("Partie importée", IMPORTED)
        elif kind in HOLDERS and not value(child, "sdtPr/docPartObj/docPartGallery").startswith("Table"):  # of contents
            yield from _blocks(child, word, hidden)


def _paragraph(paragraph: Any, word: WordFile, hidden: list[str]) -> Iterator[Block]:
    """A paragraph, then what stands in it: text boxes, pictures, objects."""
    style = style_of(paragraph, word.styles)
    told = list(pieces(paragraph, word.styles, style.hidden))
    text = "".join(said for said, _, unseen in told if not unseen)
    if _is_drop_cap(paragraph):
        return
    if _is_drop_cap(paragraph.getprevious()):
        text = "".join(said for said, _, _ in pieces(paragraph.getprevious(), word.styles)) + text
    if unseen := "".join(said for said, _, unseen in told if unseen).strip():
        hidden.append(unseen)
    if text.strip() and not CONTENTS.match(style.name):
        label = word.numbering.label(style.list, style.depth) if word.numbering and style.list else ""
        if style.level:
            said = " ".join(f"{label.removeprefix('-')} {text}".split())
            yield f"{'#' * style.level} {said}"
        else:
            label = label or ("-" if style.name.lower().startswith(("list", "liste")) else "")
            yield f"{label} {text.strip()}" if label else text
    for element in paragraph.iter():
        kind = local(element)
        if kind in OUTSIDE and any(local(above) == "Fallback" for above in element.iterancestors()):
            continue
        if kind == "txbxContent":
            yield from _blocks(element, word, hidden)
        elif kind == "extent":
            yield from large_picture(int(element.get("cx", 0)) / EMU_PER_CM, int(element.get("cy", 0)) / EMU_PER_CM)
        elif kind == "OLEObject":
            yield Unread("Objet incorporé", EMBEDDED)


def _is_drop_cap(paragraph: Any) -> bool:
    """Whether a paragraph is but the large first letter of the next one."""
    frames = within(paragraph, "pPr/framePr") if paragraph is not None else ()
    return any(attribute(frame, "dropCap") not in ("", "none") for frame in frames)


def _rows(table: Any, word: WordFile, hidden: list[str]) -> Iterator[list[list[Block]]]:
    """The blocks of each cell of each row; a cell that goes on from the row above says the same, when it is short."""
    above: list[list[Block]] = []
    for row in children(table, "tr", "ins", "sdt", "sdtContent", "customXml"):
        if local(row) != "tr":
            yield from _rows(row, word, hidden)
            continue
        if next(within(row, "trPr/del"), None) is not None:
            continue
        cells: list[list[Block]] = []
        for cell in _cells(row):
            merged = any(attribute(each, "val") != "restart" for each in within(cell, "tcPr/vMerge"))
            goes_on = merged and len(cells) < len(above) and sum(len(str(block)) for block in above[len(cells)]) < 80
            cells.append(above[len(cells)] if goes_on else list(_blocks(cell, word, hidden)))
            cells += [[]] * (int(value(cell, "tcPr/gridSpan") or 1) - 1)
        yield cells
        above = cells


def _cells(row: Any) -> Iterator[Any]:
    for child in children(row, "tc", "sdt", "sdtContent", "customXml", "ins"):
        yield from [child] if local(child) == "tc" else _cells(child)


def _control(control: Any, styles: Styles, hidden: bool) -> Iterator[tuple[str, Any, bool]]:
    """What a content control holds: its text, a box, or a blank where it shows its prompt."""
    kinds = {local(each): each for each in within(control, "sdtPr/*")}
    held = [(said, element, unseen) for said, element, unseen in pieces(control, styles, hidden) if said]
    if "checkbox" in kinds and held:
        yield box(value(kinds["checkbox"], "checked") in ("1", "true", "on")), held[0][1], hidden
    elif "showingPlcHdr" in kinds and held:
        yield TO_FILL, held[0][1], hidden
    else:
        yield from held


def _is_unmerged(text: Any) -> bool:
    """Whether a text is the name of a field that a mailing fills."""
    return bool(MERGED.fullmatch(text.text or "")) and any(
        "MERGEFIELD" in f"{field.text}{attribute(field, 'instr')}"
        for paragraph in islice(text.iterancestors(f"{text.tag[:-1]}p"), 1)
        for field in paragraph.iter(f"{text.tag[:-1]}instrText", f"{text.tag[:-1]}fldSimple")
    )


def _legacy_field(field: Any) -> str:
    """What an old form field shows and its result does not say: a box, the choice of a list."""
    for told in field.iter():
        if local(told) == "checkBox":
            states = [attribute(each, "val") for each in told if local(each) in ("checked", "default")]
            return box(bool(states) and states[-1] not in OFF)
        if local(told) == "ddList":
            entries = [attribute(each, "val") for each in children(told, "listEntry")]
            rank = int(value(told, "result") or value(told, "default") or 0)
            return entries[rank] if rank < len(entries) else ""
    return ""
