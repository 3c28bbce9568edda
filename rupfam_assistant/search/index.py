"""The index: Chroma and word indexes on disk, as generations that never change once built.

index/<fingerprint>/ holds a generation, index/current the name of the one that serves. A generation is built beside,
checked,
renamed, then pointed to: a kill at any moment leaves the former one serving, and another process may read while one
builds.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.search.encoder import Encoder
from rupfam_assistant.search.thesaurus import Thesaurus
from rupfam_assistant.search.words import WordIndex, build_word_index, tokens
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.texts.passages import CUTTING_VERSION, Passage, collapse
from rupfam_assistant.texts.whole import clear_abandoned, keep_for_good, write_whole

INDEX_VERSION = 5
"""Raised whenever the same passages are indexed otherwise."""

BATCH, STEP = 2_000, 200
"""Records written at a time, texts encoded at a time."""

Progress = Callable[[int, int], None]
"""Called with (records done, records in all) as a build goes on."""


@dataclass(frozen=True, order=True)
class SentenceKey:
    """A sentence by the number of its passage among all and its own number in that passage."""

    passage: int
    sentence: int


@dataclass(frozen=True)
class Contents:
    """What is indexed: the passages of all documents, their sentences as records; `founding` are the names of the two
    texts."""

    passages: tuple[Passage, ...]
    sentences: tuple[SentenceKey, ...]
    thesaurus: Thesaurus
    founding: frozenset[str]

    def passage_of(self, record: int) -> Passage:
        """The passage of a sentence record."""
        return self.passages[self.sentences[record].passage]

    @cached_property
    def added(self) -> frozenset[int]:
        """The sentence records of added documents."""
        return frozenset(r for r in range(len(self.sentences)) if self.passage_of(r).document not in self.founding)


NOTHING = Contents((), (), Thesaurus(()), frozenset())


def gather_contents(passages: tuple[Passage, ...], thesaurus: Thesaurus, founding: Iterable[str]) -> Contents:
    """Contents with every sentence numbered as a record."""
    keys = (
        SentenceKey(number, rank) for number, passage in enumerate(passages) for rank in range(len(passage.sentences))
    )
    return Contents(passages, tuple(keys), thesaurus, frozenset(founding))


def sentence_text(passage: Passage, rank: int) -> str:
    """What is searched of a sentence: its words, under the title and the introduction it stands below."""
    sentence = passage.sentences[rank]
    above = [passage.title] if sentence.role != "heading" else []
    if sentence.role in ("item", "row"):
        first = passage.sentences[0]
        introduced = [s for s in passage.sentences if s.role == "introduction"]
        above += (
            [passage.introduction, *(passage.slice(s) for s in introduced)]
            if first.role != sentence.role or passage.introduction
            else []
        )
    return collapse(" ".join([*above, passage.told(sentence)]))


def fingerprint_contents(documents: Iterable[Document], contents: Contents, model: str) -> str:
    """The name of a generation: texts, thesaurus, model, and the versions of cutting and indexing."""
    digest = hashlib.sha256(f"{CUTTING_VERSION} {INDEX_VERSION} {model}".encode())
    for part in (*documents, *contents.thesaurus.terms):
        digest.update(repr(part).encode())
    return digest.hexdigest()[:16]


class Index:
    """An open generation; Chroma, which writes in its files when it reads them, works on a copy of them."""

    def __init__(self, folder: Path, contents: Contents) -> None:
        self.contents = contents
        self.words = WordIndex(folder / "words")
        self._passage_tokens: dict[int, frozenset[str]] = {}
        own = folder.parent if os.access(folder.parent, os.W_OK) else None
        self._copy = tempfile.TemporaryDirectory(prefix=f"opened-{os.getpid()}-", dir=own, ignore_cleanup_errors=True)
        shutil.copytree(folder / "chroma", self._copy.name, dirs_exist_ok=True)
        self._client = _open_chroma(Path(self._copy.name))
        self._sentences = self._client.get_collection("sentences", embedding_function=None)
        self._size = self._sentences.count()

    def passage_tokens(self, number: int) -> frozenset[str]:
        """The tokens of a passage, of the title it stands under and of what introduces it."""
        if number not in self._passage_tokens:
            passage = self.contents.passages[number]
            told = collapse(f"{passage.title} {passage.introduction} {passage.text}")
            self._passage_tokens[number] = frozenset(tokens(told, self.contents.thesaurus))
        return self._passage_tokens[number]

    def nearest(self, vector: np.ndarray, limit: int) -> list[tuple[int, float]]:
        """(sentence record, cosine) of the nearest sentences, best first."""
        found = self._sentences.query(
            query_embeddings=[vector.tolist()], n_results=min(limit, self._size), include=["distances"]
        )
        return [(int(n), 1.0 - float(d)) for n, d in zip(found["ids"][0], found["distances"][0], strict=True)]

    def close(self) -> None:
        """Gives back the files and threads of Chroma."""
        self._client.close()
        self._copy.cleanup()


def open_index(folder: Path, name: str, contents: Contents) -> Index | None:
    """The generation of that name, or None when it is not there or is damaged; RupfamError when the folder cannot be
    used."""
    generation = folder / name
    if damaged_files(generation) != []:
        return None
    from chromadb.errors import ChromaError

    try:
        return Index(generation, contents)
    except (
        ChromaError,
        ValueError,
        KeyError,
        TypeError,
        OSError,
        AttributeError,
    ) as error:  # AttributeError: Chroma's, when damaged
        if not os.access(folder, os.W_OK):
            raise _unusable(folder) from error
        return None


def build_index(
    folder: Path, name: str, contents: Contents, encoder: Encoder, progress: Progress = lambda done, total: None
) -> None:
    """Builds the generation of that name beside the others, checks it, renames it and points to it."""
    with _errors_told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        clear_abandoned(folder, "building", "opened")
        beside = Path(tempfile.mkdtemp(prefix=f"building-{os.getpid()}-", dir=folder))
        try:
            _write_generation(beside, contents, encoder, progress)
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


def _write_generation(beside: Path, contents: Contents, encoder: Encoder, progress: Progress) -> None:
    texts = [sentence_text(contents.passages[key.passage], key.sentence) for key in contents.sentences]
    build_word_index([tokens(text, contents.thesaurus) or ["(vide)"] for text in texts], beside / "words")
    client = _open_chroma(beside / "chroma")
    try:
        _write_vectors(client, texts, encoder, progress)
    finally:
        client.close()
    files = [path for path in sorted(beside.rglob("*")) if path.is_file()]
    told = {"records": len(texts), "sums": {path.relative_to(beside).as_posix(): _sum(path) for path in files}}
    (beside / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
    keep_for_good(beside.rglob("*"))


def _sum(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _write_vectors(client: Any, texts: list[str], encoder: Encoder, progress: Progress) -> None:
    """Writes the vectors of texts as records numbered from 0."""
    records = client.create_collection(
        "sentences",
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
        vectors = []
        for start in range(0, len(batch), STEP):
            vectors.append(encoder.encode(batch[start : start + STEP], "passage"))
            progress(min(first + start + STEP, len(texts)), len(texts))
        records.add(ids=[str(first + i) for i in range(len(batch))], embeddings=np.concatenate(vectors))
    if records.count() != len(texts):
        raise RuntimeError(f"{records.count()} records, {len(texts)} expected")


def damaged_files(generation: Path) -> list[str] | None:
    """The files of a generation that are no longer what was built, by the sum of each; None without a list of them."""
    try:
        sums: dict[str, str] = json.loads((generation / "manifest.json").read_text(encoding="utf-8"))["sums"]
        wrong = [
            name for name, told in sums.items() if not (generation / name).is_file() or _sum(generation / name) != told
        ]
        return wrong if "chroma/chroma.sqlite3" in sums else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _put_in_place(beside: Path, generation: Path) -> None:
    """Renames a finished build; a damaged generation of the same name is moved away, a whole one is kept."""
    if damaged_files(generation) == [] and _opens(generation):
        return
    with tempfile.TemporaryDirectory(prefix=f"building-{os.getpid()}-", dir=generation.parent) as away:
        if generation.exists():
            generation.rename(Path(away) / "damaged")
        beside.rename(generation)
    keep_for_good([generation.parent])


def _opens(generation: Path) -> bool:
    index = open_index(generation.parent, generation.name, NOTHING)
    if index is None:
        return False
    index.close()
    return True


def _point_to(folder: Path, name: str) -> None:
    former = current_generation(folder)
    for pointer, value in (("former", former), ("current", name)):
        if value is not None and not (pointer == "former" and value == name):
            write_whole(folder / pointer, value.encode("utf-8"))


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
