"""Evidence of a kit: the sentences of the founding texts that name a partner, those that answer it, real silences."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from rapidfuzz import fuzz

from rupfam_assistant.answers.answering import Answering
from rupfam_assistant.answers.excerpts import card_excerpts, sentence_excerpt, wording_key
from rupfam_assistant.answers.knowledge import Knowledge
from rupfam_assistant.answers.reply import Citation, Excerpt
from rupfam_assistant.french import analyse
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.words import flatten
from rupfam_assistant.search.cards import Card
from rupfam_assistant.texts.passages import Passage, collapse
from rupfam_assistant.welcome.glossary import Entry, glossary_of
from rupfam_assistant.welcome.roles import RoleBook, Silence, places_of

SHORT, NUMBER, BLANK = 26, "0123456789 \n", "[Objectif X"
RESEMBLING, HOLDING = 70.0, 85.0
MARK = r"(?<=[^\W\d_])\d(?=\s)"
"""Words, at most, of an item told with its introduction; the characters of the number of a footnote; how the blank of a
local objective opens; how alike, in 0..100, two wordings that say the same are, and one with a part of another;
the mark of a footnote, stuck to its word."""


@dataclass(frozen=True)
class Evidence:
    """The founding texts as a kit searches them, and the roles of partners; what was found once is remembered, for they
    do not change."""

    answering: Answering
    book: RoleBook
    _naming: dict[str, tuple[Excerpt, ...]] = field(default_factory=dict)

    @property
    def knowledge(self) -> Knowledge:
        """The texts, and what is known about them."""
        return self.answering.knowledge

    @cached_property
    def glossary(self) -> tuple[Entry, ...]:
        """The words of the texts to know."""
        return glossary_of(self.knowledge, self.book.devices)

    def quotes(self, name: str) -> tuple[Excerpt, ...]:
        """The quotes of a card, by its id."""
        told = card_excerpts([self.cards[name]], self.knowledge.contents.passages, self.knowledge.documents)
        return tuple(_without_blank(_without_number(self._understood(excerpt))) for excerpt in told)

    def quoted(self, name: str) -> tuple[Excerpt, ...]:
        """The quotes of a card that a kit gives: neither what only announces, nor what the circular says in about the
        trame's words."""
        told = [excerpt for excerpt in self.quotes(name) if not " ".join(excerpt.lines).endswith(":")]
        of_trame = [" ".join(one.lines) for one in told if one.citations[0].document.name == "trame"]
        return tuple(
            one
            for one in told
            if (said := " ".join(one.lines)) in of_trame or not any(are_alike(said, other) for other in of_trame)
        )

    @cached_property
    def cards(self) -> dict[str, Card]:
        """The cards by their ids."""
        return {card.id: card for card in self.knowledge.cards}

    def sources(self, name: str) -> tuple[Citation, ...]:
        """Where the texts say what a card says, the trame alone where both do in the same words."""
        told = [citation for excerpt in self.quoted(name) for citation in excerpt.citations]
        twins = {one for excerpt in self.quoted(name) for one in _twins(excerpt)}
        return tuple(one for one in told if one not in twins)

    def naming(self, wordings: Iterable[str]) -> tuple[Excerpt, ...]:
        """The sentences of the founding texts that use one of these wordings, each once."""
        asked = tuple(wordings)
        self._naming.update({wording: self._using(wording) for wording in asked if wording not in self._naming})
        found = dict.fromkeys(excerpt for wording in asked for excerpt in self._naming[wording])
        return tuple(map(self._understood, found))

    def _understood(self, excerpt: Excerpt) -> Excerpt:
        """The same as it is understood alone: whole where a footnote cuts it, without its mark, and after the sentence
        before where it points to it, "Cette politique…"."""
        first, last = excerpt.citations[0], excerpt.citations[-1]
        passages = (passage for passage in self.knowledge.contents.passages if passage.document == first.document.name)
        sentences = [sentence for passage in passages for sentence in passage.sentences]
        lines = excerpt.lines
        if last.document.text[last.end : last.end + 1].isdigit() and first is last and len(lines) == 1:
            first = replace(last, end=next(one.end for one in sentences if one.start < last.end < one.end))
            lines, excerpt = (first.quote,), replace(excerpt, citations=(first,))
        if cues("welcome", "pointing").match(flatten(lines[0])):
            before = [one for one in sentences if one.end <= first.start and one.role == "sentence"][-1:]
            added = tuple(replace(first, start=one.start, end=one.end) for one in before)
            lines = (*(one.quote for one in added), *lines)
            excerpt = replace(excerpt, citations=(*added, *excerpt.citations))
        told = tuple(re.sub(MARK, "", line) for line in lines)
        return replace(excerpt, lines=told, citations=tuple(_parts(excerpt.citations)))

    def is_silent(self, silence: Silence) -> bool:
        """Whether the founding texts hold none of its words, in the singular or in the plural."""
        bare = (analyse(word.removesuffix("s")).spaced.strip() for word in silence.words)
        sought = [form for word in bare for form in (f" {word} ", f" {word}s ")]
        return not any(form in said for said in self._said for form in sought)

    @cached_property
    def _said(self) -> tuple[str, ...]:
        """The words of each founding text."""
        return tuple(analyse(self.knowledge.documents[name].text).spaced for name in self.knowledge.contents.founding)

    def _using(self, wording: str) -> tuple[Excerpt, ...]:
        """The sentences that use a wording, those of the trame first, twins together."""
        found: dict[str, Excerpt] = {}
        run, contents = analyse(wording).stems, self.knowledge.contents
        for passage in sorted(contents.passages, key=lambda passage: passage.document != "trame"):
            for rank, sentence in enumerate(passage.sentences if passage.document in contents.founding else ()):
                said = analyse(passage.slice(sentence)).stems
                if sentence.role == "heading" or next(places_of(run, said), None) is None:
                    continue
                excerpt, key = _introduced(passage, rank, self.knowledge), wording_key(passage.slice(sentence))
                twins = (*found[key].citations, *excerpt.citations) if key in found else excerpt.citations
                found[key] = replace(found.get(key, excerpt), citations=twins)
        return tuple(found.values())


