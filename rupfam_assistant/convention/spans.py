"""Words as a convention prints them, each with where it comes from: the trame, the dossier, or the sign of a blank."""

from collections.abc import Iterable, Iterator, Sequence

from rupfam_assistant.convention.draft import Blank, Paragraph, Span
from rupfam_assistant.convention.trame import Part, Piece
from rupfam_assistant.dossier.alert import MARKER
from rupfam_assistant.dossier.paths import FieldPath
from rupfam_assistant.dossier.schema import Numbered
from rupfam_assistant.french.shorthand import write_out
from rupfam_assistant.french.typography import uncapitalize

ADDED = "mots du programme"
KEPT = ("heading", "objective", "item", "note", "title")
"""The source of joining words; the kinds of parts of the trame printed as such, the others as plain paragraphs."""


def national(part: Part) -> Paragraph:
    """A part of the trame as it is."""
    style = part.kind if part.kind in KEPT else "paragraph"
    return Paragraph(style, tuple(fixed(piece, part.article) for piece in part.pieces))


def fixed(piece: Piece, article: str) -> Span:
    """Words of the trame, and where they stand in it."""
    return Span(piece.text, "trame", f"trame, {uncapitalize(article)}", start=piece.start, end=piece.end)


def changed(span: Span, changes: Sequence[tuple[str, str]], why: str) -> Iterator[Span]:
    """A span of the trame with some of its words changed: what stays is the trame's, what changes is told why."""
    found = sorted((at, before, after) for before, after in changes if (at := span.text.find(before)) >= 0)
    done = 0
    for at, before, after in found:
        if at > done:
            yield Span(span.text[done:at], "trame", span.source, start=span.start, end=span.end)
        if after:
            yield Span(after, "dossier", why)
        done = at + len(before)
    if done < len(span.text):
        yield Span(span.text[done:], "trame", span.source, start=span.start, end=span.end)


def blank(
    why: str, field: FieldPath | None, article: str = "", objective: Numbered = None, what: str = "", owner: str = ""
) -> Span:
    """The sign of a blank: why it stands there, the field that fills it; what the list of blanks tells of it, if so."""
    return Span(MARKER, "blank", why, field, blank=Blank(article, objective, what, owner, field) if what else None)


def added(text: str) -> Span:
    """Words that join those of the dossier."""
    return Span(text, "dossier", ADDED)


def given(text: str, field: FieldPath) -> tuple[Span, ...]:
    """Words of the dossier as a convention prints them, "Saint-", "19 %"; a marker among them is a blank."""
    spans: list[Span] = []
    for part in write_out(text).split(MARKER):
        if spans:
            spans.append(blank(f"tenu hors du projet : {field.label}", field))
        spans.append(Span(part, "dossier", f"dossier : {field.label}", field))
    return tuple(span for span in spans if span.text)


def sentence(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans with the stop that ends a sentence, when they have none."""
    kept = tuple(spans)
    return kept if not kept or kept[-1].text.endswith((".", "!", "?", "…")) else (*kept, added("."))
