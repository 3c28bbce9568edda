"""What a need is about: its theme and its axis, or why it is out of scope, by examples and the words that decide."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt

from rupfam_assistant.dossier.need_features import CUE, TURN, Cues, FoundCue, find_cues, find_features, index_cues
from rupfam_assistant.errors import UnreadableFile, shipped
from rupfam_assistant.french.lists import read_json_lines, read_list
from rupfam_assistant.french.typography import capitalize

Axis = Literal["A1", "A2", "A3", "A4"]
Array = npt.NDArray[np.float32]

CALLED = read_list("themes").examples
"""How each theme and each axis is called, by its code."""

ACROSS, OUT = "across", "out"
IN_SCOPE = {*CALLED, ACROSS, "family", "rupture", "partners"}

WORDS, EXAMPLES, WEIGHTS = "need_words.toml", "needs.jsonl", "need_weights.npz"

CUE_WEIGHT, TURN_WEIGHT, PENALTY, TOLD = 0.4, 1.0, 0.7, 3
"""The weight of a cue and of the turns of phrase beside the words, the ridge's, the words that a reason names."""


@dataclass(frozen=True)
class Need:
    """A need, its theme, its axis, and the French sentence that says which words decided."""

    text: str
    themes: tuple[str, ...]
    axis: Axis | None
    reason: str

    @property
    def in_scope(self) -> bool:
        """Whether the convention deals with it."""
        return bool(self.themes or self.axis)


@dataclass(frozen=True)
class NeedModel:
    """What was learned: a column a feature, weights in rows; `subjects` and `axes` name the columns of weights."""

    content: Cues
    axes_cues: Cues
    columns: dict[str, int]
    scales: Array
    subjects: tuple[str, ...]
    subject_weights: Array
    axes: tuple[Axis, ...]
    axis_weights: Array


def read_need_model(corpus: Path) -> NeedModel:
    """The model that ships with the corpus; RupfamError names the file at fault."""
    content, axes_cues = _read_cues(corpus / WORDS)
    path = corpus / WEIGHTS
    with shipped(path), np.load(path) as stored:
        features, subjects, axes = (str(stored[name]).split("\n") for name in ("features", "subjects", "axes"))
        weights = [stored[name].astype(np.float32) for name in ("scales", "subject_weights", "axis_weights")]
    columns = {feature: column for column, feature in enumerate(features)}
    told: tuple[Axis, ...] = tuple(axis for axis in get_args(Axis) if axis in axes)
    return NeedModel(content, axes_cues, columns, weights[0], tuple(subjects), weights[1], told, weights[2])


def train_needs(corpus: Path) -> None:
    """Learns from the corpus, in seconds, and stores the model there; RupfamError names the file at fault."""
    model = learn_needs(read_examples(corpus / EXAMPLES), *_read_cues(corpus / WORDS))
    np.savez_compressed(
        corpus / WEIGHTS,
        features="\n".join(model.columns),
        subjects="\n".join(model.subjects),
        axes="\n".join(model.axes),
        scales=model.scales,
        subject_weights=model.subject_weights.astype(np.float16),
        axis_weights=model.axis_weights.astype(np.float16),
    )


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
    table = np.stack([_row(found, columns, scales) for found in features])
    near = table @ table.T
    inside = [number for number, (_, _, axis) in enumerate(rows) if axis]
    subjects, subject_weights = _fit(table, near, [subject for _, subject, _ in rows])
    axes, axis_weights = _fit(table[inside], near[np.ix_(inside, inside)], [axis for _, _, axis in rows if axis])
    return NeedModel(content, axes_cues, columns, scales, subjects, subject_weights, axes, axis_weights)


def classify_needs(needs: Sequence[str], model: NeedModel) -> tuple[Need, ...]:
    """Each need with its theme and axis, or none of either when it is out of scope."""
    return tuple(_classify(need, model) for need in needs)


def _classify(need: str, model: NeedModel) -> Need:
    row = _row(find_features(need, model.content, model.axes_cues), model.columns, model.scales)
    subject: str = model.subjects[int((row @ model.subject_weights).argmax())]
    found = find_cues(need, model.content)
    if subject == OUT:
        foreign = _quoted(one for one in found if one.group not in IN_SCOPE)
        return Need(need, (), None, f"{foreign or 'Besoin '}hors des cinq champs thématiques de la convention.")
    axis: Axis = model.axes[int((row @ model.axis_weights).argmax())]
    theme = f"{_quoted(one for one in found if one.group == subject)}{CALLED[subject]}"
    tied = _quoted(one for one in find_cues(need, model.axes_cues) if one.group == axis)
    reason = capitalize(f"{theme}\u202f; {tied}{CALLED[axis]}.")
    return Need(need, () if subject == ACROSS else (subject,), axis, reason)


def _quoted(found: Iterable[FoundCue]) -> str:
    """The words of cues, as they stand, before a colon; nothing where there is none."""
    quotes = list(dict.fromkeys(one.quote for one in found))[:TOLD]
    return ", ".join(f"«\u202f{quote}\u202f»" for quote in quotes) + "\u00a0: " if quotes else ""


def _read_cues(path: Path) -> tuple[Cues, Cues]:
    """The cues of what a need is about, and those of its axis."""
    with shipped(path):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        return index_cues({**told["themes"], **told["scope"]}), index_cues(told["axes"])


def _row(features: Iterable[str], columns: dict[str, int], scales: Array) -> Array:
    """A text as numbers: its words as a vector of length 1, its turns of phrase, its cues, a constant."""
    row = np.zeros(len(columns) + 1, dtype=np.float32)
    known = [feature for feature in features if feature in columns]
    cues = [columns[feature] for feature in known if feature[0] == CUE]
    turns = [columns[feature] for feature in known if feature[0] == TURN]
    spoken = [columns[feature] for feature in known if feature[0] not in (CUE, TURN)]
    row[cues] = scales[cues]
    for part, weight in ((spoken, 1), (turns, TURN_WEIGHT)):
        row[part] = weight * scales[part] / max(float(np.linalg.norm(scales[part])), 1e-6)
    row[-1] = 1
    return row


def _fit(table: Array, near: Array, labels: Sequence[Any]) -> tuple[tuple[Any, ...], Array]:
    """The classes of the labels and the ridge weights of each, from the rows and their products."""
    classes = tuple(sorted(set(labels)))
    goals = np.array([[1 if label == one else -1 for one in classes] for label in labels], dtype=np.float32)
    weights: Array = table.T @ np.linalg.solve(near + PENALTY * np.eye(len(near), dtype=np.float32), goals)
    return classes, weights
