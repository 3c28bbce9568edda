"""The conversation as a file to keep: Markdown, or Word."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from rupfam_assistant.answers.reply import Answer, Citation, Excerpt, Refusal
from rupfam_assistant.answers.turns import Fault, Turn, reply_title
from rupfam_assistant.french.dates import written
from rupfam_assistant.french.typography import capitalize

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

TITLE = "Ruptures familiales : questions et réponses"
CLEARLY = "En clair : "
NEAR = "Ce que les textes disent de plus proche :"
WARNING = "Les passages entre guillemets sont les mots mêmes des deux textes."


def file_name(day: date, extension: str) -> str:
    """How the file is called once downloaded."""
    return f"ruptures-familiales-{day.isoformat()}.{extension}"


def to_markdown(turns: Sequence[Turn], day: date) -> str:
    """The conversation in Markdown; what the user typed stays plain text there too."""
    return "\n".join(
        [f"# {TITLE}", "", f"{_intro(day)}", "", *(line for turn in _kept(turns) for line in _markdown_turn(turn))]
    )


def to_word(turns: Sequence[Turn], day: date) -> bytes:
    """The conversation as a .docx file."""
    from docx import Document

    word = Document()
    _in_french(word)
    word.add_heading(TITLE, 0)
    word.add_paragraph(_intro(day))
    for turn in _kept(turns):
        _write_turn(word, turn)
    written = BytesIO()
    word.save(written)
    return written.getvalue()


def _kept(turns: Iterable[Turn]) -> Iterable[Turn]:
    """The turns without the courtesies, which say nothing of the texts."""
    return (turn for turn in turns if not (isinstance(turn.reply, Refusal) and turn.reply.kind == "act"))


def _intro(day: date) -> str:
    return f"Conversation du {written(day)}. {WARNING}"


def _markdown_turn(turn: Turn) -> Iterable[str]:
    question = _plain(turn.question).split("\n")
    yield from (f"## {question[0]}", "", *([*question[1:], ""] if question[1:] else []))
    if turn.reply is None:
        return
    yield from (f"**{reply_title(turn.reply)}**", "")
    for text, excerpt in _parts(turn):
        yield from ([_plain(text), ""] if excerpt is None else _markdown_excerpt(excerpt, turn.citations))
    if turn.citations:
        yield from (
            "Sources :",
            "",
            *(f"{number}. {_plain(_source(citation))}" for number, citation in enumerate(turn.citations, 1)),
            "",
        )


def _markdown_excerpt(excerpt: Excerpt, citations: Sequence[Citation]) -> Iterable[str]:
    if excerpt.sentence:
        yield from (f"{_plain(_sentence(excerpt, citations))}", "")
        return
    yield from (f"{_plain(_lead(excerpt, citations))}", "")
    if excerpt.listed:
        yield from (f"> {_plain(excerpt.lines[0])}", ">", *(f"> - {_plain(line)}" for line in excerpt.lines[1:]), "")
    else:
        yield from (f"> « {_plain(' '.join(excerpt.lines))} »", "")


def _plain(text: str) -> str:
    """A text in which Markdown sees neither markup, nor HTML, nor a link."""
    escaped = re.sub(r"([\\`*_\[\]<>#|~&])", r"\\\1", text)
    return re.sub(r"(?m)^(\s*)([-+=]|\d+(?=[.)]))", r"\1\\\2", escaped)


def _in_french(word: "WordDocument") -> None:
    """Title and language of the file, so that Word and screen readers take it for French."""
    from docx.oxml.ns import qn

    word.core_properties.title, word.core_properties.author, word.core_properties.language = (
        TITLE,
        "Assistant Ruptures familiales",
        "fr-FR",
    )
    word.core_properties.comments = ""
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "fr-FR")


def _write_turn(word: "WordDocument", turn: Turn) -> None:
    word.add_heading(turn.question, 1)
    if turn.reply is None:
        return
    word.add_heading(reply_title(turn.reply), 2)
    for text, excerpt in _parts(turn):
        if excerpt is None:
            word.add_paragraph(text)
        else:
            _write_excerpt(word, excerpt, turn.citations)
    if turn.citations:
        word.add_paragraph("Sources :")
        for number, citation in enumerate(turn.citations, 1):
            word.add_paragraph(f"[{number}] {_source(citation)}")


def _write_excerpt(word: "WordDocument", excerpt: Excerpt, citations: Sequence[Citation]) -> None:
    if excerpt.sentence:
        word.add_paragraph(_sentence(excerpt, citations))
        return
    word.add_paragraph(_lead(excerpt, citations))
    if not excerpt.listed:
        word.add_paragraph(f"«\u00a0{' '.join(excerpt.lines)}\u00a0»", style="Quote")
        return
    word.add_paragraph(excerpt.lines[0], style="Quote")
    for line in excerpt.lines[1:]:
        word.add_paragraph(line, style="List Bullet")


def _parts(turn: Turn) -> Iterable[tuple[str, Excerpt | None]]:
    """A reply in order: sentences of the program, and excerpts."""
    match turn.reply:
        case Answer(excerpts=excerpts, notes=notes, plain=plain):
            yield from ((f"{CLEARLY}{line}", None) for line in plain.split("\n") if line)
            yield from (("", excerpt) for excerpt in excerpts)
            yield from ((note, None) for note in notes)
        case Refusal(message=message, near=near):
            yield message, None
            if near:
                yield NEAR, None
            yield from (("", excerpt) for excerpt in near)
        case Fault(message=message):
            yield message, None


def _lead(excerpt: Excerpt, citations: Sequence[Citation]) -> str:
    places = " et ".join(f"{citation.place} [{citations.index(citation) + 1}]" for citation in excerpt.citations)
    return f"{capitalize(places)} :"


def _sentence(excerpt: Excerpt, citations: Sequence[Citation]) -> str:
    """A model's sentence with the numbers of its sources."""
    return " ".join([excerpt.sentence, *(f"[{citations.index(citation) + 1}]" for citation in excerpt.citations)])


def _source(citation: Citation) -> str:
    return f"{capitalize(citation.place)} : «\u00a0{citation.quote}\u00a0»"
