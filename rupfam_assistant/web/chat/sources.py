"""The right-hand panel: the sources of an answer, and both texts whole with the chosen source marked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rupfam_assistant.answers.reply import EXTRACTIVE, Answer, Citation
from rupfam_assistant.answers.turns import Turn
from rupfam_assistant.search.cards import Place
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.web.rendering import render
from rupfam_assistant.web.texts import contents, surroundings, whole_text


@dataclass(frozen=True)
class Selection:
    """The turn and the number of the source that are looked at, both counted from 1; 0 for none."""

    turn: int = 0
    number: int = 0

    def __str__(self) -> str:
        return f"{self.turn}:{self.number}"


def panel(documents: Mapping[str, Document], turns: Sequence[Turn], selection: Selection) -> dict[str, str]:
    """The HTML of the two tabs of the panel, by their ids."""
    chosen = chosen_citation(turns, selection)
    marked = Place(chosen.document.name, chosen.start, chosen.end) if chosen else None
    texts = render(
        "chat/texts.html",
        chosen=chosen and chosen.place,
        turn=selection.turn,
        number=selection.number,
        headings=contents(documents.values()),
        texts=[whole_text(document, marked) for document in documents.values()],
    )
    return {"volet-sources": _sources(turns, selection), "volet-textes": texts}


def chosen_citation(turns: Sequence[Turn], selection: Selection) -> Citation | None:
    """The source that is selected, if there is such a one."""
    citations = turns[selection.turn - 1].citations if 0 < selection.turn <= len(turns) else ()
    return citations[selection.number - 1] if 0 < selection.number <= len(citations) else None


def _sources(turns: Sequence[Turn], selection: Selection) -> str:
    if not 0 < selection.turn <= len(turns):
        return render("chat/sources.html", turn=0)
    turn = turns[selection.turn - 1]
    parts = list(_parts(turn, selection.number))
    return render("chat/sources.html", turn=selection.turn, question=turn.question, parts=parts)


def _parts(turn: Turn, chosen: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each sentence of a model with the passages that it leans on, those shown already only named; else all the
    passages without a sentence."""
    numbers = {citation: number for number, citation in enumerate(turn.citations, 1)}
    if not (isinstance(turn.reply, Answer) and turn.reply.mode != EXTRACTIVE):
        if numbers:
            yield "", [_source(citation, number, chosen) for citation, number in numbers.items()]
        return
    shown: set[Citation] = set()
    for excerpt in turn.reply.excerpts:
        yield (
            excerpt.sentence,
            [
                {**_source(citation, numbers[citation], chosen), "again": citation in shown}
                for citation in excerpt.citations
            ],
        )
        shown.update(excerpt.citations)


def _source(citation: Citation, number: int, chosen: int) -> dict[str, Any]:
    groups = surroundings(citation.document, Place(citation.document.name, citation.start, citation.end))
    return {"number": number, "place": citation.place, "chosen": number == chosen, "groups": groups, "again": False}
