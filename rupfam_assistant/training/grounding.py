"""Learns corpus/grounding.json: the weights by which the grounding check doubts a sentence where no rule is sure."""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from rupfam_assistant.grounding.claims import FEATURES, Entails, Language, claim_features, find_faults, surest
from rupfam_assistant.grounding.words import Lexicon, compare
from rupfam_assistant.search.logistic import told_weights, write_models

THINNED, FALSE_ALARMS, FOLDS, PENALTY, SEED = 0.6, 0.08, 10, 0.3, 0
"""The share of the lexicon left out, the share of supported sentences that may be rejected, the folds of the
cross-validation, the inverse strength of the penalty."""


def learn_grounding(claims: Sequence[dict[str, Any]], language: Language, entails: Entails, path: Path) -> None:
    """Writes the logistic weights that tell unsupported sentences where no rule is sure, 0 log-odds the threshold.

    The claims (sentence, passage, supported) are those of corpus/doubts.jsonl, of which the reader of pairs saw none.
    They are read with a lexicon that lacks THINNED of its phrases, as it lacks some of the words of sentences never
    seen; the threshold is the lowest that rejects at most FALSE_ALARMS of the supported ones, by cross-validation
    passage by passage.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold, cross_val_predict

    lexicon = thin(language.lexicon)
    pairs = [compare(claim["sentence"], claim["passage"], lexicon) for claim in claims]
    faults = [find_faults(pair, language) for pair in pairs]
    unsure = np.array([surest(found) is None for found in faults])
    rows = np.array(
        [
            claim_features(pair, found, language.vocabulary, entails(claim["passage"], claim["sentence"]))
            for claim, pair, found, is_unsure in zip(claims, pairs, faults, unsure, strict=True)
            if is_unsure
        ]
    )
    wrong = np.array([not claim["supported"] for claim in claims])
    passages = np.unique([claim["passage"] for claim in claims], return_inverse=True)[1][unsure]
    model, folds = LogisticRegression(C=PENALTY, max_iter=5000), GroupKFold(FOLDS)
    odds = cross_val_predict(model, rows, wrong[unsure], groups=passages, cv=folds, method="decision_function")
    allowed = int(FALSE_ALARMS * (~wrong).sum()) - int((~wrong & ~unsure).sum())
    alarms = np.sort(odds[~wrong[unsure]])[::-1]
    threshold = float(alarms[max(0, allowed)]) + 1e-6
    model.fit(rows, wrong[unsure])
    write_models(path, {"grounding": told_weights(FEATURES, model.coef_[0], model.intercept_[0] - threshold)})


def thin(lexicon: Lexicon) -> Lexicon:
    """The lexicon without a share of its phrases, drawn at random."""
    draw = Random(SEED)
    phrases = lexicon.phrases.items()
    kept = {first: tuple(phrase for phrase in found if draw.random() >= THINNED) for first, found in phrases}
    return Lexicon(kept, lexicon.light)
