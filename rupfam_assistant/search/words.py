"""The word index: BM25 over stems and thesaurus groups, its scores made shares of what the question asks."""

import json
import logging
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from rupfam_assistant.french.words import stems
from rupfam_assistant.search.thesaurus import Thesaurus


def tokens(text: str, thesaurus: Thesaurus) -> list[str]:
    """The stems of a text, then the thesaurus groups it speaks of."""
    found = stems(text)
    return [*found, *thesaurus.concepts(found)]


class WordIndex:
    """BM25 over texts numbered from 0."""

    def __init__(self, folder: Path) -> None:
        self._bm25 = _bm25s().BM25.load(str(folder), show_progress=False)
        about = json.loads((folder / "frequencies.json").read_text(encoding="utf-8"))
        self._size: int = about["size"]
        self._frequencies: dict[str, int] = about["frequencies"]

    def idf(self, token: str) -> float:
        """How much a token tells, in nats; the most for one never seen."""
        seen = self._frequencies.get(token, 0)
        return math.log(1 + (self._size - seen + 0.5) / (seen + 0.5))

    def search(self, query: Sequence[str], limit: int) -> list[tuple[int, float]]:
        """(number, score in 0..1) of the texts nearest to the tokens, best first; 1 would be every token, strongly."""
        ideal = sum(self.idf(token) for token in query)
        known = [token for token in query if token in self._frequencies]
        if not known:
            return []
        scores = self._bm25.get_scores(known) / ideal
        best = np.argpartition(-scores, limit)[:limit] if limit < len(scores) else np.arange(len(scores))
        best = best[np.argsort(-scores[best], kind="stable")]
        return [(int(number), float(scores[number])) for number in best if scores[number] > 0]


def build_word_index(texts: Sequence[list[str]], folder: Path) -> None:
    """Writes the BM25 index of token lists to a folder."""
    bm25 = _bm25s().BM25(method="lucene", k1=1.2, b=0.5)
    bm25.index(list(texts), show_progress=False)
    bm25.save(str(folder), show_progress=False)
    frequencies = Counter(token for text in texts for token in set(text))
    about = {"size": len(texts), "frequencies": frequencies}
    (folder / "frequencies.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")


def _bm25s() -> Any:
    """The package, without its talk: importing it sets its logger to DEBUG."""
    import bm25s

    bm25s.logger.setLevel(logging.WARNING)
    return bm25s