def _twins(excerpt: Excerpt) -> list[Citation]:
    """The places of the circular that say what the trame does in the same words."""
    names = [citation.document.name for citation in excerpt.citations]
    return [one for one in excerpt.citations if "trame" in names and one.document.name != "trame"]


def are_alike(said: str, other: str) -> bool:
    """Whether two wordings say the same, or a long one what the other does."""
    is_like = fuzz.ratio(said, other, score_cutoff=RESEMBLING) > RESEMBLING
    return is_like or fuzz.partial_ratio(said, other, score_cutoff=HOLDING) > HOLDING


def covers(told: Sequence[Citation], citation: Citation) -> bool:
    """Whether what was told already holds a citation."""
    same = (other for other in told if other.document.name == citation.document.name)
    return any(other.start <= citation.start and citation.end <= other.end for other in same)


def _parts(citations: Iterable[Citation]) -> Iterator[Citation]:
    """Some citations without the marks of footnotes."""
    for one in citations:
        start = one.start
        for mark in re.finditer(MARK, one.document.text[one.start : one.end]):
            yield replace(one, start=start, end=one.start + mark.start())
            start = one.start + mark.end()
        yield replace(one, start=start)


def _introduced(passage: Passage, rank: int, knowledge: Knowledge) -> Excerpt:
    """A sentence; an item too short to be understood alone stands after its introduction."""
    excerpt, sentence = sentence_excerpt(passage, rank, knowledge.documents), passage.sentences[rank]
    opening = next((s for s in passage.sentences if s.role == "introduction"), None)
    if sentence.role != "item" or opening is None or len(excerpt.lines[0].split()) > SHORT:
        return excerpt
    source = Citation(knowledge.documents[passage.document], passage.section, opening.start, opening.end)
    first = passage.sentences[rank - 1] is opening
    lines = excerpt.lines if first else (f"[…] {excerpt.lines[0]}", *excerpt.lines[1:])
    return Excerpt((collapse(passage.slice(opening)), *lines), (source, *excerpt.citations))


def _without_number(excerpt: Excerpt) -> Excerpt:
    """The same without the number of a footnote, neither in the words nor in the citation."""
    if not any("note" in citation.section.lower() for citation in excerpt.citations):
        return excerpt
    said = [citation.document.text[citation.start : citation.end].lstrip(NUMBER) for citation in excerpt.citations]
    citations = tuple(replace(c, start=c.end - len(words)) for c, words in zip(excerpt.citations, said, strict=True))
    return replace(excerpt, lines=(excerpt.lines[0].lstrip(NUMBER), *excerpt.lines[1:]), citations=citations)


def _without_blank(excerpt: Excerpt) -> Excerpt:
    """The same without the blank that opens a local objective, where it follows the words quoted."""
    if BLANK not in excerpt.lines[-1]:
        return excerpt
    *before, last = excerpt.citations
    end = last.start + last.document.text[last.start : last.end].index(BLANK)
    end = last.start + len(last.document.text[last.start : end].rstrip())
    lines = (*excerpt.lines[:-1], excerpt.lines[-1].partition(BLANK)[0].rstrip())
    return replace(excerpt, lines=lines, citations=(*before, replace(last, end=end)))
