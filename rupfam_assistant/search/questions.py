"""Questions attached to sentences: what people ask, and the sentences of the founding texts that answer it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.french.lists import read_json_lines
from rupfam_assistant.french.spelling import Speller
from rupfam_assistant.french.words import fold
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.texts.passages import Passage, collapse
from rupfam_assistant.texts.quotes import find_quote

NAMED_DOCUMENT = {
    "circulaire": re.compile(r"\bcirculaire\b|\bcirc\b"),
    "trame": re.compile(r"\btrame\b|\bmodele\b|\bconvention departementale\b|\barticle\b"),
}
OBJECTIVE = re.compile(r"^objectif \w+ ?: *")
TELLING = 25
ALIKE = 90.0
"""Two sentences of at least TELLING characters are twins when they are this alike, in 0..100."""

COVERED = 0.5
"""Share of a sentence, or of a quote, that must be shared for the one to answer for the other."""


@dataclass(frozen=True, order=True)
class SentenceKey:
    """A sentence by the number of its passage in the corpus and its own number in that passage."""

    passage: int
    sentence: int


@dataclass(frozen=True)
class AttachedQuestion:
    """A question and the sentences that answer it; or none, and the `topic` that is known to be absent from the texts.

    `family` is the first of those sentences with its twins: what the question is about, whichever text it is read in.
    """

    text: str
    targets: tuple[SentenceKey, ...]
    family: tuple[SentenceKey, ...] = ()
    topic: str = ""

    @property
    def subject(self) -> "Subject":
        """What it is about: a family, or a topic."""
        return (self.family, self.topic)


Subject = tuple[tuple[SentenceKey, ...], str]


def read_questions(
    path: Path, documents: Iterable[Document], passages: tuple[Passage, ...], speller: Speller
) -> tuple[AttachedQuestion, ...]:
    """The questions of corpus/questions.jsonl, mended, each attached by its quotes and to their twins in the other text.

    RupfamError when a quote stands nowhere.
    """
    texts = {document.name: document.text for document in documents}
    twins = find_twins([(number, passage) for number, passage in enumerate(passages) if passage.document in texts])
    located: dict[tuple[str, str], tuple[SentenceKey, ...]] = {}
    questions = []
    for number, row in enumerate(read_json_lines(path), 1):
        targets: dict[SentenceKey, None] = {}
        for key in _quotes_of(row, number, path):
            if key not in located:
                located[key] = tuple(_sentences_of(*key, texts, passages)) if key[0] in texts else ()
            if not located[key]:
                raise RupfamError(
                    f"La ligne {number} du fichier {path} cite un passage qui n’est pas dans les textes : corrigez-la."
                )
            targets.update(dict.fromkeys(located[key]))
        asked = speller.mend(row["query"]).text
        if not named_documents(asked):
            targets.update(dict.fromkeys(twin for key in tuple(targets) for twin in twins[key]))
        first = next(iter(targets))
        questions.append(AttachedQuestion(asked, tuple(targets), tuple(sorted((first, *twins[first])))))
    return tuple(questions)


def _quotes_of(row: dict[str, Any], number: int, path: Path) -> list[tuple[str, str]]:
    """(document, quote) of a row, at least one; RupfamError when it lacks something."""
    try:
        quotes = [(str(quote["doc"]), str(quote["quote"])) for quote in row["quotes"]]
        if quotes and isinstance(row["query"], str):
            return quotes
    except (KeyError, TypeError) as error:
        raise _incomplete(number, path) from error
    raise _incomplete(number, path)


def _incomplete(number: int, path: Path) -> RupfamError:
    return RupfamError(
        f"La ligne {number} du fichier {path} doit avoir « query » et des « quotes » (« doc », « quote ») : complétez-la."
    )


def read_absent_questions(path: Path, speller: Speller) -> tuple[AttachedQuestion, ...]:
    """The questions of corpus/unanswerable.jsonl, which neither founding text answers, by the topic that they ask about."""
    rows = read_json_lines(path)
    for number, row in enumerate(rows, 1):
        if not (isinstance(row.get("query"), str) and isinstance(row.get("topic"), str)):
            raise RupfamError(f"La ligne {number} du fichier {path} doit avoir « query » et « topic » : complétez-la.")
    return tuple(AttachedQuestion(speller.mend(row["query"]).text, (), (), row["topic"]) for row in rows)


def named_documents(question: str) -> set[str]:
    """The founding texts that a question names."""
    folded = fold(question)
    return {name for name, pattern in NAMED_DOCUMENT.items() if pattern.search(folded)}


def find_twins(passages: Sequence[tuple[int, Passage]]) -> dict[SentenceKey, tuple[SentenceKey, ...]]:
    """For each sentence of numbered passages, the others that have about the same words, in the same text or the other."""
    wordings = {
        SentenceKey(number, rank): twin_key(passage, rank)
        for number, passage in passages
        for rank in range(len(passage.sentences))
    }
    keys = list(wordings)
    return {
        key: tuple(other for other in keys if other != key and _are_twins(wordings[key], wordings[other]))
        for key in keys
    }


def _are_twins(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) >= TELLING and fuzz.ratio(one, other, score_cutoff=ALIKE) > 0)


def _sentences_of(name: str, quote: str, texts: dict[str, str], passages: tuple[Passage, ...]) -> Iterable[SentenceKey]:
    """The sentences that a quote covers by half, or that cover it."""
    for start, end in find_quote(texts[name], quote):
        for number, passage in enumerate(passages):
            if passage.document != name or passage.end <= start or end <= passage.start:
                continue
            for rank, sentence in enumerate(passage.sentences):
                shared = min(end, sentence.end) - max(start, sentence.start)
                if shared > 0 and shared >= COVERED * min(end - start, sentence.end - sentence.start):
                    yield SentenceKey(number, rank)


def twin_key(passage: Passage, rank: int) -> str:
    """What makes two sentences twins: the same words once folded, an objective's number, list marks and final stops aside."""
    words = fold(collapse(passage.slice(passage.sentences[rank]))).strip(" ;.,:-").replace("- ", "-")
    return OBJECTIVE.sub("", words)
