"""Learns corpus/grounding.json: the weights by which the grounding check doubts a sentence where no rule is sure."""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from rupfam_assistant.grounding.claims import FEATURES, Entails, Language, claim_features, find_faults, rejects, surest
from rupfam_assistant.grounding.words import Lexicon, compare
from rupfam_assistant.search.logistic import told_weights, write_models

THINNED, FALSE_ALARMS, PENALTY, SEED = 0.6, 0.125, 0.3, 0
"""The shares of the lexicon left out and of supported sentences that may be rejected; the inverse of the penalty."""

Claims = Sequence[dict[str, Any]]


def learn_grounding(claims: Claims, doubts: Claims, language: Language, entails: Entails, path: Path) -> None:
    """Writes the logistic weights that tell unsupported sentences where no fault does, 0 log-odds the threshold, which
    rejects FALSE_ALARMS of the supported doubts. Words and faults are weighed on the claims, which the reader of pairs
    was taught, and on the doubts, of which it saw none, each author counting as much, with a lexicon that lacks THINNED
    of its phrases, as it lacks words of sentences never seen; the reader is weighed on the doubts alone."""
    from sklearn.linear_model import LogisticRegression

    thinned = thin(language.lexicon)
    told = [_row(claim, language, language.lexicon) for claim in claims]
    told += [_row(claim, language, thinned, entails) for claim in doubts]
    rows, unsure = np.array([row for row, _ in told]), np.array([is_unsure for _, is_unsure in told])
    every, unseen = [*claims, *doubts], slice(len(claims), None)
    wrong = np.array([not claim["supported"] for claim in every])
    authors = np.array([claim.get("author", "") for claim in every])[unsure]
    shares = np.array([1 / np.sum(authors == author) for author in authors])
    words = LogisticRegression(C=PENALTY, max_iter=5000)
    words.fit(rows[unsure, :-1], wrong[unsure], sample_weight=shares / shares.mean())
    reader = LogisticRegression(C=1 / PENALTY).fit(rows[unseen, -1:], wrong[unseen])
    weights = [*words.coef_[0], *reader.coef_[0]]
    odds = np.where(unsure, rows @ weights + words.intercept_[0], np.inf)[unseen]
    alarms = np.sort(odds[~wrong[unseen]])[::-1]
    threshold = float(alarms[int(FALSE_ALARMS * len(alarms))]) + 1e-6
    write_models(path, {"grounding": told_weights(FEATURES, weights, words.intercept_[0] - threshold)})


def _row(
    claim: dict[str, Any], language: Language, lexicon: Lexicon, entails: Entails | None = None
) -> tuple[tuple[float, ...], bool]:
    """The features of a claim, 0 for the reader where it is not heard; whether no fault rejects it."""
    pair = compare(claim["sentence"], claim["passage"], lexicon)
    faults = find_faults(pair, language)
    against = surest(faults)
    read = entails(claim["passage"], claim["sentence"]) if entails else 0.0
    return claim_features(pair, faults, language.vocabulary, read), not (against and rejects(against, pair))


def thin(lexicon: Lexicon) -> Lexicon:
    """The lexicon without a share of its phrases, drawn at random."""
    draw = Random(SEED)
    phrases = lexicon.phrases.items()
    kept = {first: tuple(phrase for phrase in found if draw.random() >= THINNED) for first, found in phrases}
    return Lexicon(kept, lexicon.light)
