"""The glossary: the acronyms and devices of the founding texts, defined by the texts where they do, else in general."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rupfam_assistant.answers.knowledge import Knowledge
from rupfam_assistant.answers.reply import Citation
from rupfam_assistant.french import analyse
from rupfam_assistant.french.cues import cues
from rupfam_assistant.french.typography import capitalize, lower
from rupfam_assistant.french.words import flatten, fold
from rupfam_assistant.texts.passages import Passage, collapse
from rupfam_assistant.welcome.roles import places_of

GENERAL = "connaissance générale, non tirée des textes"
ARTICLES = frozenset("le la les l un une de des du d".split())
DEFINING = (" qui est ", " qui sont ")
BLANK = "(nom"
ROOT, ENDING, LONGEST_SHOWN = 3, 2, 220
"""What a blank of the trame holds; the letters that the two forms of a word share at least, and those that may differ,
as in "départemental", "départementaux"; the characters of a definition that a page holds."""


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
    def told(self) -> str:
        """The entry without its source, what defines it alone: "Avenant : acte écrit qui…", "CDSF : comité…"."""
        name = self.acronym or capitalize(self.term)
        if self.acronym:
            return f"{name} : {lower(self.term)}.".replace("'", "’")
        quoted = [self.definition.partition(verb)[2] for verb in DEFINING if self.citations and verb in self.definition]
        said = f"« {quoted[0]}" if quoted else lower(self.definition).rstrip(".")
        return f"{name} : {said}.".replace("'", "’")

    @property
    def line(self) -> str:
        """The entry as it is read."""
        name = f"{self.acronym} : {self.term}" if self.acronym else capitalize(self.term)
        return f"{name}. {self.definition} ({self.source})"


def glossary_of(knowledge: Knowledge, devices: Iterable[tuple[str, str]]) -> tuple[Entry, ...]:
    """The entries of every acronym of the founding texts and of devices (term, general definition), sorted."""
    contents = knowledge.contents
    passages = [passage for passage in contents.passages if passage.document in contents.founding]
    said = {passage.text[word.start : word.end] for passage in passages for word in analyse(passage.text).words}
    used = {word for word in said if len(word) > 1 and not word[1:].islower()} | {"Cnaf"}
    known = [term for term in contents.thesaurus.terms if term.acronym in used]
    terms = [(term.term, term.acronym or "", term.definition or "") for term in known]
    terms += [(term, "", definition) for term, definition in devices]
    entries = []
    for name, acronym, general in terms:
        defined = next(_definitions(name, acronym, passages, knowledge), None)
        definition = f"« {defined.quote.rstrip(' ;.')} »" if defined else general
        entries.append(Entry(name, acronym, definition, (defined,) if defined else ()))
    return tuple(sorted(entries, key=lambda entry: fold(entry.acronym or entry.term)))


def words_of(text: str, entries: Iterable[Entry], most: int) -> tuple[Entry, ...]:
    """The first words that a text needs explained, each with its short definition, in the order of the text, the names
    of bodies last."""
    said, spelt = analyse(text).stems, [text[word.start : word.end] for word in analyse(text).words]
    places: dict[Entry, int] = {}
    for entry in entries:
        names = [spelt.index(entry.acronym)] if entry.acronym in spelt else []
        names += [] if entry.acronym else list(places_of(analyse(entry.term).stems, said))
        if names and len(entry.definition) <= LONGEST_SHOWN and BLANK not in entry.definition:
            places[entry] = min(names)
    return tuple(sorted(places, key=lambda entry: (bool(entry.acronym), places[entry]))[:most])


def _definitions(term: str, acronym: str, passages: Iterable[Passage], knowledge: Knowledge) -> Iterator[Citation]:
    """Where the texts define a term: "La médiation familiale qui est un…", "ci-après dénommés « les chefs de cour »",
    or its name in full before its acronym in brackets."""
    roots = [word.folded[: max(ROOT, len(word.folded) - ENDING)] for word in analyse(term).words]
    roots = [root for root in roots if root not in ARTICLES]
    for passage in passages:
        for sentence in passage.sentences:
            said, source = passage.slice(sentence), knowledge.documents[passage.document]
            words = [word for word in analyse(said).words if word.folded not in ARTICLES]
            spelt = (zip(words[at:], roots, strict=False) for at in range(len(words) - len(roots) + 1))
            spots = [at for at, pairs in enumerate(spelt) if all(word.folded.startswith(root) for word, root in pairs)]
            defining = cues("welcome", "defining").search(flatten(collapse(said)))
            if defining and spots and (spots[0] == 0 or defining[0].startswith("ci")):
                yield Citation(source, passage.section, sentence.start, sentence.end)
            for at in spots if acronym else ():
                end = at + len(roots)
                last, after = words[end - 1], words[end] if end < len(words) else None
                if after and after.folded == fold(acronym) and said[last.end : after.start].strip() == "(":
                    span = sentence.start + words[at].start, sentence.start + after.end + 1
                    yield Citation(source, passage.section, *span)
