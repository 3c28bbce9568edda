"""The trame as typed parts, derived from its text by structure: fixed words, blanks, choices, objectives, notes."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Literal

from rupfam_assistant.dossier.paths import FieldPath
from rupfam_assistant.dossier.schema import Numbered
from rupfam_assistant.errors import DamagedFile, shipped
from rupfam_assistant.french import analyse
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.quantities import DAYS
from rupfam_assistant.french.words import flatten
from rupfam_assistant.texts import structure
from rupfam_assistant.texts.passages import collapse
from rupfam_assistant.texts.quotes import find_quote
from rupfam_assistant.texts.structure import Block, parse_blocks

Kind = structure.Kind | Literal["annex", "logos", "title", "party", "objective", "signatures"]

OPENINGS: dict[str, Kind] = {"Annexe ": "annex", "INSERER": "logos", "Trame de convention": "title", "+ ": "signatures"}
"""How the blocks of the trame that its structure does not tell apart open."""


@dataclass(frozen=True)
class Slot:
    """A blank of the trame: its name and words, what is awaited, who knows it, an example, the field that fills it."""

    name: str
    quote: str
    what: str
    owner: str
    example: str
    field: FieldPath


@dataclass(frozen=True)
class Piece:
    """Words of the trame at [start, end): fixed, or a blank. `text` is them on one line."""

    start: int
    end: int
    text: str
    slot: Slot | None = None


@dataclass(frozen=True)
class Part:
    """A block of the trame: what it is, the article and the objective that it stands in, and its pieces in order."""

    kind: Kind
    article: str
    objective: Numbered
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """Its words on one line."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Its blanks, in order."""
        return tuple(piece.slot for piece in self.pieces if piece.slot)


@dataclass(frozen=True)
class Slip:
    """A slip of the trame: its words, what they would be once mended (None: nothing sure), a note for the officer."""

    quote: str
    mended: str | None
    note: str


@dataclass(frozen=True)
class Trame:
    """The template of the convention."""

    text: str
    parts: tuple[Part, ...]
    slips: tuple[Slip, ...]

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The blanks, in the order of the text."""
        return tuple(slot for part in self.parts for slot in part.slots)

    def slot(self, name: str) -> Slot:
        """The blank of that name; KeyError when there is none."""
        return {slot.name: slot for slot in self.slots}[name]

    @property
    def national_lines(self) -> tuple[tuple[int, str], ...]:
        """The words of objectives 1 to 4 in article 2: (objective, line)."""
        return tuple((part.objective, part.text) for part in self.article(2) if isinstance(part.objective, int))

    def article(self, number: int) -> tuple[Part, ...]:
        """The parts of an article, its heading first."""
        return tuple(part for part in self.parts if part.article == f"Article {number}")


def read_trame(text: str, path: Path) -> Trame:
    """The trame that a text holds, its blanks and slips told by corpus/trame.toml; DamagedFile when they do not fit."""
    with shipped(path):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        slots = [Slot(**{**blank, "field": FieldPath.parse(blank["field"])}) for blank in told.pop("blank")]
        slips = tuple(Slip(slip["quote"].rstrip(), slip.get("mended"), slip["note"]) for slip in told.pop("slip"))
    if told:
        raise DamagedFile(path)
    return Trame(text, tuple(_parts(text, _placed(text, slots, path))), slips)


def is_yearly(frequency: str) -> bool:
    """Whether a rhythm of meetings is once a year or more, as the trame demands; a date, "en juin 2027", is none."""
    undated = frequency
    for when in analyse(frequency).dates:
        undated = undated[: when.start] + "." * (when.end - when.start) + undated[when.end :]
    flat, told = flatten(undated), (one for one in analyse(undated).quantities if one.dimension == "days")
    spans = [one.size for one in told if flat[: one.start].endswith(("tous les ", "toutes les "))]
    if any(size > DAYS["an"] for size in spans) or cues("rhythms", "rare").search(flat):
        return False
    return bool(spans) or cues("rhythms", "yearly").search(flat) is not None


def _placed(text: str, slots: Iterable[Slot], path: Path) -> dict[int, tuple[int, Slot]]:
    """Where each blank stands in the trame, each after the one before: its end and itself by its start."""
    placed: dict[int, tuple[int, Slot]] = {}
    done = 0
    for slot in slots:
        span = next((span for span in find_quote(text, slot.quote) if span[0] >= done), None)
        if span is None:
            raise DamagedFile(path, f"décrit un blanc que la trame n’a pas, « {slot.quote} »")
        placed[span[0]], done = (span[1], slot), span[1]
    return placed


def _parts(text: str, slots: Mapping[int, tuple[int, Slot]]) -> Iterator[Part]:
    article, objective = "Parties", None
    for block in chain.from_iterable(_cover(text, block) for block in parse_blocks(text)):
        if block.kind == "heading" and block.level == 1:
            article, objective = block.label, None
        elif block.kind == "heading":
            label = block.label.removeprefix("Objectif ")
            objective = label if label == "X" else int(label)
        pieces = tuple(_pieces(text, block, slots))
        yield Part(_kind(block, text), article, objective, pieces)  # type: ignore[arg-type]  # 1 to 4, or X


def _cover(text: str, block: Block) -> Iterator[Block]:
    """A block as it is; the first one of the text, which PDF made of several, line group by line group."""
    if block.start > 1 or block.kind != "paragraph":
        yield block
        return
    for match in re.finditer(r"\S[^\n]*(?:\n(?!\s*\n)[^\n]*\S[^\n]*)*", text[block.start : block.end]):
        yield Block("paragraph", block.start + match.start(), block.start + len(match.group().rstrip()) + match.start())


def _kind(block: Block, text: str) -> Kind:
    words = text[block.start : block.end]
    inner: Kind = "objective" if block.kind == "heading" and block.level > 1 else block.kind
    own: Kind = "party" if block.kind == "item" and words.startswith("•") else inner
    return next((kind for opening, kind in OPENINGS.items() if words.startswith(opening)), own)


def _pieces(text: str, block: Block, slots: Mapping[int, tuple[int, Slot]]) -> Iterator[Piece]:
    """The fixed words and the blanks of a block, its bullet left aside."""
    bullet = re.match(r"[•-]\s+", text[block.start : block.end]) if block.kind == "item" else None
    at = block.start + (bullet.end() if bullet else 0)
    for start, (end, slot) in slots.items():
        if at <= start < block.end:
            if start > at:
                yield _fixed(text, at, start)
            yield Piece(start, end, collapse(text[start:end]), slot)
            at = end
    if at < block.end:
        yield _fixed(text, at, block.end)


def _fixed(text: str, start: int, end: int) -> Piece:
    """Fixed words on one line, the spaces that join them to their neighbours kept."""
    words = text[start:end]
    lead, tail = (" " if edge.isspace() else "" for edge in (words[:1], words[-1:]))
    return Piece(start, end, f"{lead}{collapse(words)}{tail}" if words.strip() else " ")
