"""The vectors of the sentences, in Chroma: in the folder of a generation, or on a server for several processes."""

import os
import shutil
import tempfile
import time
import weakref
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from threading import Lock, Thread
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import numpy as np

from rupfam_assistant.errors import IndexAway
from rupfam_assistant.texts.whole import one_at_a_time

BATCH = 2_000
"""Records written at a time."""

RETRY, PATIENCE = 1, 10
"""Seconds until a server that did not answer is asked again; seconds that it has to answer."""

HNSW = {"space": "cosine", "ef_construction": 100, "ef_search": 100, "batch_size": BATCH, "sync_threshold": 20 * BATCH}
"""How a collection is made."""

Found = list[tuple[int, float]]
"""(sentence record, cosine) of the nearest sentences, best first."""


class FolderVectors:
    """Those of a generation on the disk; Chroma, which writes in its files when it reads them, works on a copy."""

    away = False

    def __init__(self, folder: Path) -> None:
        beside = folder.parents[1]
        own = beside if os.access(beside, os.W_OK) else None
        copy = tempfile.TemporaryDirectory(prefix=f"opened-{os.getpid()}-", dir=own, ignore_cleanup_errors=True)
        shutil.copytree(folder, copy.name, dirs_exist_ok=True)
        client = _open_chroma(Path(copy.name))
        self.close = weakref.finalize(self, _give_back, client, copy)
        self._records = client.get_collection("sentences", embedding_function=None)
        self._size = self._records.count()

    def is_reached(self) -> bool:
        """Whether it answers now."""
        return True

    def nearest(self, vector: np.ndarray, limit: int, found: Sequence[int] = ()) -> Found:
        """The nearest sentences."""
        return _nearest(self._records, vector, min(limit, self._size))


def write_folder(folder: Path, vectors: np.ndarray) -> None:
    """Writes vectors in a new folder, numbered from 0."""
    client = _open_chroma(folder)
    try:
        _write(client.create_collection(**_new("sentences")), vectors)
    finally:
        client.close()


class ServedVectors:
    """Those of a collection of a server, of which `vectors` are kept here too: who notices that it lacks them writes
    them there. While the server is away, only the sentences that words found are looked at, here. Of the collections
    of `home`, those whose names are not `kept` go."""

    def __init__(
        self, url: str, name: str, vectors: np.ndarray, home: Path, kept: Callable[[], Collection[str | None]]
    ) -> None:
        self._url, self._name, self._vectors, self._home, self._kept = url, name, vectors, home.resolve(), kept
        self._writing = Lock()
        self._asked = -float(RETRY)
        self._records: Any = None

    @property
    def away(self) -> bool:
        """Whether the server did not answer when it was last asked, or has not all of them yet."""
        return self._records is None

    def nearest(self, vector: np.ndarray, limit: int, found: Sequence[int] = ()) -> Found:
        """The nearest sentences; while the server is away, the nearest of those that words found."""
        with suppress(IndexAway):
            if self.away and not self._writing.locked() and not self._find():
                Thread(target=self.prepare, daemon=True).start()
            if (records := self._records) is not None:
                with self._told():
                    return _nearest(records, vector, min(limit, len(self._vectors)))
        cosines = self._vectors[list(found)] @ vector
        return sorted(zip(found, map(float, cosines), strict=True), key=lambda one: -one[1])

    def is_reached(self) -> bool:
        """Whether the server answers now."""
        with suppress(IndexAway), self._told():
            find_server(self._url)
            return True
        return False

    def prepare(self) -> None:
        """Finds the collection, or writes it, one process at a time; while the server is away this is left for
        later."""
        with suppress(IndexAway), self._writing, one_at_a_time(self._home):
            self._asked = -float(RETRY)
            if not self._find():
                self._write()

    def close(self) -> None:
        """Nothing is to be given back: a program has one connection to a server."""

    def _find(self) -> bool:
        """Whether the server has the collection; IndexAway when it does not answer, or did not a moment ago."""
        from chromadb.errors import NotFoundError

        if time.monotonic() - self._asked < RETRY:
            raise IndexAway(self._url)
        self._asked = time.monotonic()
        with self._told():
            try:
                self._records = _reach(self._url).get_collection(self._name, embedding_function=None)
            except NotFoundError:
                return False
        return True

    def _write(self) -> None:
        """Writes the collection beside the others, then names it."""
        with self._told():
            client = _reach(self._url)
            home = {"home": str(self._home)}
            records = client.create_collection(**_new(f"building-{uuid4().hex}"), metadata=home)
            _write(records, self._vectors)
            records.modify(name=self._name)
            self._records = records
            for held in client.list_collections():
                if (held.metadata or {}).get("home") == home["home"] and held.name not in self._kept():
                    client.delete_collection(held.name)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """IndexAway for whatever goes wrong between the server and here; it is then away."""
        try:
            with _told(self._url):
                yield
        except IndexAway:
            self._records = None
            raise


def find_server(url: str) -> None:
    """IndexAway when no server of Chroma answers at an address."""
    with _told(url):
        _reach(url).heartbeat()


def _write(records: Any, vectors: np.ndarray) -> None:
    for first in range(0, len(vectors), BATCH):
        batch = np.asarray(vectors[first : first + BATCH])
        records.add(ids=[str(first + number) for number in range(len(batch))], embeddings=batch)
    if records.count() != len(vectors):
        raise RuntimeError(f"{records.count()} records, {len(vectors)} expected")


def _nearest(records: Any, vector: np.ndarray, limit: int) -> Found:
    found = records.query(query_embeddings=[vector.tolist()], n_results=limit, include=["distances"])
    return [(int(n), 1.0 - float(d)) for n, d in zip(found["ids"][0], found["distances"][0], strict=True)]


def _new(name: str) -> dict[str, Any]:
    return {"name": name, "embedding_function": None, "configuration": {"hnsw": HNSW}}


def _open_chroma(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


@contextmanager
def _told(url: str) -> Iterator[None]:
    import httpx
    from chromadb.errors import ChromaError

    try:
        yield
    except (httpx.HTTPError, ChromaError, ValueError, KeyError) as error:
        raise IndexAway(url) from error


@cache
def _reach(url: str) -> Any:
    """A server of Chroma; ValueError when it does not answer."""
    import chromadb
    from chromadb.config import Settings

    told = urlsplit(url)
    secure = told.scheme == "https"
    port = told.port or (443 if secure else 80)
    client: Any = chromadb.HttpClient(str(told.hostname), port, secure, settings=Settings(anonymized_telemetry=False))
    client._server._session.timeout = PATIENCE  # Chroma waits for ever, and has no setting for it
    return client


def _give_back(client: Any, copy: "tempfile.TemporaryDirectory[str]") -> None:
    client.close()
    copy.cleanup()
