"""The index: Chroma and word indexes on disk, as generations that never change once built.

index/<fingerprint>/ holds a generation, index/current names the one that serves, index/current-N that of office N. A
generation is built beside, checked, renamed, then pointed to: a kill at any moment leaves the former one serving, and
another process may read while one builds. Chroma has its vectors in its folder, or on a server under the same name.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from rupfam_assistant.errors import RupfamError
from rupfam_assistant.search.encoder import Encoder, RememberingEncoder, text_key
from rupfam_assistant.search.thesaurus import Thesaurus
from rupfam_assistant.search.vectors import FolderVectors, Found, ServedVectors, write_folder
from rupfam_assistant.search.words import WordIndex, build_word_index, tokens
from rupfam_assistant.texts.documents import Document
from rupfam_assistant.texts.passages import CUTTING_VERSION, Passage, collapse
from rupfam_assistant.texts.whole import clear_abandoned, keep_for_good, write_whole

INDEX_VERSION = 6
"""Raised whenever the same passages are indexed otherwise."""

VECTORS, KEYS = "vectors.npy", "keys.npy"
"""The files of a generation that hold the vector of each record, and the key of its text."""

STEP = 200
"""Texts encoded at a time."""

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
    def texts(self) -> list[str]:
        """What is searched of each sentence record."""
        return [sentence_text(self.passages[key.passage], key.sentence) for key in self.sentences]

    @cached_property
    def added(self) -> frozenset[int]:
        """The sentence records of added documents."""
        return frozenset(r for r in range(len(self.sentences)) if self.passage_of(r).document not in self.founding)


NOTHING = Contents((), (), Thesaurus(()), frozenset())


def gather_contents(passages: tuple[Passage, ...], thesaurus: Thesaurus, founding: Iterable[str]) -> Contents:
    """Contents with every sentence numbered as a record."""
    keys = (SentenceKey(number, rank) for number, one in enumerate(passages) for rank in range(len(one.sentences)))
    return Contents(passages, tuple(keys), thesaurus, frozenset(founding))


def sentence_text(passage: Passage, rank: int) -> str:
    """What is searched of a sentence: its words, under the title and the introduction it stands below."""
    sentence = passage.sentences[rank]
    above = [passage.title] if sentence.role != "heading" else []
    if sentence.role in ("item", "row"):
        introduced = [s for s in passage.sentences if s.role == "introduction"]
        if passage.sentences[0].role != sentence.role or passage.introduction:
            above += [passage.introduction, *(passage.slice(s) for s in introduced)]
    return collapse(" ".join([*above, passage.told(sentence)]))


def fingerprint_contents(documents: Iterable[Document], contents: Contents, model: str) -> str:
    """The name of a generation: texts, thesaurus, model, and the versions of cutting and indexing."""
    digest = hashlib.sha256(f"{CUTTING_VERSION} {INDEX_VERSION} {model}".encode())
    for part in (*documents, *contents.thesaurus.terms):
        digest.update(repr(part).encode())
    return digest.hexdigest()[:16]


class Index:
    """An open generation: its words here, its vectors in its folder or on a server."""

    def __init__(self, folder: Path, contents: Contents, vectors: FolderVectors | ServedVectors) -> None:
        self.contents, self.vectors = contents, vectors
        self.words = WordIndex(folder / "words")
        self._passage_tokens: dict[int, frozenset[str]] = {}

    def passage_tokens(self, number: int) -> frozenset[str]:
        """The tokens of a passage, of the title it stands under and of what introduces it."""
        if number not in self._passage_tokens:
            passage = self.contents.passages[number]
            told = collapse(f"{passage.title} {passage.introduction} {passage.text}")
            self._passage_tokens[number] = frozenset(tokens(told, self.contents.thesaurus))
        return self._passage_tokens[number]

    def nearest(self, vector: np.ndarray, limit: int, found: Sequence[int] = ()) -> Found:
        """The nearest sentences; while the server of the vectors is away, the nearest of those that words `found`."""
        return self.vectors.nearest(vector, limit, found)

    def close(self) -> None:
        """Gives back the files and threads of Chroma."""
        self.vectors.close()


def open_index(folder: Path, name: str, contents: Contents, url: str = "") -> Index | None:
    """The generation of that name, or None when it is not there or is damaged; RupfamError when the folder cannot be
    used. Its vectors are on the server of an address, if one is told: those that it lacks are written there, and while
    it is away this is left for later."""
    generation = folder / name
    if damaged_files(generation) != []:
        return None
    from chromadb.errors import ChromaError

    try:
        if not url:
            return Index(generation, contents, FolderVectors(generation / "chroma"))
        kept = np.load(generation / VECTORS, mmap_mode="r")
        vectors = ServedVectors(url, name, kept, folder, lambda: _pointed_names(folder))
        index = Index(generation, contents, vectors)
    except (ChromaError, ValueError, KeyError, TypeError, OSError, AttributeError) as error:  # the last is Chroma's
        if not os.access(folder, os.W_OK):
            raise _unusable(folder) from error
        return None
    vectors.prepare()
    return index


def build_index(
    folder: Path,
    name: str,
    contents: Contents,
    encoder: Encoder,
    progress: Progress = lambda done, total: None,
    office: str = "",
    url: str = "",
) -> None:
    """Builds the generation of that name beside the others, checks it, renames it and points to it, as that of an
    office; what the former one encoded is not encoded again, and a server at an address is to have the vectors."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        clear_abandoned(folder, "building", "opened")
        known: dict[bytes, np.ndarray] = {}
        for former in filter(None, {current_generation(folder), current_generation(folder, office)}):
            known |= _encoded(folder / former, encoder.name)
        beside = Path(tempfile.mkdtemp(prefix=f"building-{os.getpid()}-", dir=folder))
        try:
            _write_generation(beside, contents, RememberingEncoder(encoder, known), progress, in_folder=not url)
            _put_in_place(beside, folder / name, url)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        _point_to(folder, name, office)
        _forget_older(folder)
    except OSError as error:
        raise _unusable(folder) from error


