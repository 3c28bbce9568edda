"""Knowledge: what the program knows before any index, read from corpus/ and from the added documents."""

from collections.abc import Iterable
from dataclasses import dataclass

from rupfam_assistant.answers.oddities import Oddity, read_oddities
from rupfam_assistant.answers.refusal import Absence, read_absences
from rupfam_assistant.french.spelling import Speller
from rupfam_assistant.french.words import stems
from rupfam_assistant.search.index import Contents, gather_contents
from rupfam_assistant.search.questions import read_absent_questions, read_questions
from rupfam_assistant.search.thesaurus import read_thesaurus
from rupfam_assistant.settings import Settings
from rupfam_assistant.texts.added import read_added
from rupfam_assistant.texts.documents import Document, read_corpus
from rupfam_assistant.texts.passages import cut_passages


@dataclass(frozen=True)
class Knowledge:
    """The texts cut in passages, and what is known about them.

    `local_words` are the stems that the titles of added documents have and the founding texts do not.
    """

    documents: dict[str, Document]
    contents: Contents
    speller: Speller
    absences: dict[str, Absence]
    oddities: tuple[Oddity, ...]
    local_words: frozenset[str]


def read_knowledge(settings: Settings) -> Knowledge:
    """Reads corpus/; RupfamError when a file is missing or altered."""
    founding = read_corpus(settings.corpus)
    documents = (*founding, *read_added(settings.documents))
    passages = tuple(passage for document in documents for passage in cut_passages(document))
    thesaurus = read_thesaurus(settings.corpus / "thesaurus.jsonl")
    speller = Speller((*(document.text for document in founding), *thesaurus.forms))
    questions = read_questions(settings.corpus / "questions.jsonl", founding, passages, speller)
    absent = read_absent_questions(settings.corpus / "unanswerable.jsonl", speller)
    named = {document.name: document for document in documents}
    return Knowledge(
        named,
        gather_contents(passages, (*questions, *absent), thesaurus),
        speller if documents == founding else Speller((*(document.text for document in documents), *thesaurus.forms)),
        read_absences(settings.corpus / "absent.toml"),
        read_oddities(settings.corpus / "oddities.toml", founding),
        _stems_of(document.title for document in documents if document not in founding)
        - _stems_of(document.text for document in founding),
    )


def _stems_of(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(stem for text in texts for stem in stems(text))
