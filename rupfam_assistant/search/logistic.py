"""Logistic models: a few weights over named features, learned by `rupfam train` and read from corpus/."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rupfam_assistant.errors import RupfamError


@dataclass(frozen=True)
class Weights:
    """A logistic model: one weight a feature, and the bias."""

    weights: tuple[float, ...]
    bias: float

    def log_odds(self, features: Sequence[float]) -> float:
        """The log-odds that the features are those of a yes: 0 for as likely as not."""
        return self.bias + sum(weight * value for weight, value in zip(self.weights, features, strict=True))

    def probability(self, features: Sequence[float]) -> float:
        """The probability, in 0..1, that the features are those of a yes."""
        return probability(self.log_odds(features))


def probability(log_odds: float) -> float:
    """A probability, in 0..1, by its log-odds."""
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, log_odds))))


def read_weights(path: Path, name: str, features: Sequence[str]) -> Weights:
    """The model of that name in a file of weights; RupfamError when it is missing or of other features."""
    try:
        return weights_of(json.loads(path.read_text(encoding="utf-8"))[name], features)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RupfamError(
            f"Le fichier {path} manque ou n’est plus à jour : réinstallez le programme ou lancez « rupfam train »."
        ) from error


def weights_of(model: Any, features: Sequence[str]) -> Weights:
    """A model as a file of weights holds it."""
    return Weights(tuple(float(model["weights"][feature]) for feature in features), float(model["bias"]))


def told_weights(features: Sequence[str], weights: Sequence[float], bias: float) -> dict[str, object]:
    """A model as a file of weights holds it."""
    return {
        "bias": round(float(bias), 4),
        "weights": {n: round(float(w), 4) for n, w in zip(features, weights, strict=True)},
    }


def fit_logistic(
    names: Sequence[str], rows: Sequence[Sequence[float]], right: Sequence[bool], free: float = 1.0
) -> dict[str, object]:
    """The model that tells the right rows, learned by scikit-learn; the greater `free`, the greater its weights."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=free, max_iter=5000).fit(np.array(rows), right)
    return told_weights(names, model.coef_[0], model.intercept_[0])


def write_models(path: Path, models: dict[str, dict[str, object]]) -> None:
    """Writes a file of weights, beside then renamed."""
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(models, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    fresh.replace(path)
