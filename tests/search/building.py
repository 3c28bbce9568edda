"""Builds of an index to be killed or watched, in processes of their own, with vectors that need no model.

building.py CORPUS kill FOLDER MOMENT [FOLDER MOMENT ...]   each build kills itself at its moment
building.py CORPUS wait FOLDER                              says "half built", then waits for a line
"""

import math
import os
import re
import signal
import sys
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from rupfam_assistant.answers.knowledge import read_knowledge
from rupfam_assistant.search import index
from rupfam_assistant.search.encoder import TextKind
from rupfam_assistant.search.index import Contents, build_index
from rupfam_assistant.settings import Settings

FRESH = "fresh"
"""The name of the generation that is built here."""

MOMENTS: dict[str, tuple[str, str]] = {
    "at the first file": ("open", "/building-"),
    "amid the word index": ("open", "/frequencies.json"),
    "between two batches of vectors": ("encoding", "2"),
    "before the manifest": ("open", "/building-.*/manifest.json"),
    "before the rename": ("os.rename", f"/{FRESH}"),
    "before the pointer": ("os.rename", "/current"),
    "before an older generation goes": ("shutil.rmtree", "/oldest"),
}
"""The moments of a build: an event of Python's own audit, and what stands in one of its arguments."""


index.STEP = 100
"""The founding texts are few sentences: several batches are wanted here."""


class LetterEncoder:
    """Vectors of length 1 from the runs of three letters of a text; `between` is called before each batch with its number."""

    def __init__(self, between: Callable[[int], None] = lambda batch: None, name: str = "letters") -> None:
        self._between, self.name = between, name
        self._batches = 0

    def encode(self, texts: Sequence[str], kind: TextKind) -> np.ndarray:
        self._batches += 1
        self._between(self._batches)
        return np.array([self._vector(text) for text in texts], np.float32)

    def _vector(self, text: str) -> list[float]:
        counts = [0.0] * 64
        for i in range(len(text) + 1):
            counts[zlib.crc32(text[i : i + 3].encode()) % 64] += 1
        norm = math.hypot(*counts)
        return [count / norm for count in counts]


def small_contents(corpus: Path) -> Contents:
    return read_knowledge(Settings(_env_file=None, corpus=corpus)).contents


def build_and_die(folder: Path, contents: Contents, moment: str) -> None:
    """Builds a generation in a process that is killed at a moment."""
    event, told = MOMENTS[moment]

    def die(happened: str, arguments: tuple[object, ...]) -> None:
        if (
            happened == event
            and any(re.search(told, str(argument)) for argument in arguments)
            and str(folder) in str(arguments)
        ):
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(die)
    build_index(folder, FRESH, contents, LetterEncoder(lambda batch: sys.audit("encoding", f"{folder} {batch}"), "new"))


def main() -> None:
    contents = small_contents(Path(sys.argv[1]))
    if sys.argv[2] == "wait":
        build_index(Path(sys.argv[3]), FRESH, contents, LetterEncoder(wait_for_word, "new"))
        return
    import bm25s  # noqa: F401  # once, rather than in each child
    import chromadb  # noqa: F401

    for folder, moment in zip(sys.argv[3::2], sys.argv[4::2], strict=True):
        child = os.fork()
        if child == 0:
            build_and_die(Path(folder), contents, moment)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")


def wait_for_word(batch: int) -> None:
    if batch == 2:
        sys.stdout.write("half built\n")
        sys.stdout.flush()
        sys.stdin.readline()


if __name__ == "__main__":
    main()
