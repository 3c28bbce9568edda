"""The decision: whether the best card answers a question, judged on what the match shows, by learned weights."""

from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np

from rupfam_assistant.search.cards import Kind
from rupfam_assistant.search.logistic import Weights, read_weights
from rupfam_assistant.search.matching import Matcher, Matches

FEATURES = (
    "score",
    "best score of the others",
    "nearest question",
    "nearest question of the card",
    "card's own words",
    "best own words",
    "score of answers",
    "score of absences",
    "unknown words",
    "length",
    "follows",
)
KINDS: tuple[Kind, ...] = ("answer", "absent", "act")


LEAST: dict[Kind, float] = {"answer": 0.2, "absent": 0.4, "act": 0.5}
"""The probability from which the best card of each kind is told."""


def read_decision(path: Path) -> dict[Kind, Weights]:
    """The weights of corpus/decision.json: for each kind, the probability that the best card of it is the right one."""
    return {kind: read_weights(path, kind, FEATURES) for kind in KINDS}


def best_of(kind: Kind, matches: Matches, matcher: Matcher) -> int:
    """The number of the best card of a kind."""
    return int(np.argmax(np.where(matcher.of_kind[kind], matches.scores, -1.0)))


def match_features(
    best: int, matches: Matches, matcher: Matcher, unknown: float, length: int, follows: bool
) -> tuple[float, ...]:
    """What tells whether a card, the best of its kind, is right, in the order of FEATURES; `unknown` is the share of
    the question's
    words that neither texts, cards nor questions know, `length` its words."""
    scores, asked = matches.scores, matches.asked[matcher.asked_of[best]]
    rivals = np.where(matcher.alike[best], -1.0, scores)
    by_kind = {kind: float(scores[matcher.of_kind[kind]].sum()) for kind in KINDS}
    return (
        float(scores[best]),
        float(rivals.max()),
        matches.neighbours[0][1],
        float(asked.max()) if len(asked) else 0.0,
        float(matches.cosines[best]),
        float(matches.cosines.max()),
        by_kind["answer"],
        by_kind["absent"],
        unknown,
        float(np.log1p(length)) / 3,
        float(follows),
    )


def unknown_share(said: Sequence[str], known: Collection[str]) -> float:
    """The share, in 0..1, of a question's stems that are not known; 1 when it has none."""
    return sum(stem not in known for stem in said) / len(said) if said else 1.0