def current_generation(folder: Path, office: str = "") -> str | None:
    """The name of the generation that serves an office, if any."""
    return _pointed_to(folder, _pointer("current", office))


def _pointer(pointer: str, office: str) -> str:
    return f"{pointer}-{office}" if office else pointer


def _pointed_to(folder: Path, pointer: str) -> str | None:
    try:
        return (folder / pointer).read_text(encoding="utf-8").strip() or None
    except (OSError, UnicodeDecodeError):
        return None


def _pointed_names(folder: Path) -> set[str | None]:
    """The generations that serve somebody, and those that did before, which another process may still read."""
    pointers = (path.name for pattern in ("current*", "former*") for path in folder.glob(pattern))
    return {_pointed_to(folder, pointer) for pointer in pointers}


def _encoded(generation: Path, model: str) -> dict[bytes, np.ndarray]:
    """The vectors of a generation by the key of their text; none when it is of another model, or damaged."""
    try:
        told = json.loads((generation / "manifest.json").read_text(encoding="utf-8"))
        keys, vectors = np.load(generation / KEYS), np.load(generation / VECTORS)
        right = told["model"] == model and damaged_files(generation) == []
        return {key.tobytes(): vector for key, vector in zip(keys, vectors, strict=True)} if right else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _write_generation(beside: Path, contents: Contents, encoder: Encoder, progress: Progress, in_folder: bool) -> None:
    texts = contents.texts
    build_word_index([tokens(text, contents.thesaurus) or ["(vide)"] for text in texts], beside / "words")
    rows = []
    for start in range(0, len(texts), STEP):
        rows.append(encoder.encode(texts[start : start + STEP], "passage"))
        progress(min(start + STEP, len(texts)), len(texts))
    vectors = np.concatenate(rows)
    np.save(beside / VECTORS, vectors)
    np.save(beside / KEYS, np.array([np.frombuffer(text_key(text, "passage"), np.uint8) for text in texts]))
    if in_folder:
        write_folder(beside / "chroma", vectors)
    files = [path for path in sorted(beside.rglob("*")) if path.is_file()]
    sums = {path.relative_to(beside).as_posix(): _sum(path) for path in files}
    told = {"records": len(texts), "model": encoder.name, "sums": sums}
    (beside / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
    keep_for_good(beside.rglob("*"))


def _sum(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def damaged_files(generation: Path) -> list[str] | None:
    """The files of a generation that are no longer what was built, by the sum of each; None without a list of them."""
    try:
        sums: dict[str, str] = json.loads((generation / "manifest.json").read_text(encoding="utf-8"))["sums"]
        held = {name: _sum(path) for name in sums if (path := generation / name).is_file()}
        wrong = [name for name, told in sums.items() if held.get(name) != told]
        return wrong if VECTORS in sums else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _put_in_place(beside: Path, generation: Path, url: str) -> None:
    """Renames a finished build; a damaged generation of the same name is moved away, a whole one is kept."""
    if damaged_files(generation) == [] and (url or _opens(generation)):
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


def _point_to(folder: Path, name: str, office: str) -> None:
    served = current_generation(folder, office)
    if served not in (None, name):
        write_whole(folder / _pointer("former", office), str(served).encode("utf-8"))
    write_whole(folder / _pointer("current", office), name.encode("utf-8"))


def _forget_older(folder: Path) -> None:
    """Removes the generations that no pointer names."""
    kept = _pointed_names(folder)
    for path in (about.parent for about in [*folder.glob("*/manifest.json")]):
        if path.name not in kept and not path.name.startswith("building-"):
            shutil.rmtree(path, ignore_errors=True)


def _unusable(folder: Path) -> RupfamError:
    return RupfamError(
        f"Le dossier de l’index {folder} ne peut pas être écrit : donnez-vous le droit d’y écrire, libérez de la place,"
        " ou choisissez un autre dossier par RUPFAM_HOME."
    )
