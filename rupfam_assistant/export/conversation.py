"""The conversation as a paper to keep, in Word or in Markdown."""

from collections.abc import Iterator, Sequence
from datetime import date

from rupfam_assistant.answers.reply import NEAREST, PROPOSED, UNREAD, Answer, Citation, Excerpt, Refusal
from rupfam_assistant.answers.turns import Fault, Turn, reply_title
from rupfam_assistant.convention.draft import Draft, Paragraph
from rupfam_assistant.export.docx import write_word
from rupfam_assistant.export.look import PLAIN, Dress, line
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


def to_word(turns: Sequence[Turn], day: date, dress: Dress = PLAIN) -> bytes:
    """The conversation as a .docx file."""
    return write_word(Draft(tuple(_paragraphs(turns, day))), TITLE, f"Conversation du {written(day)}", dress=dress)


def _paragraphs(turns: Sequence[Turn], day: date) -> Iterator[Paragraph]:
    """The turns in order, but for courtesies, which say nothing of the texts."""
    yield line("title", TITLE)
    yield line("paragraph", f"Conversation du {written(day)}. {WARNING}")
    for turn in turns:
        if isinstance(turn.reply, Refusal) and turn.reply.kind == "act":
            continue
        yield line("heading", turn.question)
        if turn.reply is not None:
            yield line("objective", reply_title(turn.reply))
            yield from _reply(turn.reply, turn.citations)
        if turn.citations:
            yield line("label", "Sources")
        for number, citation in enumerate(turn.citations, 1):
            yield line("paragraph", f"[{number}] {capitalize(citation.place)} : « {citation.quote} »")


def _reply(reply: Answer | Refusal | Fault, citations: Sequence[Citation]) -> Iterator[Paragraph]:
    if isinstance(reply, Answer):
        yield from (line("paragraph", f"{CLEARLY}{said}") for said in reply.plain.split("\n") if said)
        for excerpt in reply.excerpts:
            yield from _excerpt(excerpt, citations)
        yield from (line("paragraph", said) for said in ([PROPOSED] if reply.proposals else ()))
        yield from (line("quote", said) for proposal in reply.proposals for said in proposal.split("\n"))
        yield from (line("paragraph", note) for note in reply.notes)
        return
    yield line("paragraph", reply.message)
    for number, excerpt in enumerate(reply.near if isinstance(reply, Refusal) else ()):
        if number == 0:
            yield line("paragraph", NEAREST)
        yield from _excerpt(excerpt, citations)


def _excerpt(excerpt: Excerpt, citations: Sequence[Citation]) -> Iterator[Paragraph]:
    """The words of the texts after their place; or a model's sentence with the numbers of its sources."""
    marks = [f"[{citations.index(citation) + 1}]" for citation in excerpt.citations]
    if excerpt.sentence:
        said = " ".join([excerpt.sentence, *([UNREAD] if excerpt.unread else []), *marks])
        yield line("item" if excerpt.listed else "paragraph", said)
        return
    places = (f"{citation.place} {mark}" for citation, mark in zip(excerpt.citations, marks, strict=True))
    yield line("paragraph", f"{capitalize(' et '.join(places))} :")
    if excerpt.listed:
        yield line("quote", excerpt.lines[0])
        yield from (line("item", said) for said in excerpt.lines[1:])
    else:
        yield line("quote", f"« {' '.join(excerpt.lines)} »")
