"""The conversation as a paper to keep, in Word or in Markdown."""

from collections.abc import Iterator, Sequence
from datetime import date

from rupfam_assistant.answers.reply import NEAREST, Answer, Citation, Excerpt, Refusal
from rupfam_assistant.answers.turns import Fault, Turn, reply_title
from rupfam_assistant.convention.draft import Draft, Paragraph, Span, Style
from rupfam_assistant.export.docx import write_word
from rupfam_assistant.export.markdown import write_markdown
from rupfam_assistant.french.dates import written
from rupfam_assistant.french.typography import capitalize

TITLE = "Ruptures familiales : questions et réponses"
CLEARLY = "En clair : "
WARNING = "Les passages entre guillemets sont les mots mêmes des deux textes."


def file_name(day: date, extension: str) -> str:
    """How the file is called once downloaded."""
    return f"ruptures-familiales-{day.isoformat()}.{extension}"


def to_markdown(turns: Sequence[Turn], day: date) -> str:
    """The conversation in Markdown."""
    return write_markdown(_paragraphs(turns, day))


def to_word(turns: Sequence[Turn], day: date) -> bytes:
    """The conversation as a .docx file."""
    return write_word(Draft(tuple(_paragraphs(turns, day))), TITLE, f"Conversation du {written(day)}")


def _paragraphs(turns: Sequence[Turn], day: date) -> Iterator[Paragraph]:
    """The turns in order, but for courtesies, which say nothing of the texts."""
    yield _said("title", TITLE)
    yield _said("paragraph", f"Conversation du {written(day)}. {WARNING}")
    for turn in turns:
        if isinstance(turn.reply, Refusal) and turn.reply.kind == "act":
            continue
        yield _said("heading", turn.question)
        if turn.reply is not None:
            yield _said("objective", reply_title(turn.reply))
            yield from _reply(turn.reply, turn.citations)
        if turn.citations:
            yield _said("label", "Sources")
        for number, citation in enumerate(turn.citations, 1):
            yield _said("paragraph", f"[{number}] {capitalize(citation.place)} : « {citation.quote} »")


def _reply(reply: Answer | Refusal | Fault, citations: Sequence[Citation]) -> Iterator[Paragraph]:
    """A reply in order: sentences of the program, and excerpts."""
    if isinstance(reply, Answer):
        yield from (_said("paragraph", f"{CLEARLY}{line}") for line in reply.plain.split("\n") if line)
        for excerpt in reply.excerpts:
            yield from _excerpt(excerpt, citations)
        yield from (_said("paragraph", note) for note in reply.notes)
        return
    yield _said("paragraph", reply.message)
    for number, excerpt in enumerate(reply.near if isinstance(reply, Refusal) else ()):
        if number == 0:
            yield _said("paragraph", NEAREST)
        yield from _excerpt(excerpt, citations)


def _excerpt(excerpt: Excerpt, citations: Sequence[Citation]) -> Iterator[Paragraph]:
    """The words of the texts after their place; or a model's sentence with the numbers of its sources."""
    marks = [f"[{citations.index(citation) + 1}]" for citation in excerpt.citations]
    if excerpt.sentence:
        yield _said("paragraph", " ".join([excerpt.sentence, *marks]))
        return
    places = (f"{citation.place} {mark}" for citation, mark in zip(excerpt.citations, marks, strict=True))
    yield _said("paragraph", f"{capitalize(' et '.join(places))} :")
    if excerpt.listed:
        yield _said("quote", excerpt.lines[0])
        yield from (_said("item", line) for line in excerpt.lines[1:])
    else:
        yield _said("quote", f"« {' '.join(excerpt.lines)} »")


def _said(style: Style, text: str) -> Paragraph:
    return Paragraph(style, (Span(text, "trame", ""),))
