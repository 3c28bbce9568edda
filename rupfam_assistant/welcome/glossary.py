"""The glossary: the acronyms and devices of the founding texts, defined by the texts where they do, else as general
knowledge."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rupfam_assistant.answers.knowledge import Knowledge
from rupfam_assistant.answers.reply import Citation
from rupfam_assistant.french.typography import capitalize
from rupfam_assistant.french.words import fold
from rupfam_assistant.texts.passages import Passage, collapse

GENERAL = "connaissance générale, non tirée des textes"
IS = re.compile(r"\bqui (?:est|sont) (?:un|une|des)\b|\bci-apres denomme")
ROOT = 3
"""Letters that the two forms of a word share at least: "départemental", "départementaux"."""


@dataclass(frozen=True)
class Entry:
    """A term, its acronym if it has one, its definition; without citations, the definition is general knowledge."""

    term: str
    acronym: str
    definition: str
    citations: tuple[Citation, ...]

    @property
    def source(self) -> str:
        """Where the definition comes from, in French."""
        return " ; ".join(dict.fromkeys(citation.place for citation in self.citations)) or GENERAL

    @property
    def line(self) -> str:
        """The entry as it is read."""
        name = f"{self.acronym} : {self.term}" if self.acronym else capitalize(self.term)
        return f"{name}. {self.definition} ({self.source})"


def glossary_of(knowledge: Knowledge, devices: Iterable[tuple[str, str]]) -> tuple[Entry, ...]:
    """The entries of every acronym that the founding texts use and of these devices (term, general definition), in
    alphabetical order."""
    passages = [passage for passage in knowledge.contents.passages if passage.document in knowledge.contents.founding]
    used = {
        word
        for passage in passages
        for word in re.findall(r"\w+", passage.text)
        if len(word) > 1 and not word[1:].islower()
    } | {"Cnaf"}
    acronyms = [term for term in knowledge.contents.thesaurus.terms if term.acronym in used]
    entries = [
        *(_entry(term.term, term.acronym or "", term.definition or "", passages, knowledge) for term in acronyms),
        *(_entry(term, "", definition, passages, knowledge) for term, definition in devices),
    ]
    return tuple(sorted(entries, key=lambda entry: fold(entry.acronym or entry.term)))


def _entry(term: str, acronym: str, general: str, passages: Iterable[Passage], knowledge: Knowledge) -> Entry:
    defined = next(_definitions(term, acronym, passages, knowledge), None)
    if defined is None:
        return Entry(term, acronym, general, ())
    return Entry(term, acronym, f"« {defined.quote.rstrip(' ;.')} »", (defined,))


def _definitions(term: str, acronym: str, passages: Iterable[Passage], knowledge: Knowledge) -> Iterator[Citation]:
    """Where the texts define a term: "La médiation familiale qui est un…", "ci-après dénommés « les chefs de cour »",
    or its name in full
    before its acronym in brackets."""
    roots = (re.escape(word[: max(ROOT, len(word) - 2)]) + r"\w*" for word in re.findall(r"\w+", fold(term)))
    wording = r"\b" + r"\W+(?:(?:des?|du|la|les|l)\W+)*".join(roots)
    named, opening = re.compile(rf"{wording}\s*\({acronym.lower()}\)"), re.compile(rf"\W*(?:l[ea]s?\W+|l')?{wording}")
    for passage in passages:
        for sentence in passage.sentences:
            words = fold(passage.slice(sentence))
            if len(words) != sentence.end - sentence.start:
                continue
            defining = IS.search(collapse(words))
            source = knowledge.documents[passage.document]
            if defining and (opening.match(words) or (defining[0].startswith("ci") and re.search(wording, words))):
                yield Citation(source, passage.section, sentence.start, sentence.end)
            elif acronym and (full := named.search(words)):
                yield Citation(source, passage.section, sentence.start + full.start(), sentence.start + full.end())
