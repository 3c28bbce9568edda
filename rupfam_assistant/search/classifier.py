"""The classifier: which sentence a question's own wording points to, learned from the attached questions when the index is built."""

import itertools
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from rupfam_assistant.french.words import read_words, stems
from rupfam_assistant.search.thesaurus import Thesaurus

SHORTEST, LONGEST = 2, 5
"""Lengths of the runs of letters that count."""

SEEN_TWICE = 2
PENALTY = 0.3


def wording(text: str, thesaurus: Thesaurus) -> list[str]:
    """What the classifier sees of a question: stems and groups, pairs of words, and runs of letters inside words."""
    return list(_wording(text, thesaurus))


def _wording(text: str, thesaurus: Thesaurus) -> Iterator[str]:
    found = stems(text)
    meant = [*found, *thesaurus.concepts(found)]
    said = [word.folded for word in read_words(text) if not word.elided]
    yield from (f"s:{stem}" for stem in meant)
    yield from (f"w:{word}" for word in said)
    yield from (f"p:{one} {other}" for one, other in itertools.pairwise(said))
    for word in said:
        marked = f" {word} "
        for size in range(SHORTEST, LONGEST + 1):
            yield from (marked[i : i + size] for i in range(len(marked) - size + 1))


class Classifier:
    """Linear scores of the classes, from the wording of a question."""

    def __init__(self, folder: Path) -> None:
        self._vocabulary: dict[str, int] = json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))
        self._idf = np.load(folder / "idf.npy")
        self._weights = np.load(folder / "weights.npy")

    def scores(self, wording: Sequence[str]) -> list[float]:
        """The score of each class for a wording, about -1 for no, above 0 for yes."""
        counts: dict[int, int] = {}
        for part in wording:
            if (column := self._vocabulary.get(part)) is not None:
                counts[column] = counts.get(column, 0) + 1
        columns = np.fromiter(counts, dtype=np.int64, count=len(counts))
        values = (1 + np.log(np.fromiter(counts.values(), dtype=np.float64, count=len(counts)))) * self._idf[columns]
        norm = float(np.linalg.norm(values)) or 1.0
        scores: list[float] = ((values / norm) @ self._weights[columns] + self._weights[-1]).tolist()
        return scores


def build_classifier(wordings: Sequence[list[str]], classes: Sequence[int], folder: Path) -> None:
    """Learns the class of each wording, classes numbered from 0 without a gap, and writes the classifier to a folder."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    vectorizer = TfidfVectorizer(analyzer=list, sublinear_tf=True, min_df=SEEN_TWICE)
    rows = vectorizer.fit_transform(wordings)
    model = LinearSVC(C=PENALTY, random_state=0).fit(rows, list(classes))
    folder.mkdir(parents=True)
    (folder / "vocabulary.json").write_text(
        json.dumps({part: int(n) for part, n in vectorizer.vocabulary_.items()}), encoding="utf-8"
    )
    np.save(folder / "idf.npy", vectorizer.idf_)
    np.save(folder / "weights.npy", np.vstack([model.coef_.T, model.intercept_]).astype(np.float32))
