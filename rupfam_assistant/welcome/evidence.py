"""Evidence of a welcome kit: the sentences of the founding texts that name a partner, those that answer what it asks,
and real silences."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rupfam_assistant.answers.answering import Answering
from rupfam_assistant.answers.excerpts import sentence_excerpt, wording_key
from rupfam_assistant.answers.knowledge import Knowledge
from rupfam_assistant.answers.reply import Answer, Citation, Excerpt
from rupfam_assistant.french.words import fold, stems
from rupfam_assistant.texts.passages import Passage, collapse
from rupfam_assistant.welcome.roles import Ask, Silence

SHORT = 26
"""Words of a list item at or below which it is told with the sentence that introduces it."""

NOTE_NUMBER = re.compile(r"\d+\s+(?=[A-ZÀ-Ý])")


@dataclass(frozen=True)
class Evidence:
    """The founding texts as a kit searches them; what was asked once is remembered, for the texts do not change while
    the program is open."""

    answering: Answering
    _answers: dict[str, tuple[Excerpt, ...]] = field(default_factory=dict)
    _naming: dict[str, tuple[Excerpt, ...]] = field(default_factory=dict)

    @property
    def knowledge(self) -> Knowledge:
        """The texts, and what is known about them."""
        return self.answering.knowledge

    def answers(self, ask: Ask) -> tuple[Excerpt, ...]:
        """What the founding texts answer, best first; () when they do not."""
        if ask.question not in self._answers:
            reply = self.answering.ask(ask.question)
            excerpts = reply.excerpts if isinstance(reply, Answer) else ()
            names = self.knowledge.contents.founding
            told = (e for e in excerpts if all(citation.document.name in names for citation in e.citations))
            self._answers[ask.question] = tuple(map(_without_number, told))
        return self._answers[ask.question]

    def naming(self, wordings: Iterable[str]) -> tuple[Excerpt, ...]:
        """The sentences of the founding texts that use one of these wordings, each once."""
        for wording in (asked := tuple(wordings)):
            if wording not in self._naming:
                self._naming[wording] = tuple(_naming(wording, self.knowledge))
        return tuple(dict.fromkeys(excerpt for wording in asked for excerpt in self._naming[wording]))

    @cached_property
    def _folded(self) -> tuple[str, ...]:
        return tuple(fold(self.knowledge.documents[name].text) for name in self.knowledge.contents.founding)

    def is_silent(self, silence: Silence) -> bool:
        """Whether the founding texts hold none of its words, in the singular or in the plural."""
        forms = {
            fold(form)
            for word in silence.words
            for form in (word, word.removesuffix("s"), f"{word.removesuffix('s')}s")
        }
        sought = re.compile("|".join(rf"\b{re.escape(form)}\b" for form in forms))
        return not any(sought.search(text) for text in self._folded)


def _naming(wording: str, knowledge: Knowledge) -> Iterator[Excerpt]:
    """The sentences that use a wording, those of the trame first, twins together."""
    found: dict[str, Excerpt] = {}
    run = stems(wording)
    for passage in sorted(_founding(knowledge), key=lambda passage: passage.document != "trame"):
        for rank, sentence in enumerate(passage.sentences):
            if sentence.role != "heading" and _holds(stems(passage.slice(sentence)), run):
                excerpt, key = _introduced(passage, rank, knowledge), wording_key(passage.slice(sentence))
                found[key] = (
                    Excerpt(found[key].lines, (*found[key].citations, *excerpt.citations)) if key in found else excerpt
                )
    yield from found.values()


def covers(told: Sequence[Citation], citation: Citation) -> bool:
    """Whether what was told already holds a citation."""
    return any(
        other.document.name == citation.document.name and other.start <= citation.start and citation.end <= other.end
        for other in told
    )


def _founding(knowledge: Knowledge) -> Iterator[Passage]:
    return (passage for passage in knowledge.contents.passages if passage.document in knowledge.contents.founding)


def _holds(said: Sequence[str], run: Sequence[str]) -> bool:
    return any(said[start : start + len(run)] == run for start in range(len(said) - len(run) + 1))


def _introduced(passage: Passage, rank: int, knowledge: Knowledge) -> Excerpt:
    """A sentence; an item too short to be understood alone stands after its introduction."""
    excerpt, sentence = sentence_excerpt(passage, rank, knowledge.documents), passage.sentences[rank]
    opening = next((s for s in passage.sentences if s.role == "introduction"), None)
    if sentence.role != "item" or opening is None or len(excerpt.lines[0].split()) > SHORT:
        return excerpt
    source = Citation(knowledge.documents[passage.document], passage.section, opening.start, opening.end)
    return Excerpt((collapse(passage.slice(opening)), *excerpt.lines), (source, *excerpt.citations))


def _without_number(excerpt: Excerpt) -> Excerpt:
    """The same without the number of a footnote, neither in the words nor in the citation."""
    citations = tuple(_after_number(citation) for citation in excerpt.citations)
    if citations == excerpt.citations:
        return excerpt
    return Excerpt((NOTE_NUMBER.sub("", excerpt.lines[0], count=1), *excerpt.lines[1:]), citations, excerpt.listed)


def _after_number(citation: Citation) -> Citation:
    number = (
        NOTE_NUMBER.match(citation.document.text, citation.start, citation.end)
        if "note" in citation.section.lower()
        else None
    )
    return Citation(citation.document, citation.section, number.end(), citation.end) if number else citation
