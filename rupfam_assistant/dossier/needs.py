"""What a need is about: its theme and its axis, or why it is out of scope, by examples and the words that decide."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from rupfam_assistant.dossier.need_features import CUE, TURN, Cues, FoundCue, find_cues, find_features, index_cues
from rupfam_assistant.errors import shipped
from rupfam_assistant.french.lists import read_list
from rupfam_assistant.french.typography import capitalize

Axis = Literal["A1", "A2", "A3", "A4"]
Array = npt.NDArray[np.float32]

CALLED = read_list("themes").examples
"""How each theme and each axis is called, by its code."""

ACROSS, OUT = "across", "out"
IN_SCOPE = {*CALLED, ACROSS, "family", "rupture", "partners"}

WORDS, WEIGHTS = "need_words.toml", "need_weights.npz"

TURN_WEIGHT, TOLD = 1.0, 3
"""The weight of the turns of phrase beside the words, the words that a reason names."""


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
    content, axes_cues = read_cues(corpus / WORDS)
    path = corpus / WEIGHTS
    with shipped(path), np.load(path) as stored:
        features, subjects, axes = (str(stored[name]).split("\n") for name in ("features", "subjects", "axes"))
        weights = [stored[name].astype(np.float32) for name in ("scales", "subject_weights", "axis_weights")]
    columns = {feature: column for column, feature in enumerate(features)}
    told: tuple[Axis, ...] = tuple(axis for axis in get_args(Axis) if axis in axes)
    return NeedModel(content, axes_cues, columns, weights[0], tuple(subjects), weights[1], told, weights[2])


def classify_needs(needs: Sequence[str], model: NeedModel) -> tuple[Need, ...]:
    """Each need with its theme and axis, or none of either when it is out of scope."""
    return tuple(_classify(need, model) for need in needs)


def _classify(need: str, model: NeedModel) -> Need:
    row = feature_row(find_features(need, model.content, model.axes_cues), model.columns, model.scales)
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


def read_cues(path: Path) -> tuple[Cues, Cues]:
    """The cues of what a need is about, and those of its axis."""
    with shipped(path):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        return index_cues({**told["themes"], **told["scope"]}), index_cues(told["axes"])


def feature_row(features: Iterable[str], columns: dict[str, int], scales: Array) -> Array:
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
