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
    turn = turns[selection.turn - 1] if 0 < selection.turn <= len(turns) else None
    citations = turn.citations if turn else ()
    chosen = citations[selection.number - 1] if 0 < selection.number <= len(citations) else None
    marked = Place(chosen.document.name, chosen.start, chosen.end) if chosen else None
    shown = [whole_text(document, marked) for document in documents.values()]
    about = {"chosen": chosen and chosen.place, "turn": selection.turn, "number": selection.number}
    texts = render("chat/texts.html", headings=contents(documents.values()), texts=shown, **about)
    told = {"question": turn.question, "parts": list(_parts(turn, selection.number))} if turn else {}
    sources = render("chat/sources.html", turn=selection.turn if turn else 0, **told)
    return {"volet-sources": sources, "volet-textes": texts}


def _parts(turn: Turn, chosen: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each sentence of a model with its passages, those shown already only named; else all the passages."""
    numbers = {citation: number for number, citation in enumerate(turn.citations, 1)}
    if not (isinstance(turn.reply, Answer) and turn.reply.mode != EXTRACTIVE):
        if numbers:
            yield "", [_source(citation, number, chosen) for citation, number in numbers.items()]
        return
    shown: set[Citation] = set()
    for excerpt in turn.reply.excerpts:
        sources = [{**_source(c, numbers[c], chosen), "again": c in shown} for c in excerpt.citations]
        yield excerpt.sentence, sources
        shown.update(excerpt.citations)


def _source(citation: Citation, number: int, chosen: int) -> dict[str, Any]:
    groups = surroundings(citation.document, Place(citation.document.name, citation.start, citation.end))
    return {"number": number, "place": citation.place, "chosen": number == chosen, "groups": groups, "again": False}
