"""The index: Chroma and word indexes on disk, as generations that never change once built.

index/<fingerprint>/ holds a generation, index/current the name of the one that serves. A generation is built beside, checked,
renamed, then pointed to: a kill at any moment leaves the former one serving, and another process may read while one builds.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.search.classifier import Classifier, build_classifier, wording
from rupfam_assistant.search.questions import AttachedQuestion, SentenceKey, Subject
from rupfam_assistant.search.thesaurus import Thesaurus
from rupfam_assistant.search.words import WordIndex, build_word_index, letters, tokens
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.texts.passages import CUTTING_VERSION, Passage, collapse

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

INDEX_VERSION = 3
"""Raised whenever the same passages are indexed otherwise."""

BATCH = 5_000
SIZED = (".npy", ".bin", ".pickle")
"""Files whose size tells whether they are whole."""

Progress = Callable[[int, int], None]
"""Called with (records done, records in all) as a build goes on."""


@dataclass(frozen=True)
class Contents:
    """What is indexed: the passages, their sentences as records, the attached questions."""

    passages: tuple[Passage, ...]
    sentences: tuple[SentenceKey, ...]
    questions: tuple[AttachedQuestion, ...]
    thesaurus: Thesaurus

    @cached_property
    def classes(self) -> dict[Subject, int]:
        """The number of each subject that a question is about: a family of sentences, or the topic of what is absent."""
        return {
            subject: number for number, subject in enumerate(sorted({question.subject for question in self.questions}))
        }

    def document_of(self, record: int) -> str:
        """The name of the document of a sentence record."""
        return self.passages[self.sentences[record].passage].document

    @cached_property
    def taught(self) -> frozenset[str]:
        """The documents that attached questions speak of: the founding ones."""
        return frozenset(self.passages[key.passage].document for question in self.questions for key in question.targets)

    @cached_property
    def sections(self) -> dict[str, list[int]]:
        """The sentence records that stand under each heading label."""
        under: dict[str, list[int]] = {}
        for record, key in enumerate(self.sentences):
            for label in self.passages[key.passage].headings:
                under.setdefault(label, []).append(record)
        return under


def gather_contents(
    passages: tuple[Passage, ...], questions: tuple[AttachedQuestion, ...], thesaurus: Thesaurus
) -> Contents:
    """Contents with every sentence numbered as a record."""
    keys = (
        SentenceKey(number, rank) for number, passage in enumerate(passages) for rank in range(len(passage.sentences))
    )
    return Contents(passages, tuple(keys), questions, thesaurus)


def sentence_text(passage: Passage, rank: int) -> str:
    """What is searched of a sentence: its words, under the title and the introduction it stands below."""
    sentence = passage.sentences[rank]
    above = [passage.title] if sentence.role != "heading" else []
    if sentence.role == "item":
        first = passage.sentences[0]
        introduced = [s for s in passage.sentences if s.role == "introduction"]
        above += (
            [passage.introduction, *(passage.slice(s) for s in introduced)]
            if first.role != "item" or passage.introduction
            else []
        )
    return collapse(" ".join([*above, passage.slice(sentence)]))


def fingerprint_contents(documents: Iterable[Document], contents: Contents, model: str) -> str:
    """The name of a generation: texts, questions, thesaurus, model, and the versions of cutting and indexing."""
    digest = hashlib.sha256(f"{CUTTING_VERSION} {INDEX_VERSION} {model}".encode())
    for part in (*documents, *contents.questions, *contents.thesaurus.terms):
        digest.update(repr(part).encode())
    return digest.hexdigest()[:16]


class Index:
    """An open generation."""

    def __init__(self, folder: Path, contents: Contents) -> None:
        self.contents = contents
        self.numbers = {key: record for record, key in enumerate(contents.sentences)}
        self.sentence_words = WordIndex(folder / "sentences")
        self.question_words = WordIndex(folder / "questions")
        self.question_letters = WordIndex(folder / "letters")
        self.classifier = Classifier(folder / "classifier")
        self._passage_vocabularies: dict[int, frozenset[str]] = {}
        self._importances: dict[int, dict[str, float]] = {}
        spoken = json.loads((folder / "vocabularies.json").read_text(encoding="utf-8"))
        self._vocabularies = {int(record): frozenset(words) for record, words in spoken["sentences"].items()}
        self.topic_vocabularies: dict[str, frozenset[str]] = {
            topic: frozenset(words) for topic, words in spoken["topics"].items()
        }
        self._client = _open_chroma(folder / "chroma")
        self._sentences = self._client.get_collection("sentences", embedding_function=None)
        self._questions = self._client.get_collection("questions", embedding_function=None)
        self._sizes = {"sentences": self._sentences.count(), "questions": self._questions.count()}

    def vocabulary(self, record: int) -> frozenset[str]:
        """The tokens of a sentence record and of the questions that it answers."""
        if record not in self._vocabularies:
            key = self.contents.sentences[record]
            self._vocabularies[record] = frozenset(
                tokens(sentence_text(self.contents.passages[key.passage], key.sentence), self.contents.thesaurus)
            )
        return self._vocabularies[record]

    def passage_vocabulary(self, number: int) -> frozenset[str]:
        """The tokens of a passage and of the title it stands under."""
        if number not in self._passage_vocabularies:
            passage = self.contents.passages[number]
            told = collapse(f"{passage.title} {passage.introduction} {passage.text}")
            self._passage_vocabularies[number] = frozenset(tokens(told, self.contents.thesaurus))
        return self._passage_vocabularies[number]

    def question_importance(self, number: int) -> dict[str, float]:
        """What each token of an attached question weighs, in nats."""
        if number not in self._importances:
            said = tokens(self.contents.questions[number].text, self.contents.thesaurus)
            self._importances[number] = {token: self.question_words.idf(token) for token in said}
        return self._importances[number]

    def nearest_sentences(self, vector: list[float], limit: int) -> list[tuple[int, float]]:
        """(sentence record, cosine) of the nearest sentences, best first."""
        return _nearest(self._sentences, vector, min(limit, self._sizes["sentences"]))

    def nearest_questions(self, vector: list[float], limit: int) -> list[tuple[int, float]]:
        """(question number, cosine) of the nearest attached questions, best first."""
        return _nearest(self._questions, vector, min(limit, self._sizes["questions"]))

    def close(self) -> None:
        """Gives back the files and threads of Chroma."""
        self._client.close()


def open_index(folder: Path, name: str, contents: Contents) -> Index | None:
    """The generation of that name, or None when it is not there or is damaged; RupfamError when the folder cannot be used."""
    generation = folder / name
    if not _is_whole(generation):
        return None
    from chromadb.errors import ChromaError

    try:
        return Index(generation, contents)
    except (
        ChromaError,
        ValueError,
        KeyError,
        OSError,
        AttributeError,
    ) as error:  # AttributeError: Chroma's, at its second try of a damaged file
        if not os.access(generation / "chroma" / "chroma.sqlite3", os.W_OK):
            raise _unusable(folder) from error
        return None


def build_index(
    folder: Path, name: str, contents: Contents, embeddings: "Embeddings", progress: Progress = lambda done, total: None
) -> None:
    """Builds the generation of that name beside the others, checks it, renames it and points to it."""
    with _errors_told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        _clear_abandoned(folder)
        beside = Path(tempfile.mkdtemp(prefix=f"building-{os.getpid()}-", dir=folder))
        try:
            _write_generation(beside, contents, embeddings, progress)
            _put_in_place(beside, folder / name)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        _point_to(folder, name)
        _forget_older(folder)


def current_generation(folder: Path) -> str | None:
    """The name of the generation that serves, if any."""
    return _pointed_to(folder, "current")


def _pointed_to(folder: Path, pointer: str) -> str | None:
    try:
        return (folder / pointer).read_text(encoding="utf-8").strip() or None
    except (OSError, UnicodeDecodeError):
        return None


def _write_generation(beside: Path, contents: Contents, embeddings: "Embeddings", progress: Progress) -> None:
    sentences = [sentence_text(contents.passages[key.passage], key.sentence) for key in contents.sentences]
    asked = [question.text for question in contents.questions] or ["(aucune question)"]
    thesaurus = contents.thesaurus
    total, done = len(sentences) + len(asked), 0

    def advance(more: int) -> None:
        nonlocal done
        done += more
        progress(done, total)

    build_word_index([letters(text) or ["(vide)"] for text in asked], beside / "letters")
    build_classifier(
        [wording(text, thesaurus) for text in asked],
        [contents.classes[question.subject] for question in contents.questions],
        beside / "classifier",
    )
    (beside / "vocabularies.json").write_text(json.dumps(_spoken(contents), ensure_ascii=False), encoding="utf-8")
    client = _open_chroma(beside / "chroma")
    try:
        with ThreadPoolExecutor(1) as writer:  # Chroma writes vectors while the words are indexed
            written = []
            for collection, texts in (("sentences", sentences), ("questions", asked)):
                written.append(writer.submit(_write_vectors, client, collection, texts, embeddings, advance))
                build_word_index([tokens(text, thesaurus) or ["(vide)"] for text in texts], beside / collection)
            for one in written:
                one.result()
    finally:
        client.close()
    sizes = {str(path.relative_to(beside)): path.stat().st_size for path in beside.rglob("*") if path.suffix in SIZED}
    (beside / "manifest.json").write_text(json.dumps({"records": total, "sizes": sizes}), encoding="utf-8")


def _write_vectors(
    client: Any, collection: str, texts: list[str], embeddings: "Embeddings", advance: Callable[[int], None]
) -> None:
    """Writes the vectors of texts as a collection of records numbered from 0."""
    records = client.create_collection(
        collection,
        embedding_function=None,
        configuration={
            "hnsw": {
                "space": "cosine",
                "ef_construction": 100,
                "ef_search": 100,
                "batch_size": BATCH,
                "sync_threshold": 20 * BATCH,
            }
        },
    )
    for first in range(0, len(texts), BATCH):
        batch = texts[first : first + BATCH]
        records.add(ids=[str(first + i) for i in range(len(batch))], embeddings=embeddings.embed_documents(batch))
        advance(len(batch))
    if records.count() != len(texts):
        raise RuntimeError(f"{records.count()} records in {collection}, {len(texts)} expected")


def _spoken(contents: Contents) -> dict[str, dict[str, list[str]]]:
    """The tokens used about each sentence that a question targets, its own included, and about each absent topic."""
    numbers = {key: record for record, key in enumerate(contents.sentences)}
    about: dict[str, dict[str, set[str]]] = {"sentences": {}, "topics": {}}
    for question in contents.questions:
        said = tokens(question.text, contents.thesaurus)
        if question.topic:
            about["topics"].setdefault(question.topic, set()).update(said)
        for key in question.targets:
            own = about["sentences"].setdefault(str(numbers[key]), set())
            if not own:
                own.update(tokens(sentence_text(contents.passages[key.passage], key.sentence), contents.thesaurus))
            own.update(said)
    return {kind: {name: sorted(words) for name, words in spoken.items()} for kind, spoken in about.items()}


def _is_whole(generation: Path) -> bool:
    """Whether a generation has its manifest and the files that it lists."""
    try:
        sizes: dict[str, int] = json.loads((generation / "manifest.json").read_text(encoding="utf-8"))["sizes"]
        return (
            all((generation / name).stat().st_size == size for name, size in sizes.items())
            and (generation / "chroma" / "chroma.sqlite3").is_file()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _put_in_place(beside: Path, generation: Path) -> None:
    """Renames a finished build; a damaged generation of the same name is moved away, a whole one is kept."""
    if _is_whole(generation) and _opens(generation):
        return
    with tempfile.TemporaryDirectory(prefix=f"building-{os.getpid()}-", dir=generation.parent) as away:
        if generation.exists():
            generation.rename(Path(away) / "damaged")
        beside.rename(generation)


def _opens(generation: Path) -> bool:
    index = open_index(generation.parent, generation.name, Contents((), (), (), Thesaurus(())))
    if index is None:
        return False
    index.close()
    return True


def _point_to(folder: Path, name: str) -> None:
    former = current_generation(folder)
    for pointer, value in (("former", former), ("current", name)):
        if value is not None and not (pointer == "former" and value == name):
            with tempfile.TemporaryDirectory(prefix=f"building-{os.getpid()}-", dir=folder) as beside:
                fresh = Path(beside) / pointer
                fresh.write_text(value, encoding="utf-8")
                fresh.replace(folder / pointer)


def _forget_older(folder: Path) -> None:
    """Removes the generations before the former one, which another process may still read."""
    kept = {_pointed_to(folder, pointer) for pointer in ("current", "former")}
    for path in folder.iterdir():
        if (
            path.is_dir()
            and (path / "manifest.json").is_file()
            and path.name not in kept
            and not path.name.startswith("building-")
        ):
            shutil.rmtree(path, ignore_errors=True)


def _clear_abandoned(folder: Path) -> None:
    """Removes what a killed build left: the folders of processes that no longer run."""
    for path in folder.glob("building-*"):
        pid = path.name.split("-")[1]
        if not (pid.isdigit() and _runs(int(pid))):
            shutil.rmtree(path, ignore_errors=True)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return pid != os.getpid()


@contextmanager
def _errors_told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _unusable(folder) from error


def _unusable(folder: Path) -> RupfamError:
    return RupfamError(
        f"Le dossier de l’index {folder} ne peut pas être écrit : donnez-vous le droit d’y écrire, libérez de la place,"
        " ou choisissez un autre dossier par RUPFAM_HOME."
    )


def _open_chroma(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


def _nearest(collection: Any, vector: list[float], limit: int) -> list[tuple[int, float]]:
    found = collection.query(query_embeddings=[vector], n_results=limit, include=["distances"])
    return [
        (int(number), 1.0 - float(distance))
        for number, distance in zip(found["ids"][0], found["distances"][0], strict=True)
    ]
