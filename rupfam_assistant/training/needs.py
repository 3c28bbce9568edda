"""Learns corpus/need_weights.npz: what a need is about, by ridge regression on the examples of corpus/needs.jsonl."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from rupfam_assistant.dossier import needs as classing
from rupfam_assistant.dossier.needs import ACROSS, CUE, OUT, Array, Axis, Cues, NeedModel, feature_row, find_features
from rupfam_assistant.errors import UnreadableFile
from rupfam_assistant.french.lists import read_json_lines

EXAMPLES = "needs.jsonl"
CUE_WEIGHT, PENALTY = 0.4, 0.7
"""The weight of a cue beside the words, and the ridge's."""


def train_needs(corpus: Path) -> None:
    """Learns from the corpus, in seconds, and stores the model there; RupfamError names the file at fault."""
    model = learn_needs(read_examples(corpus / EXAMPLES), *classing.read_cues(corpus / classing.WORDS))
    told: dict[str, Any] = {"features": "\n".join(model.columns), "scales": model.scales}
    told |= {"subjects": "\n".join(model.subjects), "subject_weights": model.subject_weights.astype(np.float16)}
    told |= {"axes": "\n".join(model.axes), "axis_weights": model.axis_weights.astype(np.float16)}
    np.savez_compressed(corpus / classing.WEIGHTS, **told)


def read_examples(path: Path) -> list[tuple[str, str, Axis | None]]:
    """The examples (text, subject, axis), a subject being a theme, ACROSS or OUT; RupfamError names the file."""
    rows = read_json_lines(path)
    try:
        return [(row["need"], (*row["themes"], ACROSS if row["axis"] else OUT)[0], row["axis"]) for row in rows]
    except KeyError as error:
        raise UnreadableFile(path, "a une ligne sans « need », « themes » et « axis » : corrigez-la") from error


def learn_needs(rows: Sequence[tuple[str, str, Axis | None]], content: Cues, axes_cues: Cues) -> NeedModel:
    """The model of examples (text, subject, axis): ridge regression on what they say, one column a class."""
    features = [find_features(text, content, axes_cues) for text, _, _ in rows]
    frequency = Counter(feature for found in features for feature in found)
    kept = sorted(name for name, count in frequency.items() if count > 1)
    columns = {feature: column for column, feature in enumerate(kept)}
    weights = [CUE_WEIGHT if name[0] == CUE else 1 + np.log(len(rows) / frequency[name]) for name in kept]
    scales = np.array(weights, dtype=np.float32)
    table = np.stack([feature_row(found, columns, scales) for found in features])
    near = table @ table.T
    inside = [number for number, (_, _, axis) in enumerate(rows) if axis]
    subjects, subject_weights = _fit(table, near, [subject for _, subject, _ in rows])
    axes, axis_weights = _fit(table[inside], near[np.ix_(inside, inside)], [axis for _, _, axis in rows if axis])
    return NeedModel(content, axes_cues, columns, scales, subjects, subject_weights, axes, axis_weights)


def _fit(table: Array, near: Array, labels: Sequence[Any]) -> tuple[tuple[Any, ...], Array]:
    """The classes of the labels and the ridge weights of each, from the rows and their products."""
    classes = tuple(sorted(set(labels)))
    goals = np.array([[1 if label == one else -1 for one in classes] for label in labels], dtype=np.float32)
    weights: Array = table.T @ np.linalg.solve(near + PENALTY * np.eye(len(near), dtype=np.float32), goals)
    return classes, weights
