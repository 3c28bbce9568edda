"""Placing: how much each fact of a dossier, a need, a figure or a priority, is about each of its actions."""

from collections import Counter
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt

from rupfam_assistant.dossier.needs import Need
from rupfam_assistant.dossier.paths import FieldPath
from rupfam_assistant.dossier.sides import GENERIC
from rupfam_assistant.french import analyse
from rupfam_assistant.french.acronyms import spelled_out
from rupfam_assistant.french.words import subject

Array = npt.NDArray[np.float32]
Encode = Callable[[Sequence[str]], Array]
Sets = Sequence[Set[str]]
"""What gives the meaning of texts, a row of length 1 for each; the stems or names of several texts."""

SAME_THEME, OTHER_THEME, SAME_AXIS, SAME_NAME, SAME_BODY = 0.2, -0.1, 0.15, 0.2, 0.15
"""What is added to the words and the meaning that a fact and an anchor share when their themes meet, or do not, when
the axis of the fact is the objective of the anchor, when both name one place or body, when who counted acts."""

OFFER, MEASURING, EVALUATED, COUNTED = 1, 4, 0.1, 0.1
"""The objective of the services on offer, to which a figure is nearer by COUNTED; that which measures what the others
do, and speaks of all subjects: what it has less of, of a figure COUNTED."""

AT_HOME, HOMES = 0.1, {"T1": 1, "T2": 3, "T4": 2, "T5": 2}
"""What is added when the objective is that under which most facts of a theme stand: services are offered, pensions made
known, violence and families in conflict better known."""

LOCAL = 0.1
"""What is added to an objective of the department's own, which has no theme nor axis to be known by."""

MOST_ENCODED = 300
"""Texts of a dossier beyond which the meaning of none is asked: their words alone tell."""


@dataclass(frozen=True)
class Fact:
    """A need, a figure or a priority: its place, its words, who counted it, what it is about."""

    path: FieldPath
    text: str
    source: str
    about: Need


@dataclass(frozen=True)
class Anchor:
    """What a fact may stand beside, an action or a need: its words, who acts, how it is measured, its objective."""

    text: str
    objective: int
    about: Need
    acting: str = ""
    measured: str = ""


def likeness(facts: Sequence[Fact], anchors: Sequence[Anchor], encode: Encode | None) -> Array:
    """How much each fact is about each anchor: a row a fact, a column an anchor."""
    if not facts or not anchors:
        return np.zeros((len(facts), len(anchors)), np.float32)
    ours_told, theirs_told = ([spelled_out(one.text) for one in told] for told in (facts, anchors))
    said, theirs = ([subject(text) - GENERIC for text in told] for told in (ours_told, theirs_told))
    frequency = Counter(stem for stems in (*said, *theirs) for stem in stems)
    weights = {stem: log(1 + (len(facts) + len(anchors)) / count) ** 2 for stem, count in frequency.items()}
    ours, others = ([{*one.about.themes} - {"T1"} for one in told] for told in (facts, anchors))
    both = np.outer([*map(bool, ours)], [*map(bool, others)])
    axes = np.array([int((fact.about.axis or "A0")[1]) for fact in facts])
    named = [_names(f"– {anchor.text} {anchor.acting} {anchor.measured}") for anchor in anchors]
    scores = _shared(said, theirs, weights) / np.sqrt(np.outer(_sizes(said, weights), _sizes(theirs, weights)))
    scores += np.where(_shared(ours, others) > 0, SAME_THEME, np.where(both, OTHER_THEME, 0.0))
    scores += SAME_AXIS * (axes[:, None] == np.array([anchor.objective for anchor in anchors]))
    figures = np.array([fact.path.root == "figures" for fact in facts])
    scores += LOCAL * (np.array([anchor.objective for anchor in anchors]) > MEASURING)
    measuring, offered = ([anchor.objective == number for anchor in anchors] for number in (MEASURING, OFFER))
    scores += COUNTED * np.outer(figures, offered) - np.outer(np.where(figures, COUNTED, EVALUATED), measuring)
    scores += SAME_NAME * (_shared([_names(fact.text) for fact in facts], named) > 0)
    sources, acting = ([*map(subject, told)] for told in ((f.source for f in facts), (a.acting for a in anchors)))
    scores += SAME_BODY * (_shared(sources, acting) > 0)
    if encode and len(facts) + len(anchors) <= MOST_ENCODED:
        near = encode(ours_told) @ encode(theirs_told).T
        scores += near - near.mean(axis=0)
    homes = np.array([HOMES.get(next(iter(fact.about.themes), ""), 0) for fact in facts])
    at_home = homes[:, None] == np.array([anchor.objective for anchor in anchors])
    return np.asarray(scores + AT_HOME * (at_home & (scores > 0)), np.float32)


def _names(text: str) -> frozenset[str]:
    """The folded words of a text that have a capital, its first one aside."""
    return frozenset(word.folded for word in analyse(text).words[1:] if text[word.start].isupper())


def _shared(ones: Sets, others: Sets, weights: dict[str, float] | None = None) -> Array:
    """The weight of what each of some sets shares with each of others."""
    known = set().union(*ones) & set().union(*others)
    column = {item: rank for rank, item in enumerate(sorted(known))}
    rows = [np.zeros((len(sets), len(column)), np.float32) for sets in (ones, others)]
    for row, sets in zip(rows, (ones, others), strict=True):
        for rank, items in enumerate(sets):
            for item in items & known:
                row[rank, column[item]] = weights[item] ** 0.5 if weights else 1
    return np.asarray(rows[0] @ rows[1].T, np.float32)


def _sizes(sets: Sets, weights: dict[str, float]) -> list[float]:
    return [sum(weights[item] for item in items) or 1.0 for items in sets]
